"""Sittings in the desk's database, entry by entry."""

import json
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, is_id
from simulator.database.ledger import Ledger, LedgerEntry, LedgerTable, Refusals
from simulator.database.tables import milliseconds, moment_of
from simulator.exam.paper.exam import MOST_EXTRA, ExamState
from simulator.exam.sitting.sitting import Act, Sitting, SittingEntry, Terms, check, folded_sitting
from simulator.text.message import Message
from simulator.text.receipt import KeyReused, Outdated, Receipt
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import short_text

from .exam_rows import NoSuchExam, whose

MOST_REASON = 500  # characters

_exams, _sittings, _entries = tables.exams.c, tables.sittings.c, tables.sitting_entries.c
_TERMS = _exams.opens, _exams.closes, _exams.minutes, _exams.state
_TIMING = [act.value for act in (Act.BEGIN, Act.PAUSE, Act.RESUME, Act.EXTRA, Act.HAND_IN, Act.TIME_UP)]
_ENTRIES = LedgerTable(
    lines="sitting_entries",
    owners="sittings",
    owner="sitting",
    content=(("act", "text"), ("data", "text")),
    told=(("at", "bigint"), ("by", "integer")),
    # an examinee who knows the keys cannot change answers any more, whatever a clock says
    open="EXISTS (SELECT 1 FROM exams WHERE exams.id = sittings.exam AND exams.state = 'set')",
)


