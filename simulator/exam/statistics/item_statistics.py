"""Classical item statistics: how each question of a paper did, in the definitions that Moodle documents.

The source is https://docs.moodle.org/dev/Quiz_statistics_calculations. Variances and covariances are those of
a sample, with n-1. Moodle shows percentages; here every share is 0-1 and every correlation -1 to 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from simulator.text.message import Message

from .marks import ENOUGH, Interval, Marks, Numbers, correlation_interval, share_interval

EASY = 0.95
"""From this facility on nearly everybody is right."""
HARD = 0.2
"""Below this facility hardly anybody is right."""
WEAK = 0.2
"""Below this discrimination a question says little about who knows the rest (Moodle: 20 %)."""
NOTHING = 1e-12  # of a variance, as a share of the marks' square: what rounding leaves of none


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How a question did. A figure is None where the marks do not vary, or where there are fewer than two."""

    count: int
    """How many were asked."""
    mean: float | None
    """In marks."""
    facility: float | None
    """The mean as a share of the marks that can be had, 0-1: Moodle's facility index."""
    facility_interval: Interval
    deviation: float | None
    """The standard deviation, as a share of the marks that can be had."""
    discrimination: float | None
    """The correlation with the marks for all other questions, -1 to 1: Moodle's discrimination index."""
    discrimination_interval: Interval | None
    efficiency: float | None
    """The covariance with the rest, as a share of the greatest that these marks could have had, at most 1:
    Moodle's discriminative efficiency."""
    intended_weight: float
    """The share of the paper's marks that this question carries, 0-1."""
    effective_weight: float | None
    """The share of the totals' spread that comes from it, 0-1; None where it is against the total."""

    @property
    def few(self) -> bool:
        """Whether there are too few answers to judge by."""
        return self.count < ENOUGH

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What is to be said of the question; a finding only where chance alone would hardly do the same."""
        return tuple(_remarks(self))


@dataclass(frozen=True, slots=True)
class _Spread:
    """Variances and covariances of each question, one number for each."""

    counts: Numbers
    means: Numbers
    variances: Numbers
    paired_variances: Numbers  # of those who were asked something else as well
    rest_variances: Numbers
    covariances: Numbers  # with the rest
    greatest: Numbers  # covariance that the same marks could have, were both in order
    with_totals: Numbers


def item_statistics(marks: Marks) -> tuple[ItemStatistics, ...]:
    """The statistics of each question, in the order of the table.

    Where somebody was not asked everything, the rest is scaled up: see `Marks.rests`.
    """
    fast = marks.complete and marks.right_or_wrong and marks.examinees > 1
    spread = _right_or_wrong(marks) if fast else _any_marks(marks)
    return tuple(_by_question(marks, spread))


def _by_question(marks: Marks, spread: _Spread) -> Iterator[ItemStatistics]:
    tiny = NOTHING * marks.most**2
    rest_tiny = NOTHING * marks.most.sum() ** 2
    with numpy.errstate(invalid="ignore", divide="ignore"):
        facility = spread.means / marks.most
        deviation = numpy.sqrt(spread.variances) / marks.most
        varies = (spread.paired_variances > tiny) & (spread.rest_variances > rest_tiny)
        product = numpy.sqrt(spread.paired_variances * spread.rest_variances)
        discrimination = numpy.where(varies, spread.covariances / product, numpy.nan).clip(-1, 1)
        efficiency = numpy.where(varies, spread.covariances / spread.greatest, numpy.nan)
        # Moodle: a question against the total takes no part
        roots = numpy.where(spread.with_totals >= 0, numpy.sqrt(spread.with_totals), numpy.nan)
        whole = numpy.nansum(roots)
        effective = roots / whole if whole > 0 else numpy.full(len(roots), numpy.nan)
    intended = marks.most / marks.most.sum()
    for place in range(marks.questions):
        count, correlation = int(spread.counts[place]), _known(discrimination[place])
        yield ItemStatistics(
            count=count,
            mean=_known(spread.means[place]),
            facility=_known(facility[place]),
            facility_interval=share_interval(float(facility[place]) if count else 0.0, count),
            deviation=_known(deviation[place]),
            discrimination=correlation,
            discrimination_interval=None if correlation is None else correlation_interval(correlation, count),
            efficiency=_known(efficiency[place]),
            intended_weight=float(intended[place]),
            effective_weight=_known(effective[place]),
        )


def _any_marks(marks: Marks) -> _Spread:
    """The spread of any marks, question by question."""
    table = numpy.full((8, marks.questions), numpy.nan)
    whole = marks.most.sum()
    for place in range(marks.questions):
        everybody = marks.scores[:, place]
        own = everybody if marks.complete else everybody[marks.asked[:, place]]
        table[0, place] = len(own)
        if len(own):
            table[1, place] = own.mean()
        if len(own) > 1:
            table[2, place] = own.var(ddof=1)
        x, rest = marks.rests(place)
        if len(x) < 2:
            continue
        dx, dr, left = x - x.mean(), rest - rest.mean(), len(x) - 1
        table[3, place] = dx @ dx / left
        table[4, place] = dr @ dr / left
        table[5, place] = dx @ dr / left
        table[6, place] = numpy.sort(dx) @ numpy.sort(dr) / left
        # the total in the same scale: this question's marks and the scaled rest
        table[7, place] = table[5, place] + table[3, place]
    # where a question is against the total only by rounding, it is not
    table[7][numpy.abs(table[7]) <= NOTHING * whole**2] = 0.0
    return _Spread(*table)


def _right_or_wrong(marks: Marks) -> _Spread:
    """The same for complete tables without part marks, all questions at once.

    Examinees with one total are alike but for whether they were right, so counting them by total and answer
    is enough to put the rest in order: no column needs to be sorted.
    """
    scores, most, n = marks.scores, marks.most, marks.examinees
    order = numpy.argsort(marks.totals, kind="stable")
    levels, starts, people = numpy.unique(marks.totals[order], return_index=True, return_counts=True)
    right = numpy.add.reduceat(scores[order], starts, axis=0) / most  # by total, how many were right
    count = right.sum(axis=0)
    means = count * most / n
    variances = marks.variances
    spread = marks.totals - marks.totals.mean()
    with_totals = (levels - marks.totals.mean()) @ right * most / (n - 1)
    total_variance = spread @ spread / (n - 1)
    covariances = with_totals - variances
    rest_variances = total_variance - 2 * with_totals + variances
    # the rest's values: the total of those who were wrong, the total less the marks of those who were right
    values = numpy.concatenate([numpy.repeat(levels[:, None], len(most), axis=1), levels[:, None] - most])
    holders = numpy.concatenate([people[:, None] - right, right])
    down = numpy.argsort(-values, axis=0, kind="stable")
    values, holders = numpy.take_along_axis(values, down, 0), numpy.take_along_axis(holders, down, 0)
    before = numpy.cumsum(holders, axis=0) - holders
    best = (numpy.clip(count - before, 0, holders) * values).sum(axis=0)  # the rest of the best `count`
    greatest = most * (best - count * (marks.totals.mean() - means)) / (n - 1)
    with_totals = numpy.where(numpy.abs(with_totals) <= NOTHING * most.sum() ** 2, 0.0, with_totals)
    return _Spread(
        counts=numpy.full(len(most), float(n)),
        means=means,
        variances=variances,
        paired_variances=variances,
        rest_variances=rest_variances,
        covariances=covariances,
        greatest=greatest,
        with_totals=with_totals,
    )


def _known(value: float) -> float | None:
    return float(value) if numpy.isfinite(value) else None


def _remarks(item: ItemStatistics) -> Iterator[Message]:
    if item.few or item.facility is None:
        yield Message(
            "Too few answers to judge: {count}; at least {least} are needed.", count=item.count, least=ENOUGH
        )
        return
    if item.facility_interval.least >= EASY:
        yield Message("Nearly everybody is right; it does not distinguish between people.")
    elif item.facility_interval.most < HARD:
        yield Message("Hardly anybody is right. See whether the key is, and whether this was ever taught.")
    interval = item.discrimination_interval
    if interval is None:
        return
    if interval.most < 0:
        yield Message("Those who know the rest do worse here. See whether the key is right.")
    elif interval.most < WEAK:
        yield Message("It says little about who knows the rest. See whether it can be misread.")
