"""The server is killed again and again while fifty sit an exam: no acknowledged answer is lost."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.web.settings import Settings
from tests.waiting import awaited

from .exam_room import Kills, candidates_at, check_all_whole, sat_through_kills
from .examinee import Candidate
from .server import Server

EXAMINEES = 40
KILLS = 5
"""`python -m benchmarks.web.kills` makes two hundred of them."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Give a server that has not been started."""
    server = Server(tmp_path, f"sqlite:///{tmp_path / 'desk.sqlite'}")
    yield server
    server.stop()


def test_no_acknowledged_answer_is_lost_torn_or_doubled(server: Server, tmp_path: Path) -> None:
    """An examinee who was told that an answer is safe would be marked without it after a crash."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    candidates = candidates_at(Settings(url, tmp_path / "cache"), server.port, EXAMINEES)
    server.start()
    kills = awaited(_sat(server, url, candidates))
    assert min(kills.under_way) > 0, "every kill was to hit somebody in the midst of an answer"
    assert sum(kills.untold) > 0, "some answers were to be saved without anybody having been told"
    assert sum(one.repeated for one in candidates) >= EXAMINEES
    assert sum(len(one.acknowledged) for one in candidates) > KILLS * EXAMINEES // 2
    check_all_whole(url, tmp_path / "desk.sqlite", candidates)
    assert "Traceback" not in server.log.read_text()


async def _sat(server: Server, url: str, candidates: list[Candidate]) -> Kills:
    try:
        return await sat_through_kills(server, url, candidates, KILLS, random.Random(5))
    finally:
        for one in candidates:
            one.line.close()
