"""A disk that is full and a database that is locked: a page with words, and nothing acknowledged is lost."""

import asyncio
import html
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.web.settings import Settings

from .desks import check_all_whole, check_nothing_lost, meet, players_at
from .player import Player, run
from .server import Server

LOST_NOTHING = "This was not saved; nothing saved before is lost."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the database lies."""
    return tmp_path / "desk.sqlite"


@pytest.fixture
def server(tmp_path: Path, file: Path) -> Iterator[Server]:
    """Give a server that has not been started."""
    server = Server(tmp_path, f"sqlite:///{file}")
    yield server
    server.stop()


@pytest.fixture
def players(server: Server, file: Path, tmp_path: Path) -> list[Player]:
    """Give two players in the midst of their plays, one of them without script; the server runs."""
    url = f"sqlite:///{file}"
    players = players_at(Settings(url, tmp_path / "cache"), server.port, 2)
    server.start()
    run(begun(players, url), players)
    return players


async def begun(players: list[Player], url: str) -> None:
    """Begin, and make some moves."""
    for player in players:
        await player.begin()
    meet(url, players)
    for player in players:
        await player.moves(5)


def test_a_full_disk_is_said_and_loses_nothing(server: Server, file: Path, players: list[Player]) -> None:
    """A trainee would go on with a call that is kept nowhere, or the desk would stay broken."""
    url = f"sqlite:///{file}"

    async def filled() -> None:
        for player in players:
            await player.moves(3)
        server.allow_files_of(1)
        for player in players:
            await refused(
                player, f"The database cannot be written to: the disk reports an error. {LOST_NOTHING}"
            )
        # what is there can still be read
        page = await players[0].line.get(f"/plays/{players[0].name}")
        assert page.status == 200
        assert f'name="version" value="{len(players[0].acknowledged)}"' in page.text
        check_nothing_lost(url, players)
        server.allow_files_of(-1)
        await all_over(players)

    run(filled(), players)
    check_all_whole(url, players)


def test_a_locked_database_is_said_and_loses_nothing(
    server: Server, file: Path, players: list[Player]
) -> None:
    """A program that looks into the file would stop the whole desk for good."""
    url = f"sqlite:///{file}"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)

    async def locked() -> None:
        other.execute("BEGIN IMMEDIATE")
        words = f"The database cannot be written to: another program is holding it. {LOST_NOTHING}"
        await asyncio.gather(*(refused(player, words) for player in players))
        page = await players[0].line.get(f"/plays/{players[0].name}")
        assert page.status == 200
        other.execute("ROLLBACK")
        await all_over(players)

    run(locked(), players)
    other.close()
    check_all_whole(url, players)


async def refused(player: Player, words: str) -> None:
    """See that a move is not made, and that the answer says why, in the form that was asked for."""
    answer = await player.sent()
    assert answer.status == 503, answer.text
    assert words in html.unescape(answer.text)
    assert int(answer.headers["retry-after"]) > 0
    assert ("<html" in answer.text) == (not player.htmx)


async def all_over(players: list[Player]) -> None:
    """Play on: what was refused is sent again, under the same key."""
    for player in players:
        await player.go_on()
