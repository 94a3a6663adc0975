"""The judges: worked out once, whoever asks; never waited for too long; let go where room is needed."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator import Case, load_case
from simulator.call.solver.judging import Judge
from simulator.library import judges as module
from simulator.library import solutions
from simulator.library.judges import Judges, StillWorking
from simulator.resources import scenarios
from tests.conftest import SMALL_CASE


@pytest.fixture
def judges() -> Iterator[Judges]:
    """Judges without a cache."""
    made = Judges(None)
    yield made
    made.close()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Nothing is worked out before this is set."""
    opened = threading.Event()

    def waiting(case: Case, budget: int, store: solutions.SolutionStore | None) -> Judge | None:
        assert opened.wait(30)
        asked.append(case.id)
        return solutions.judge_of(case, budget, store)

    asked: list[str] = []
    opened.asked = asked  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "judge_of", waiting)
    return opened


def test_once_for_all_who_ask(judges: Judges, small_case: Case, gate: threading.Event) -> None:
    """A class that looks at its debriefs together would have the same case worked out thirty times."""
    with ThreadPoolExecutor(8) as askers:
        asked = [askers.submit(judges.of, small_case, 30) for _ in range(8)]
        gate.set()
        found = {id(one.result()) for one in asked}
    assert len(found) == 1
    assert gate.asked == [small_case.id]  # type: ignore[attr-defined]
    assert judges.of(load_case(SMALL_CASE, "zh"), 0) is judges.of(small_case, 0)


def test_nobody_waits_too_long(judges: Judges, small_case: Case, gate: threading.Event) -> None:
    """A page would hang for as long as a large case takes."""
    with pytest.raises(StillWorking):
        judges.of(small_case, 0.01)
    gate.set()
    assert judges.of(small_case, 30) is not None
    assert gate.asked == [small_case.id]  # type: ignore[attr-defined]


def test_too_large(small_case: Case) -> None:
    """A case without end would take all memory, again with every look."""
    few = Judges(None, budget=3)
    assert few.of(small_case, 30) is None
    assert few.of(small_case, 0) is None
    few.close()


def test_a_failure_is_not_remembered(
    judges: Judges, small_case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One moment without memory would leave a case without reviews until the next start."""

    def failing(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(module, "judge_of", failing)
        with pytest.raises(MemoryError):
            judges.of(small_case, 30)
    assert judges.of(small_case, 30) is not None


def test_room_is_made(tmp_path: Path, small_case: Case) -> None:
    """The server would grow with every case that anybody looks at."""
    large = load_case(scenarios() / "ticket-rebooking")
    few = Judges(solutions.SolutionStore(tmp_path), most_positions=1)
    kept = few.of(small_case, 30)
    assert few.of(small_case, 0) is kept
    few.of(large, 60)
    assert len(few) == 1
    with pytest.raises(StillWorking):
        few.of(small_case, 0)  # it was let go, and is worked out anew
    few.close()
