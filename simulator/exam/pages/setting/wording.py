"""Lengths of time in words."""

from collections.abc import Sequence
from datetime import timedelta


def lasted(span: timedelta) -> str:
    """A length of time as 0:05 or 1:02:03; a negative one as none at all."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def in_all(spans: Sequence[timedelta]) -> timedelta:
    """Lengths of time together."""
    return sum(spans, timedelta())
