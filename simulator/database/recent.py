"""What was read from the database a moment ago and may be used once more: who holds a session or a token.

A change made in this process counts at once: whoever makes it says so with `changed`, after the commit. One
made in another process counts after `SECONDS`.
"""

from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

SECONDS = 5.0
MOST = 10_000  # kept values; a desk has fewer people at once

_lock = Lock()
_changes = 0


def changed() -> None:
    """Forget everything in every `Recent`: accounts, sessions, tokens or settings have been changed."""
    global _changes
    with _lock:
        _changes += 1


class _Kept(NamedTuple, Generic[T]):
    changes: int
    since: datetime
    until: datetime
    value: T


class Recent(Generic[T]):
    """Values by key, each good for a few seconds."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST) -> None:
        self.life = timedelta(seconds=seconds)
        self.most = most
        self._kept: dict[str, _Kept[T]] = {}

    def find(self, key: str, now: datetime) -> T | None:
        """The value of a key, if it is still good."""
        kept = self._kept.get(key)
        if kept is None or kept.changes != _changes or not kept.since <= now < kept.until:
            return None
        return kept.value

    def latest(self, key: str) -> T | None:
        """The value that a key had when it was last read, however long ago: for the page about a failure."""
        kept = self._kept.get(key)
        return None if kept is None else kept.value

    def mark(self) -> int:
        """What `keep` is to be given: to be taken before the value is read."""
        return _changes

    def keep(self, key: str, value: T, now: datetime, mark: int) -> None:
        """Keep a value that was read after `mark` was taken; a change in between makes it worthless."""
        if len(self._kept) >= self.most:
            self._kept = {name: kept for name, kept in list(self._kept.items()) if kept.until > now}
            if len(self._kept) >= self.most:
                self._kept = {}
        self._kept[key] = _Kept(mark, now, now + self.life, value)