class NoSuchSitting(Refusal):
    """This person has not begun this exam."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("This exam has not been begun."))


class SittingOutdated(Outdated):
    """A sitting went on elsewhere, or was ended, since it was last looked at."""

    def __init__(self) -> None:
        message = Message("This exam has gone on in another window; this was not saved. Look at it anew.")
        Refusal.__init__(self, message)


class UnfitExtra(Refusal):
    """Extra time that cannot be given."""


@dataclass(frozen=True, slots=True)
class KeptSitting:
    """A sitting that was begun. `version` is the number of its entries."""

    id: int
    exam: int
    person: int
    version: int


@dataclass(frozen=True, slots=True)
class SittingUnderWay:
    """Which exam somebody sits."""

    exam: int
    title: str


class Sittings:
    """The sittings in a database. Somebody whose account was deleted has a number below 0."""

    def __init__(self, database: Database) -> None:
        self.database = database
        refusals = Refusals(KeyReused, lambda _: NoSuchSitting(), lambda _: SittingOutdated())
        self._ledger = Ledger(database, _ENTRIES, refusals)

    def begin(self, exam_id: int, person_id: int, key: str | None, now: datetime) -> int:
        """Begin a sitting, unless it was begun before; its id. Raises NoSuchExam, NotOpen."""

        def work(connection: Connection) -> int:
            row = sitting_in(connection, exam_id, person_id)
            if row.begun is None:
                entry = SittingEntry(Act.BEGIN, now, key=key)
                check(Sitting(_terms(row)), entry, ())
                _add(connection, row, entry)
            return int(row.id)

        return self.database.write(work)

    def find(self, exam_id: int, person_id: int) -> KeptSitting:
        """Somebody's sitting of an exam. Raises NoSuchSitting where it has not been begun."""
        row = None
        if is_id(exam_id) and is_id(abs(person_id)):
            with self.database.read() as connection:
                row = connection.execute(_of_person(exam_id, person_id)).one_or_none()
        if row is None or row.begun is None:
            raise NoSuchSitting
        return KeptSitting(row.id, row.exam, person_id, row.entries)

    def under_way(self, person_id: int, now: datetime) -> list[SittingUnderWay]:
        """The exams that somebody has begun, and neither handed in nor run out of time for."""
        query = (
            select(tables.sittings, _exams.title, *_TERMS)
            .join_from(tables.sittings, tables.exams)
            .where(_sittings.person == person_id, _sittings.begun.is_not(None))
            .where(_exams.state == ExamState.SET.value)
        )
        with self.database.read() as connection:
            return [
                SittingUnderWay(row.exam, row.title)
                for row in connection.execute(query).all()
                if not folded_sitting(_terms(row), _timing_in(connection, row.id)).over(now)
            ]

    def note_end(self, exam_id: int, person_id: int, now: datetime) -> None:
        """Note that somebody's time is up, if it is and nobody has noted it. Raises NoSuchExam."""

        def work(connection: Connection) -> None:
            row = sitting_in(connection, exam_id, person_id)
            sitting = folded_sitting(_terms(row), _timing_in(connection, row.id))
            if sitting.ends_unnoted(now):
                _add(connection, row, SittingEntry(Act.TIME_UP, now))

        self.database.write(work)

    def note_ends(self, now: datetime) -> int:
        """Note of everybody whose time is up that it is, if nobody has noted it; of how many."""
        begun = (
            select(tables.sittings, *_TERMS)
            .join_from(tables.sittings, tables.exams)
            .where(_sittings.begun.is_not(None), _exams.state == ExamState.SET.value)
        )
        timing = (
            select(tables.sitting_entries)
            .join_from(tables.sitting_entries, tables.sittings)
            .join(tables.exams)
            .where(_exams.state == ExamState.SET.value, _entries.act.in_(_TIMING))
            .order_by(_entries.sitting, _entries.number)
        )
        entries: dict[int, list[SittingEntry]] = {}
        with self.database.read() as connection:
            rows = connection.execute(begun).all()
            for row in connection.execute(timing):
                entries.setdefault(row.sitting, []).append(_entry(row))
        ended = [row for row in rows if folded_sitting(_terms(row), entries[row.id]).ends_unnoted(now)]
        for row in ended:
            self.note_end(row.exam, whose(row), now)
        return len(ended)

    def exam_of(self, sitting: int) -> int:
        """The exam that a sitting belongs to, begun or not. Raises NoSuchSitting."""
        with self.database.read() as connection:
            exam: int | None = connection.scalar(select(_sittings.exam).where(_sittings.id == sitting))
        if exam is None:
            raise NoSuchSitting
        return exam

    def entries_after(self, sitting: int, number: int) -> list[SittingEntry]:
        """The entries of a sitting behind one of them (0: all)."""
        return [
            SittingEntry(Act(act), moment_of(at), json.loads(data), key, by)
            for act, data, at, by, key in self._ledger.after(sitting, number)
        ]

    def append(self, sitting: int, after: int, entry: SittingEntry, now: datetime) -> "Future[Receipt]":
        """Add the entry `after` + 1, with the moment `now`; durable when the future is done.

        The same act and data under the same key give the same receipt again, however late. Refusals: Outdated
        where another entry has that number or the results are told, KeyReused, NoSuchSitting. What may follow
        what is for `check` to say before.
        """
        values = (entry.act.value, entry_data(entry.data), milliseconds(now), entry.by, entry.key)
        return self._ledger.append(LedgerEntry(sitting, after, values))

    def pause(self, exam_id: int, person_id: int, reason: str, by: int | None, now: datetime) -> None:
        """Stop somebody's clock. Raises NoSuchExam, SittingRefused, UnusableText."""
        data = {"reason": short_text(reason, MOST_REASON, empty=False)}
        self._intervene(exam_id, person_id, SittingEntry(Act.PAUSE, now, data, by=by), Action.SITTING_PAUSED)

    def resume(self, exam_id: int, person_id: int, by: int | None, now: datetime) -> None:
        """Let somebody's clock go on. Raises NoSuchExam, SittingRefused."""
        self._intervene(exam_id, person_id, SittingEntry(Act.RESUME, now, by=by), Action.SITTING_RESUMED)

    def add_extra(
        self, exam_id: int, person_id: int, minutes: int, reason: str, by: int | None, now: datetime
    ) -> None:
        """Give somebody more time, before the sitting or in it.

        Raises NoSuchExam, UnfitExtra, ResultsAreOut, UnusableText.
        """
        data = {"minutes": minutes, "reason": short_text(reason, MOST_REASON, empty=False)}
        entry = SittingEntry(Act.EXTRA, now, data, by=by)
        self._intervene(exam_id, person_id, entry, Action.EXTRA_TIME)

    def versions(self, exam_id: int) -> dict[int, int]:
        """How many entries each sitting of an exam has that was begun, by person."""
        query = select(_sittings.id, _sittings.person, _sittings.entries)
        query = query.where(_sittings.exam == exam_id, _sittings.begun.is_not(None))
        with self.database.read() as connection:
            return {whose(row): row.entries for row in connection.execute(query)}

    def of_exam(self, exam_id: int) -> dict[int, tuple[int, list[SittingEntry]]]:
        """The sittings of an exam that were begun, with all their entries, by person."""
        with self.database.read() as connection:
            return sittings_in(connection, exam_id)

    def _intervene(self, exam_id: int, person_id: int, entry: SittingEntry, action: Action) -> None:
        """Add an entry of an invigilator's behind whatever there is, and write it down."""

        def work(connection: Connection) -> None:
            row = sitting_in(connection, exam_id, person_id)
            sitting = folded_sitting(_terms(row), entries_in(connection, row.id))
            check(sitting, entry, ())
            if entry.act is Act.EXTRA:
                _check_extra(entry.data["minutes"], sitting.extra)
            if sitting.began is None:
                added = {"extra": row.extra + entry.data["minutes"]}
                connection.execute(update(tables.sittings).where(_sittings.id == row.id).values(**added))
            else:
                _add(connection, row, entry)
            detail = {"exam": exam_id} | dict(entry.data)
            record(connection, entry.at, entry.by, action, f"person:{person_id}", detail)

        self.database.write(work)


