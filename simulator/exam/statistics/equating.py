"""Equating without data of one's own: which share of another form asks for the same ability.

Each form promises a share of its marks at every ability (the test characteristic curve). The share of one
form that stands for a share of another is what it promises at the ability where the other promises that
share: true-score equating, see Kolen & Brennan 2014, Test Equating, Scaling, and Linking, chapter 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from .response_theory import chances

LOWEST, HIGHEST = -6.0, 6.0
"""Abilities beyond which forms are not compared, in standard deviations."""
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class WeighedItem:
    """A question of a form: on the scale of abilities, with its marks."""

    difficulty: float
    discrimination: float
    marks: int


def expected_share(form: Sequence[WeighedItem], ability: float) -> float:
    """The share of the marks of a form, 0-1, that somebody of this ability gets on average."""
    marks: NDArray[numpy.float64] = numpy.array([item.marks for item in form], dtype=float)
    right = chances([i.difficulty for i in form], [i.discrimination for i in form], ability)[:, 0]
    return float(marks @ right / marks.sum())


def same_demand(old: Sequence[WeighedItem], share: float, new: Sequence[WeighedItem]) -> float | None:
    """The share of a new form, 0-1, that asks for the ability which `share` of the old one asks for.

    None where no ability between LOWEST and HIGHEST stands for the share, or a form has no questions.
    """
    if not old or not new:
        return None
    low, high = LOWEST, HIGHEST
    if not expected_share(old, low) <= share <= expected_share(old, high):
        return None
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if expected_share(old, middle) < share else (low, middle)
    return expected_share(new, (low + high) / 2)
