"""Addresses that cannot be ours are refused, before anybody's page reads numbers or words in them."""

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .errors import not_served

MOST_PATH = 1_000
MOST_QUERY = 8_000  # bytes: the filters of a list, or the names of many attempts


class CheckedAddresses:
    """Middleware that refuses addresses longer than any of ours, and those that no database could hold."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        status = _refused(scope) if scope["type"] == "http" else None
        if status is None:
            await self.app(scope, receive, send)
            return
        answer = await not_served(Request(scope), HTTPException(status))
        await answer(scope, receive, send)


class OwnAddress:
    """Middleware that replaces the host of a request, which anybody can make up, with the desk's own.

    That is the configured `address`, or else the one on which the request arrived. So no link that the desk
    makes leads elsewhere. Where the desk sends a browser on to itself, it names no host at all.
    """

    def __init__(self, app: ASGIApp, address: str | None = None) -> None:
        self.app = app
        parts = urlsplit(address or "")
        self._scheme, self._host = parts.scheme, parts.netloc.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scheme, host = self._scheme or scope["scheme"], self._host or _arrived_at(scope)
        headers = [header for header in scope["headers"] if header[0] != b"host"]
        own = scheme.encode("ascii") + b"://" + host

        async def relative(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [_without(own, header) for header in message.get("headers", ())]
            await send(message)

        known = {**scope, "scheme": scheme, "headers": [(b"host", host), *headers]}
        await self.app(known, receive, relative)


def _arrived_at(scope: Scope) -> bytes:
    """The address and port of this server on which a request arrived."""
    host, port = scope.get("server") or ("localhost", None)
    bracketed = f"[{host}]" if ":" in host else str(host)
    usual = {"http": 80, "https": 443}.get(scope["scheme"])
    return (bracketed if port in (None, usual) else f"{bracketed}:{port}").encode("ascii", "replace")


def _without(own: bytes, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    if name.lower() == b"location" and value.startswith(own + b"/"):
        return name, b"/" + value[len(own) :].lstrip(b"/")
    return header


def _refused(scope: Scope) -> int | None:
    """The HTTP status of the refusal, if it is one."""
    path, query = scope["path"], scope["query_string"]
    if len(path) > MOST_PATH or len(query) > MOST_QUERY:
        return 414
    if "\0" in path:
        return 404
    return 400 if b"%00" in query or b"\0" in query else None
