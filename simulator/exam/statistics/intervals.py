"""Confidence intervals: how far a figure may be off because only so many have been asked."""

from dataclasses import dataclass
from math import atanh, exp, inf, log1p, sqrt, tanh

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
