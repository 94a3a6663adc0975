"""What every answer says to the browser about itself: where scripts may come from, who may frame it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_RAW = [
    (name.lower().encode("latin-1"), value.encode("latin-1"))
    for name, value in (HEADERS | {"Cache-Control": "no-store"}).items()
]


class SafeHeaders:
    """Middleware that adds the headers, and keeps pages with people's data out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # by hand, as this runs for every answer: MutableHeaders looks through all for each
                said = message["headers"] = list(message.get("headers", ()))
                names = {name for name, _ in said}
                said += [header for header in _RAW if header[0] not in names]
            await send(message)

        await self.app(scope, receive, with_headers)
