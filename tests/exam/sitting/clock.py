"""The server's clock in tests of exams: minutes after an exam opens."""

from datetime import UTC, datetime, timedelta

OPENS = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def later(minutes: float) -> datetime:
    """So many minutes after the exam has opened."""
    return OPENS + timedelta(minutes=minutes)
