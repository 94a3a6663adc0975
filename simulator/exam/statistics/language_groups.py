"""Whether a question is harder in one language than in the other, for people who know as much.

This is differential item functioning. Examinees are matched by what they got in all; within each level the
two groups' marks are compared. The size is the standardised difference of Dorans & Kulick (1986), the test
that of Mantel (1963), which for right-or-wrong answers is that of Mantel & Haenszel (1959). Both take part
marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy
from numpy.typing import ArrayLike, NDArray

from simulator.text.message import Message

from .marks import ENOUGH, Marks, MarksRefused, Numbers

LARGE = 0.1
"""From this difference on, as a share of the marks, a question is not the same in both languages (Dorans)."""
CHANCE = 2.575829
"""Standard errors that chance alone exceeds in 1 % of questions: a paper has many of them."""
LEVELS = 20
"""At most so many levels of totals; those with one total are never torn apart."""


@dataclass(frozen=True, slots=True)
class LanguageDifference:
    """How a question did in a group against the others, as shares of its marks; above 0 is easier."""

    counts: tuple[int, int]
    """How many of the group and of the others."""
    plain: float | None
    """The difference of the means as they are; it mixes the question with what people know."""
    matched: float | None
    """The difference among people with the same totals; None where no level holds both."""
    errors: float | None
    """How many standard errors from none; None where nothing varies."""

    @property
    def few(self) -> bool:
        """Whether either group is too small to judge by."""
        return min(self.counts) < ENOUGH

    @property
    def differs(self) -> bool:
        """Whether the question is not the same in both, by size and beyond chance."""
        if self.few or self.matched is None or self.errors is None:
            return False
        return abs(self.matched) >= LARGE and abs(self.errors) >= CHANCE

    @property
    def words(self) -> Message:
        """What is to be said of it."""
        if self.few:
            return Message(
                "Too few in one language to judge: {count}; at least {least} are needed.",
                count=min(self.counts),
                least=ENOUGH,
            )
        if not self.differs:
            return Message("The same in both languages, as far as can be seen.")
        percent = round(100 * abs(self.matched or 0))
        if (self.matched or 0) < 0:
            return Message(
                "Harder in this language, by {percent} % of its marks. See the wording.", percent=percent
            )
        return Message(
            "Easier in this language, by {percent} % of its marks. See the wording.", percent=percent
        )


def language_differences(marks: Marks, group: ArrayLike) -> tuple[LanguageDifference, ...]:
    """For each question, how the examinees of a group did against all others, say those who sat in English.

    `group` is true for the examinees of the group. Raises MarksRefused where it is not of these examinees.
    """
    inside = numpy.asarray(group, dtype=bool)
    if inside.shape != (marks.examinees,):
        raise MarksRefused(Message("The language is not known of each examinee."))
    levels = _levels(marks)
    return tuple(_differences(marks, inside, levels))


def _levels(marks: Marks) -> NDArray[numpy.int64]:
    """A level of totals for each examinee, about equally many in each."""
    if not marks.examinees:
        return numpy.zeros(0, dtype=numpy.int64)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        shares = numpy.nan_to_num(marks.totals / marks.reachable).round(9)  # equal but for rounding is equal
    edges = numpy.unique(numpy.quantile(shares, numpy.arange(1, LEVELS) / LEVELS))
    return numpy.searchsorted(edges, shares, side="left")


def _differences(
    marks: Marks, inside: NDArray[numpy.bool_], levels: NDArray[numpy.int64]
) -> Iterator[LanguageDifference]:
    for place in range(marks.questions):
        asked = marks.asked[:, place]
        share, group, level = marks.shares[asked, place], inside[asked], levels[asked]
        counts = int(group.sum()), int((~group).sum())
        plain = float(share[group].mean() - share[~group].mean()) if all(counts) else None
        matched, errors = _matched(share, group, level)
        yield LanguageDifference(counts, plain, matched, errors)


def _matched(
    share: Numbers, group: NDArray[numpy.bool_], level: NDArray[numpy.int64]
) -> tuple[float | None, float | None]:
    size = LEVELS + 1
    n = numpy.bincount(level, minlength=size).astype(float)
    of_group = numpy.bincount(level[group], minlength=size).astype(float)
    sums = numpy.bincount(level, share, size)
    squares = numpy.bincount(level, share * share, size)
    group_sums = numpy.bincount(level[group], share[group], size)
    both = (of_group > 0) & (n > of_group)
    if not both.any():
        return None, None
    n, of_group, sums, squares, group_sums = (one[both] for one in (n, of_group, sums, squares, group_sums))
    gaps = group_sums / of_group - (sums - group_sums) / (n - of_group)
    matched = float((of_group * gaps).sum() / of_group.sum())
    # were the group drawn at random from its level: the hypergeometric mean and variance of its sum
    surplus = float((group_sums - of_group * sums / n).sum())
    variance = float((of_group * (n - of_group) * (n * squares - sums**2) / (n**2 * (n - 1))).sum())
    return matched, surplus / sqrt(variance) if variance > 1e-12 else None
