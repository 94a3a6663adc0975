"""Attempts in the desk's database, move by move."""

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.call.case.case import Stage
from simulator.call.play.attempt import Attempt
from simulator.call.play.outcome import Verdict
from simulator.database import tables
from simulator.database.database import Database, put_row
from simulator.database.ledger import Ledger, LedgerEntry, LedgerTable, Refusals
from simulator.database.tables import attempts, findings, milliseconds, moves, sittings
from simulator.practice.store import (
    AttemptNameTaken,
    KeptAttempt,
    MoveEntry,
    NoSuchAttempt,
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

_MOVES = LedgerTable(
    lines="moves",
    owners="attempts",
    owner="attempt",
    content=(("move", "text"),),
    told=(("at", "float8"),),
    state=(
        ("updated", "bigint"),
        ("finished", "bigint"),
        ("verdict", "text"),
        ("score", "integer"),
        ("critical", "json"),
    ),
)
_UNFINISHED = (None, None, None, None)
_ENTRY = select(moves.c.move, moves.c.at, moves.c.key)


class Attempts:
    """The Ledger of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._moves = Ledger(database, _MOVES, Refusals(KeyReused, no_such_attempt, lambda _: Outdated()))

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
        attempt, result = record.attempt, record.result
        now = datetime.now(UTC)
        moved = last_moved(attempt, now)
        started = began(attempt) or now
        values = {
            "name": record.id,
            "person": person,
            "case": attempt.case,
            "bundle": bundle,
            "digest": attempt.digest,
            "persona": attempt.persona,
            "stage": attempt.stage and attempt.stage.value,
            "seed": attempt.seed,
            "language": record.language,
            "source": record.source,
            "preview": preview,
            "sitting": sitting,
            "started": started,
            "updated": moved,
            "entries": len(attempt.moves),
            "finished": moved if result else None,
            "verdict": result and result.verdict and result.verdict.value,
            "score": result and result.score,
            "critical": list(result.critical) if result else None,
        }
        rows = [
            {"number": number, "move": move, "at": at}
            for number, (move, at) in enumerate(timed_moves(attempt), 1)
        ]

        def work(connection: Connection) -> None:
            taken = select(attempts.c.id).where(attempts.c.name == record.id)
            if connection.execute(taken).first() is not None:
                raise AttemptNameTaken(record.id)
            (key,) = connection.execute(insert(attempts).values(values)).inserted_primary_key or (None,)
            if rows:
                connection.execute(insert(moves), [row | {"attempt": key} for row in rows])

        try:
            self._database.write(work)
        except IntegrityError as error:
            # another process was faster; anything else is somebody's mistake
            with suppress(NoSuchAttempt):
                self.find(record.id)
                raise AttemptNameTaken(record.id) from error
            raise
        return self.find(record.id)

    def find(self, name: str) -> KeptAttempt:
        """The attempt of this name, with all its moves. Raises NoSuchAttempt."""
        with self._database.read() as connection:
            row = connection.execute(select(attempts).where(attempts.c.name == name)).first()
            if row is None:
                raise no_such_attempt(name)
            # an entry may have come between these two statements; it belongs to a later version
            entries = _ENTRY.where(moves.c.attempt == row.id, moves.c.number <= row.entries)
            return _kept(
                row, [MoveEntry(*entry) for entry in connection.execute(entries.order_by(moves.c.number))]
            )

    def entries_after(self, attempt: int, number: int) -> list[MoveEntry]:
        """The entries behind one of them (0: all)."""
        return [MoveEntry(*row) for row in self._moves.after(attempt, number)]

    def append(
        self, attempt: int, after: int, entry: MoveEntry, result: Result | None = None, *, now: datetime
    ) -> "Future[Receipt]":
        """Add the entry `after` + 1; see Ledger."""
        moment = milliseconds(now)
        outcome: tuple[Any, ...] = _UNFINISHED
        if result is not None:
            verdict = result.verdict and result.verdict.value
            outcome = (moment, verdict, result.score, json.dumps(result.critical))
        return self._moves.append(
            LedgerEntry(attempt, after, (entry.move, entry.at, entry.key), (moment, *outcome))
        )

    def kept(self, person: int, case: str | None = None, *, sittings: bool = False) -> list[KeptAttempt]:
        """Somebody's attempts with all their moves, the one begun first first; trials are left out."""
        wanted = [attempts.c.person == person, attempts.c.preview.is_(False)]
        if not sittings:
            wanted.append(attempts.c.sitting.is_(None))
        if case is not None:
            wanted.append(attempts.c.case == case)
        with self._database.read() as connection:
            rows = connection.execute(select(attempts).where(*wanted)).all()
            lines = (
                _ENTRY.add_columns(moves.c.attempt, moves.c.number)
                .join(attempts, attempts.c.id == moves.c.attempt)
                .where(*wanted)
                .order_by(moves.c.attempt, moves.c.number)
            )
            entries = {
                key: list(group) for key, group in groupby(connection.execute(lines), lambda row: row.attempt)
            }
        found = [
            _kept(
                row, [MoveEntry(*line[:3]) for line in entries.get(row.id, []) if line.number <= row.entries]
            )
            for row in rows
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
        c = attempts.c
        wanted: list[ColumnElement[bool]] = []
        if person is not None:
            wanted.append(c.person == person)
        if people is not None:
            wanted.append(c.person.in_(people))
        if case is not None:
            wanted.append(c.case == case)
        if since is not None:
            wanted.append(c.started >= since)
        if until is not None:
            wanted.append(c.started < until)
        if finished is not None:
            wanted.append(c.finished.is_not(None) if finished else c.finished.is_(None))
        if not previews:
            wanted.append(c.preview.is_(False))
        if not sittings:
            wanted.append(c.sitting.is_(None))
        query = select(attempts).where(*wanted).order_by(c.started.desc(), c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [_summary(row) for row in connection.execute(query)]

    def of_exam(self, exam: int) -> dict[str, Summary]:
        """The calls that were made in the sittings of an exam, by name."""
        query = select(attempts).join(sittings, sittings.c.id == attempts.c.sitting)
        with self._database.read() as connection:
            rows = connection.execute(query.where(sittings.c.exam == exam)).all()
        return {row.name: _summary(row) for row in rows}

    def give_up(self, attempt: int, now: datetime) -> None:
        """Keep that the trainee asked what would have been better; the first time counts."""
        first = (attempts.c.id == attempt, attempts.c.gave_up.is_(None))
        self._database.write(
            lambda connection: connection.execute(update(attempts).where(*first).values(gave_up=now))
        )

    def delete(self, name: str) -> None:
        """Forget an attempt with all that belongs to it. Raises NoSuchAttempt."""

        def work(connection: Connection) -> None:
            if connection.execute(select(attempts.c.id).where(attempts.c.name == name)).first() is None:
                raise no_such_attempt(name)
            connection.execute(delete(attempts).where(attempts.c.name == name))

        self._database.write(work)

    def discard(self, name: str) -> None:
        """Forget an attempt that is not finished, nor of an exam. Raises NoSuchAttempt, also of any other."""
        unfinished = (attempts.c.name == name, attempts.c.finished.is_(None), attempts.c.sitting.is_(None))

        def work(connection: Connection) -> None:
            if connection.execute(delete(attempts).where(*unfinished)).rowcount == 0:
                raise no_such_attempt(name)

        self._database.write(work)

    def anonymise(self, person: int) -> int:
        """Keep somebody's attempts without a trace of whose they were; says how many."""
        return len(self._database.write(lambda connection: anonymised(connection, person, None)))

    def findings(self, ids: Collection[int]) -> dict[int, Any]:
        """What was found out about these attempts, of those where something was kept."""
        found: dict[int, Any] = {}
        with self._database.read() as connection:
            for some in _portions(ids):
                rows = connection.execute(select(findings).where(findings.c.attempt.in_(some)))
                found.update((row.attempt, row.data) for row in rows)
        return found

    def keep_findings(self, attempt: int, data: Any) -> None:
        """Keep what was found out about a finished attempt, as data for JSON. Raises NoSuchAttempt."""

        def work(connection: Connection) -> None:
            if connection.execute(select(attempts.c.id).where(attempts.c.id == attempt)).first() is None:
                raise no_such_attempt(attempt)
            # another process may be keeping the same just now
            put_row(connection, findings, ["attempt"], {"attempt": attempt, "data": data})

        self._database.write(work)


def anonymised(connection: Connection, person: int, stand_in: int | None) -> dict[str, str]:
    """Give somebody's attempts to a stand-in, under new names, as part of a work; these by the old ones."""
    own = select(attempts.c.id, attempts.c.name).where(attempts.c.person == person)
    names: dict[str, str] = {}
    for row in connection.execute(own).all():
        # the name tells when it was begun, the source may tell whose computer it was
        name = names[row.name] = secrets.token_hex(8)
        values = {"person": stand_in, "name": name, "source": None}
        connection.execute(update(attempts).where(attempts.c.id == row.id).values(values))
    return names


def _kept(row: Row[Any], entries: Sequence[MoveEntry]) -> KeptAttempt:
    done, times = folded(entries)
    attempt = Attempt(
        case=row.case,
        digest=row.digest,
        persona=row.persona,
        stage=None if row.stage is None else Stage(row.stage),
        seed=row.seed,
        started=row.started.isoformat(timespec="milliseconds"),
        moves=done,
        times=times,
    )
    return KeptAttempt(
        id=row.id,
        record=Record(row.name, attempt, _result(row), row.language, row.source),
        person=row.person,
        bundle=row.bundle,
        version=row.entries,
        preview=row.preview,
        sitting=row.sitting,
        started=row.started,
        updated=row.updated,
        finished=row.finished,
        gave_up=row.gave_up,
    )


def _summary(row: Row[Any]) -> Summary:
    return Summary(
        id=row.id,
        name=row.name,
        case=row.case,
        digest=row.digest,
        persona=row.persona,
        stage=row.stage,
        person=row.person,
        bundle=row.bundle,
        version=row.entries,
        preview=row.preview,
        sitting=row.sitting,
        started=row.started,
        updated=row.updated,
        finished=row.finished,
        result=_result(row),
    )


def _result(row: Row[Any]) -> Result | None:
    if row.finished is None:
        return None
    verdict = None if row.verdict is None else Verdict(row.verdict)
    return Result(row.persona, verdict, row.score, tuple(row.critical or ()))


def _portions(ids: Collection[int], size: int = 500) -> Iterator[list[int]]:
    # a statement takes only so many parameters
    every = list(ids)
    return (every[start : start + size] for start in range(0, len(every), size))


def attempts_by_case(database: Database) -> dict[str, int]:
    """How many attempts there are at each case, finished or not; previews and exams do not count."""
    query = (
        select(tables.attempts.c.case, func.count())
        .where(tables.attempts.c.preview.is_(False), tables.attempts.c.sitting.is_(None))
        .group_by(tables.attempts.c.case)
    )
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def comments_by_attempt(database: Database, attempts: Collection[int]) -> dict[int, int]:
    """How many comments there are on each of these attempts, of those that have some."""
    column = tables.comments.c.attempt
    query = select(column, func.count()).where(column.in_(attempts)).group_by(column)
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
