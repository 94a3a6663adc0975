"""Requests without an end, sent to a real server: they are cut off, and leave its memory as it was."""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from simulator.web.settings import Settings

from .desks import players_at
from .player import Line
from .server import HOST, Server

MB = 1_000_000
MUCH = 60  # pieces of a megabyte
SOON = 60  # seconds, on a machine that has much else to do
MOST_MORE = 40  # megabytes that the server may need more than before
PIECE = b"a" * MB


@pytest.fixture
def line(tmp_path: Path) -> Iterator[tuple[Server, Line]]:
    """Give a server that runs, and somebody who is signed in there."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    server = Server(tmp_path, url)
    (player,) = players_at(Settings(url, tmp_path / "cache"), server.port, 1)
    server.start()
    yield server, player.line
    server.stop()


def test_what_never_ends_is_cut_off(line: tuple[Server, Line]) -> None:
    """One visitor, who need not even sign in, could fill the memory or keep the whole desk busy."""
    server, player = line
    before = megabytes(server.pid)
    signed_in = f"Cookie: session={player.session.token}\r\nX-CSRF-Token: {player.session.csrf}\r\n".encode()
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    upload = b"Content-Type: multipart/form-data; boundary=x\r\n"
    post = b"POST /language HTTP/1.1\r\nHost: desk\r\n" + signed_in
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    chunk = b"%x\r\n" % MB + PIECE + b"\r\n"
    many = b"".join(b"X-%d: y\r\n" % number for number in range(80_000))
    cases: list[tuple[str, Iterable[bytes], tuple[str, ...]]] = [
        ("an address", [b"GET /?q=", *[PIECE] * MUCH, b" HTTP/1.1\r\nHost: desk\r\n\r\n"], ("400", "414")),
        ("a header", [b"GET / HTTP/1.1\r\nX: ", *[PIECE] * MUCH, b"\r\n\r\n"], ("400", "431")),
        ("headers", [b"GET / HTTP/1.1\r\n", *[many] * MUCH, b"\r\n"], ("400", "431")),
        ("a body", [post + form + b"Content-Length: 100000000\r\n\r\n", *[PIECE] * 100], ("413",)),
        ("chunks", [post + form + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 100], ("413",)),
        (
            "a file",
            [
                post + upload + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(part) + part + b"\r\n",
                *[chunk] * 100,
            ],
            ("413",),
        ),
        (
            "what comes behind a body",
            [
                post + form + b"Transfer-Encoding: chunked\r\n\r\n0\r\n",
                *[b"X: " + PIECE + b"\r\n"] * MUCH,
                b"\r\n",
            ],
            ("400", "422"),
        ),
    ]
    for what, sent, expected in cases:
        began = time.monotonic()
        assert answered(server.port, sent) in expected, what
        assert time.monotonic() - began < SOON, what
        assert megabytes(server.pid) - before < MOST_MORE, what
    assert "Traceback" not in server.log.read_text()


def answered(port: int, pieces: Iterable[bytes]) -> str:
    """The status of the answer to a request that is sent for as long as the server takes it."""
    answer = b""
    with socket.create_connection((HOST, port), timeout=SOON) as connection:
        with suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
        with suppress(ConnectionError):
            answer = connection.recv(100)
    return answer[9:12].decode() or "400"  # cut off before the answer could be read


def megabytes(pid: int) -> int:
    """The memory that a process has."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024
