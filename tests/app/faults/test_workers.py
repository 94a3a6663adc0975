"""Two server processes on PostgreSQL: when one dies between two moves of a play, the other goes on with it."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.web.settings import Settings

from .desks import check_all_whole, check_nothing_lost, meet, players_at
from .player import Line, Player, made, run
from .server import STARTS_WITHIN, Server

PLAYS = 30
KILLS = 4


@pytest.fixture
def server(tmp_path: Path, postgres_url: str) -> Iterator[Server]:
    """Give a server of two processes that has not been started."""
    server = Server(tmp_path, postgres_url, workers=2)
    yield server
    server.stop()


def test_the_other_process_goes_on_with_a_play(server: Server, postgres_url: str, tmp_path: Path) -> None:
    """A trainee in the midst of a call would have to begin anew, or would be shown an old state of it."""
    (player,) = players_at(Settings(postgres_url, tmp_path / "cache"), server.port, 1)
    server.start()
    run(goes_on(server, postgres_url, player), [player])
    check_all_whole(postgres_url, [player])


async def goes_on(server: Server, url: str, player: Player) -> None:
    """Play by turns on both processes, then kill one of them and play on with the other alone."""
    await player.begin()
    meet(url, [player])
    player.line.close()
    lines = await lines_to_both(server, player.line)
    for turn in range(8):  # each learns what the other has added
        player.line = list(lines.values())[turn % 2]
        await player.move()
    doomed, survivor = lines
    player.line = lines[doomed]
    await player.move()
    os.kill(doomed, signal.SIGKILL)
    # on a connection that was there before: no other process can have taken its place
    player.line = lines[survivor]
    repeated = player.repeated
    for _ in range(8):
        await player.move()
    page = await player.line.get(f"/plays/{player.name}")
    assert (page.status, f'name="version" value="{len(player.acknowledged)}"' in page.text) == (200, True)
    assert player.repeated == repeated
    for line in lines.values():
        line.close()


async def lines_to_both(server: Server, first: Line) -> dict[int, Line]:
    """A connection to each of two processes, by the process."""
    found: dict[int, Line] = {}
    until = time.monotonic() + 30
    while len(found) < 2:
        assert time.monotonic() < until, "all connections lead to one process"
        line = Line(first.port, first.session)
        await line.get("/health")
        worker = server.worker_of(line.client_port)
        if worker in found:
            line.close()
        else:
            found[worker] = line
    return found


def test_processes_that_die_under_load_lose_nothing(
    server: Server, postgres_url: str, tmp_path: Path
) -> None:
    """What one process had acknowledged would be unknown to the other, or a move would be made by both."""
    players = players_at(Settings(postgres_url, tmp_path / "cache"), server.port, PLAYS)
    server.start()
    run(played_through_kills(server, postgres_url, players), players)
    assert sum(player.repeated for player in players) > 0
    check_all_whole(postgres_url, players)


async def played_through_kills(server: Server, url: str, players: list[Player]) -> None:
    """Let all play at once, and kill one of the processes now and then; another takes its place by itself."""
    chance = random.Random(5)
    await asyncio.gather(*(player.begin() for player in players))
    meet(url, players)
    playing = asyncio.gather(*(player.go_on() for player in players))
    for _ in range(KILLS):
        await made(players, chance.randint(30, 150), playing)
        os.kill(chance.choice(await workers(server)), signal.SIGKILL)
    await playing
    check_nothing_lost(url, players)


async def workers(server: Server) -> list[int]:
    """The processes that answer or are about to, as soon as there is one: both may have been killed just now."""
    until = time.monotonic() + STARTS_WITHIN
    while not (found := server.workers()):
        assert time.monotonic() < until, "no other process has taken the place of the killed ones"
        await asyncio.sleep(0.05)
    return found
