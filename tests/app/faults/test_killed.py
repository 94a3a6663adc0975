"""The server is killed again and again while two hundred people play: nothing that it acknowledged is lost."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.web.settings import Settings

from .desks import check_all_whole, check_nothing_lost, meet, players_at
from .player import Player, made, run
from .server import Server

PLAYS = 200
KILLS = 4
SETTLE = 0.3  # seconds in which the players read what had been answered before


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'desk.sqlite'}"


@pytest.fixture
def server(tmp_path: Path, url: str) -> Iterator[Server]:
    """Give a server that has not been started."""
    server = Server(tmp_path, url)
    yield server
    server.stop()


def test_nothing_acknowledged_is_lost_torn_or_doubled(server: Server, url: str, tmp_path: Path) -> None:
    """A trainee who was told that a move is safe would find it gone after a crash, or made twice."""
    players = players_at(Settings(url, tmp_path / "cache"), server.port, PLAYS)
    server.start()
    under_way: list[int] = []
    untold: list[int] = []
    run(played_through_kills(server, url, players, under_way, untold), players)
    assert min(under_way) > 0, "every kill was to hit somebody in the midst of a move"
    assert sum(untold) > 0, "some moves were to be saved without anybody having been told"
    assert sum(player.repeated for player in players) >= PLAYS
    assert sum(player.play is not None and player.play.over for player in players) > PLAYS // 2
    check_all_whole(url, players)
    with sqlite3.connect(tmp_path / "desk.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
    assert "Traceback" not in server.log.read_text()


async def played_through_kills(
    server: Server, url: str, players: list[Player], under_way: list[int], untold: list[int]
) -> None:
    """Let all play at once, and kill the server now and then.

    Notes for each kill how many requests were on their way, and how many moves were saved untold.
    """
    chance = random.Random(4)

    async def killed() -> None:
        server.kill()
        under_way.append(sum(player.waiting for player in players))
        await asyncio.sleep(SETTLE)
        untold.append(check_nothing_lost(url, players))
        await asyncio.to_thread(server.start)

    beginning = asyncio.gather(*(player.begin() for player in players))
    while sum(bool(player.name) for player in players) < PLAYS // 20:
        await asyncio.sleep(0.01)
    await killed()
    await beginning
    meet(url, players)
    playing = asyncio.gather(*(player.go_on() for player in players))
    for _ in range(KILLS - 1):
        await made(players, chance.randint(100, 800), playing)
        await killed()
    await playing
