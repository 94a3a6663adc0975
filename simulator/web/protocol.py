"""How requests are taken off the line: the library would collect an address or headers without an end."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 64 * 1024
"""Bytes of an address and headers together; for the address alone see `addresses`."""


class BoundedHttp(HttpToolsProtocol):
    """HTTP, with an end to what may come before, between and behind the bodies of requests.

    Bodies have limits of their own: see `access`.
    """

    _idle = 0
    """Bytes that came since there was a head or a part of a body."""

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._idle += len(data)
        super().data_received(data)
        if self._idle > MOST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too large.")

    def on_headers_complete(self) -> None:
        """Begin a request."""
        self._idle = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        self._idle = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._idle = 0
        super().on_message_complete()
