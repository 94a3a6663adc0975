"""When the database fails: what happened, in words that help the person who runs the desk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from sqlalchemy.exc import DBAPIError

from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal


class DatabaseUnavailable(Refusal):
    """The database cannot be read or written just now. `failure` says why, where the database has failed."""

    kind = Hindrance.BUSY

    def __init__(self, message: Message, failure: "Failing | None" = None, reading: bool = False) -> None:
        super().__init__(message)
        self.failure = failure
        self.reading = reading


class Overloaded(Refusal):
    """More is waiting to be written, or read, than the desk takes on."""

    kind = Hindrance.BUSY

    def __init__(self) -> None:
        super().__init__(Message("The desk is overloaded; try again in a moment."))


class FileGone(Exception):
    """The file of the database was deleted, moved or replaced while it was in use."""


class Failing(Enum):
    """What a failed statement says about the database."""

    FULL = Message("the disk is full")
    LOCKED = Message("another program is holding it")
    READ_ONLY = Message("it may only be read")
    DAMAGED = Message("the file is damaged, or is not a database")
    REMOVED = Message("its file was deleted or replaced while the desk was running")
    BROKEN = Message("the disk reports an error")
    GONE = Message("the database does not answer")
    CONFLICT = Message("others wrote the same thing at the same time")

    @property
    def reason(self) -> Message:
        """What happened, for the reader."""
        assert isinstance(self.value, Message)
        return self.value


LASTING = (Failing.DAMAGED, Failing.REMOVED)
"""What does not pass by itself: the desk has to be stopped, and perhaps a backup be restored."""

_SQLITE = {
    sqlite3.SQLITE_FULL: Failing.FULL,
    sqlite3.SQLITE_BUSY: Failing.LOCKED,
    sqlite3.SQLITE_LOCKED: Failing.LOCKED,
    sqlite3.SQLITE_READONLY: Failing.READ_ONLY,
    sqlite3.SQLITE_PERM: Failing.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Failing.DAMAGED,
    sqlite3.SQLITE_NOTADB: Failing.DAMAGED,
    sqlite3.SQLITE_IOERR: Failing.BROKEN,
    sqlite3.SQLITE_CANTOPEN: Failing.GONE,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by code or class of codes
_POSTGRESQL = {
    "53100": Failing.FULL,
    "55P03": Failing.LOCKED,
    "25006": Failing.READ_ONLY,
    "42501": Failing.READ_ONLY,
    "40": Failing.CONFLICT,
    "08": Failing.GONE,
    "53": Failing.GONE,
    "57": Failing.GONE,
    "58": Failing.BROKEN,
    "XX001": Failing.DAMAGED,
    "XX002": Failing.DAMAGED,
}


def failing(error: BaseException) -> Failing | None:
    """What is wrong with the database; None where the statement was at fault, or it is no such error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, FileGone):
        return Failing.REMOVED
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    if not type(cause).__module__.startswith("psycopg"):
        return None
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the library's own word: it could not reach the server, or lost it
        lost = ("OperationalError", "ConnectionTimeout", "PoolTimeout")
        return Failing.GONE if any(kind.__name__ in lost for kind in type(cause).__mro__) else None
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def cannot_write(failure: Failing) -> DatabaseUnavailable:
    """The refusal of what could not be written."""
    if failure in LASTING:
        message = Message(
            "The database cannot be written to: {reason}. This was not saved, and trying again does not help:"
            " tell your administrator.",
            reason=failure.reason,
        )
    else:
        message = Message(
            "The database cannot be written to: {reason}. This was not saved; nothing saved before is lost.",
            reason=failure.reason,
        )
    return DatabaseUnavailable(message, failure)


def perhaps_written() -> DatabaseUnavailable:
    """The refusal of what was being saved when the database went away: nobody knows whether it was."""
    return DatabaseUnavailable(
        Message(
            "The database went away while it was saving this. Try again: what was saved counts only once."
        )
    )


def cannot_read(failure: Failing) -> DatabaseUnavailable:
    """The refusal of what could not be read."""
    if failure in (*LASTING, Failing.BROKEN):
        message = Message(
            "The database cannot be read: {reason}. Trying again does not help: tell your administrator.",
            reason=failure.reason,
        )
    else:
        message = Message(
            "The database cannot be read: {reason}. Nothing is lost; try again.", reason=failure.reason
        )
    return DatabaseUnavailable(message, failure, reading=True)


@contextmanager
def in_words(reading: bool = False) -> Iterator[None]:
    """Raise DatabaseUnavailable instead of the driver's error; any other error stays as it is."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        failure = failing(error)
        if failure is None:
            raise
        raise (cannot_read if reading else cannot_write)(failure) from error
