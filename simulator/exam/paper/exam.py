"""An exam: what is sat when, by whom and on which paper. How one examinee fares is told by `sitting`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from simulator.text.message import Message

MOST_MINUTES = 600
MOST_EXTRA = 600
"""Minutes of extra time that one person can be given in all."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def form_name(number: int) -> str:
    """What a parallel form is called: A, B …"""
    return LETTERS[number]


class ExamState(Enum):
    """How far an exam has come."""

    DRAFT = "draft"
    """Its papers can be put together anew."""
    SET = "set"
    """Papers and examinees are fixed; who sits and when follows from the window."""
    RELEASED = "released"
    """Marked, and the results are told. Keys may be seen from here on, and not before."""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question on a form, by its id in the bank, with what it carries and why it is there."""

    question: str
    marks: int = 1
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One of the parallel forms of an exam's paper."""

    items: tuple[PaperItem, ...]

    @property
    def most(self) -> int:
        """The marks that can be had."""
        return sum(item.marks for item in self.items)


@dataclass(frozen=True, slots=True)
class PassMark:
    """The share of the marks, 0-1, from which an examinee has passed; with `judged`, by the judges' sheet."""

    share: float = 0.8
    judged: bool = False
    """Whether the judges' estimates decide (Angoff) once there are some; until then `share` does."""


@dataclass(frozen=True, slots=True)
class Window:
    """When an exam may be sat. Nobody begins before `opens` or from `closes` on."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether somebody may begin now."""
        return self.opens <= moment < self.closes


@dataclass(frozen=True, slots=True)
class Exam:
    """A monthly exam of a desk. Its keys are those of `day`, from the bank with the hash `bank`."""

    id: int
    title: str
    desk: str
    day: date
    bank: str
    plan: Mapping[str, Any]
    """The blueprint as its author gave it: see `exam.paper.plan`."""
    window: Window
    minutes: int
    pass_mark: PassMark = field(default_factory=PassMark)
    forms: tuple[PaperForm, ...] = ()
    state: ExamState = ExamState.DRAFT
    by: int | None = None
    made: datetime | None = None
    released: datetime | None = None


@dataclass(frozen=True, slots=True)
class Examinee:
    """Somebody who is to sit an exam: on which form (from 0), with how many minutes more than the others."""

    exam: int
    person: int
    form: int
    extra: int = 0
    seed: int = 0
    """Decides the order of questions and options."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a question of an exam after it was sat: void, or right otherwise."""

    exam: int
    question: str
    void: bool
    answer: Any = None
    """The right answer where it is not void, in the form of the question's key."""
    reason: str = ""
    by: int | None = None
    at: datetime | None = None


def minutes(count: float) -> timedelta:
    """A length of time in minutes."""
    return timedelta(minutes=count)
