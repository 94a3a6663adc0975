"""What went wrong, for programs: one shape, one code for each cause, words in the caller's language."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from simulator.database.settings import Options
from simulator.database.unavailable import DatabaseUnavailable
from simulator.people.storage.throttle import TooManyTries
from simulator.text.language import LANGUAGES, Language, translator
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, NotPermitted, SignInFirst, TooLarge
from simulator.web.errors import OURS, code_of, status_of
from simulator.web.services import Services, now

from .faults import NOT_JSON, words_of

_LOG = logging.getLogger("winwin")

NOTHING = Message("There is nothing at this address, or it is not for this account.")
_NO_METHOD = Message("This address does not take this method.")
_INVALID = Message("What was sent does not fit; “fields” says where.")


class WrongToken(SignInFirst):
    """A request without a token, or with one that is worth nothing."""

    def __init__(self) -> None:
        Refusal.__init__(
            self,
            Message("Send a token that is valid: “Authorization: Bearer winwin_…”. See your account page."),
        )


class NotAllowed(NotPermitted):
    """A request that the role of the token's account has no permission for."""

    def __init__(self) -> None:
        Refusal.__init__(self, Message("The account of this token has no permission for this."))


class TooLong(TooLarge):
    """A body above the limit."""


class NotYet(Refusal):
    """What a thing does not take in the state that it is in: 409, where other refusals are 422."""


class FieldFault(BaseModel):
    """A value that does not fit."""

    field: str = Field(
        description="Where it stands: `body`, `query`, `path` or `header`, then the names on the way to it.",
        examples=["body.due"],
    )
    message: str = Field(description="What is wrong with it.", examples=["This is missing."])


class Failure(BaseModel):
    """What went wrong."""

    code: str = Field(description="The cause, for programs; it does not change.", examples=["outdated"])
    message: str = Field(description="The cause in the caller's language.")
    fields: list[FieldFault] | None = Field(
        None, description="With the code `invalid` only: every value that does not fit."
    )


class ErrorAnswer(BaseModel):
    """The one shape of all errors."""

    error: Failure


_MEANINGS = {
    400: "The body could not be read.",
    401: "There is no valid token.",
    403: "The account of the token has no permission for this.",
    404: "There is nothing here, or it is not for this account.",
    409: "It went on elsewhere meanwhile, or the state that it is in does not take this.",
    413: "The body is too large.",
    422: "A value does not fit (`invalid`), or the rules refuse what was asked for.",
    500: "A fault of the desk's.",
    503: "The database cannot be reached, or something is being worked out: try again after `Retry-After`.",
}
_EVERYWHERE = (400, 401, 403, 413, 422, 500, 503)


def documented(*more: int) -> dict[int | str, dict[str, Any]]:
    """The errors of an operation: those that every one has, and these."""
    return {
        status: {"model": ErrorAnswer, "description": _MEANINGS[status]}
        for status in sorted({*_EVERYWHERE, *more})
    }


class ErrorResponse(JSONResponse):
    """A JSON answer that can quote anything that was sent, half characters too."""

    def render(self, content: Any) -> bytes:
        """The answer in UTF-8."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def language_of(request: Request) -> Language:
    """The language that is asked for, or else that of the token's account, or else the desk's."""
    for part in request.headers.get("Accept-Language", "").split(","):
        if known := _known(part.strip().lower()):
            return known
    person = request.scope.get("caller")
    return _known(person and person.language) or _known(_of_the_desk(request)) or "en"


def _known(name: str | None) -> Language | None:
    return next((known for known in LANGUAGES if name and name.startswith(known)), None)


def _of_the_desk(request: Request) -> str | None:
    services: Services = request.scope["desk"].state.services
    try:
        return services[Options].current(now()).language
    except DatabaseUnavailable:  # which may be what there is to tell
        return None


def api_status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return 409 if isinstance(refusal, NotYet) else status_of(refusal)


async def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that was refused."""
    assert isinstance(error, Refusal)
    status = api_status_of(error)
    headers = {"Retry-After": "2"} if status == 503 else {}
    if isinstance(error, TooManyTries):
        headers["Retry-After"] = str(error.seconds)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    message = NOTHING if type(error) is NotFound else error.message
    return _answer(request, status, code_of(error), message, headers)


async def invalid(request: Request, error: Exception) -> Response:
    """The answer to values that do not fit, all of them at once."""
    assert isinstance(error, RequestValidationError)
    faults: Sequence[Mapping[str, Any]] = error.errors()
    if any(fault["type"] == NOT_JSON for fault in faults):
        return _answer(request, 400, "unreadable", Message("What was sent could not be read."))
    t = translator(language_of(request))
    fields = [{"field": ".".join(map(str, fault["loc"])), "message": t(words_of(fault))} for fault in faults]
    return _answer(request, 422, "invalid", _INVALID, fields=fields)


async def not_served(request: Request, error: Exception) -> Response:
    """The answer where there is no such address or method."""
    assert isinstance(error, HTTPException)
    code, message = {
        404: ("not-found", NOTHING),
        405: ("method-not-allowed", _NO_METHOD),
    }.get(error.status_code, ("unreadable", Message("What was sent could not be read.")))
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_methods(request))
    return _answer(request, error.status_code, code, message, headers)


async def failed(request: Request, error: Exception) -> Response:
    """The answer to a request that ran into a fault of ours; the log has the rest."""
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(request, 500, "fault", OURS)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Refusal: refused,
    RequestValidationError: invalid,
    HTTPException: not_served,
    Exception: failed,
}


def _methods(request: Request) -> list[str]:
    """All the methods that an address takes: a router names only those of the first route that it finds."""
    routes: Sequence[Route] = request.app.state.operations
    here = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in here for method in route.methods or ()})


def _answer(
    request: Request,
    status: int,
    code: str,
    message: Message,
    headers: Mapping[str, str] | None = None,
    fields: Sequence[Mapping[str, str]] | None = None,
) -> Response:
    body: dict[str, Any] = {"code": code, "message": translator(language_of(request))(message)}
    if fields is not None:
        body["fields"] = fields
    return ErrorResponse({"error": body}, status, headers)
