"""The rule that keeps what would have been better until the trainee tried again or gave up."""

from datetime import UTC, datetime, timedelta

import pytest

from simulator.practice.better_replies import better_replies_shown

OVER = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BEFORE, AFTER = OVER - timedelta(minutes=9), OVER + timedelta(minutes=9)


@pytest.mark.parametrize(
    ("other_calls", "gave_up", "shown"),
    [
        ([], False, False),
        ([BEFORE], False, False),  # another call that was begun before tries nothing again
        ([BEFORE, AFTER], False, True),
        ([OVER], False, True),
        ([], True, True),
    ],
)
def test_shown_after_another_try_or_giving_up(
    other_calls: list[datetime], gave_up: bool, shown: bool
) -> None:
    """A trainee would read the answer before trying again, or be kept from it for ever."""
    assert better_replies_shown(OVER, other_calls, gave_up) is shown
