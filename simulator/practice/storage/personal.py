"""One person's attempts in a desk's ledger, as the terminal knows a store."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from simulator.database.unavailable import DatabaseUnavailable, Overloaded
from simulator.practice.store import (
    AttemptLedger,
    KeptAttempt,
    NoSuchAttempt,
    Record,
    no_such_attempt,
    unfolded,
)
from simulator.text.receipt import Outdated

from .files import CannotSave


class PersonalStore:
    """A Store of what somebody does at a desk. What others do there, it does not know."""

    def __init__(
        self, ledger: AttemptLedger, person: int, bundle_of: Callable[[Record], str | None] = lambda _: None
    ) -> None:
        self._ledger = ledger
        self._person = person
        self._bundle_of = bundle_of
        self._known: dict[str, KeptAttempt] = {}

    def save(self, record: Record) -> None:
        """Keep an attempt: what has changed since it was last seen. Raises CannotSave, Outdated."""
        try:
            kept = self._known.get(record.id) or self._own(record.id)
            if kept is None:
                self._known[record.id] = self._ledger.begin(record, self._person, self._bundle_of(record))
            else:
                self._add(kept, record)
        except (DatabaseUnavailable, Overloaded) as refusal:
            self._known.pop(record.id, None)
            raise CannotSave(refusal.message) from refusal
        except Outdated:
            self._known.pop(record.id, None)
            raise

    def find(self, name: str) -> Record:
        """The attempt of this id. Raises NoSuchAttempt."""
        kept = self._own(name)
        if kept is None:
            raise no_such_attempt(name)
        return kept.record

    def records(self, case: str | None = None) -> list[Record]:
        """The attempts at a case, or at all cases, in the order in which they were begun."""
        return [kept.record for kept in self._ledger.kept(self._person, case)]

    def damaged(self) -> Sequence[Path]:
        """The files that cannot be read: a database has none."""
        return ()

    def _own(self, name: str) -> KeptAttempt | None:
        try:
            kept = self._ledger.find(name)
        except NoSuchAttempt:
            return None
        # what is made in an exam is gone on with there, and looked at when its results are told
        return kept if kept.person == self._person and kept.sitting is None else None

    def _add(self, kept: KeptAttempt, record: Record) -> None:
        now = datetime.now(UTC)
        entries = unfolded(kept.record.attempt, record.attempt)
        futures = [
            self._ledger.append(
                kept.id,
                kept.version + place,
                entry,
                record.result if place == len(entries) - 1 else None,
                now=now,
            )
            for place, entry in enumerate(entries)
        ]
        for future in futures:
            future.result()
        self._known[record.id] = replace(kept, record=record, version=kept.version + len(entries))
