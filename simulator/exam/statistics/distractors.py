"""Distractor analysis: who chose which option of a question, and whether the wrong ones do their work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import ArrayLike, NDArray

from simulator.text.message import Message
from simulator.text.proportion import Proportion

from .marks import ENOUGH, Interval, MarksRefused, correlation_interval

SELDOM = 0.05
"""A wrong option that fewer choose does no work (Haladyna & Downing 1993)."""


@dataclass(frozen=True, slots=True)
class OptionStatistics:
    """How often an option was chosen, and by whom."""

    right: bool
    chosen: Proportion
    rest: float | None
    """The mean marks for the rest of the paper, of those who chose it; None where nobody did."""
    correlation: float | None
    """Of choosing it with the marks for the rest; None where one of them does not vary."""
    interval: Interval | None
    remarks: tuple[Message, ...]


def option_statistics(
    chosen: ArrayLike, right: Sequence[bool], rest: ArrayLike
) -> tuple[OptionStatistics, ...]:
    """The statistics of each option of one question.

    `chosen` is a table of examinees and options, true where chosen, so it serves single and multiple choice;
    `right` says which options should be; `rest` is what each examinee got for the rest (`Marks.rests`).
    Raises MarksRefused where the three do not fit together.
    """
    table, marks = numpy.asarray(chosen, dtype=bool), numpy.asarray(rest, dtype=float)
    if table.ndim != 2 or table.shape != (len(marks), len(right)):
        raise MarksRefused(Message("The answers and the marks are not of the same examinees and options."))
    return tuple(_by_option(table, right, marks))


def _by_option(
    table: NDArray[numpy.bool_], right: Sequence[bool], rest: NDArray[numpy.float64]
) -> Iterator[OptionStatistics]:
    count = len(rest)
    for place, is_right in enumerate(right):
        took = table[:, place]
        chosen = Proportion(int(took.sum()), count)
        correlation = _correlation(took.astype(float), rest)
        interval = None if correlation is None else correlation_interval(correlation, count)
        yield OptionStatistics(
            right=is_right,
            chosen=chosen,
            rest=float(rest[took].mean()) if chosen.hits else None,
            correlation=correlation,
            interval=interval,
            remarks=tuple(_remarks(is_right, chosen, interval)),
        )


def _correlation(x: NDArray[numpy.float64], y: NDArray[numpy.float64]) -> float | None:
    if len(x) < 2:
        return None
    dx, dy = x - x.mean(), y - y.mean()
    product = float((dx @ dx) * (dy @ dy))
    # what rounding leaves of marks that are all alike is not a spread
    if product <= 1e-20 * len(x) ** 2 * max(1.0, float(numpy.abs(y).max()) ** 2):
        return None
    return float(numpy.clip(dx @ dy / product**0.5, -1, 1))


def _remarks(right: bool, chosen: Proportion, interval: Interval | None) -> Iterator[Message]:
    if chosen.of < ENOUGH:
        yield Message(
            "Too few answers to judge: {count}; at least {least} are needed.", count=chosen.of, least=ENOUGH
        )
        return
    if not right and chosen.share < SELDOM:
        yield Message("Hardly anybody chooses it; it does no work.")
    if interval is not None and not right and interval.least > 0:
        yield Message("Those who know the rest choose it more often. See whether it is right after all.")
    if interval is not None and right and interval.most < 0:
        yield Message(
            "It counts as right, and those who know the rest avoid it. See whether the key is right."
        )
