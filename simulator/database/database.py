"""The desk's database: SQLite in one file by default, PostgreSQL for a desk that has outgrown one machine."""

import os
import select
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import NullPool

from simulator.disk import data_folder
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .condition import READING, WRITING, DatabaseCondition, SameFile
from .unavailable import DatabaseUnavailable, Failing, FileGone, Overloaded, cannot_write, in_words
from .writer import Work, Writer

FILE = "desk.sqlite"
BUSY_SECONDS = 5
"""How long a write waits for another program that is writing the same file."""
READERS = 10
RUNNING = "winwin"
"""What connections of desks and of commands call themselves in PostgreSQL."""
PROBE_SECONDS = 10.0
TRIES = 3
OLDEST_POSTGRESQL = 15

_SQLITE = "sqlite:///"
_FORGETS = (None, "", ":memory:")

T = TypeVar("T")


class BadDatabase(Refusal):
    """WINWIN_DATABASE_URL names nothing that can be used."""


def database_url(environ: Mapping[str, str]) -> str:
    """The URL of the desk's database: WINWIN_DATABASE_URL, or a file in the user's data folder."""
    return environ.get("WINWIN_DATABASE_URL") or f"{_SQLITE}{data_folder(environ).absolute() / FILE}"


def sqlite_file(url: str) -> Path | None:
    """The file that a URL names, if it names one. Raises BadDatabase."""
    parsed = _parsed(url)
    named = parsed.get_backend_name() == "sqlite" and parsed.database not in _FORGETS
    return Path(parsed.database or "").absolute() if named else None


class Database:
    """A database that many threads read and one thread writes. It must be closed."""

    def __init__(
        self,
        url: URL,
        temporary: "tempfile.TemporaryDirectory[str] | None" = None,
        application: str = RUNNING,
    ) -> None:
        self._temporary = temporary
        self.url = url
        self.file = (
            Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None
        )
        """The file of an SQLite database."""
        self.engine = _engine(url, reading=False, safe=temporary is None, application=application)
        """For migrations and tools: every connection is a new one, which may write."""
        self._readers = _engine(url, reading=True, safe=temporary is None, application=application)
        self.condition = DatabaseCondition()
        self._same = None if self.file is None else SameFile(self.file)
        self._probe_at = 0.0
        self._writer = Writer(self.engine, condition=self.condition, file=self._same)

    @classmethod
    def open(cls, url: str, application: str = RUNNING) -> "Database":
        """The database at a URL: `sqlite:////file`, `postgresql://…`, or `sqlite://` for one that forgets.

        PostgreSQL shows `application` in its list of connections.

        It need not have its tables yet: see `upgrade` and `check`. Raises BadDatabase, DatabaseUnavailable.
        """
        parsed, temporary = _parsed(url), None
        if parsed.get_backend_name() == "sqlite":
            if parsed.database in _FORGETS:
                # not in memory: there, a reader and a writer could not work at the same time
                temporary = tempfile.TemporaryDirectory(prefix="winwin-")
                parsed = parsed.set(database=str(Path(temporary.name) / FILE))
            _make_private(Path(parsed.database or ""))
        database = cls(parsed, temporary, application)
        try:
            with database.read() as connection:
                _check_version(connection)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that can only read; each statement sees what is newest. Raises DatabaseUnavailable."""
        try:
            with in_words(reading=True), self._readers.connect() as connection:
                yield connection
            self.condition.worked(READING)
        except PoolExhausted as error:
            raise Overloaded from error
        except DatabaseUnavailable as refusal:
            if refusal.reading and refusal.failure is not None:
                self.condition.failed(READING, refusal.failure, refusal.__cause__)
            raise

    def submit(self, work: Work[T]) -> "Future[T]":
        """Have `work(connection)` done in a transaction by the writer; done when it is durable.

        The future raises what the work raised, or DatabaseUnavailable. See Writer for what a work may do.
        """
        return self._writer.submit(work)

    def write(self, work: Work[T]) -> T:
        """Do `work(connection)` in a transaction, and return what it gave once that is durable."""
        if self._writer.is_here():
            raise RuntimeError("A work would wait for ever for another one; give it the connection instead.")
        return self._writer.submit(work).result()

    def upgrade(self) -> None:
        """Bring the tables to this version's shape. Raises WrongSchema for a database of a later version."""
        from .schema import upgrade

        with in_words():
            upgrade(self.engine)

    def check(self) -> None:
        """Raise WrongSchema unless the tables have the shape that this version works with."""
        from .schema import check

        with self.read() as connection:
            check(connection)

    def probe(self) -> None:
        """Raise DatabaseUnavailable, or WrongSchema, unless what people do can be read and saved now.

        It writes something that changes nothing, but not more often than every PROBE_SECONDS.
        """
        self.check()
        if self._same is not None:
            try:
                self._same.check()
            except FileGone as error:
                self.condition.failed(WRITING, Failing.REMOVED, error)
        if time.monotonic() >= self._probe_at:
            self._probe_at = time.monotonic() + PROBE_SECONDS
            self.write(_touch)
        self.condition.check_all()

    def erase_traces(self) -> None:
        """Have what was deleted from an SQLite database gone from its journal as well."""
        if self.file is None:
            return
        with in_words():
            held = self.engine.raw_connection()  # not in a transaction
            try:
                driver: Any = held.driver_connection
                for _ in range(TRIES):
                    # busy where somebody reads or writes for longer than BUSY_SECONDS
                    if driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                        return
            finally:
                held.close()
        raise cannot_write(Failing.LOCKED)

    def close(self) -> None:
        """Write what is waiting, and let go of the database."""
        self._writer.stop()
        self._readers.dispose()
        self.engine.dispose()
        if self._temporary is not None:
            self._temporary.cleanup()


