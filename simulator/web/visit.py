"""A visit: one request, by somebody who may make it, and the ways to answer it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from simulator.people.person import Person
from simulator.people.storage.sessions import Session
from simulator.text.language import Language, translator

from .desk import Desk
from .rendering import rendered

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
        """A template of `templates/` with values; see `rendering` for what else it is given."""
        return HTMLResponse(rendered(self, template, values), status, headers)

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
