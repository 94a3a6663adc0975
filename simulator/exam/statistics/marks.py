"""The marks of a sitting: who got how many for which question."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy
from numpy.typing import ArrayLike, NDArray

from simulator.text.message import Message
from simulator.text.refusal import Refusal

Numbers = NDArray[numpy.float64]
ENOUGH = 30
"""Of fewer answers than this nothing is concluded about a question."""


class MarksRefused(Refusal):
    """Marks that cannot be those of a sitting."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Marks as a table, examinees down and questions across; NaN where somebody was not asked.

    `most` holds what can be had for each question, above 0. Raises MarksRefused for a mark beyond 0 to that.
    """

    scores: Numbers
    most: Numbers

    @classmethod
    def of(cls, scores: ArrayLike, most: ArrayLike | None = None) -> "Marks":
        """Marks from rows of numbers; one mark can be had for each question unless said otherwise."""
        table = numpy.asarray(scores, dtype=float)
        if table.ndim != 2:
            raise MarksRefused(Message("The marks are not a table of examinees and questions."))
        return cls(table, numpy.ones(table.shape[1]) if most is None else numpy.asarray(most, dtype=float))

    def __post_init__(self) -> None:
        if self.scores.ndim != 2 or self.most.shape != self.scores.shape[1:]:
            raise MarksRefused(Message("The marks are not a table of examinees and questions."))
        if not (numpy.isfinite(self.most).all() and (self.most > 0).all()):
            raise MarksRefused(Message("A question for which no marks can be had tells nothing."))
        if self.scores.size and self._strays():
            raise MarksRefused(Message("A mark is below 0 or above what can be had for its question."))

    def _strays(self) -> bool:
        """Whether a mark lies outside its range; fmin and fmax pass over NaN, and stay NaN without a mark."""
        lowest, highest = numpy.fmin.reduce(self.scores), numpy.fmax.reduce(self.scores)
        return bool((lowest < 0).any() or (highest > self.most).any())

    @property
    def examinees(self) -> int:
        """How many sat."""
        return int(self.scores.shape[0])

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return int(self.scores.shape[1])

    @cached_property
    def complete(self) -> bool:
        """Whether everybody was asked everything."""
        return not numpy.isnan(self.scores.sum(axis=1)).any()

    @cached_property
    def right_or_wrong(self) -> bool:
        """Whether no answer got a part of its marks."""
        unknown = () if self.complete else (numpy.isnan(self.scores),)
        decided = (self.scores == 0) | (self.scores == self.most)
        return bool(numpy.logical_or(decided, *unknown).all() if unknown else decided.all())

    @cached_property
    def asked(self) -> NDArray[numpy.bool_]:
        """Who was asked what."""
        return ~numpy.isnan(self.scores)

    @cached_property
    def totals(self) -> Numbers:
        """What each examinee got in all."""
        totals: Numbers = self.scores.sum(axis=1) if self.complete else numpy.nansum(self.scores, axis=1)
        return totals

    @cached_property
    def reachable(self) -> Numbers:
        """What each examinee could have got in all."""
        if self.complete:
            return numpy.full(self.examinees, self.most.sum())
        reachable: Numbers = self.asked @ self.most
        return reachable

    @cached_property
    def shares(self) -> Numbers:
        """Each mark as a share of what can be had, 0-1 or NaN."""
        return self.scores / self.most

    @cached_property
    def variances(self) -> Numbers:
        """The variance of each question's marks, with n-1; of a complete table of two examinees or more."""
        if not self.right_or_wrong:
            spread: Numbers = numpy.var(self.scores, axis=0, ddof=1)
            return spread
        right, n = self.scores.sum(axis=0) / self.most, self.examinees
        variances: Numbers = self.most**2 * right * (n - right) / (n * (n - 1))
        return variances

    def of_those(self, which: NDArray[Any]) -> "Marks":
        """The marks of some examinees."""
        return Marks(self.scores[which], self.most)

    def rests(self, question: int) -> tuple[Numbers, Numbers]:
        """The marks for a question, and those for the rest, of everybody who was asked both.

        Somebody who was not asked everything (another form of the paper, a voided question) has the rest
        scaled up to the whole rest of the paper, so that all are measured alike.
        """
        marks, own = self.scores[:, question], self.most[question]
        if self.complete:
            return marks, self.totals - marks
        asked = self.asked[:, question]
        if self.questions == 1:
            return marks[asked], numpy.zeros(int(asked.sum()))
        asked = asked & (self.reachable - own > 1e-9 * own)
        marks, reachable = marks[asked], self.reachable[asked] - own
        rest: Numbers = (self.totals[asked] - marks) * ((self.most.sum() - own) / reachable)
        return marks, rest
