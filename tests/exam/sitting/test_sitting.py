"""A sitting follows from its entries and the clock: nothing saved is lost, nothing is taken after the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.paper.exam import Exam, Examinee, ExamState, PaperForm, PaperItem, Window, minutes
from simulator.exam.sitting.sitting import (
    Absence,
    Act,
    CallTaken,
    Closed,
    HandedIn,
    NotOpen,
    Paused,
    ResultsAreOut,
    Sitting,
    SittingEntry,
    SittingRefused,
    Terms,
    TimeIsUp,
    check,
    folded_sitting,
)

from .clock import OPENS, later

PLACES = (False, False, False, True)
"""The handbook belongs to the last question."""
TERMS = Terms(opens=OPENS, closes=later(120), minutes=60, extra=0)


def entry(act: Act, at: float, **data: Any) -> SittingEntry:
    """An entry so many minutes after the opening."""
    return SittingEntry(act, later(at), data)


def sat(*entries: SittingEntry, terms: Terms = TERMS) -> Sitting:
    """The sitting after entries, each of which was allowed."""
    sitting = folded_sitting(terms, ())
    for one in entries:
        check(sitting, one, PLACES)
        sitting = folded_sitting(terms, [one], sitting)
    return sitting


def refusal(sitting: Sitting, one: SittingEntry) -> type[SittingRefused] | None:
    """What the sitting says to an entry; None where it takes it."""
    try:
        check(sitting, one, PLACES)
    except SittingRefused as refused:
        return type(refused)
    return None


def begun(at: float = 0) -> SittingEntry:
    """The beginning."""
    return entry(Act.BEGIN, at)


def answer(at: float, place: int = 0, given: object = "x") -> SittingEntry:
    """An answer."""
    return entry(Act.ANSWER, at, place=place, answer=given)


acts: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(
        dict, act=st.just(Act.ANSWER), place=st.integers(0, 3), answer=st.sampled_from([None, "x", "y"])
    ),
    st.builds(dict, act=st.just(Act.FLAG), place=st.integers(0, 3), on=st.booleans()),
    st.builds(dict, act=st.just(Act.CASE), place=st.integers(0, 3), attempt=st.just("call")),
    st.builds(dict, act=st.just(Act.EXTRA), minutes=st.integers(1, 20)),
    st.builds(
        dict,
        act=st.sampled_from(
            [Act.BEGIN, Act.HANDBOOK, Act.LEAVE, Act.RETURN, Act.PAUSE, Act.RESUME, Act.HAND_IN]
        ),
    ),
)
gaps = st.floats(0, 30, allow_nan=False)


@st.composite
def attempts(draw: st.DrawFn) -> list[SittingEntry]:
    """What somebody might try, in the order of time."""
    now, tried = 0.0, []
    for data, gap in draw(st.lists(st.tuples(acts, gaps), max_size=25)):
        now += gap
        tried.append(entry(data.pop("act"), now, **data))
    return tried


def taken(tried: Sequence[SittingEntry]) -> list[SittingEntry]:
    """Those attempts that a sitting takes, one after the other."""
    sitting, kept = folded_sitting(TERMS, ()), []
    for one in tried:
        if refusal(sitting, one) is None:
            sitting = folded_sitting(TERMS, [one], sitting)
            kept.append(one)
    return kept


@given(attempts(), st.integers(0, 25))
def test_portions_give_the_same_as_the_whole(tried: list[SittingEntry], cut: int) -> None:
    """A sitting that was caught up with would stand otherwise than the same one read anew."""
    kept = taken(tried)
    assert folded_sitting(TERMS, kept[cut:], folded_sitting(TERMS, kept[:cut])) == folded_sitting(TERMS, kept)


@given(attempts())
def test_deadline_never_moves_earlier(tried: list[SittingEntry]) -> None:
    """Time that somebody was told to have would be taken away."""
    kept = taken(tried)
    told = []
    for count, one in enumerate(kept, start=1):
        sitting = folded_sitting(TERMS, kept[:count])
        deadlines = [sitting.deadline(one.at + minutes(waited)) for waited in (0, 1, 100)]
        told += [deadlines[0]] if deadlines[0] is not None else []
        assert deadlines == sorted(deadlines, key=lambda deadline: deadline or OPENS)
    assert told == sorted(told)


@given(attempts(), st.floats(0.001, 500))
def test_nothing_is_taken_after_the_end(tried: list[SittingEntry], after: float) -> None:
    """An answer of which the clock says that it is too late would count."""
    sitting = folded_sitting(TERMS, taken(tried))
    if sitting.began is None:
        return
    now = max([one.at for one in tried], default=OPENS)
    deadline = sitting.deadline(now)
    assert deadline is not None
    end = sitting.handed_in or max(deadline, now) + timedelta(minutes=after)
    if sitting.paused and sitting.handed_in is None:
        assert not sitting.over(end)
        return
    late = (end - OPENS) / timedelta(minutes=1) + after
    assert sitting.over(later(late))
    assert {refusal(sitting, answer(late)), refusal(sitting, entry(Act.HAND_IN, late))} <= {
        TimeIsUp,
        HandedIn,
    }
    assert sitting.remaining(later(late)) == timedelta()


@given(attempts())
def test_what_was_saved_counts(tried: list[SittingEntry]) -> None:
    """An answer that was acknowledged would be lost when the time is up."""
    kept = taken(tried)
    wanted: dict[int, Any] = {}
    for one in kept:
        if one.act is Act.ANSWER:
            wanted[one.data["place"]] = one.data["answer"]
    answers = folded_sitting(TERMS, kept).answers
    assert answers == {place: given for place, given in wanted.items() if given is not None}


@given(attempts())
def test_finish_is_the_deadline_or_the_hand_in(tried: list[SittingEntry]) -> None:
    """Somebody would seem to have had more time than the clock gave, or less."""
    sitting = folded_sitting(TERMS, taken(tried))
    long_after = later(10_000)
    if sitting.began is None or (sitting.paused and sitting.handed_in is None):
        assert sitting.finished(long_after) is None
    else:
        assert sitting.finished(long_after) == (sitting.handed_in or sitting.deadline(long_after))


def test_deadline_is_the_minutes_or_the_window() -> None:
    """Whoever begins late would sit on after the exam is over, or be cut short by nothing."""
    assert sat(begun(10)).deadline(later(10)) == later(70)
    assert sat(begun(100)).deadline(later(100)) == later(120)


def test_extra_time_goes_beyond_the_window() -> None:
    """Extra minutes would be worth nothing to whoever begins late."""
    terms = Terms(OPENS, later(120), 60, extra=15)
    assert sat(begun(10), terms=terms).deadline(later(10)) == later(85)
    assert sat(begun(100), terms=terms).deadline(later(100)) == later(135)
    assert sat(begun(100), entry(Act.EXTRA, 110, minutes=15)).deadline(later(110)) == later(135)


def test_more_time_opens_a_sitting_again() -> None:
    """An invigilator could not make up for a fire alarm once the time is up."""
    sitting = sat(begun(), answer(5), entry(Act.EXTRA, 61, minutes=10))
    assert (sitting.over(later(69)), sitting.remaining(later(65))) == (False, minutes(5))
    assert refusal(sitting, answer(69)) is None


def test_a_clock_set_back_does_not_open_a_sitting_again() -> None:
    """An examinee whose time was up would go on writing when the server's clock is put right."""
    over = sat(begun(), entry(Act.TIME_UP, 60))
    deadline = sat(begun()).deadline(later(60))
    assert (over.finished(later(10)), over.remaining(later(10))) == (deadline, timedelta())
    assert refusal(over, answer(10)) is TimeIsUp
    more = sat(begun(), entry(Act.TIME_UP, 60), entry(Act.EXTRA, 61, minutes=5))
    assert not more.over(later(62))


