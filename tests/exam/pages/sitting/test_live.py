"""Sittings in memory: never ahead of the disk, never in the way of another process, never for somebody else."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.database.unavailable import DatabaseUnavailable
from simulator.exam.pages.sitting.live import LiveSittings, Papers
from simulator.exam.sitting.sitting import Act, Paused
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.text.message import Message
from simulator.text.receipt import KeyReused
from tests.waiting import awaited

from .examinees import Sitter, paused

Sit = Callable[..., Sitter]


async def answered(sittings: LiveSittings, lin: Sitter, key: str, answer: object, place: int = 0) -> None:
    """One request that saves an answer."""
    async with sittings.held(lin.exam.id, lin.person) as live:
        await sittings.enter(live, Act.ANSWER, {"place": place, "answer": answer}, key)


def test_requests_that_arrive_together_all_count_once(sitter: Sit) -> None:
    """Two answers at the same moment would lose one, or count one twice."""
    lin = sitter()

    async def all_at_once() -> None:
        sittings = LiveSittings(lin.services)
        same = (answered(sittings, lin, "same", "private-east") for _ in range(4))
        others = (answered(sittings, lin, f"key-{place}", "private-west", place) for place in (1, 3))
        await asyncio.gather(*same, *others)

    awaited(all_at_once())
    assert len(lin.entries) == 4
    assert lin.sitting.answers == {0: "private-east", 1: "private-west", 3: "private-west"}


def test_two_processes_go_on_from_each_other(sitter: Sit) -> None:
    """An examinee whose requests meet different processes would be refused, or lose answers."""
    lin = sitter()

    async def by_turns() -> tuple[dict[int, Any], dict[int, Any]]:
        one, other = LiveSittings(lin.services), LiveSittings(lin.services)
        for number in range(6):
            await answered(one if number % 2 else other, lin, f"k{number}", f"answer {number}", number)
        # a post that comes again meets the process that did not take it
        await answered(other, lin, "k5", "answer 5", 5)
        with pytest.raises(KeyReused):
            await answered(one, lin, "k4", "something else", 4)
        async with one.held(lin.exam.id, lin.person, fresh=True) as live:
            first = dict(live.state.answers)
        async with other.held(lin.exam.id, lin.person, fresh=True) as live:
            return first, dict(live.state.answers)

    first, second = awaited(by_turns())
    assert first == second == lin.sitting.answers == {number: f"answer {number}" for number in range(6)}
    assert len(lin.entries) == 7


def test_what_an_invigilator_does_counts_at_once(sitter: Sit) -> None:
    """A pause would only count from the next time somebody asks for the page."""
    lin = sitter()

    async def stopped() -> None:
        sittings = LiveSittings(lin.services)
        await answered(sittings, lin, "before", "private-east")
        await asyncio.to_thread(paused, lin.services, lin.exam, lin.person)
        with pytest.raises(Paused):
            await answered(sittings, lin, "after", "private-west")

    awaited(stopped())
    assert lin.sitting.answers == {0: "private-east"}


def test_an_answer_that_could_not_be_saved_is_not_in_memory(
    sitter: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be shown as saved, and be gone with the process."""
    lin = sitter()

    def failing(*_: object, **__: object) -> "Future[object]":
        failed: Future[object] = Future()
        failed.set_exception(DatabaseUnavailable(Message("away")))
        return failed

    async def broken() -> dict[int, Any]:
        sittings = LiveSittings(lin.services)
        await answered(sittings, lin, "safe", "private-east")
        with monkeypatch.context() as broken_disk:
            broken_disk.setattr(Sittings, "append", failing)
            with pytest.raises(DatabaseUnavailable):
                await answered(sittings, lin, "lost", "private-west")
        async with sittings.held(lin.exam.id, lin.person) as live:
            before = dict(live.state.answers)
        await answered(sittings, lin, "lost", "private-west")
        return before

    assert awaited(broken()) == {0: "private-east"}
    assert lin.sitting.answers == {0: "private-west"}


def test_no_more_is_kept_in_memory_than_allowed(sitter: Sit) -> None:
    """Memory would grow with everybody who ever sat."""
    sitters = [sitter() for _ in range(3)]

    async def many() -> int:
        sittings = LiveSittings(sitters[0].services, most=2)
        for lin in sitters:
            await answered(sittings, lin, "k", "private-east")
        return len(sittings)

    assert awaited(many()) == 2
    assert [lin.sitting.answers for lin in sitters] == [{0: "private-east"}] * 3


def test_a_paper_is_read_once_for_all(sitter: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand examinees who begin together would ask a thousand times for the same paper."""
    lin = sitter()
    find, calls = lin.services[Exams].find, 0

    async def together() -> None:
        papers = Papers(lin.services)
        found = await asyncio.gather(*(papers.find(lin.exam.id, fresh=True) for _ in range(50)))
        assert all(paper is found[0] for paper in found)

    def counted(_: object, exam: int) -> object:
        nonlocal calls
        calls += 1
        return find(exam)

    monkeypatch.setattr("simulator.exam.storage.exams.Exams.find", counted)
    awaited(together())
    assert calls <= 2


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.sampled_from("abc")), max_size=12))
def test_whatever_the_order_both_processes_and_the_disk_agree(
    sitter: Sit, steps: list[tuple[int, int, str]]
) -> None:
    """Some order of answers over two processes would leave one of them with another paper."""
    lin = sitter()

    async def played() -> list[dict[int, Any]]:
        processes = LiveSittings(lin.services), LiveSittings(lin.services)
        for number, (which, place, answer) in enumerate(steps):
            await answered(processes[which], lin, f"k{number}", answer, place)
        found = []
        for process in processes:
            async with process.held(lin.exam.id, lin.person, fresh=True) as live:
                found.append(dict(live.state.answers))
        return found

    expected: dict[int, Any] = {place: answer for _, place, answer in steps}
    assert [*awaited(played()), lin.sitting.answers] == [expected] * 3
