"""What went wrong, told once: a page for people, a part of one for htmx, one shape of JSON for programs."""

import logging
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from simulator.people.storage.throttle import TooManyTries
from simulator.render.rendering import LANGUAGE_TAGS
from simulator.text.language import translator
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .access import (
    SAFE,
    SignInFirst,
    Unreadable,
    sign_in_address,
    visitor_language,
)
from .headers import HEADERS
from .rendering import environment
from .static import asset

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
    return _answer(request, status_of(error), code_of(error), error.message, headers)


async def not_served(request: Request, error: Exception) -> Response:
    """The answer where there is no such page or method."""
    assert isinstance(error, HTTPException)
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


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _answer(request: Request, status: int, code: str, message: Message, headers: dict[str, str]) -> Response:
    visit = getattr(request.state, "visit", None)
    language = visit.language if visit else visitor_language(request, None)
    t = translator(language)
    if _is_api(request):
        return JSONResponse(error_json(code, t(message)), status, headers)
    part = request.headers.get("HX-Request") == "true"
    html = (
        environment()
        .get_template("refusal.html.j2" if part else "error.html.j2")
        .render(
            t=t,
            page_lang=LANGUAGE_TAGS[language],
            message=t(message),
            status=status,
            asset=asset,
            sign_in=sign_in_address(request) if status == 401 else None,
            again=_address(request) if status >= 500 and request.method in SAFE else None,
        )
    )
    if part:
        # the notice at the top of the page, whatever part of it was to be changed
        headers |= {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
    return HTMLResponse(html, status, headers)
