"""Attempts that are kept nowhere but in memory: for trying things out, and as the plainest Ledger."""

import json
import secrets
import threading
from collections.abc import Collection
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from simulator.practice.store import (
    AttemptNameTaken,
    KeptAttempt,
    MoveEntry,
    Record,
    Result,
    Summary,
    began,
    folded,
    last_moved,
    no_such_attempt,
    timed_moves,
)
from simulator.text.receipt import KeyReused, Outdated, Receipt
from simulator.text.refusal import Refusal


@dataclass
class _Line:
    """An attempt and what belongs to it."""

    kept: KeptAttempt
    entries: list[MoveEntry] = field(default_factory=list)
    findings: str | None = None


class MemoryAttempts:
    """A Ledger that forgets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[int, _Line] = {}
        self._next = 1

    def begin(
        self,
        record: Record,
        person: int | None,
        bundle: str | None = None,
        *,
        preview: bool = False,
        sitting: int | None = None,
    ) -> KeptAttempt:
        """Keep a new attempt, with the moves it has. Raises NameTaken."""
        now = datetime.now(UTC)
        entries = [MoveEntry(move, at) for move, at in timed_moves(record.attempt)]
        with self._lock:
            if any(line.kept.record.id == record.id for line in self._lines.values()):
                raise AttemptNameTaken(record.id)
            number, self._next = self._next, self._next + 1
            started = began(record.attempt) or now
            moved = last_moved(record.attempt, now)
            finished = moved if record.result else None
            kept = KeptAttempt(
                number, record, person, bundle, len(entries), preview, started, moved, finished, sitting
            )
            self._lines[number] = _Line(kept, entries)
            return self._whole(self._lines[number])

    def find(self, name: str) -> KeptAttempt:
        """The attempt of this name, with all its moves. Raises NoSuchAttempt."""
        with self._lock:
            return self._whole(self._named(name))

    def entries_after(self, attempt: int, number: int) -> list[MoveEntry]:
        """The entries behind one of them (0: all)."""
        with self._lock:
            line = self._lines.get(attempt)
            return line.entries[number:] if line else []

    def append(
        self, attempt: int, after: int, entry: MoveEntry, result: Result | None = None, *, now: datetime
    ) -> "Future[Receipt]":
        """Add the entry `after` + 1; see Ledger."""
        future: Future[Receipt] = Future()
        try:
            with self._lock:
                future.set_result(self._appended(attempt, after, entry, result, now))
        except Refusal as refusal:
            future.set_exception(refusal)
        return future

    def kept(self, person: int, case: str | None = None, *, sittings: bool = False) -> list[KeptAttempt]:
        """Somebody's attempts with all their moves, the one begun first first; trials are left out."""
        with self._lock:
            found = [
                self._whole(line)
                for line in self._lines.values()
                if line.kept.person == person
                and not line.kept.preview
                and (sittings or line.kept.sitting is None)
                and case in (None, line.kept.record.attempt.case)
            ]
        return sorted(found, key=lambda kept: (kept.started, kept.record.id))

    def summaries(
        self,
        *,
        person: int | None = None,
        people: Collection[int] | None = None,
        case: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        finished: bool | None = None,
        previews: bool = False,
        sittings: bool = False,
        limit: int | None = None,
    ) -> list[Summary]:
        """The attempts that fit all that is given, the one begun last first; `until` is not included."""
        with self._lock:
            found = [Summary.of(line.kept) for line in self._lines.values()]
        fitting = [
            one
            for one in sorted(found, key=lambda one: (one.started, one.id), reverse=True)
            if person in (None, one.person)
            and (people is None or one.person in people)
            and case in (None, one.case)
            and (since is None or one.started >= since)
            and (until is None or one.started < until)
            and (finished is None or (one.finished is not None) == finished)
            and (previews or not one.preview)
            and (sittings or one.sitting is None)
        ]
        return fitting[:limit]

    def give_up(self, attempt: int, now: datetime) -> None:
        """Keep that the trainee asked what would have been better; the first time counts."""
        line = self._lines[attempt]
        if line.kept.gave_up is None:
            line.kept = replace(line.kept, gave_up=now)

    def delete(self, name: str) -> None:
        """Forget an attempt with all that belongs to it. Raises NoSuchAttempt."""
        with self._lock:
            del self._lines[self._named(name).kept.id]

    def anonymise(self, person: int) -> int:
        """Keep somebody's attempts without a trace of whose they were; says how many."""
        with self._lock:
            own = [line for line in self._lines.values() if line.kept.person == person]
            for line in own:
                record = replace(line.kept.record, id=secrets.token_hex(8), source=None)
                line.kept = replace(line.kept, person=None, record=record)
            return len(own)

    def findings(self, ids: Collection[int]) -> dict[int, Any]:
        """What was found out about these attempts, of those where something was kept."""
        with self._lock:
            texts = {number: line.findings for number, line in self._lines.items() if number in ids}
        return {number: json.loads(text) for number, text in texts.items() if text is not None}

    def keep_findings(self, attempt: int, data: Any) -> None:
        """Keep what was found out about a finished attempt, as data for JSON. Raises NoSuchAttempt."""
        with self._lock:
            if attempt not in self._lines:
                raise no_such_attempt(attempt)
            self._lines[attempt].findings = json.dumps(data)

    def _appended(
        self, attempt: int, after: int, entry: MoveEntry, result: Result | None, now: datetime
    ) -> Receipt:
        line = self._lines.get(attempt)
        if line is None:
            raise no_such_attempt(attempt)
        for number, earlier in enumerate(line.entries, 1):
            if entry.key is not None and earlier.key == entry.key:
                if (number, earlier.move) == (after + 1, entry.move):
                    return Receipt(number, repeated=True)
                raise KeyReused
        if after != len(line.entries):
            raise Outdated
        line.entries.append(entry)
        record = replace(line.kept.record, result=result)
        finished = now if result else None
        line.kept = replace(
            line.kept, record=record, version=len(line.entries), updated=now, finished=finished
        )
        return Receipt(after + 1)

    def _named(self, name: str) -> _Line:
        for line in self._lines.values():
            if line.kept.record.id == name:
                return line
        raise no_such_attempt(name)

    @staticmethod
    def _whole(line: _Line) -> KeptAttempt:
        moves, times = folded(line.entries)
        kept = line.kept
        started = kept.started.isoformat(timespec="milliseconds")
        attempt = replace(kept.record.attempt, moves=moves, times=times, started=started)
        return replace(kept, record=replace(kept.record, attempt=attempt))
