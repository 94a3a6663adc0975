"""The week of somebody who practises, and the days in a row."""

from datetime import UTC, date, datetime, timedelta

import pytest

from simulator.practice.standing import Played
from simulator.practice.week import practice_week

from .classroom import BEGINNING, HUNG_UP, WON, attempt

MONDAY = BEGINNING.date()


def day_of(moment: datetime) -> date:
    """The day in UTC."""
    return moment.astimezone(UTC).date()


def on(*days: int) -> list[Played]:
    """A won call on each of these days, counted from the first Monday."""
    return [attempt(WON, day=day) for day in days]


def test_calls_and_wins_stand_on_their_days() -> None:
    """The picture of the week would show calls of another day, or losses as wins."""
    attempts = [*on(-1, 0, 2, 7), attempt(HUNG_UP, day=2), attempt(["feel-it"], day=3)]
    week = practice_week(attempts, MONDAY + timedelta(days=4), day_of)
    assert [one.on for one in week.days] == [MONDAY + timedelta(days=count) for count in range(7)]
    assert [(one.calls, one.won) for one in week.days] == [
        (1, 1),
        (0, 0),
        (2, 1),
        (0, 0),
        (0, 0),
        (0, 0),
        (0, 0),
    ]
    assert (week.calls, week.won, week.most) == (3, 2, 2)


@pytest.mark.parametrize(
    ("days", "today", "row"),
    [
        ((), 3, 0),
        ((3,), 3, 0),
        ((2, 3), 3, 2),
        ((1, 2), 3, 2),
        ((0, 1), 3, 0),
        ((0, 2, 3), 3, 2),
        ((-2, -1, 0, 1, 2, 3), 3, 6),
    ],
)
def test_a_row_is_told_while_it_lasts(days: tuple[int, ...], today: int, row: int) -> None:
    """A row would be called broken before the day is over, or go on over a day without practice."""
    assert practice_week(on(*days), MONDAY + timedelta(days=today), day_of).row == row


def test_an_unfinished_attempt_keeps_the_row() -> None:
    """Somebody who practised for an hour and was called away would have done nothing that day."""
    attempts = [*on(0), attempt(["feel-it"], day=1)]
    assert practice_week(attempts, MONDAY + timedelta(days=1), day_of).row == 2