def test_pause_stops_the_clock() -> None:
    """The minutes of a pause would be lost, or be there twice."""
    paused = sat(begun(), entry(Act.PAUSE, 20))
    assert [paused.remaining(later(at)) for at in (20, 50, 500)] == [minutes(40)] * 3
    assert refusal(paused, answer(30)) is Paused
    assert refusal(paused, entry(Act.HAND_IN, 30)) is Paused
    assert refusal(paused, entry(Act.LEAVE, 30)) is None
    resumed = sat(begun(), entry(Act.PAUSE, 20), entry(Act.RESUME, 50))
    assert resumed.deadline(later(50)) == later(90)
    assert refusal(resumed, answer(89)) is None
    assert refusal(resumed, answer(90)) is TimeIsUp


def test_handbook_closes_what_is_answered_without_it() -> None:
    """Whoever looks things up could go back and correct the rest from the handbook."""
    sitting = sat(begun(), answer(1, place=0), entry(Act.HANDBOOK, 2))
    assert [refusal(sitting, answer(3, place=place)) for place in range(4)] == [Closed, Closed, Closed, None]
    assert refusal(sitting, entry(Act.CASE, 3, place=1, attempt="call")) is Closed


def test_call_is_taken_once() -> None:
    """A call that goes badly could be begun again."""
    sitting = sat(begun(), entry(Act.CASE, 1, place=1, attempt="call"))
    assert sitting.cases == {1: "call"}
    assert refusal(sitting, entry(Act.CASE, 2, place=1, attempt="other")) is CallTaken
    assert refusal(sitting, entry(Act.CASE, 2, place=2, attempt="other")) is None


