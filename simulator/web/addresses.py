"""Addresses that cannot be ours are refused, before anybody's page reads numbers or words in them."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

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


def _refused(scope: Scope) -> int | None:
    """The HTTP status of the refusal, if it is one."""
    path, query = scope["path"], scope["query_string"]
    if len(path) > MOST_PATH or len(query) > MOST_QUERY:
        return 414
    if "\0" in path:
        return 404
    return 400 if b"%00" in query or b"\0" in query else None
