"""A visit: one request, by somebody who may make it, and the ways to answer it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from simulator.database.settings import Options
from simulator.people.person import Person
from simulator.people.storage.sessions import Session
from simulator.render.rendering import LANGUAGE_TAGS
from simulator.text.language import Language, translator

from .desk import Desk, now
from .navigation import navigation
from .notes import NOTES
from .rendering import csrf_field, language_attribute, rendered

_KEPT = ":/%#?=@[]!$&'()*+,;"
"""What stands for itself in an address."""


class Visit:
    """What a page function gets. `person` is who signed in; asking for them on a public page may fail."""

    __slots__ = ("csrf", "data", "desk", "form", "language", "request", "session", "t")

    def __init__(self, request: Request, session: Session | None, csrf: str, language: Language) -> None:
        self.request = request
        self.desk: Desk = request.app.state.desk
        self.session = session
        self.csrf = csrf
        self.language: Language = language
        self.t = translator(language)
        self.form = FormData()
        """The posted form, if there was one."""
        self.data: Mapping[str, Any] = {}
        """The posted JSON object, if there was one."""

    @property
    def person(self) -> Person:
        """Who signed in."""
        assert self.session is not None, "this page is public"
        return self.session.person

    @property
    def htmx(self) -> bool:
        """Whether a part of the page asks, and not the browser for a whole page."""
        return self.request.headers.get("HX-Request") == "true"

    def path(self, name: str) -> Any:
        """A part of the address, as its route converts it."""
        return self.request.path_params[name]

    def query(self, name: str) -> str:
        """A value in the address, empty if it is not there."""
        return self.request.query_params.get(name, "")

    def field(self, name: str) -> str:
        """A text field of the form, without the white space around it; empty if it is not there."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def url(self, route: str, **path: object) -> str:
        """The address of a page by the name of its route."""
        return str(self.request.app.url_path_for(route, **path))

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, /, **values: object
    ) -> Response:
        """A template of `templates/` with values, and with what every page has."""
        return HTMLResponse(rendered(template, self._given() | values), status, headers)

    def _given(self) -> dict[str, object]:
        """What every page has, beside what `rendering` gives all templates.

        That is: `t` (translates), `url` (an address by route name), `visit`, `csrf_field()`, `page_lang`,
        `case_lang(language)` (a `lang` attribute for a text of a case in that language), `note`,
        `navigation`, `desk_name`.
        """
        person = self.session.person if self.session else None
        options = self.desk[Options].current(now())
        return {
            "visit": self,
            "t": self.t,
            "url": self.url,
            "language": self.language,
            "page_lang": LANGUAGE_TAGS[self.language],
            "case_lang": language_attribute(self.language),
            "person": person,
            "csrf_field": lambda: csrf_field(self.csrf),
            "note": NOTES.get(self.request.cookies.get("note", "")),
            "navigation": navigation(person, self.request.url.path, self.t, self.url) if person else (),
            "zone": options.zone,
            "desk_name": options.desk,
        }

    def to(self, route: str, /, _note: str = "", _fragment: str = "", **path: object) -> Response:
        """Send the browser on to another page; `_note` is what that page says first (see `notes`)."""
        return self.to_address(self.url(route, **path) + (f"#{_fragment}" if _fragment else ""), _note)

    def to_address(self, address: str, note: str = "") -> Response:
        """Send the browser on to an address of this desk."""
        if self.htmx:
            # a header holds no Chinese letters; the other kind of answer quotes them by itself
            answer = Response(status_code=204, headers={"HX-Redirect": quote(address, safe=_KEPT)})
        else:
            answer = RedirectResponse(address, status_code=303)
        if note:
            # one word of a fixed list, so nothing can be put in front of people by a forged cookie
            answer.set_cookie("note", note, max_age=60, httponly=True, samesite="lax", path="/")
        return answer
