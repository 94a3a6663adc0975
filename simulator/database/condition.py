"""Whether a database can be relied on now: what has failed, told to the log and to `/health`.

A deleted file is the worst of it. SQLite goes on writing into a file that has no name any more, and all that
it says is safe is gone when the last process closes it. So after each commit, and before anybody is told that
something is saved, the file has to be the one that was opened.
"""

import logging
import os
from pathlib import Path

from .unavailable import LASTING, Failing, FileGone, cannot_read, cannot_write

_LOG = logging.getLogger("winwin.database")

_LOG.addHandler(logging.NullHandler())  # in the terminal, the refusal says it
READING, WRITING = "reading", "writing"


class SameFile:
    """Sees whether a file, and the journal beside it, are still those that were opened."""

    def __init__(self, file: Path) -> None:
        self._file = str(file)
        self._journal = f"{file}-wal"
        self._opened = _identity(self._file)
        self._opened_journal: tuple[int, int] | None = None

    def check(self) -> None:
        """Raise FileGone unless the file is there."""
        if self._opened is None:  # made by the first connection
            self._opened = _identity(self._file)
        if self._opened is None or _identity(self._file) != self._opened:
            raise FileGone

    def check_after_commit(self) -> None:
        """Raise FileGone unless what was committed just now is in a file that has a name."""
        self.check()
        journal = _identity(self._journal)
        if self._opened_journal is None:
            self._opened_journal = journal
        if journal is None or journal != self._opened_journal:
            raise FileGone

    def let_go(self) -> None:
        """Forget the journal: after the last connection it may be another one."""
        self._opened_journal = None


def _identity(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _cause(error: object) -> object:
    """What the driver said, without the statement and its values: those are people's."""
    return getattr(error, "orig", None) or error


class DatabaseCondition:
    """What is wrong with a database, as far as reading and writing have shown. Used from any thread."""

    def __init__(self) -> None:
        self._failures: dict[str, Failing] = {}
        self.lasting: Failing | None = None
        """What does not pass: nothing is written any more."""

    def failed(self, doing: str, failure: Failing, error: object) -> None:
        """Note that `doing` (reading or writing) has failed; the log is told of each cause once."""
        if failure is Failing.CONFLICT:
            return
        if failure in LASTING:
            self.lasting = failure
        if self._failures.get(doing) is not failure:
            self._failures[doing] = failure
            _LOG.error("%s the database fails: %s (%s)", doing.capitalize(), failure.reason, _cause(error))

    def worked(self, doing: str) -> None:
        """Note that `doing` has worked again."""
        if self.lasting is None and doing in self._failures:
            del self._failures[doing]
            _LOG.warning("%s the database works again", doing.capitalize())

    def check(self) -> None:
        """Raise DatabaseUnavailable where nothing is written any more."""
        if self.lasting is not None:
            raise cannot_write(self.lasting)

    def check_all(self) -> None:
        """Raise DatabaseUnavailable where reading or writing failed the last time."""
        self.check()
        failures = self._failures.copy()
        if READING in failures:
            raise cannot_read(failures[READING])
        if WRITING in failures:
            raise cannot_write(failures[WRITING])
