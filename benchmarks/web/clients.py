"""Closed-loop clients: each sends a move, waits for the answer, and sends the next.

``python -m benchmarks.web.clients`` reads what to do as JSON from its standard input and prints what it saw.
It runs in a process of its own, on the same machine, for this project and for the peer alike.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import uvloop


@dataclass(frozen=True)
class Client:
    """One connection: whose session it has, and the play that it goes on with."""

    path: str
    cookie: str
    csrf: str
    version: int
    """How many entries the play has when the client begins."""
    replies: tuple[str, ...]
    """The replies from there on, as its page would post them."""


@dataclass(frozen=True)
class Seen:
    """What the clients saw: moves a second, and how long the slowest in a hundred took, in milliseconds."""

    rate: float
    p50: float
    p99: float
    made: int


class Failed(Exception):
    """An answer that is not what a move is answered with."""


async def play(client: Client, port: int, until: float, times: list[float]) -> None:
    """Make moves until the time has come; one that is under way then still counts for nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST {client.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={client.cookie}\r\n"
        "HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    )
    version = client.version
    while perf_counter() < until:
        reply = client.replies[version - client.version]
        body = f"csrf={client.csrf}&version={version}&key=k{version:08}&reply={reply}"
        began = perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n{body}".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        content = await reader.readexactly(length)
        ended = perf_counter()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Failed(answer.decode() + content.decode()[:2000])
        if ended < until:
            times.append(ended - began)
        version += 1
    writer.close()


async def measured(clients: list[Client], port: int, warm_up: float, seconds: float) -> Seen:
    """What the clients see together, after some time to get going."""
    began = perf_counter()
    first: list[float] = []
    times: list[float] = []
    # the same connections go on, so that both sides are warm and every play stays where it is
    gate = began + warm_up
    until = gate + seconds

    class Split(list[float]):
        def append(self, value: float) -> None:
            (times if perf_counter() >= gate else first).append(value)

    split = Split()
    await asyncio.gather(*(play(client, port, until, split) for client in clients))
    times.sort()
    return Seen(
        rate=len(times) / seconds,
        p50=times[len(times) // 2] * 1000,
        p99=times[len(times) * 99 // 100] * 1000,
        made=len(first) + len(times),
    )


def main() -> None:
    """Do what the standard input asks for."""
    asked: dict[str, Any] = json.load(sys.stdin)
    clients = [Client(**client) for client in asked["clients"]]
    seen = uvloop.run(measured(clients, asked["port"], asked["warm_up"], asked["seconds"]))
    print(json.dumps(asdict(seen)))


if __name__ == "__main__":
    main()
