"""What was measured on both sides, and whether it is as good as it has to be."""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Literal

Row = dict[str, str | float | bool | None]


@dataclass(frozen=True)
class Goal:
    """What a benchmark has to reach: so many times better than the peer, or a figure of our own."""

    of: Literal["ratio", "ours"]
    sign: Literal["<=", ">="]
    figure: float

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.figure:g}"

    def met_by(self, ours: float, ratio: float | None) -> bool:
        """Say whether the goal is reached; without a peer, no ratio is."""
        value = ours if self.of == "ours" else ratio
        return value is not None and (operator.le if self.sign == "<=" else operator.ge)(value, self.figure)


@dataclass(frozen=True)
class Comparison:
    """The medians of both sides in one benchmark; the peer's is None where there is none."""

    name: str
    unit: str
    ours: float
    peer: float | None
    goal: Goal
    more_is_better: bool = False
    cold: float | None = None
    """Our figure in the first round of a process, where the median is of those that came after it."""

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer we are."""
        if self.peer is None:
            return None
        return self.ours / self.peer if self.more_is_better else self.peer / self.ours

    def row(self) -> Row:
        """Return the comparison as it stands in the printed document."""
        row: Row = {
            "name": self.name,
            "ours": round(self.ours, 2),
            "peer": None if self.peer is None else round(self.peer, 2),
            "ratio": None if self.ratio is None else round(self.ratio, 2),
            "unit": self.unit,
            "goal": str(self.goal),
            "met": self.goal.met_by(self.ours, self.ratio),
        }
        return row if self.cold is None else row | {"cold": round(self.cold, 2)}


def medians(rounds: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the median of our figures and the median of the peer's."""
    ours, peer = zip(*rounds, strict=True)
    return median(ours), median(peer)


def document(comparisons: Iterable[Comparison]) -> dict[str, list[Row]]:
    """Return what a run of the benchmarks prints."""
    return {"results": [comparison.row() for comparison in comparisons]}
