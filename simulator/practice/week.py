"""The week of somebody who practises, and the days in a row on which they did."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .standing import Played

LEAST_ROW = 2
"""Fewer days than this are no row."""


@dataclass(frozen=True, slots=True)
class PracticeDay:
    """A day, with the calls that came to their end on it, and how many of them were won."""

    on: date
    calls: int
    won: int


@dataclass(frozen=True, slots=True)
class PracticeWeek:
    """The week that `today` is in, Monday first.

    `row` is on how many days in a row something was practised, up to today, or up to yesterday while nothing
    was done today yet. A row that is broken, or has hardly begun, is 0.
    """

    days: tuple[PracticeDay, ...]
    today: date
    row: int

    @property
    def calls(self) -> int:
        """The calls of the week."""
        return sum(day.calls for day in self.days)

    @property
    def won(self) -> int:
        """How many of them were won."""
        return sum(day.won for day in self.days)

    @property
    def most(self) -> int:
        """The most calls of a day."""
        return max(day.calls for day in self.days)


def practice_week(
    attempts: Iterable[Played], today: date, day_of: Callable[[datetime], date]
) -> PracticeWeek:
    """The week of one person, by all their attempts; `day_of` says which day it was at a moment."""
    attempts = list(attempts)
    calls = [(day_of(one.updated), one.won) for one in attempts if one.called]
    monday = today - timedelta(days=today.weekday())
    days = tuple(
        PracticeDay(on, sum(day == on for day, _ in calls), sum(day == on and won for day, won in calls))
        for on in (monday + timedelta(days=count) for count in range(7))
    )
    active = {day_of(moment) for one in attempts for moment in (one.started, one.updated)}
    return PracticeWeek(days, today, _row(active, today))


def _row(active: set[date], today: date) -> int:
    last = today if today in active else today - timedelta(days=1)
    count = 0
    while last - timedelta(days=count) in active:
        count += 1
    return count if count >= LEAST_ROW else 0
