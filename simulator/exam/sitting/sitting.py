"""A sitting: one examinee's way through a paper, as the list of what happened and nothing else.

Everything that is asked of a sitting follows from its entries and the clock of the server. An answer given
again replaces the one before. Whoever begins has the exam's minutes, and their own extra ones, but not beyond
the window's end put off by these extra minutes; a pause that an invigilator gave puts both off. From the
deadline on the sitting is over, whether or not anybody was there to hand it in, and what was saved counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from simulator.exam.paper.exam import Exam, Examinee, ExamState, minutes
from simulator.text.message import Message
from simulator.text.refusal import Refusal


class Act(Enum):
    """What can happen in a sitting. Everything is done by the examinee but what says otherwise."""

    BEGIN = "begin"
    ANSWER = "answer"
    """Data: `place` (on the form, from 0) and `answer`, in the question's own ids, or None."""
    FLAG = "flag"
    """To come back to. Data: `place`, `on`."""
    CASE = "case"
    """The call of a case was begun. Data: `place`, `attempt` (the attempt's name)."""
    HANDBOOK = "handbook"
    """The handbook was opened: questions that are answered without it are closed from here on."""
    LEAVE = "leave"
    """The page was left or hidden. Noted, shown, and never punished by itself."""
    RETURN = "return"
    PAUSE = "pause"
    """By an invigilator, as RESUME and EXTRA. Data: `reason`."""
    RESUME = "resume"
    EXTRA = "extra"
    """Data: `minutes` more, `reason`."""
    HAND_IN = "hand-in"
    TIME_UP = "time-up"
    """By the server, which saw the deadline pass: it is over from then on, even if the clock is set back."""


BY_INVIGILATORS = frozenset({Act.PAUSE, Act.RESUME, Act.EXTRA})
SHORTEST_ABSENCE = timedelta(seconds=3)
"""To load the page anew takes less, and is no leaving."""


@dataclass(frozen=True, slots=True)
class SittingEntry:
    """One line of a sitting; `by` is who did it if it was not the examinee, `key` names the request."""

    act: Act
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """A time away from the page; `until` is None while it lasts."""

    since: datetime
    until: datetime | None

    def lasted(self, now: datetime) -> timedelta:
        """How long it was, or has been so far."""
        return (self.until or now) - self.since


class SittingRefused(Refusal):
    """Something that the sitting does not allow as it stands."""


class NotOpen(SittingRefused):
    """The exam cannot be begun now."""


class TimeIsUp(SittingRefused):
    """The deadline has passed; what was saved before counts."""

    def __init__(self) -> None:
        super().__init__(Message("Time is up. This was not saved; everything saved before counts."))


class HandedIn(SittingRefused):
    """The paper was handed in."""

    def __init__(self) -> None:
        super().__init__(Message("This paper has been handed in; nothing can be changed any more."))


class Paused(SittingRefused):
    """The sitting stands still until the invigilator lets it go on."""

    def __init__(self) -> None:
        super().__init__(Message("The exam is paused and the clock stands still. This was not saved."))


class Closed(SittingRefused):
    """A question that was closed by opening the handbook."""

    def __init__(self) -> None:
        super().__init__(Message("This question was closed when the handbook was opened."))


class CallTaken(SittingRefused):
    """A call that was begun already; it is taken once, as on the telephone."""

    def __init__(self) -> None:
        super().__init__(Message("This call has been taken already."))


class ResultsAreOut(SittingRefused):
    """Something after the results were told."""

    def __init__(self) -> None:
        super().__init__(Message("The results are out; nothing can be changed any more."))


@dataclass(frozen=True, slots=True)
class Terms:
    """What the clock of a sitting depends on."""

    opens: datetime
    closes: datetime
    minutes: int
    extra: int
    """Minutes given before the sitting began."""
    released: bool = False
    set: bool = True

    @classmethod
    def of(cls, exam: Exam, examinee: Examinee) -> "Terms":
        """The terms on which somebody sits an exam."""
        return cls(
            exam.window.opens,
            exam.window.closes,
            exam.minutes,
            examinee.extra,
            exam.state is ExamState.RELEASED,
            exam.state is not ExamState.DRAFT,
        )


@dataclass(frozen=True, slots=True)
class Sitting:
    """How a sitting stands after its entries. Made from entries; never changed."""

    terms: Terms
    began: datetime | None = None
    answers: Mapping[int, Any] = field(default_factory=dict)
    """The last answer by place; a place without one was left blank."""
    flags: frozenset[int] = frozenset()
    cases: Mapping[int, str] = field(default_factory=dict)
    """The attempt by place."""
    handbook: datetime | None = None
    absences: tuple[Absence, ...] = ()
    pauses: tuple[Absence, ...] = ()
    paused_for: str = ""
    """Why the clock was stopped last."""
    interventions: int = 0
    """How often an invigilator has done something."""
    extra: int = 0
    """Minutes in all, those of the terms included."""
    handed_in: datetime | None = None
    timed_out: bool = False
    """Whether the deadline was seen to have passed; more time takes that back."""
    version: int = 0
    """How many entries there are."""

    @classmethod
    def of(cls, exam: Exam, examinee: Examinee, entries: Iterable[SittingEntry]) -> "Sitting":
        """How somebody's sitting of an exam stands after entries."""
        return folded_sitting(Terms.of(exam, examinee), entries)

    def deadline(self, now: datetime) -> datetime | None:
        """When it is over at the latest; None before it has begun. A pause goes on putting it off."""
        if self.began is None:
            return None
        paused = sum((pause.lasted(now) for pause in self.pauses), timedelta())
        allowed = self.began + minutes(self.terms.minutes + self.extra)
        return min(allowed, self.terms.closes + minutes(self.extra)) + paused

    def remaining(self, now: datetime) -> timedelta:
        """The time left; none before it has begun or after its end."""
        deadline = self.deadline(now)
        if deadline is None or self.over(now):
            return timedelta()
        return deadline - now

    @property
    def paused(self) -> bool:
        """Whether an invigilator has stopped the clock."""
        return bool(self.pauses) and self.pauses[-1].until is None

    @property
    def away(self) -> bool:
        """Whether the examinee has left the page and not come back."""
        return bool(self.absences) and self.absences[-1].until is None

    def over(self, now: datetime) -> bool:
        """Whether it was handed in, by the examinee or by the clock."""
        return self.finished(now) is not None

    def finished(self, now: datetime) -> datetime | None:
        """When it was handed in: by the examinee, or else by the clock at the deadline; None before."""
        if self.handed_in is not None:
            return self.handed_in
        deadline = self.deadline(now)
        if deadline is None or self.paused:
            return None
        return deadline if self.timed_out or deadline <= now else None

    def ends_unnoted(self, now: datetime) -> bool:
        """Whether the clock has ended it, and nobody has noted that yet, while it can still be noted."""
        over_by_clock = self.handed_in is None and self.over(now)
        return over_by_clock and not self.timed_out and not self.terms.released


