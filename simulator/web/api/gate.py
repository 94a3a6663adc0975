"""The gate before the API: no request without a token gets in, nor one that is too large."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from simulator.people.person import Person
from simulator.people.storage.tokens import Tokens
from simulator.text.refusal import Refusal
from simulator.web.services import Services, now

from .failures import TooLong, WrongToken, refused

MOST_BYTES = 64 * 1024
"""Of a body: the longest that is of any use is a few kilobytes."""
PUBLIC = ("/openapi.json",)
"""What may be read without a token, as it stands behind the address of the API."""


class Gate:
    """Lets in whoever has a token, with the body that they sent.

    The application behind it finds the desk's application as `desk` in its scope, and who calls as `caller`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        scope["desk"] = scope["app"]
        try:
            if scope["path"].removeprefix(scope.get("root_path", "")) not in PUBLIC:
                scope["caller"] = await _caller(scope)
            body = await _read(scope, receive)
        except Refusal as refusal:
            answer = await refused(Request(scope), refusal)
            await answer(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)


async def _caller(scope: Scope) -> Person:
    """Whose token a request carries. Raises WrongToken."""
    scheme, _, token = Headers(scope=scope).get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise WrongToken
    services: Services = scope["app"].state.services
    moment = now()
    # a token seen in the last seconds costs no thread and no query
    person = services[Tokens].known(token, moment) or await run_in_threadpool(
        services[Tokens].find, token, moment
    )
    if person is None:
        raise WrongToken
    return person


async def _read(scope: Scope, receive: Receive) -> bytes:
    """The body of a request. Raises TooLong without reading further than the limit."""
    length = Headers(scope=scope).get("Content-Length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise TooLong(MOST_BYTES)
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        part: bytes = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:  # the length in the header need not be true
            raise TooLong(MOST_BYTES)
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read already, and then whatever comes."""
    waiting = [body]

    async def received() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return received
