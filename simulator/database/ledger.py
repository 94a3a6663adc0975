"""Numbered lines that are only ever added: the moves of an attempt, the entries of a sitting.

What runs at every move goes to the driver directly, in each driver's own words, because SQLAlchemy would take
longer to pass it on than SQLite takes to do it. Everything else goes through SQLAlchemy.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from simulator.text.receipt import Receipt
from simulator.text.refusal import Refusal

from .database import Database
from .writer import Outcome


class LedgerEntry(NamedTuple):
    """A line to add behind the line `after` of an owner."""

    owner: int
    after: int
    values: tuple[Any, ...]
    """Of the columns that a line has; the last one is the key of its request, or None."""
    state: tuple[Any, ...] = ()
    """What the owner has come to with it."""


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """A table of lines, and the table of their owners; columns as pairs of a name and PostgreSQL's type.

    An owner counts its lines in `entries`. A line has the columns `number` and `key` and those named here.
    """

    lines: str
    owners: str
    owner: str
    """The column of `lines` with the owner."""
    content: tuple[tuple[str, str], ...]
    """What a line says: it has to be the same where a line is sent again."""
    told: tuple[tuple[str, str], ...]
    """What else is kept of a line."""
    state: tuple[tuple[str, str], ...] = ()
    """Columns of the owner that change with every line."""
    open: str = "TRUE"
    """What has to be true of an owner for a line to be added, in SQL."""


class Refusals(NamedTuple):
    """Why a line was not added."""

    key_reused: Callable[[], Refusal]
    none_such: Callable[[int], Refusal]
    outdated: Callable[[int], Refusal]
    """By owner: another line has this number, or the owner takes no more."""


@dataclass(frozen=True, slots=True)
class _Statements:
    """How a driver does it. Parameters are in order of mention."""

    append: Callable[[Any, LedgerEntry], bool]
    """Add a line; says whether it was added."""
    after: str
    """The lines of (owner) behind (number)."""
    by_key: str
    """The number and the content of the line of (owner) under (key)."""
    exists: str
    """Whether there is (owner)."""
    append_all: Callable[[Any, Sequence[LedgerEntry]], set[int]] | None = None
    """Add lines of different owners in one go, if that is faster; gives the owners that took theirs."""


class Ledger:
    """The lines of a book in a database."""

    def __init__(self, database: Database, book: LedgerTable, refusals: Refusals) -> None:
        self.book = book
        self._database = database
        self._statements = _STATEMENTS[database.kind](book)
        self._refusals = refusals
        self._content = len(book.content)
        self._kind = _Appending if self._statements.append_all is None else _AppendingTogether

    def after(self, owner: int, number: int) -> list[tuple[Any, ...]]:
        """The lines of an owner behind one of them (0: all): content, what else is told, key."""
        with self._database.read() as connection:
            driver: Any = connection.connection.driver_connection
            return [tuple(row) for row in driver.execute(self._statements.after, (owner, number)).fetchall()]

    def append(self, line: LedgerEntry) -> "Future[Receipt]":
        """Add a line; the same content under the same key gives the same receipt again. See Refusals."""
        return self._database.submit(self._kind(self, line))

    def add(self, driver: Any, line: LedgerEntry) -> Receipt:
        """Add a line as part of a work."""
        if self._statements.append(driver, line):
            return Receipt(line.after + 1)
        return self._explained(driver, line)

    def add_all(self, driver: Any, lines: Sequence[LedgerEntry]) -> set[int]:
        """Add lines of different owners as part of a work; the owners that took theirs."""
        assert self._statements.append_all is not None
        return self._statements.append_all(driver, lines)

    def _explained(self, driver: Any, line: LedgerEntry) -> Receipt:
        """Why a line was not added: it had been before, or a refusal."""
        owner, after, values, _ = line
        key = values[-1]
        if key is not None:
            row = driver.execute(self._statements.by_key, (owner, key)).fetchone()
            if row is not None:
                if tuple(row) == (after + 1, *values[: self._content]):
                    return Receipt(after + 1, repeated=True)
                raise self._refusals.key_reused()
        if driver.execute(self._statements.exists, (owner,)).fetchone() is None:
            raise self._refusals.none_such(owner)
        raise self._refusals.outdated(owner)


class _Appending:
    """The work of adding a line."""

    __slots__ = ("_ledger", "line")

    def __init__(self, ledger: Ledger, line: LedgerEntry) -> None:
        self._ledger = ledger
        self.line = line

    def __call__(self, connection: Connection) -> Receipt:
        return self._ledger.add(connection.connection.driver_connection, self.line)


class _AppendingTogether(_Appending):
    """The same, where many lines are added faster than each alone."""

    __slots__ = ()

    def together(self, connection: Connection, works: Sequence["_AppendingTogether"]) -> list[Outcome]:
        """Add the first line of each owner in one go, then what is left, in the order in which it came."""
        driver: Any = connection.connection.driver_connection
        outcomes: dict[_AppendingTogether, Outcome] = {}
        books: dict[LedgerTable, dict[int, _AppendingTogether]] = {}
        for work in works:
            books.setdefault(work._ledger.book, {}).setdefault(work.line.owner, work)
        for firsts in books.values():
            ledger = next(iter(firsts.values()))._ledger
            for owner in ledger.add_all(driver, [work.line for work in firsts.values()]):
                outcomes[firsts[owner]] = Receipt(firsts[owner].line.after + 1), None
        return [outcomes.get(work) or _alone(work, connection) for work in works]


def _alone(work: _Appending, connection: Connection) -> Outcome:
    try:
        return work(connection), None
    except Refusal as refusal:
        return None, refusal


def _columns(book: LedgerTable) -> list[tuple[str, str]]:
    return [*book.content, *book.told, ("key", "text")]


def _names(columns: Sequence[tuple[str, str]], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name, _ in columns)


# A line is added only where its owner has come as far as its writer believed. What stands in the way (the
# number taken, the key used) adds nothing, without an error: that would void a whole transaction.


def _sqlite(book: LedgerTable) -> _Statements:
    columns = _columns(book)
    insert = f"""
        INSERT INTO {book.lines} ({book.owner}, number, {_names(columns)})
        SELECT id, ?, {", ".join("?" * len(columns))} FROM {book.owners}
        WHERE id = ? AND entries = ? AND {book.open}
        ON CONFLICT DO NOTHING"""
    state = "".join(f', "{name}" = ?' for name, _ in book.state)
    update = f"UPDATE {book.owners} SET entries = ?{state} WHERE id = ?"

    def append(driver: Any, line: LedgerEntry) -> bool:
        owner, after, values, state = line
        number = after + 1
        if driver.execute(insert, (number, *values, owner, after)).rowcount != 1:
            return False
        driver.execute(update, (number, *state, owner))
        return True

    return _Statements(append, *_reading(book, "?"))


def _postgresql(book: LedgerTable) -> _Statements:
    columns = _columns(book)
    types = ["integer", "integer", *(kind for _, kind in (*columns, *book.state))]
    given = ", ".join(f"%s::{'text' if kind == 'json' else kind}[]" for kind in types)
    state = "".join(
        f', "{name}" = new."{name}"{"::json" if kind == "json" else ""}' for name, kind in book.state
    )
    # One statement for all, as each would be a journey to the server and back; in the order of the owners, so
    # that two processes never wait for each other.
    statement = f"""
        WITH new AS (
            SELECT * FROM unnest({given}) AS line (owner, after, {_names([*columns, *book.state])})
        ), added AS (
            INSERT INTO {book.lines} ({book.owner}, number, {_names(columns)})
            SELECT new.owner, new.after + 1, {_names(columns, "new.")}
            FROM new JOIN {book.owners} ON {book.owners}.id = new.owner AND {book.owners}.entries = new.after
            WHERE {book.open}
            ORDER BY new.owner
            ON CONFLICT DO NOTHING
            RETURNING {book.owner}
        )
        UPDATE {book.owners} SET entries = new.after + 1{state}
        FROM new JOIN added ON added.{book.owner} = new.owner
        WHERE {book.owners}.id = new.owner
        RETURNING {book.owners}.id"""

    def append_all(driver: Any, lines: Sequence[LedgerEntry]) -> set[int]:
        rows = [(owner, after, *values, *state) for owner, after, values, state in lines]
        given = [list(column) for column in zip(*rows, strict=True)]
        return {number for (number,) in driver.execute(statement, given).fetchall()}

    return _Statements(
        lambda driver, line: bool(append_all(driver, [line])), *_reading(book, "%s"), append_all
    )


def _reading(book: LedgerTable, mark: str) -> tuple[str, str, str]:
    """The statements that read: the lines behind one, the line under a key, whether there is an owner."""
    return (
        f"SELECT {_names(_columns(book))} FROM {book.lines}"
        f" WHERE {book.owner} = {mark} AND number > {mark} ORDER BY number",
        f"SELECT number, {_names(book.content)} FROM {book.lines}"
        f" WHERE {book.owner} = {mark} AND key = {mark}",
        f"SELECT 1 FROM {book.owners} WHERE id = {mark}",
    )


_STATEMENTS: dict[str, Callable[[LedgerTable], _Statements]] = {"sqlite": _sqlite, "postgresql": _postgresql}