def folded_sitting(terms: Terms, entries: Iterable[SittingEntry], since: Sitting | None = None) -> Sitting:
    """How a sitting stands after entries, or after more entries than those of `since`."""
    state = since or Sitting(terms, extra=terms.extra)
    answers, cases, flags = dict(state.answers), dict(state.cases), set(state.flags)
    absences, pauses = list(state.absences), list(state.pauses)
    began, handbook, extra = state.began, state.handbook, state.extra
    handed_in, timed_out, version = state.handed_in, state.timed_out, state.version
    paused_for, interventions = state.paused_for, state.interventions
    for entry in entries:
        version += 1
        interventions += entry.act in BY_INVIGILATORS
        data = entry.data
        match entry.act:
            case Act.BEGIN:
                began = began or entry.at
            case Act.ANSWER:
                if data["answer"] is None:
                    answers.pop(data["place"], None)
                else:
                    answers[data["place"]] = data["answer"]
            case Act.FLAG:
                (flags.add if data["on"] else flags.discard)(data["place"])
            case Act.CASE:
                cases[data["place"]] = data["attempt"]
            case Act.HANDBOOK:
                handbook = handbook or entry.at
            case Act.LEAVE:
                _opened(absences, entry.at)
            case Act.RETURN:
                _ended(absences, entry.at)
                if absences and absences[-1].lasted(entry.at) < SHORTEST_ABSENCE:
                    absences.pop()
            case Act.PAUSE:
                _opened(pauses, entry.at)
                paused_for = data.get("reason", "")  # not kept of somebody whose account was deleted
            case Act.RESUME:
                _ended(pauses, entry.at)
            case Act.EXTRA:
                extra += data["minutes"]
                timed_out = False
            case Act.HAND_IN:
                handed_in = handed_in or entry.at
                _ended(absences, entry.at)
            case Act.TIME_UP:
                timed_out = True
    return Sitting(
        terms, began, answers, frozenset(flags), cases, handbook, tuple(absences), tuple(pauses), paused_for,
        interventions, extra, handed_in, timed_out, version,
    )  # fmt: skip


def check(sitting: Sitting, entry: SittingEntry, with_handbook: Sequence[bool]) -> None:
    """Raise SittingRefused where an entry cannot follow. `with_handbook` tells it of each place of the form.

    Raises NotOpen, TimeIsUp, HandedIn, Paused, Closed, CallTaken, ResultsAreOut. More time can be given as
    long as the results are not out, also to somebody whose time is up.
    """
    now, act = entry.at, entry.act
    if act is Act.BEGIN:
        _check_begin(sitting, now)
        return
    if sitting.terms.released:
        raise ResultsAreOut
    if act is Act.EXTRA:
        return
    if sitting.began is None:
        raise NotOpen(Message("This exam has not been begun."))
    if sitting.handed_in is not None:
        raise HandedIn
    if act is Act.TIME_UP and sitting.ends_unnoted(now):
        return
    if sitting.over(now):
        raise TimeIsUp
    if act in (Act.RESUME, Act.LEAVE, Act.RETURN):
        return
    if sitting.paused:
        raise Paused
    if act in (Act.ANSWER, Act.CASE):
        _check_place(sitting, act, entry.data["place"], with_handbook)


def _check_place(sitting: Sitting, act: Act, place: int, with_handbook: Sequence[bool]) -> None:
    if sitting.handbook is not None and not with_handbook[place]:
        raise Closed
    if act is Act.CASE and place in sitting.cases:
        raise CallTaken


def _check_begin(sitting: Sitting, now: datetime) -> None:
    terms = sitting.terms
    if sitting.began is not None:
        raise NotOpen(Message("This exam has been begun already."))
    if not terms.set or now < terms.opens:
        raise NotOpen(Message("This exam is not open yet."))
    if terms.released or now >= terms.closes:
        raise NotOpen(Message("This exam is closed; nobody can begin any more."))


def _opened(spans: list[Absence], at: datetime) -> None:
    if not spans or spans[-1].until is not None:
        spans.append(Absence(at, None))


def _ended(spans: list[Absence], at: datetime) -> None:
    if spans and spans[-1].until is None:
        spans[-1] = Absence(spans[-1].since, at)
