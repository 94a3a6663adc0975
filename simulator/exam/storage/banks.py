"""The policies and questions of a desk: the draft that authors are at, and the versions that exams use.

The files of a version are a bundle (see `bundles`), kept for ever: an exam is marked by the bank as it was.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from simulator.cache import Cache
from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, put_row
from simulator.exam.bank.loading import Bank
from simulator.library.bundles import Files
from simulator.library.library import (
    BUNDLED,
    MOST_NOTE,
    CannotPublish,
    DraftChanged,
    NothingToPublish,
    PublishedVersion,
)
from simulator.library.policies import KeptPolicies
from simulator.library.unpacking import NoSuchBundle, PackedFiles, drop_unused, files_of
from simulator.policy.loading import POLICIES
from simulator.source.problems import CaseError, Problem, errors
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import short_text

from .bank_files import checked_bank_files, examined_bank, read_bank_folder

BANKS_AT_HAND = 8
_DRAFT = 1  # the id of the only row

_versions, _draft, _exams = tables.bank_versions.c, tables.bank_draft.c, tables.exams.c


class BankHasErrors(CannotPublish):
    """A bank that no exam can be set from; `problems` says all that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(errors(problems))
        super().__init__(Message("This bank cannot be published yet; errors to fix: {count}.", count=count))
        self.problems = problems


class BankDraftChanged(DraftChanged):
    """Somebody else has saved the draft meanwhile, or it was published or discarded."""

    def __init__(self) -> None:
        message = Message(
            "Somebody else has changed the policies and questions meanwhile. Keep a copy of your text and"
            " open it again."
        )
        Refusal.__init__(self, message)


@dataclass(frozen=True, slots=True)
class KeptBankDraft:
    """The draft. `revision` counts its changes; who saves says from which revision the change was made."""

    bundle: str
    files: Files
    revision: int
    by: int | None
    at: datetime


