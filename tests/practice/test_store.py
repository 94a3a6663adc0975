"""What is kept of an attempt, and which one to go on with."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Attempt, Case, Play, Verdict
from simulator.call.play.attempt import UnreadableAttempt
from simulator.practice.store import (
    MoveEntry,
    NothingToResume,
    Record,
    Result,
    folded,
    result_of,
    results,
    unfinished,
    unfolded,
)


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


ENTRIES = st.lists(st.one_of(st.none(), st.sampled_from(["hear", "next", "mark 1 key"])), max_size=20)


def attempt_of(moves: list[str | None]) -> Attempt | None:
    """Return the attempt after these entries, None where one takes back what was never done."""
    try:
        done, times = folded(MoveEntry(move, place / 2) for place, move in enumerate(moves))
    except UnreadableAttempt:
        return None
    return Attempt("parcel", "d", "worried", moves=done, times=times)


@given(before=ENTRIES, after=ENTRIES)
def test_entries_between_two_states_lead_from_one_to_the_other(
    before: list[str | None], after: list[str | None]
) -> None:
    """A terminal would store other moves than were made."""
    had, has = attempt_of(before), attempt_of(after)
    if had is None or has is None:
        return
    so_far = [MoveEntry(move, at) for move, at in zip(had.moves, had.times, strict=True)]
    assert folded(so_far + unfolded(had, has)) == (has.moves, has.times)
    assert unfolded(had, had) == []


def test_entry_that_takes_back_nothing_is_damage() -> None:
    """A damaged attempt would be replayed as something that never happened."""
    with pytest.raises(UnreadableAttempt):
        folded([MoveEntry("hear"), MoveEntry(None), MoveEntry(None)])
