"""What an invigilator does reaches the examinee at once, without pages that ask all the time."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

from starlette.concurrency import run_in_threadpool

from simulator.exam.pages.sitting.interventions import LONGEST, LOOK, Interventions
from simulator.exam.pages.sitting.live import LiveSittings
from tests.waiting import awaited

from .examinees import Sitter, later, paused

Sit = Callable[..., Sitter]


async def waited(lin: Sitter, seen: int, act: Callable[[], None] | None = None) -> float:
    """Seconds until the page of an examinee is answered, with something that is done meanwhile."""
    interventions = Interventions(lin.services, LiveSittings(lin.services))
    began = time.monotonic()
    waiting = asyncio.create_task(interventions.wait(lin.exam.id, lin.person, seen))
    if act is not None:
        await asyncio.sleep(LOOK / 2)
        await run_in_threadpool(act)
    await waiting
    return time.monotonic() - began


def test_a_pause_is_told_at_once(sitter: Sit) -> None:
    """An examinee would go on writing for seconds, and nothing of it would be taken."""
    lin = sitter()
    took = awaited(waited(lin, 0, lambda: paused(lin.services, lin.exam, lin.person)))
    assert LOOK / 2 <= took < 4 * LOOK


def test_what_the_page_has_not_seen_is_told_without_waiting(sitter: Sit) -> None:
    """A pause that came while the page was loading would be told late."""
    lin = sitter()
    paused(lin.services, lin.exam, lin.person)
    assert awaited(waited(lin, 0)) < LOOK


def test_own_answers_are_no_news(sitter: Sit) -> None:
    """Every answer would make the page ask again, in a room of a thousand."""
    lin = sitter()
    assert awaited(waited(lin, 0, lambda: _answered(lin))) >= LONGEST


def test_the_end_is_not_waited_beyond(sitter: Sit) -> None:
    """The page would be told seconds too late that time is up."""
    lin = sitter(minutes=1)
    with later(timedelta(seconds=59)):
        assert awaited(waited(lin, 0)) < 2


def _answered(lin: Sitter) -> None:
    assert lin.answer("single").status_code == 200
