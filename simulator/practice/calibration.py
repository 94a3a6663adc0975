"""Calibration: whether people who say that they are 80 % sure are right in 80 % of cases."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from simulator.call.check.giveaway import chance_of
from simulator.text.message import Message
from simulator.text.proportion import Proportion

from .findings import BeliefFinding, Findings

ENOUGH = 10
"""From so many hypotheses on it is said whether people are too sure or not sure enough."""
LEVEL = 0.05
"""How likely somebody without either tendency is still said to have it, for each of the two."""
BINS = (20, 40, 60, 80, 100)
"""The highest confidence, in percent, that belongs to each bin."""


class Tendency(Enum):
    """How the confidence compares with how often it was right."""

    TOO_FEW = "too-few"
    OVER = "over"
    UNDER = "under"
    FITS = "fits"


_TENDENCIES = {
    Tendency.TOO_FEW: Message("There are too few hypotheses to judge by."),
    Tendency.OVER: Message(
        "Too sure: {stated} % sure on average, and right in {right} % of cases. It pays to ask once more."
    ),
    Tendency.UNDER: Message(
        "Not sure enough: {stated} % sure on average, and right in {right} % of cases. "
        "What was heard can be trusted."
    ),
    Tendency.FITS: Message("Well calibrated: {stated} % sure on average, and right in {right} % of cases."),
}


@dataclass(frozen=True, slots=True)
class Bin:
    """The hypotheses stated with a confidence from `least` to `most` percent, and how many were right."""

    least: int
    most: int
    stated: float | None
    """The mean of their confidence, in percent; None where there are none."""
    right: Proportion


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence against being right, over many hypotheses."""

    bins: tuple[Bin, ...]
    right: Proportion
    stated: float | None
    """The mean confidence in percent; None where there are no hypotheses."""
    brier: float | None
    """The mean Brier score, 0 (certain and right) to 2 (certain and wrong)."""
    ignorance: float | None
    """What the Brier score would be without any idea: all expectations alike."""
    tendency: Tendency

    @property
    def bias(self) -> float | None:
        """The mean confidence less the share right, in points of 100: above 0 is too sure."""
        return None if self.stated is None else self.stated - 100 * self.right.share

    @property
    def skill(self) -> float | None:
        """The Brier skill score: 1 for certain and right, 0 for no better than no idea, below 0 for worse."""
        return None if self.brier is None or not self.ignorance else 1 - self.brier / self.ignorance

    @property
    def words(self) -> Message:
        """What is to be said of it."""
        template = _TENDENCIES[self.tendency]
        if self.tendency is Tendency.TOO_FEW:
            return template
        return Message(template.text, stated=round(self.stated or 0), right=self.right.percent)


def calibration(beliefs: Iterable[BeliefFinding]) -> Calibration:
    """The calibration of hypotheses, by one person or by many, at one case or at many."""
    stated = list(beliefs)
    count, right = len(stated), sum(belief.right for belief in stated)
    return Calibration(
        bins=tuple(_bins(stated)),
        right=Proportion(right, count),
        stated=_mean([belief.confidence for belief in stated]),
        brier=_mean([belief.brier for belief in stated]),
        ignorance=_mean([1 - 1 / belief.among for belief in stated]),
        tendency=_tendency(stated, right),
    )


def first_beliefs(played: Iterable[Findings]) -> list[BeliefFinding]:
    """What was supposed first in each attempt that supposed anything."""
    return [found.beliefs[0] for found in played if found.beliefs]


def last_beliefs(played: Iterable[Findings]) -> list[BeliefFinding]:
    """What was supposed in the end in each attempt that supposed anything."""
    return [found.beliefs[-1] for found in played if found.beliefs]


def _bins(stated: Sequence[BeliefFinding]) -> Iterator[Bin]:
    least = 0
    for most in BINS:
        inside = [belief for belief in stated if least <= belief.confidence <= most]
        right = Proportion(sum(belief.right for belief in inside), len(inside))
        yield Bin(least, most, _mean([belief.confidence for belief in inside]), right)
        least = most + 1


def _tendency(stated: Sequence[BeliefFinding], right: int) -> Tendency:
    """Too sure when so few right, or fewer, would be unlikely were the confidences true; else the reverse.

    How many are right of hypotheses that are true with these chances follows the Poisson binomial
    distribution, so no normal distribution has to be assumed.
    """
    if len(stated) < ENOUGH:
        return Tendency.TOO_FEW
    chances = [belief.confidence / 100 for belief in stated]
    if 1 - chance_of(right + 1, chances) < LEVEL:
        return Tendency.OVER
    return Tendency.UNDER if chance_of(right, chances) < LEVEL else Tendency.FITS


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