def test_beginning() -> None:
    """Somebody would begin too early, too late, twice, or on a draft."""
    nothing = folded_sitting(TERMS, ())
    assert [refusal(nothing, begun(at)) for at in (-1, 0, 119, 120)] == [NotOpen, None, None, NotOpen]
    assert refusal(sat(begun()), begun(1)) is NotOpen
    draft = Terms(OPENS, later(120), 60, 0, set=False)
    assert refusal(folded_sitting(draft, ()), begun(1)) is NotOpen
    assert refusal(nothing, answer(1)) is NotOpen


def test_nothing_after_the_results_are_out() -> None:
    """Somebody would answer with the keys at hand."""
    told = Terms(OPENS, later(120), 60, 0, released=True)
    sitting = folded_sitting(told, [begun()])
    for one in (answer(1), entry(Act.EXTRA, 1, minutes=5), entry(Act.RESUME, 1), entry(Act.HAND_IN, 1)):
        assert refusal(sitting, one) is ResultsAreOut
    assert refusal(folded_sitting(told, ()), begun(1)) is NotOpen


def test_hand_in_is_the_end() -> None:
    """A paper could be changed after it was handed in."""
    sitting = sat(begun(), answer(5), entry(Act.LEAVE, 8), entry(Act.HAND_IN, 9))
    assert (sitting.finished(later(9)), sitting.away) == (later(9), False)
    assert sitting.absences == (Absence(later(8), later(9)),)
    for act in (Act.HAND_IN, Act.LEAVE, Act.PAUSE, Act.RESUME):
        assert refusal(sitting, entry(act, 10)) is HandedIn
    assert refusal(sitting, answer(10)) is HandedIn


def test_absences_are_facts_with_a_duration() -> None:
    """A time away would count twice, or not end."""
    sitting = sat(
        begun(), entry(Act.LEAVE, 5), entry(Act.LEAVE, 6), entry(Act.RETURN, 8), entry(Act.RETURN, 9),
        entry(Act.LEAVE, 20),
    )  # fmt: skip
    assert sitting.absences == (Absence(later(5), later(8)), Absence(later(20), None))
    assert [absence.lasted(later(22)) for absence in sitting.absences] == [minutes(3), minutes(2)]
    assert sitting.away


def test_flags_and_blanks() -> None:
    """A mark to come back to would stay for ever; an answer taken back would still count."""
    sitting = sat(
        begun(), answer(1), answer(2, given=None), entry(Act.FLAG, 3, place=2, on=True),
        entry(Act.FLAG, 3, place=1, on=True), entry(Act.FLAG, 4, place=2, on=False),
    )  # fmt: skip
    assert (sitting.answers, sitting.flags, sitting.version) == ({}, frozenset({1}), 6)


@pytest.mark.parametrize("state", ExamState)
def test_terms_of_an_exam(state: ExamState) -> None:
    """An examinee would sit on other terms than the exam's."""
    forms = (PaperForm((PaperItem("a", 2), PaperItem("b"))),)
    window = Window(OPENS, later(120))
    exam = Exam(1, "t", "d", OPENS.date(), "hash", {}, window, 60, forms=forms, state=state)
    terms = Terms.of(exam, Examinee(1, 2, 0, extra=15))
    released, ready = state is ExamState.RELEASED, state is not ExamState.DRAFT
    assert terms == Terms(OPENS, later(120), 60, 15, released=released, set=ready)
    assert forms[0].most == 3


@pytest.mark.parametrize(("moment", "open_"), [(-0.01, False), (0, True), (119.9, True), (120, False)])
def test_window_ends_before_it_closes(moment: float, open_: bool) -> None:
    """The last moment would belong to two windows, or to none."""
    at: datetime = later(moment)
    assert Window(OPENS, later(120)).holds(at) is open_
