"""Statistics of a whole form, in the definitions that Moodle documents (see item_statistics)."""

from dataclasses import dataclass
from math import sqrt

import numpy

from .intervals import Interval, consistency_interval
from .marks import ENOUGH, Marks

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
