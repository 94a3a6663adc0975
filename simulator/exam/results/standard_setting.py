"""The pass mark by judges: Angoff's method (1971).

Each judge thinks of somebody who only just does the work well enough, and says for each question what share
of such people would be right (of a question with part marks: what share of its marks they would get). The
mean of the judges, weighted by the questions' marks, is the cut: what such a person would get.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from simulator.exam.paper.exam import PaperItem
from simulator.text.message import Message
from simulator.text.refusal import Refusal

SPLIT = 0.2
"""From this standard deviation of the judges on a question is worth talking over among them."""

Estimates = Mapping[int, Mapping[str, float]]
"""The share, 0-1, by judge and question."""


class EstimateRefused(Refusal):
    """A judge's estimate that is no share."""

    def __init__(self) -> None:
        super().__init__(Message("An estimate is a share between 0 and 100 percent."))


@dataclass(frozen=True, slots=True)
class PassEstimate:
    """What the judges say of a question."""

    question: str
    count: int
    """How many judges."""
    mean: float | None
    deviation: float | None
    """With n-1; None for fewer than two."""

    @property
    def split(self) -> bool:
        """Whether the judges are far apart."""
        return self.deviation is not None and self.deviation >= SPLIT


@dataclass(frozen=True, slots=True)
class Cut:
    """The pass mark of a form by its judges."""

    share: float | None
    """0-1; None as long as there is a question of which no judge has said anything."""
    error: float | None
    """The standard error of the mean of the judges' own cuts; None for fewer than two whole sheets."""
    judges: Mapping[int, float]
    """The cut of each judge who has judged every question."""
    questions: tuple[PassEstimate, ...]

    @property
    def missing(self) -> int:
        """How many questions no judge has judged yet."""
        return sum(judged.count == 0 for judged in self.questions)


def checked_estimate(share: float) -> float:
    """A share that somebody estimated, if it is one. Raises EstimateRefused."""
    if not 0 <= share <= 1:
        raise EstimateRefused
    return share


def angoff(items: Sequence[PaperItem], estimates: Estimates, void: Iterable[str] = ()) -> Cut:
    """The cut of a form; void questions count for nothing."""
    gone = set(void)
    counted = [item for item in items if item.question not in gone]
    given = {
        item.question: [sheet[item.question] for sheet in estimates.values() if item.question in sheet]
        for item in counted
    }
    judged = tuple(
        PassEstimate(
            question,
            len(shares),
            fmean(shares) if shares else None,
            stdev(shares) if len(shares) > 1 else None,
        )
        for question, shares in given.items()
    )
    whole = {
        judge: _weighted(counted, sheet)
        for judge, sheet in estimates.items()
        if counted and all(item.question in sheet for item in counted)
    }
    means = {found.question: found.mean for found in judged if found.mean is not None}
    return Cut(
        share=_weighted(counted, means) if counted and len(means) == len(counted) else None,
        error=stdev(whole.values()) / sqrt(len(whole)) if len(whole) > 1 else None,
        judges=whole,
        questions=judged,
    )


def _weighted(items: Sequence[PaperItem], shares: Mapping[str, float]) -> float:
    return sum(item.marks * shares[item.question] for item in items) / sum(item.marks for item in items)
