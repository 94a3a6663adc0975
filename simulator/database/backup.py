"""The whole desk in one file, and back again: the same file for SQLite and PostgreSQL.

A backup is an SQLite database of the desk's tables. So it is also the way from one kind of database to the
other.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from simulator.disk import sync_folder
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .checksum import sign, verify
from .database import FILE, RUNNING, Database
from .schema import check, is_empty, upgrade
from .tables import attempts, failures, links, metadata, people, sessions, teams, tokens
from .unavailable import DatabaseUnavailable, failing, in_words

PAGES = 2_000
"""Of an SQLite file, copied between two looks at how far it is."""
ROWS = 1_000

Told = Callable[[int, int], None]
"""Is told how much is done, of how much."""


class CannotOverwrite(Refusal):
    """There is something already where a backup, or what is in it, would go."""


class NotABackup(Refusal):
    """A file that is no backup of a desk, or a damaged one."""


def back_up(database: Database, file: Path, told: Told, force: bool = False) -> None:
    """Write everything, as it is at one moment, into a file; the desk goes on working meanwhile.

    When this returns, the file is on the disk; when it fails, what was there is untouched. Raises
    CannotOverwrite, DatabaseUnavailable, OSError.
    """
    if database.file is not None and file.exists() and file.samefile(database.file):
        raise CannotOverwrite(Message("{file} is the desk's database itself.", file=file))
    if file.exists() and not force:
        raise CannotOverwrite(
            Message("{file} is there already; “--force” writes a new backup in its place.", file=file)
        )
    with _part_of(file) as part:
        with in_words(reading=True):
            if database.file is not None:
                _copy_file(database, part, told)
            else:
                _copy_tables(database, part, told)
        with in_words():
            _seal(part, signed=True)
        _put(part, file)


def restore(url: str, file: Path, told: Told, force: bool = False) -> bool:
    """Put what a backup holds in the place of all that is in a database, all of it or nothing.

    True if the backup had a checksum, which was right; False if it has none (an older one, or a copied file).

    Everybody has to sign in again, and open invitations and tokens end: what ended since the backup must not
    come back.
    Raises CannotOverwrite where the desk is not empty, NotABackup, WrongSchema, DatabaseUnavailable, OSError.
    """
    with Database.open(url, "winwin restore") as database:
        if not force and _holds_something(database):
            raise CannotOverwrite(
                Message("There is a desk in this database already; “--force” puts the backup in its place.")
            )
        own = database.file
        if own is None:
            return _restore_tables(database, file, told)
    return _restore_file(own, file, told)


def _restore_file(own: Path, file: Path, told: Told) -> bool:
    with _part_of(own) as part:
        signed = _copy_backup(file, part, told)
        with in_words():
            with Database.open(f"sqlite:///{part}") as copy:
                copy.upgrade()
                copy.write(_forget_what_ended)
            _seal(part)
        _replace(own, part)
    return signed


def _restore_tables(database: Database, file: Path, told: Told) -> bool:
    with database.read() as connection:
        _see_that_nobody_uses(connection)
    with TemporaryDirectory(prefix="winwin-") as folder:
        part = Path(folder) / FILE
        signed = _copy_backup(file, part, told)
        with in_words(), Database.open(f"sqlite:///{part}") as copy:
            copy.upgrade()
            copy.write(_forget_what_ended)
            _fill(database, copy, told)
    return signed


def _see_that_nobody_uses(connection: Connection) -> None:
    """Raise DatabaseUnavailable if a desk, or a command, is connected to a PostgreSQL database."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = :name"
    )
    if connection.execute(query, {"name": RUNNING}).scalar_one():
        raise DatabaseUnavailable(Message("The desk is running on this database. Stop it first."))


def _copy_file(database: Database, part: Path, told: Told) -> None:
    # in one reading transaction, so that what is written meanwhile does not make it begin again
    held = database.engine.raw_connection()
    source = held.driver_connection
    assert isinstance(source, sqlite3.Connection)
    target = sqlite3.connect(part)
    try:
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        source.backup(target, pages=PAGES, progress=lambda _, left, total: told(total - left, total))
        source.execute("ROLLBACK")
    finally:
        target.close()
        held.close()


def _copy_tables(database: Database, part: Path, told: Told) -> None:
    with Database.open(f"sqlite:///{part}") as copy:
        copy.upgrade()
        snapshot = database.engine.execution_options(isolation_level="REPEATABLE READ")
        with snapshot.begin() as source, copy.engine.begin() as target:
            check(source)
            _copy_rows(source, target, told)


