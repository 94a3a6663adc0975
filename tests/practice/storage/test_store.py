"""One contract for every Store: files of one's own, and an account at a desk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator import Attempt, Case, Play, Verdict
from simulator.database.database import Database
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.files import FileStore
from simulator.practice.storage.personal import PersonalStore
from simulator.practice.store import (
    NoSuchAttempt,
    NothingToResume,
    Record,
    Result,
    Store,
    result_of,
    unfinished,
)
from tests.database.desk import somebody

from .memory import MemoryAttempts

Again = Callable[[], Store]
FINISHED = Result("worried", Verdict.CUSTOMER, 61, ("insult",))


@pytest.fixture(params=["files", "memory", "sqlite", "postgresql"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Again]:
    """Open a store of each kind anew, as the next command does."""
    if request.param == "files":
        yield lambda: FileStore(tmp_path)
    elif request.param == "memory":
        ledger = MemoryAttempts()
        yield lambda: PersonalStore(ledger, 1)
    else:
        url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
        with Database.open(url) as database:
            person = somebody(database).id
            yield lambda: PersonalStore(Attempts(database), person)


def record(name: str = "a-1", *moves: str, **more: Any) -> Record:
    """Return an attempt to keep."""
    attempt = Attempt(
        more.pop("case", "parcel"), "d" * 64, "worried", None, 7, more.pop("started", "2026-01-01T10:00:00.000+00:00"),
        moves, tuple(place / 2 for place in range(len(moves))),
    )  # fmt: skip
    return Record(name, attempt, **more)


@pytest.mark.parametrize("result", [None, FINISHED, Result("worried")])
def test_attempt_comes_back_as_it_was_saved(again: Again, result: Result | None) -> None:
    """A resumed attempt would not be the one that was left."""
    kept = record("a-1", "hear", "mark 1 key", result=result, language="zh", source="/some/where/case.yaml")
    again().save(kept)
    assert again().find("a-1") == kept
    assert list(again().records()) == [kept]


def test_saving_again_replaces(again: Again) -> None:
    """Every move would leave another attempt behind, or moves that were taken back would stay."""
    store = again()
    for moves in [(), ("hear",), ("hear", "next"), ("hear",), ("next", "hear"), ()]:
        store.save(record("a-1", *moves))
        assert again().find("a-1") == record("a-1", *moves)
    again().save(record("a-1", "hear", result=FINISHED))
    assert list(again().records()) == [record("a-1", "hear", result=FINISHED)]
    again().save(record("a-1"))
    assert unfinished(again()) == record("a-1")


def test_attempts_are_those_of_a_case_in_the_order_of_their_start(again: Again) -> None:
    """The run of wins would be counted in another order than it was played."""
    store = again()
    began = {"x": "03", "y": "01", "z": "02"}
    for name, day in began.items():
        store.save(record(name, started=f"2026-01-{day}T10:00:00.000+00:00"))
    store.save(record("other", case="remote"))
    assert [kept.id for kept in store.records("parcel")] == ["y", "z", "x"]
    assert [kept.id for kept in store.records("remote")] == ["other"]
    assert len(store.records()) == 4
    assert list(store.records("none")) == []


def test_nothing_kept_is_nothing_found(again: Again) -> None:
    """Somebody's first command would fail."""
    assert list(again().records()) == []
    with pytest.raises(NoSuchAttempt):
        again().find("a-1")
    with pytest.raises(NothingToResume):
        unfinished(again())


def test_play_is_saved_and_restored_between_moves(again: Again, small_case: Case) -> None:
    """A play in the store would come to another end than one that was never left."""
    play = Play.start(small_case, "worried", "rehearsal")
    kept = record("a-1")
    for move in ("feel-it", "when-expected", "send-courier"):
        play.push(move, len(play.moves) / 2)
        kept = replace(kept, attempt=play.attempt(kept.attempt.started), result=result_of(play))
        again().save(kept)
        found = again().find("a-1")
        assert found == kept
        play = Play.restore(small_case, found.attempt)
    assert found.result is not None
    assert found.result.verdict is Verdict.WIN_WIN
