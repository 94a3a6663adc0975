"""Attempts in the desk's database, move by move."""

import json
import secrets
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.case.case import Stage
from simulator.engine.attempt import Attempt
from simulator.engine.outcome import Verdict
from simulator.engine.refusal import Refusal
from simulator.training.store import (
    Entry,
    Kept,
    KeyReused,
    NameTaken,
    NoSuchAttempt,
    Outdated,
    Receipt,
    Record,
    Result,
    Summary,
    began,
    folded,
    last_moved,
    no_such_attempt,
    timed_moves,
)

from . import ledger
from .database import Database
from .inserting import put_row
from .tables import attempts, findings, milliseconds, moves
from .writer import Outcome

_ENTRY = select(moves.c.move, moves.c.at, moves.c.key)


class Attempts:
    """The Ledger of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = ledger.STATEMENTS[database.kind]

    def begin(
        self, record: Record, person: int | None, bundle: str | None = None, *, preview: bool = False
    ) -> Kept:
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
                raise NameTaken(record.id)
            (key,) = connection.execute(insert(attempts).values(values)).inserted_primary_key or (None,)
            if rows:
                connection.execute(insert(moves), [row | {"attempt": key} for row in rows])

        try:
            self._database.write(work)
        except IntegrityError as error:
            # another process was faster; anything else is somebody's mistake
            with suppress(NoSuchAttempt):
                self.find(record.id)
                raise NameTaken(record.id) from error
            raise
        return self.find(record.id)

    def find(self, name: str) -> Kept:
        """The attempt of this name, with all its moves. Raises NoSuchAttempt."""
        with self._database.read() as connection:
            row = connection.execute(select(attempts).where(attempts.c.name == name)).first()
            if row is None:
                raise no_such_attempt(name)
            # an entry may have come between these two statements; it belongs to a later version
            entries = _ENTRY.where(moves.c.attempt == row.id, moves.c.number <= row.entries)
            return _kept(
                row, [Entry(*entry) for entry in connection.execute(entries.order_by(moves.c.number))]
            )

    def entries_after(self, attempt: int, number: int) -> list[Entry]:
        """The entries behind one of them (0: all)."""
        with self._database.read() as connection:
            driver: Any = connection.connection.driver_connection
            rows = driver.execute(self._statements.entries, (attempt, number)).fetchall()
        return [Entry(*row) for row in rows]

    def append(
        self, attempt: int, after: int, entry: Entry, result: Result | None = None, *, now: datetime
    ) -> "Future[Receipt]":
        """Add the entry `after` + 1; see Ledger."""
        line = ledger.Line(attempt, after, entry, milliseconds(now))
        if result is not None:
            verdict = result.verdict and result.verdict.value
            critical = json.dumps(result.critical)
            line = line._replace(outcome=(line.moment, verdict, result.score, critical))
        kind = _Appending if self._statements.append_all is None else _AppendingTogether
        return self._database.submit(kind(self._statements, line))

    def kept(self, person: int, case: str | None = None) -> list[Kept]:
        """Somebody's attempts with all their moves, the one begun first first; trials are left out."""
        wanted = [attempts.c.person == person, attempts.c.preview.is_(False)]
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
            _kept(row, [Entry(*line[:3]) for line in entries.get(row.id, []) if line.number <= row.entries])
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
        query = select(attempts).where(*wanted).order_by(c.started.desc(), c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [_summary(row) for row in connection.execute(query)]

    def delete(self, name: str) -> None:
        """Forget an attempt with all that belongs to it. Raises NoSuchAttempt."""

        def work(connection: Connection) -> None:
            if connection.execute(select(attempts.c.id).where(attempts.c.name == name)).first() is None:
                raise no_such_attempt(name)
            connection.execute(delete(attempts).where(attempts.c.name == name))

        self._database.write(work)

    def anonymise(self, person: int) -> int:
        """Keep somebody's attempts without a trace of whose they were; says how many."""
        return self._database.write(lambda connection: anonymised(connection, person))

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


def anonymised(connection: Connection, person: int) -> int:
    """Keep somebody's attempts without a trace of whose they were, as part of a work; says how many."""
    own = attempts.c.person == person
    ids = connection.execute(select(attempts.c.id).where(own)).scalars().all()
    for number in ids:
        # the name tells when it was begun, the source may tell whose computer it was
        values = {"person": None, "name": secrets.token_hex(8), "source": None}
        connection.execute(update(attempts).where(attempts.c.id == number).values(values))
    return len(ids)


class _Appending:
    """The work of adding a line."""

    __slots__ = ("_statements", "line")

    def __init__(self, statements: ledger.Statements, line: ledger.Line) -> None:
        self._statements = statements
        self.line = line

    def __call__(self, connection: Connection) -> Receipt:
        driver: Any = connection.connection.driver_connection
        if self._statements.append(driver, self.line):
            return Receipt(self.line.after + 1)
        return _explained(driver, self._statements, self.line)


class _AppendingTogether(_Appending):
    """The same, where many lines are added faster than each alone."""

    __slots__ = ()

    def together(self, connection: Connection, works: Sequence["_AppendingTogether"]) -> list[Outcome]:
        """Add the first line of each attempt in one go, then what is left, in the order in which it came."""
        driver: Any = connection.connection.driver_connection
        firsts: dict[int, _AppendingTogether] = {}
        for work in works:
            firsts.setdefault(work.line.attempt, work)
        assert self._statements.append_all is not None
        added = self._statements.append_all(driver, [work.line for work in firsts.values()])
        return [
            (Receipt(work.line.after + 1), None)
            if work.line.attempt in added and firsts[work.line.attempt] is work
            else _alone(work, connection)
            for work in works
        ]


def _alone(work: _Appending, connection: Connection) -> Outcome:
    try:
        return work(connection), None
    except Refusal as refusal:
        return None, refusal


def _explained(driver: Any, statements: ledger.Statements, line: ledger.Line) -> Receipt:
    """Why a line was not added: it had been before, or a refusal."""
    attempt, after, entry, *_ = line
    if entry.key is not None:
        row = driver.execute(statements.by_key, (attempt, entry.key)).fetchone()
        if row is not None:
            if row == (after + 1, entry.move):
                return Receipt(after + 1, repeated=True)
            raise KeyReused
    if driver.execute(statements.exists, (attempt,)).fetchone() is None:
        raise no_such_attempt(attempt)
    raise Outdated


def _kept(row: Row[Any], entries: Sequence[Entry]) -> Kept:
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
    return Kept(
        id=row.id,
        record=Record(row.name, attempt, _result(row), row.language, row.source),
        person=row.person,
        bundle=row.bundle,
        version=row.entries,
        preview=row.preview,
        started=row.started,
        updated=row.updated,
        finished=row.finished,
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