def _fill(database: Database, copy: Database, told: Told) -> None:
    """Put all rows of a copy into a PostgreSQL database, in one transaction."""
    upgrade(database.engine)
    with copy.read() as source, database.engine.connect() as target, target.begin():
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        target.execute(text(f"TRUNCATE {names}"))  # who connects from now on waits for the end of this
        _see_that_nobody_uses(target)
        _copy_rows(source, target, told)
        for table in metadata.sorted_tables:
            if table.autoincrement_column is not None:
                # or the next new row would be given a number that is taken
                highest = f'SELECT max(id) FROM "{table.name}"'
                sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
                target.execute(text(f"SELECT setval({sequence}, coalesce(({highest}), 0) + 1, false)"))


def _copy_rows(source: Connection, target: Connection, told: Told) -> None:
    tables = metadata.sorted_tables  # what others refer to comes first
    total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    done = 0
    leads = {}
    for table in tables:
        for rows in _portions(source, table):
            if table is teams:  # a lead is one of the people, who come later
                leads.update({row["id"]: row["lead"] for row in rows if row["lead"] is not None})
                rows = [row | {"lead": None} for row in rows]
            target.execute(insert(table), rows)
            done += len(rows)
            told(done, total)
    for team, lead in leads.items():
        target.execute(update(teams).where(teams.c.id == team).values(lead=lead))


def _portions(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    found = source.execution_options(stream_results=True).execute(select(table))
    while rows := found.mappings().fetchmany(ROWS):
        yield [dict(row) for row in rows]


def _holds_something(database: Database) -> bool:
    with database.read() as connection:
        if is_empty(connection):
            return False
        rows = (select(table.c.id).limit(1) for table in (people, attempts))
        return any(connection.execute(row).first() is not None for row in rows)


def _copy_backup(file: Path, part: Path, told: Told) -> bool:
    """Copy a backup, so that it stays as it is; whether it had a checksum. Raises NotABackup, OSError."""
    with file.open("rb"):  # says what is wrong with the file better than SQLite does
        source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    target = sqlite3.connect(part)
    try:
        source.backup(target, pages=PAGES, progress=lambda _, left, total: told(total - left, total))
        sound = target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        named = target.execute(
            "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'moves')"
        )
        if not sound or named.fetchone() != (2,):
            raise NotABackup(Message("{file} is not a backup of a desk, or it is damaged.", file=file))
        same = verify(target)
        if same is False:
            raise NotABackup(
                Message(
                    "{file} is damaged, or was changed: what is in it does not fit its checksum.", file=file
                )
            )
        return same is not None
    except sqlite3.DatabaseError as error:
        if failing(error) is None or error.sqlite_errorname in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise NotABackup(
                Message("{file} is not a backup of a desk, or it is damaged.", file=file)
            ) from error
        raise
    finally:
        source.close()
        target.close()


def _forget_what_ended(connection: Connection) -> None:
    for table in (sessions, links, tokens, failures):
        connection.execute(delete(table))


def _replace(file: Path, part: Path) -> None:
    """Put a database in the place of another that nobody is using. Raises DatabaseUnavailable."""
    with in_words(), _unless_damaged():
        old = sqlite3.connect(file, timeout=1)
        try:
            # refused while any other connection is open
            old.execute("PRAGMA locking_mode=EXCLUSIVE")
            old.execute("BEGIN EXCLUSIVE")
            old.execute("COMMIT")
            # what is in the journal belongs to the old database, and would damage the new one
            old.execute("PRAGMA journal_mode=DELETE")
        finally:
            old.close()
    for journal in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + journal).unlink()
    _put(part, file)


@contextmanager
def _unless_damaged() -> Iterator[None]:
    """Let a damaged database be replaced: that is what a backup is for."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
            raise


def _seal(part: Path, signed: bool = False) -> None:
    """Make one file of a database, with nothing beside it, and see that it is sound."""
    connection = sqlite3.connect(part)
    try:
        if signed:
            sign(connection)
        connection.execute("PRAGMA journal_mode=DELETE")
        (sound,) = connection.execute("PRAGMA quick_check").fetchone()
    finally:
        connection.close()
    if sound != "ok":
        raise NotABackup(Message("The copy is damaged: {reason}.", reason=sound))


@contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """A file beside the one that is meant, for the owner alone, which is gone afterwards."""
    part = file.absolute().with_name(f".{file.name}.{token_hex(6)}.part")
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error  # the one that the user knows
    try:
        yield part
    finally:
        for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
            with suppress(FileNotFoundError):
                part.with_name(name).unlink()


def _put(part: Path, file: Path) -> None:
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    os.replace(part, file)
    sync_folder(file.absolute().parent)