def _parsed(url: str) -> URL:
    if url.startswith(_SQLITE):
        # the rest is a path, whatever there is in it: a folder may be called “50% #1?”
        return URL.create("sqlite", database=url.removeprefix(_SQLITE))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # without repeating it: there may be a password in it
        raise BadDatabase(Message("WINWIN_DATABASE_URL is not the address of a database.")) from error
    match parsed.drivername:
        case "sqlite":
            return parsed
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
    raise BadDatabase(
        Message("“{kind}” is no database for a desk; use sqlite or postgresql.", kind=parsed.drivername)
    )


def _make_private(file: Path) -> None:
    """Let nobody else read what people said; what is there already keeps its permissions."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseUnavailable(
            Message(
                "The database {file} cannot be made: {reason}.", file=file, reason=error.strerror or error
            )
        ) from error


def _engine(url: URL, reading: bool, safe: bool, application: str) -> Engine:
    pool: dict[str, Any] = {"poolclass": NullPool}
    if reading:
        # autocommit spares the two statements around a transaction
        pool = {"pool_size": READERS, "max_overflow": READERS, "pool_timeout": BUSY_SECONDS}
        pool |= {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    try:
        if url.get_backend_name() == "sqlite":
            engine = create_engine(
                url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **pool
            )
            _prepare_sqlite(engine, reading, safe)
            return engine
        options = f"-c default_transaction_read_only={'on' if reading else 'off'} -c synchronous_commit=on"
        server = {"options": options, "connect_timeout": BUSY_SECONDS, "application_name": application}
        engine = create_engine(url, connect_args=server, **pool)
        if reading:
            event.listen(engine, "checkout", _see_that_it_is_there)
        return engine
    except (ImportError, NoSuchModuleError) as error:
        raise BadDatabase(
            Message("PostgreSQL needs one more package: pip install 'winwin[postgres]'.")
        ) from error


def _prepare_sqlite(engine: Engine, reading: bool, safe: bool) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # or the driver would begin transactions by its own rules
        pragmas = ["foreign_keys=ON", f"synchronous={'FULL' if safe else 'OFF'}", "journal_mode=WAL"]
        pragmas.append("secure_delete=ON")  # what is deleted is overwritten, and not only marked as free
        if reading:
            pragmas = ["query_only=ON"]
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    if not reading:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # at once for writing: a transaction that reads first could find itself unable to write
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _touch(connection: Connection) -> None:
    """Write something that changes nothing, and see that it can be written."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA user_version = 0")
    else:
        connection.exec_driver_sql("SELECT pg_current_xact_id()")


def _see_that_it_is_there(connection: Any, *_: object) -> None:
    """Have another connection opened in place of one that the server has ended while nobody used it.

    A server that has something to say to an idle connection says farewell. To look for that costs next to
    nothing; asking it a question would cost a journey there and back.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError


def _check_version(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        found = tuple(int(part) for part in connection.dialect.server_version_info or (0,))
        if found[0] < OLDEST_POSTGRESQL:
            raise BadDatabase(
                Message(
                    "This is PostgreSQL {found}; a desk needs {needed} or later.",
                    found=".".join(map(str, found)),
                    needed=OLDEST_POSTGRESQL,
                )
            )


MOST_ID = 2**31 - 1
"""What a column of ids can hold: a larger number, from an address that somebody made up, is nobody's id."""

Row = Mapping[str, Any]


def is_id(number: int) -> bool:
    """Whether this can be the id of a row: databases fail on numbers that are too large for the column."""
    return 0 < number <= MOST_ID


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row unless one with its keys is there; say whether it was inserted."""
    key = next(iter(table.primary_key.columns))
    statement = _insert(connection, table, row).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).one_or_none() is not None


def insert_numbered(connection: Connection, table: Table, row: Row) -> int | None:
    """Insert a row and return its new id; None if one with its unique keys is there already."""
    statement = _insert(connection, table, row).on_conflict_do_nothing().returning(table.c.id)
    number: int | None = connection.execute(statement).scalar_one_or_none()
    return number


def put_row(connection: Connection, table: Table, keys: Sequence[str], row: Row) -> None:
    """Insert a row, or change the one with the same keys."""
    statement = _insert(connection, table, row)
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest))


def _insert(connection: Connection, table: Table, row: Row) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(**row)
