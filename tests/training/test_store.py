"""What is kept of an attempt, and which one to go on with."""

from collections.abc import Sequence

import pytest

from simulator import Attempt, Case, Play, Verdict
from simulator.training.store import NothingToResume, Record, Result, result_of, results, unfinished


class InMemory:
    """A store that forgets."""

    def __init__(self, *records: Record) -> None:
        self.kept = {record.id: record for record in records}

    def save(self, record: Record) -> None:
        """Keep an attempt."""
        self.kept[record.id] = record

    def find(self, name: str) -> Record:
        """Return an attempt."""
        return self.kept[name]

    def records(self, case: str | None = None) -> Sequence[Record]:
        """Return all attempts."""
        return [record for record in self.kept.values() if case in (None, record.attempt.case)]


DONE = Record("1", Attempt("parcel", "", "a"), Result("a", Verdict.WIN_WIN, 80))
OPEN = Record("2", Attempt("parcel", "", "b"))
LATER = Record("3", Attempt("remote", "", "a"))


def test_attempt_left_last_is_gone_on_with() -> None:
    """A trainee would find themselves in another case."""
    store = InMemory(DONE, OPEN, LATER, Record("4", Attempt("remote", "", "a"), Result("a")))
    assert unfinished(store) == LATER
    assert unfinished(store, "parcel") == OPEN


def test_nothing_to_go_on_with_is_said() -> None:
    """A finished attempt would be played again."""
    with pytest.raises(NothingToResume):
        unfinished(InMemory(DONE))
    with pytest.raises(NothingToResume):
        unfinished(InMemory(DONE, LATER), "parcel")


def test_results_are_those_of_finished_attempts() -> None:
    """An attempt that was left would count as lost."""
    assert results([DONE, OPEN, LATER]) == [DONE.result]


def test_result_is_that_of_the_call(small_case: Case) -> None:
    """Mastery would be worked out from something else than what the debrief shows."""
    play = Play.start(small_case, "worried", "rehearsal")
    for move in ("feel-it", "when-expected", "send-courier"):
        assert result_of(play) is None
        play.push(move)
    outcome = play.outcome()
    assert outcome is not None
    assert result_of(play) == Result("worried", Verdict.WIN_WIN, outcome.score, ())


def test_stage_without_a_call_has_no_verdict(small_case: Case) -> None:
    """Listening alone would be won or lost."""
    play = Play.start(small_case, "worried", "replay")
    play.push("hear all")
    play.push("next")
    assert result_of(play) == Result("worried")