def sitting_in(connection: Connection, exam_id: int, person_id: int) -> Row[Any]:
    """Somebody's row in `sittings` with the exam's terms, locked to the end of the transaction.

    Raises NoSuchExam, also where the exam is not this person's.
    """
    found = None
    if is_id(exam_id) and is_id(abs(person_id)):
        query = _of_person(exam_id, person_id).add_columns(*_TERMS)
        query = query.join_from(tables.sittings, tables.exams).with_for_update()
        found = connection.execute(query).one_or_none()
    if found is None:
        raise NoSuchExam
    return found


def sittings_in(connection: Connection, exam_id: int) -> dict[int, tuple[int, list[SittingEntry]]]:
    """The sittings of an exam that were begun, each with its id and all entries, by person."""
    query = (
        select(_sittings.id, _sittings.person, tables.sitting_entries)
        .join_from(tables.sittings, tables.sitting_entries)
        .where(_sittings.exam == exam_id, _entries.number <= _sittings.entries)
        .order_by(_sittings.id, _entries.number)
    )
    found: dict[int, tuple[int, list[SittingEntry]]] = {}
    for row in connection.execute(query):
        found.setdefault(whose(row), (row.id, []))[1].append(_entry(row))
    return found


def entries_in(connection: Connection, sitting: int) -> list[SittingEntry]:
    """The entries of a sitting, within a transaction."""
    query = select(tables.sitting_entries).where(_entries.sitting == sitting).order_by(_entries.number)
    return [_entry(row) for row in connection.execute(query)]


def _timing_in(connection: Connection, sitting: int) -> list[SittingEntry]:
    """The entries of a sitting that decide when it is over: a few, however much was answered."""
    query = select(tables.sitting_entries).where(_entries.sitting == sitting, _entries.act.in_(_TIMING))
    return [_entry(row) for row in connection.execute(query.order_by(_entries.number))]


def _of_person(exam_id: int, person_id: int) -> Select[Any]:
    whose_it_is = _sittings.person == person_id if person_id > 0 else _sittings.id == -person_id
    return select(tables.sittings).where(_sittings.exam == exam_id, whose_it_is)


def _terms(row: Row[Any]) -> Terms:
    state = ExamState(row.state)
    return Terms(
        row.opens,
        row.closes,
        row.minutes,
        row.extra,
        released=state is ExamState.RELEASED,
        set=state is not ExamState.DRAFT,
    )


def _add(connection: Connection, row: Row[Any], entry: SittingEntry) -> None:
    """Add an entry to a sitting whose row is locked."""
    number = row.entries + 1
    connection.execute(
        insert(tables.sitting_entries).values(
            sitting=row.id,
            number=number,
            act=entry.act.value,
            data=entry_data(entry.data),
            at=entry.at,
            by=entry.by,
            key=entry.key,
        )
    )
    values: dict[str, Any] = {"entries": number}
    if entry.act is Act.BEGIN:
        values["begun"] = entry.at
    connection.execute(update(tables.sittings).where(_sittings.id == row.id).values(**values))


def _check_extra(minutes: int, before: int) -> None:
    if not 1 <= minutes <= MOST_EXTRA or before + minutes > MOST_EXTRA:
        raise UnfitExtra(
            Message("Extra time is 1 to {most} minutes in all; there are {before} so far.",
                    most=MOST_EXTRA, before=before)
        )  # fmt: skip


def _entry(row: Row[Any]) -> SittingEntry:
    return SittingEntry(Act(row.act), row.at, json.loads(row.data), row.key, row.by)


def entry_data(data: Mapping[str, Any]) -> str:
    """The data of an entry as a text that is always the same."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))
