"""The marks of a sitting and what they tell of a paper, as Moodle defines it (see item_statistics)."""

from dataclasses import dataclass
from functools import cached_property
from math import atanh, exp, inf, log1p, sqrt, tanh
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


NORMAL = 1.959964
"""Standard deviations to either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies with 95 % confidence."""

    least: float
    most: float


def share_interval(share: float, count: int) -> Interval:
    """The interval of a share, 0-1, of so many (Wilson 1927).

    It also serves for mean marks, as shares of what can be had: of all marks with one mean, those that are
    right or wrong vary most, so for part marks it is on the wide side.
    """
    if not count:
        return Interval(0.0, 1.0)
    square = NORMAL * NORMAL / count
    middle = (share + square / 2) / (1 + square)
    half = NORMAL * sqrt(max(0.0, share * (1 - share)) / count + square / (4 * count)) / (1 + square)
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def correlation_interval(correlation: float, count: int) -> Interval:
    """The interval of a correlation of so many pairs, by Fisher's z (1921)."""
    if count <= 3:
        return Interval(-1.0, 1.0)
    if abs(correlation) >= 1:
        return Interval(correlation, correlation)
    middle, half = atanh(correlation), NORMAL / sqrt(count - 3)
    return Interval(tanh(middle - half), tanh(middle + half))


def consistency_interval(consistency: float, questions: int, count: int) -> Interval:
    """The interval of Cronbach's alpha (Bonett 2002, Journal of Educational and Behavioral Statistics 27)."""
    if count <= 2 or questions < 2:
        return Interval(-inf, 1.0)
    if consistency >= 1:
        return Interval(1.0, 1.0)
    middle = log1p(-consistency)
    half = NORMAL * sqrt(2 * questions / ((questions - 1) * (count - 2)))
    return Interval(1 - exp(middle + half), 1 - exp(middle - half))


SATISFACTORY = 0.75
"""From this consistency on a paper tells people apart well enough (Moodle)."""
UNSATISFACTORY = 0.64
"""Below this consistency it does not (Moodle)."""
NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class PaperStatistics:
    """A paper's totals. A figure is None where there are too few totals for it, or where they do not vary.

    Only those count who were asked everything: totals of different questions are not comparable.
    """

    count: int
    left_out: int
    """How many were not asked everything."""
    most: float
    """The marks that can be had."""
    mean: float | None
    median: float | None
    deviation: float | None
    """The standard deviation, in marks."""
    skewness: float | None
    """k3 / k2^1.5, from Fisher's k-statistics; above 0 is a tail of high totals. From 3 totals on."""
    kurtosis: float | None
    """k4 / k2², 0 for a normal distribution. From 4 totals on."""
    consistency: float | None
    """Moodle's coefficient of internal consistency as a share: Cronbach's alpha. Can be below 0."""
    consistency_interval: Interval | None
    error_ratio: float | None
    """The square root of 1 - consistency: how much of the deviation is chance."""
    standard_error: float | None
    """How far a total may be off from what the examinee can do, as a standard error in marks."""

    @property
    def few(self) -> bool:
        """Whether there are too few totals to judge the paper by."""
        return self.count < ENOUGH


def paper_statistics(marks: Marks) -> PaperStatistics:
    """The statistics of a paper that was set as a whole; ask for each parallel form by itself."""
    whole = marks if marks.complete else marks.of_those(numpy.flatnonzero(marks.asked.all(axis=1)))
    totals, n, questions = whole.totals, whole.examinees, whole.questions
    most = float(marks.most.sum())
    centred = totals - totals.mean() if n else totals
    squares, cubes, fourths = (float((centred**power).sum()) for power in (2, 3, 4))
    varies = n > 1 and squares / (n - 1) > NOTHING * most**2
    k2 = squares / (n - 1) if n > 1 else 0.0
    consistency = None
    if varies and n > 2 and questions > 1:
        of_questions = float(whole.variances.sum())
        consistency = questions / (questions - 1) * (1 - of_questions / k2)
    ratio = None if consistency is None else sqrt(max(0.0, 1 - consistency))
    return PaperStatistics(
        count=n,
        left_out=marks.examinees - n,
        most=most,
        mean=float(totals.mean()) if n else None,
        median=float(numpy.median(totals)) if n else None,
        deviation=sqrt(k2) if n > 1 else None,
        skewness=n * cubes / ((n - 1) * (n - 2)) / k2**1.5 if varies and n > 2 else None,
        kurtosis=_fourth(n, squares, fourths) / k2**2 if varies and n > 3 else None,
        consistency=consistency,
        consistency_interval=None if consistency is None else consistency_interval(consistency, questions, n),
        error_ratio=ratio,
        standard_error=None if ratio is None else ratio * sqrt(k2),
    )


def _fourth(n: int, squares: float, fourths: float) -> float:
    """The fourth k-statistic, from the sums of powers of the differences to the mean."""
    left = n * (n + 1) * fourths - 3 * (n - 1) * squares**2
    return left / ((n - 1) * (n - 2) * (n - 3))
