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
from simulator.render.rendering import LANGUAGE_TAGS, language_attribute
from simulator.text.language import Language, translator
from simulator.text.message import Message

from .navigation import navigation
from .rendering import csrf_field, rendered
from .services import Services, now

NOTES = {
    "saved": Message("Saved."),
    "deleted": Message("Deleted."),
    "translation-open": Message(
        "Saved, with an entry for every text. Those listed as missing or changed are still to be translated:"
        " until then trainees read them in the case's own language."
    ),
    "translation-complete": Message("Saved. Every text is translated, from the words that it has now."),
    "case-published": Message("Published. Trainees play this version from now on."),
    "withdrawn": Message("Withdrawn. Trainees do not see it any more; their attempts are kept."),
    "case-restored": Message("That version is the draft now. Publish it when it is ready."),
    "case-discarded": Message("The draft is gone; what is published stays as it was."),
    "bank-published": Message("Published. New exams are set from this version."),
    "bank-restored": Message("That version is the draft now. Publish it when it is ready."),
    "bank-discarded": Message("The draft is gone; what is published stays as it was."),
    "assigned": Message("Assigned."),
    "assignment-withdrawn": Message("The assignment is withdrawn. What was practised for it is kept."),
    "target-set": Message("The target is set, and split over the team."),
    "shares-set": Message("The shares are set; those left empty are worked out."),
    "papers-set": Message("The exam is set. Everybody below finds it under “My exams”."),
    "make-up": Message(
        "The make-up exam is drafted, without the questions asked before. Look at day and window; those who"
        " were absent are chosen already."
    ),
    "papers-back": Message("The exam is withdrawn: it is a draft again, and nobody is to sit it for now."),
    "extra-given": Message("The extra time is given; it counts at once."),
    "paused": Message("Paused: the clocks stand still and nothing is taken meanwhile."),
    "resumed": Message("The clocks go on; the time of the pause is given back."),
    "decided": Message("Your decision is kept, with its reason."),
    "ruled": Message("Key changed, rescored."),
    "released": Message("The results are out, and what was missed has become review cards."),
    "signed-out": Message("You are signed out."),
    "password": Message("Your new password counts from now on. Please sign in with it."),
    "password-changed": Message("Your new password counts from now on, here and wherever you sign in next."),
    "token-revoked": Message("The token is revoked."),
    "signed-out-elsewhere": Message("You are signed out everywhere else."),
    "activated": Message("The account is unlocked."),
    "deactivated": Message("The account is locked; all its sessions have ended."),
    "person-deleted": Message(
        "The account is deleted. What was practised stays in the statistics, nameless."
    ),
    "team-added": Message("The team was added."),
    "team-deleted": Message("The team is deleted; its people are still there, without a team."),
    "language": Message("The language was changed."),
    "comment": Message("Your comment was saved."),
    "attempt-discarded": Message("The unfinished attempt is discarded."),
    "bulletin-read": Message("Noted that you have read it."),
}
"""By the word in the cookie; a word that is not here says nothing."""


_KEPT = ":/%#?=@[]!$&'()*+,;"
"""What stands for itself in an address."""


class Visit:
    """What a page function gets. `person` is who signed in; asking for them on a public page may fail."""

    __slots__ = ("csrf", "data", "form", "language", "request", "services", "session", "t")

    def __init__(self, request: Request, session: Session | None, csrf: str, language: Language) -> None:
        self.request = request
        self.services: Services = request.app.state.services
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
        return HTMLResponse(rendered(template, self._given(status) | values), status, headers)

    def _given(self, status: int) -> dict[str, object]:
        """What every page has, beside what `rendering` gives all templates; no query is made after a fault.

        That is: `t` (translates), `url` (an address by route name), `visit`, `csrf_field()`, `page_lang`,
        `case_lang(language)` (a `lang` attribute for a text of a case in that language), `note`,
        `navigation`, `desk_name`.
        """
        person = self.session.person if self.session else None
        options = (
            self.services[Options].last_known() if status >= 500 else self.services[Options].current(now())
        )
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
            "navigation": navigation(person, self.request.url.path, self.t, self.url) if person else None,
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
