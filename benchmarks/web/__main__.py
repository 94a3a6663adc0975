"""``python -m benchmarks.web``: progress on stderr, one JSON document on stdout.

A move of the desk is everything that belongs to it: the session, the permission, the play as it stands, the
rules, the durable write, the rendered answer. The peer makes one durable insert and renders one template.
Both are served by uvicorn with the same loop and parser, and asked by the same clients on the same machine,
by turns.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.comparison import Comparison, Goal, document
from benchmarks.web import servers, sittings
from benchmarks.web.clients import Client
from benchmarks.web.peer import TABLE
from benchmarks.web.workload import prepared
from simulator.app.opening import open_desk
from simulator.practice.storage.attempts import Attempts
from simulator.web.settings import desk_settings
from tools import postgresql

CONNECTIONS = 64
ROUNDS = 3
WARM_UP, SECONDS = 1.5, 5.0
SHORT, LONG = 20, 200
FEW, MANY = 1_000, 1_000_000

Seen = dict[str, Any]


def main() -> None:
    """Run every benchmark of the desk."""
    with TemporaryDirectory() as folder:
        print(json.dumps(document(measured(Path(folder))), indent=2))


def measured(folder: Path) -> Iterator[Comparison]:
    """Yield one comparison after the other."""
    sqlite = sqlite_environ(folder / "sqlite")
    yield from beside_peer("web_move_sqlite", sqlite, str(folder / "peer.sqlite"), workers=1)
    with ExitStack() as stack:
        address = stack.enter_context(postgresql.running()).url()  # whose commits are durable
        _make_peer_table(address)
        environ = {"WINWIN_DATABASE_URL": address, "WINWIN_CACHE": str(folder / "cache")}
        yield from beside_peer("web_move_postgres", environ, address, workers=2)
    short, long = sqlite_environ(folder / "short"), sqlite_environ(folder / "long")
    yield slowdown("web_move_long_play", (short, SHORT, 0), (long, LONG, 0), 1.5)
    few, many = sqlite_environ(folder / "few"), sqlite_environ(folder / "many")
    yield slowdown("web_move_full_store", (few, SHORT, FEW), (many, SHORT, MANY), 1.3)
    yield from a_full_room(sqlite_environ(folder / "room"))


def sqlite_environ(folder: Path) -> dict[str, str]:
    """Where a desk of its own keeps things."""
    return {
        "WINWIN_DATABASE_URL": f"sqlite:///{folder / 'desk.sqlite'}",
        "WINWIN_CACHE": str(folder / "cache"),
    }


def beside_peer(name: str, environ: dict[str, str], database: str, workers: int) -> Iterator[Comparison]:
    """Moves a second of the desk and of the peer, by turns, and how long the slowest took."""
    clients = prepared(desk_settings(environ), CONNECTIONS, SHORT)
    ours: list[Seen] = []
    peer: list[Seen] = []
    for _ in range(ROUNDS):
        with servers.desk(environ, workers) as port:
            ours.append(asked(name, clients, port))
        clients = _further(clients, environ)
        with servers.peer(database, workers) as port:
            peer.append(asked(f"{name}, peer", clients, port))
    rate, other = median(seen["rate"] for seen in ours), median(seen["rate"] for seen in peer)
    yield Comparison(name, "moves/s", rate, other, Goal("ratio", ">=", 0.7), more_is_better=True)
    slowest, slowest_there = median(seen["p99"] for seen in ours), median(seen["p99"] for seen in peer)
    yield Comparison(f"{name}_p99", "ms", slowest, slowest_there, Goal("ours", "<=", 100))


Case = tuple[dict[str, str], int, int]


def slowdown(name: str, light: Case, heavy: Case, most: float) -> Comparison:
    """How many times longer a move takes in the heavier of two desks: moves in a play, moves in the store."""
    desks = []
    for environ, length, stored in (light, heavy):
        print(f"{name}: preparing {length} moves a play, {stored:,} stored", file=sys.stderr)
        desks.append((environ, prepared(desk_settings(environ), CONNECTIONS, length, stored)))
    times = []
    for _ in range(ROUNDS):
        rates = []
        for place, (environ, clients) in enumerate(desks):
            with servers.desk(environ, 1) as port:
                rates.append(asked(name, clients, port, SECONDS / 2)["rate"])
            desks[place] = environ, _further(clients, environ)
        times.append(rates[0] / rates[1])
    return Comparison(name, "times", median(times), None, Goal("ours", "<=", most))


def a_full_room(environ: dict[str, str]) -> Iterator[Comparison]:
    """How long the slowest of a hundred answers takes where a thousand sit an exam at one process."""
    examinees = sittings.prepared(desk_settings(environ))
    with servers.desk(environ, 1) as port:
        seen = sittings.asked(examinees, port)
    yield Comparison("web_sittings_p99", "ms", seen.p99, None, Goal("ours", "<=", 200))


def asked(name: str, clients: list[Client], port: int, seconds: float = SECONDS) -> Seen:
    """What the clients see of a server, in a process of their own."""
    todo = {
        "clients": [asdict(client) for client in clients],
        "port": port,
        "warm_up": WARM_UP,
        "seconds": seconds,
    }
    command = [sys.executable, "-m", "benchmarks.web.clients"]
    run = subprocess.run(
        command, input=json.dumps(todo).encode(), stdout=subprocess.PIPE, check=True, cwd=servers.ROOT
    )
    seen: Seen = json.loads(run.stdout)
    told = f"{name}: {seen['rate']:,.0f} a second, p50 {seen['p50']:.1f} ms, p99 {seen['p99']:.1f} ms"
    print(told, file=sys.stderr)
    return seen


def _further(clients: list[Client], environ: dict[str, str]) -> list[Client]:
    """The same clients where their plays are now; every move that was answered must be there."""

    services = open_desk(desk_settings(environ))
    try:
        further = []
        for client in clients:
            version = services[Attempts].find(client.path.split("/")[2]).version
            gone = version - client.version
            further.append(Client(client.path, client.cookie, client.csrf, version, client.replies[gone:]))
        return further
    finally:
        services.close()


def _make_peer_table(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLE)


if __name__ == "__main__":
    os.environ.pop("WINWIN_HTTPS", None)
    main()
