"""How requests are read from a connection: with limits on size, time and number that the library lacks."""

from asyncio import TimerHandle, Transport
from typing import Any
from weakref import WeakKeyDictionary

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from .connections import Connections, most_connections
from .proxies import Proxies

MOST_HEAD = 64 * 1024
"""Bytes of an address and headers together; for the address alone see `addresses`."""

_connections: WeakKeyDictionary[ServerState, Connections["BoundedHttp"]] = WeakKeyDictionary()


class BoundedHttp(HttpToolsProtocol):
    """HTTP with limits on what comes before, between and after bodies, and on the time that it takes.

    A connection on which nothing is asked after an answer is closed by the library (`timeout_keep_alive`).
    The size of bodies is limited in `access`. The times are in seconds; tests make them shorter.
    """

    HEAD_SECONDS = 20.0
    """For the head of a request, from its first byte; for the first request, from the connection."""
    BODY_SECONDS = 20.0
    """For a body, and a second more for each RATE bytes of it."""
    RATE = 500  # bytes a second: the slowest line that is served
    UNSENT_SECONDS = 60.0
    """After so long in which the other side has taken nothing of an answer, it gets no more of it."""
    LOOK_SECONDS = 5.0
    """Between two looks at the time."""

    _idle = 0
    """Bytes that came since there was a head or a part of a body."""
    deadline: float | None = None
    """When what is being sent to us has to be complete; None while we are not waiting for anything."""
    _allowed = 0.0
    """Seconds that the present part of a request may take."""
    _unsent = 0
    _stuck: float | None = None
    """Since when the other side has taken nothing."""
    _look: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a connection, or refuse it where there are too many."""
        super().connection_made(transport)
        self._begin_part(self.HEAD_SECONDS)
        if self._all().add(self, self.client[0] if self.client else ""):
            self._look = self.loop.call_later(self.LOOK_SECONDS, self._look_at_time)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give a connection up."""
        self._all().remove(self)
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        self._idle += len(data)
        super().data_received(data)
        if self._idle > MOST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        super().on_message_begin()
        if self.deadline is None:  # the first one has begun with the connection
            self._begin_part(self.HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        """Begin to answer a request."""
        self._idle = 0
        self._begin_part(self.BODY_SECONDS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Read a part of a body."""
        self._idle = 0
        if self.deadline is not None:
            self.deadline += len(body) / self.RATE
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self._idle = 0
        self.deadline = None
        self._all().busy(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """End an answer; the connection waits for the next request."""
        self._all().waiting(self)
        super().on_response_complete()

    def give_up(self) -> None:
        """Close the connection, whatever is still to be sent."""
        self.transport.abort()

    def _begin_part(self, seconds: float) -> None:
        self._allowed = seconds
        self.deadline = self.loop.time() + seconds

    def _look_at_time(self) -> None:
        """Close the connection if the other side takes too long to send or to take something."""
        now = self.loop.time()
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent < self._unsent:
            self._stuck = None
        elif self._stuck is None:
            self._stuck = now
        self._unsent = unsent
        if self.flow.read_paused and self.deadline is not None:
            self._begin_part(self._allowed)  # it is we who keep them waiting
        late = self.deadline is not None and now >= self.deadline
        stuck = self._stuck is not None and now - self._stuck >= self.UNSENT_SECONDS
        if late or stuck:
            self.give_up()
        else:
            self._look = self.loop.call_later(self.LOOK_SECONDS, self._look_at_time)

    def _all(self) -> "Connections[BoundedHttp]":
        """All connections of this server process."""
        found = _connections.get(self.server_state)
        if found is None:
            found = _connections[self.server_state] = self._new_connections(self.config.forwarded_allow_ips)
        return found

    @classmethod
    def _new_connections(cls, proxies: Any) -> "Connections[BoundedHttp]":
        most = most_connections()
        return Connections(most, most // 2, Proxies.of(proxies if isinstance(proxies, str) else ""))