class Banks(KeptPolicies):
    """The bank in a database, with its history."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._at_hand = Cache[str, Bank](BANKS_AT_HAND)

    def versions(self) -> list[PublishedVersion]:
        """All versions, the first first."""
        with self.database.read() as connection:
            rows = connection.execute(select(tables.bank_versions).order_by(_versions.number))
            return [_version(row) for row in rows]

    def policy_files(self) -> Files:
        """The files of the policies that count, by name."""
        current = self.current()
        files = self.files(current.bundle) if current else {}
        return {name: content for name, content in files.items() if name.startswith(f"{POLICIES}/")}

    def current(self) -> PublishedVersion | None:
        """The version that exams are set from now."""
        with self.database.read() as connection:
            return _latest(connection)

    def files(self, bundle: str) -> dict[str, bytes]:
        """The files of a version or a draft, by its hash. Raises NoSuchBundle, DamagedBundle."""
        return files_of(self.database, bundle)

    def bank(self, bundle: str) -> Bank:
        """The policies and questions of a version, by its hash; all who use it share one Bank.

        Raises NoSuchBundle, DamagedBundle, CaseError.
        """
        return self._at_hand.of(bundle, lambda: self._read(bundle))

    def _read(self, bundle: str) -> Bank:
        problems, found = examined_bank(self.files(bundle))
        if found is None:
            raise CaseError(errors(problems))
        return found.bank

    def publish(
        self, files: Files, note: str, by: int | None, now: datetime, revision: int | None = None
    ) -> PublishedVersion:
        """Let exams be set from these files. A draft that says the same is gone with it.

        `revision` is that of the draft that was looked at, if it was one. Raises BadUpload, BankHasErrors,
        NothingToPublish, BankDraftChanged, UnusableText.
        """
        note = short_text(note, MOST_NOTE)
        kept = PackedFiles(files, checked_bank_files)
        problems, found = examined_bank(files)
        if found is None:
            raise BankHasErrors(problems)

        def work(connection: Connection) -> PublishedVersion:
            draft = _locked(connection)
            if revision is not None and (draft is None or draft.revision != revision):
                raise BankDraftChanged
            latest = _latest(connection)
            if latest is not None and latest.bundle == kept.hash:
                raise NothingToPublish
            kept.put(connection, now)
            version = _add(connection, latest, kept.hash, note, by, now)
            if draft is not None and draft.bundle is not None and (revision or draft.bundle == kept.hash):
                _put_draft(connection, draft, None, by, now)
            detail = {"note": note}
            record(connection, now, by, Action.BANK_PUBLISHED, f"bank:{version.number}", detail)
            return version

        return self.database.write(work)

    def draft(self) -> KeptBankDraft | None:
        """What authors are at, if anything is different from what is published."""
        with self.database.read() as connection:
            row = connection.execute(select(tables.bank_draft)).one_or_none()
        if row is None or row.bundle is None:
            return None
        try:
            return KeptBankDraft(row.bundle, self.files(row.bundle), row.revision, row.by, row.at)
        except NoSuchBundle:  # saved anew between the two statements
            return self.draft()

    def save_draft(self, files: Files, by: int | None, now: datetime, revision: int) -> KeptBankDraft:
        """Keep a draft made from this revision; 0 where there was none. Raises BankDraftChanged, BadUpload.

        It may have errors; what is wrong with it is told by `examined_bank`.
        """
        kept = PackedFiles(files, checked_bank_files)

        def work(connection: Connection) -> KeptBankDraft:
            before = _locked(connection)
            if (before.revision if before is not None and before.bundle else 0) != revision:
                raise BankDraftChanged
            if before is not None and before.bundle == kept.hash:
                return KeptBankDraft(kept.hash, files, before.revision, before.by, before.at)
            kept.put(connection, now)
            number = _put_draft(connection, before, kept.hash, by, now)
            record(connection, now, by, Action.BANK_DRAFT_SAVED, "bank:draft", {"revision": number})
            return KeptBankDraft(kept.hash, files, number, by, now)

        return self.database.write(work)

    def discard_draft(self, revision: int, by: int | None, now: datetime) -> None:
        """Go back to what is published. Raises BankDraftChanged."""

        def work(connection: Connection) -> None:
            before = _locked(connection)
            if before is None or before.bundle is None or before.revision != revision:
                raise BankDraftChanged
            _put_draft(connection, before, None, by, now)
            record(connection, now, by, Action.BANK_DRAFT_DISCARDED, "bank:draft")

        self.database.write(work)

    def add_bundled(self, scenarios: Path, now: datetime) -> PublishedVersion | None:
        """Bring in the bank of a folder if it is new or has changed; the version that was added.

        Once somebody at the desk has published a bank, or is drafting one, it is theirs, and left alone.
        """
        files = read_bank_folder(scenarios)
        if not files:
            return None
        kept = PackedFiles(files, checked_bank_files)

        def work(connection: Connection) -> PublishedVersion | None:
            draft, latest = _locked(connection), _latest(connection)
            if draft is not None and draft.bundle is not None:
                return None
            if latest is not None and (not latest.bundled or latest.bundle == kept.hash):
                return None
            kept.put(connection, now)
            version = _add(connection, latest, kept.hash, BUNDLED, None, now)
            record(connection, now, None, Action.BANK_BUNDLED, f"bank:{version.number}")
            return version

        return self.database.write(work)


def _locked(connection: Connection) -> Row[Any] | None:
    """The draft's row, which nobody else changes before the end of the transaction."""
    return connection.execute(select(tables.bank_draft).with_for_update()).one_or_none()


def _latest(connection: Connection) -> PublishedVersion | None:
    query = select(tables.bank_versions).order_by(_versions.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> PublishedVersion:
    return PublishedVersion(row.number, row.bundle, row.note, row.by, row.at)


def _add(
    connection: Connection,
    latest: PublishedVersion | None,
    bundle: str,
    note: str,
    by: int | None,
    now: datetime,
) -> PublishedVersion:
    version = PublishedVersion(latest.number + 1 if latest else 1, bundle, note, by, now)
    row = {"number": version.number, "bundle": bundle, "note": note, "by": by, "at": now}
    connection.execute(insert(tables.bank_versions).values(**row))
    return version


def _put_draft(
    connection: Connection,
    before: Row[Any] | None,
    bundle: str | None,
    by: int | None,
    now: datetime,
) -> int:
    """Put a draft, or none, in the place of the one before; its revision."""
    revision: int = before.revision + 1 if before is not None else 1
    row = {"id": _DRAFT, "bundle": bundle, "revision": revision, "by": by, "at": now}
    put_row(connection, tables.bank_draft, ["id"], row)
    if before is not None:
        drop_unused(connection, before.bundle, _draft.bundle, _versions.bundle, _exams.bank)
    return revision
