"""Connections: who asks nothing, or too slowly, does not keep the others out."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any, NamedTuple

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulator.web.connections import Connections
from simulator.web.protocol import BoundedHttp
from simulator.web.proxies import Proxies
from tests.waiting import PATIENCE, until

LARGE = 8 * 1024 * 1024
GET = b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n"


class Hasty(BoundedHttp):
    """Closes what is late almost at once."""

    HEAD_SECONDS = BODY_SECONDS = UNSENT_SECONDS = 0.3
    LOOK_SECONDS = 0.05


class Small(BoundedHttp):
    """Takes few connections, and has all the time in the world for each."""

    HEAD_SECONDS = BODY_SECONDS = UNSENT_SECONDS = 3600.0

    @classmethod
    def _new_connections(cls, proxies: Any) -> "Connections[BoundedHttp]":
        return Connections(100, 5, Proxies())


async def answer(request: Request) -> Response:
    """Say how much was sent."""
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def answer_at_length(_: Request) -> Response:
    """Send more than the system keeps for somebody who does not read it."""
    return PlainTextResponse("x" * LARGE)


class Served(NamedTuple):
    """A server and the port where it listens."""

    server: uvicorn.Server
    port: int

    def open_connections(self) -> list[BoundedHttp]:
        """Return the connections that it has."""
        return [line for line in self.server.server_state.connections if isinstance(line, BoundedHttp)]


Serve = Callable[[type[BoundedHttp]], Served]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Give what serves on a port of its own, in this process."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(kind: type[BoundedHttp]) -> Served:
        app = Starlette(
            routes=[Route("/", answer, methods=["GET", "POST"]), Route("/large", answer_at_length)]
        )
        listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=kind, log_level="critical", timeout_keep_alive=3600)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        servers.append((server, thread))
        return Served(server, listening.getsockname()[1])

    yield start
    for server, thread in servers:
        server.should_exit = server.force_exit = True
        thread.join()


def connect(port: int, sent: bytes = b"") -> socket.socket:
    """Open a connection and send something."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    if sent:
        connection.sendall(sent)
    return connection


def received(connection: socket.socket) -> bytes:
    """Return everything that comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: de",
        b"POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST / HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
)
def test_a_request_that_is_never_finished_is_given_up(serve: Serve, sent: bytes) -> None:
    """A thousand connections on which nothing comes would lock everybody out for good."""
    with closing(connect(serve(Hasty).port, sent)) as connection:
        assert b"200 OK" not in received(connection)


def test_a_second_request_that_is_never_finished_is_given_up(serve: Serve) -> None:
    """One honest request would buy a connection for ever."""
    with closing(connect(serve(Hasty).port, GET + GET[:-2])) as connection:
        assert received(connection).count(b"200 OK") == 1


def test_a_request_that_comes_byte_by_byte_is_given_up(serve: Serve) -> None:
    """Somebody who sends a byte now and then would hold the connection for hours."""
    served = serve(Hasty)
    end = time.monotonic() + PATIENCE
    with closing(connect(served.port, b"GET / HTTP/1.1\r\nX: ")) as connection:
        until(lambda: len(served.open_connections()) == 1)
        with suppress(OSError):
            while served.open_connections() and time.monotonic() < end:
                connection.sendall(b"x")
                time.sleep(0.02)
        until(lambda: not served.open_connections())


def test_an_answer_that_nobody_takes_is_given_up(serve: Serve) -> None:
    """Whoever asks for large pages and reads none would fill the memory."""
    served = serve(Hasty)
    with closing(connect(served.port, GET.replace(b"/ ", b"/large "))) as connection:
        assert connection.recv(1)
        until(lambda: not served.open_connections())
        assert len(received(connection)) < LARGE


def test_a_connection_is_given_time_to_think_between_requests(serve: Serve) -> None:
    """The page of an examinee who thinks for a while would lose its connection."""
    served = serve(Small)
    with closing(connect(served.port)) as connection:
        until(lambda: [line.deadline is None for line in served.open_connections()] == [False])
        for _ in range(2):
            connection.sendall(GET)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
            assert [line.deadline for line in served.open_connections()] == [None]


def test_a_crowd_of_silent_connections_keeps_nobody_out(serve: Serve) -> None:
    """Somebody who opens a thousand connections would lock out all others behind the same address."""
    served = serve(Small)
    silent = [connect(served.port) for _ in range(20)]
    with closing(connect(served.port, GET)) as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        assert [received(other) for other in silent[:16]] == [b""] * 16, "those that waited longest"
        assert len(served.open_connections()) == 5
    for other in silent:
        other.close()


class Line:
    """A connection without a socket."""

    def __init__(self) -> None:
        self.closed = False

    def give_up(self) -> None:
        """Be closed."""
        self.closed = True


def test_connections_with_a_request_are_not_closed_for_others() -> None:
    """An answer that is being worked on would be lost because somebody else comes."""
    all_of_them: Connections[Line] = Connections(10, 2, Proxies())
    busy, waits, third, fourth = Line(), Line(), Line(), Line()
    assert all_of_them.add(busy, "a")
    all_of_them.busy(busy)
    assert all_of_them.add(waits, "a")
    assert all_of_them.add(third, "a")
    assert [line.closed for line in (busy, waits, third)] == [False, True, False]
    all_of_them.busy(third)
    assert not all_of_them.add(fourth, "a")
    assert all_of_them.add(fourth, "b")
    all_of_them.remove(busy)
    assert all_of_them.add(Line(), "a")


def test_a_full_server_closes_what_the_largest_crowd_holds() -> None:
    """A crowd from one address would take the places of everybody else's."""
    all_of_them: Connections[Line] = Connections(4, 3, Proxies())
    crowd, alone, late = [Line() for _ in range(3)], Line(), Line()
    for line in crowd:
        assert all_of_them.add(line, "crowd")
    assert all_of_them.add(alone, "alone")
    assert all_of_them.add(late, "late")
    assert [line.closed for line in (*crowd, alone, late)] == [True, False, False, False, False]


def test_a_trusted_proxy_may_have_all_connections() -> None:
    """Behind a proxy, all people of the desk would share the places of one address."""
    all_of_them: Connections[Line] = Connections(4, 1, Proxies.of("10.0.0.0/8, ::1"))
    lines = [Line() for _ in range(4)]
    for line in lines:
        assert all_of_them.add(line, "10.1.2.3")
    assert not any(line.closed for line in lines)
