"""A call that is made inside an exam, as its page needs to know it; see `exam.pages.sitting.calls`."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from simulator.practice.store import KeptAttempt
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound


class NoTakingBack(Refusal):
    """A reply in an exam that somebody wants to take back."""

    def __init__(self) -> None:
        super().__init__(Message("In an exam no reply can be taken back, as on the telephone."))


@dataclass(frozen=True, slots=True)
class ExamCall:
    """The exam that a call belongs to, and how the sitting stands while the play is held."""

    exam: int
    title: str
    question: int
    """The number under which the paper shows it."""
    sitting: object
    """How it stands, for the page."""
    told: bool
    """Whether the results are told: from then on it is a play like any other that is over."""
    refusal: Refusal | None
    """Why nothing can be said now."""

    def check_shown(self) -> None:
        """Raise the refusal of a look at the call: while nothing can be said, until the results are told."""
        if self.refusal is not None and not self.told:
            raise self.refusal

    def check(self, move: str | None) -> None:
        """Raise the refusal of a move, or of taking one back."""
        if self.refusal is not None:
            raise self.refusal
        if move is None:
            raise NoTakingBack


class ExamCalls:
    """Who knows the exams that calls belong to; here, nobody."""

    def watched(self, attempt: KeptAttempt, language: str) -> AbstractAsyncContextManager[ExamCall]:
        """How the sitting of a call stands, which does not change before this is left. Raises NotFound."""
        raise NotFound

    def told(self, sitting: int) -> bool:
        """Whether the results of the exam that a sitting belongs to are told."""
        return True
