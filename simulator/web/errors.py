"""What went wrong, told once: a page for people, a part of one for htmx, one shape of JSON for programs."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from simulator.database.unavailable import DatabaseUnavailable
from simulator.people.storage.throttle import TooManyTries
from simulator.render.rendering import LANGUAGE_TAGS
from simulator.text.language import translator
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .access import (
    SAFE,
    NotPermitted,
    SignInFirst,
    Unreadable,
    address_of,
    sign_in_address,
    visit_from_memory,
    visit_of,
    visitor_language,
)
from .headers import HEADERS
from .rendering import environment, rendered
from .sitting_gate import NotWhileSitting
from .visit import Visit

_LOG = logging.getLogger("winwin")

STATUS = {
    Hindrance.RULES: 422,
    Hindrance.STRANGER: 401,
    Hindrance.FORBIDDEN: 403,
    Hindrance.ABSENT: 404,
    Hindrance.GONE: 410,
    Hindrance.OUTDATED: 409,
    Hindrance.TOO_LARGE: 413,
    Hindrance.UNREADABLE: 400,
    Hindrance.TOO_OFTEN: 429,
    Hindrance.BUSY: 503,
}

OURS = Message("Something went wrong on our side. Nothing that was saved is lost; please try again.")
_HEADING = Message("That did not work")
_HEADINGS: dict[int | type[object], Message] = {
    404: Message("Page not found"),
    503: Message("Just a moment"),
    NotWhileSitting: Message("Closed during your exam"),
}
"""By the kind of error or else by status."""
_ADVICE: dict[int | type[object], Message] = {
    404: Message("The address may have a slip, or what was here has been deleted."),
    409: Message("Go back and reload the page: then you see how it stands now."),
    413: Message("Go back and send less, or in several parts."),
    500: Message(
        "Try it again. If it happens again, tell your administrator when, and what you did; the log of the"
        " server says more."
    ),
    503: Message("Wait a minute, and try again. If it goes on, tell your administrator."),
    422: Message("Nothing was changed. Go back, put right what is said above, and send it again."),
    NotPermitted: Message("If you need it for your work, ask an administrator to change your role."),
}
"""What to do next, by the kind of error or else by status; where it is missing, the message says it."""
_BY_STATUS = {
    404: Message("There is no such page."),
    405: Message("This page does not take what was sent to it."),
    413: Message("That is too large."),
    414: Message("This address is too long."),
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUS[refusal.kind]


def code_of(refusal: Refusal) -> str:
    """The refusal's kind as programs see it: `no-such-attempt`."""
    name = type(refusal).__name__
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that was refused."""
    assert isinstance(error, Refusal)
    headers = {"Retry-After": "2"} if status_of(error) == 503 else {}
    if isinstance(error, TooManyTries):
        headers["Retry-After"] = str(error.seconds)
    if isinstance(error, SignInFirst) and not _is_api(request):
        if request.headers.get("HX-Request") == "true":
            headers["HX-Redirect"] = sign_in_address(request)
        elif request.method in SAFE:
            return RedirectResponse(sign_in_address(request), status_code=303)
    return _answer(request, status_of(error), code_of(error), error.message, headers, error)


async def not_served(request: Request, error: Exception) -> Response:
    """The answer where there is no such page or method."""
    assert isinstance(error, HTTPException)
    with suppress(DatabaseUnavailable):  # then it is a page about that
        await visit_of(request)
    message = _BY_STATUS.get(error.status_code, OURS if error.status_code >= 500 else Unreadable().message)
    return _answer(request, error.status_code, "http", message, dict(error.headers or {}))


async def failed(request: Request, error: Exception) -> Response:
    """The answer to a request that ran into a fault of ours; the log has the rest."""
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    # this answer is made outside of the middleware that adds the headers to all others
    return _answer(request, 500, "fault", OURS, dict(HEADERS))


HANDLERS: dict[type[Exception] | int, Callable[..., object]] = {
    Refusal: refused,
    HTTPException: not_served,
    Exception: failed,
}


def error_json(code: str, message: str) -> dict[str, dict[str, str]]:
    """The one shape of errors in the JSON API."""
    return {"error": {"code": code, "message": message}}


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def _answer(
    request: Request,
    status: int,
    code: str,
    message: Message,
    headers: dict[str, str],
    error: Exception | None = None,
) -> Response:
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None and status >= 500:
        visit = visit_from_memory(request)
    language = visit.language if visit else visitor_language(request, None)
    t = translator(language)
    if _is_api(request):
        return JSONResponse(error_json(code, t(message)), status, headers)
    if request.headers.get("HX-Request") == "true":
        # the notice at the top of the page, whatever part of it was to be changed
        headers |= {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        sign_in = sign_in_address(request) if status == 401 else None
        notice = environment().get_template("refusal.html.j2")
        return HTMLResponse(notice.render(t=t, message=t(message), sign_in=sign_in), status, headers)
    advice = _ADVICE.get(type(error)) or _ADVICE.get(status)
    values = {
        "heading": t(_HEADINGS.get(type(error)) or _HEADINGS.get(status) or _HEADING),
        "message": t(message),
        "advice": t(advice) if advice else "",
        "links": [(t(words), address) for words, address in _links(request, status, error)],
    }
    if visit is not None:
        try:
            return visit.page("error.html.j2", status, headers, frame="layout.html.j2", **values)
        except DatabaseUnavailable:
            pass  # since the visit began; the page without navigation needs no database
    values |= {"frame": "bare.html.j2", "page_lang": LANGUAGE_TAGS[language]}
    return HTMLResponse(rendered("error.html.j2", values), status, headers)


def _links(request: Request, status: int, error: Exception | None) -> Iterator[tuple[Message, str]]:
    """Where to go on, the likeliest first."""
    if isinstance(error, NotWhileSitting):
        yield Message("Back to the exam"), error.sat.address
        return
    if status == 401:
        yield Message("Sign in"), sign_in_address(request)
        return
    if status >= 500 and request.method in SAFE:
        yield Message("Try again"), address_of(request)
    before = _address_before(request)
    if before:
        yield Message("Go back"), before
    yield Message("To the home page"), "/"


def _address_before(request: Request) -> str:
    """The page of this desk that led here, if the browser tells and it is another one."""
    referer = urlsplit(request.headers.get("Referer", ""))
    here = request.url
    if (referer.scheme, referer.netloc) != (here.scheme, here.netloc):
        return ""
    address = referer.path + (f"?{referer.query}" if referer.query else "")
    return "" if request.method in SAFE and address == address_of(request) else address
