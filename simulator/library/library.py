"""The cases of a desk: drafts that trainers write, and the versions that trainees play.

The files of every draft and version are kept as a bundle (see `bundles`); those of a version, and of a draft
that was played, are kept for ever, so that any attempt can be replayed years later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Update, delete, insert, select, update

from simulator.call.case.loading import CASE_FILE
from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import insert_new
from simulator.policy.loading import POLICIES
from simulator.source.problems import Problem, errors
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import short_text

from .bundles import Files, case_id_of, examined, is_case_id, read_folder, with_quoted
from .unpacking import Bundles, NoSuchCase, PackedFiles, drop_unused

MOST_NOTE = 1000  # characters
BUNDLED = Message("Bundled with the program.").text
"""The note of a version that came with the program; it is kept, and shown in the reader's language."""

_cases, _versions = tables.cases.c, tables.versions.c


class DraftChanged(Refusal):
    """Somebody else has saved the draft meanwhile, or it was published or discarded."""

    kind = Hindrance.OUTDATED

    def __init__(self) -> None:
        super().__init__(
            Message(
                "Somebody else has changed this case meanwhile. Keep a copy of your text and open it again."
            )
        )


class CannotPublish(Refusal):
    """What stops a draft from being published."""


class NothingToPublish(CannotPublish):
    """There is no draft, or it is what is published already."""

    def __init__(self) -> None:
        super().__init__(Message("There is nothing to publish: nothing has changed since the last version."))


class CaseHasErrors(CannotPublish):
    """A case that cannot be played; `problems` says all that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(errors(problems))
        super().__init__(Message("This case cannot be published yet; errors to fix: {count}.", count=count))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A case or a bank as it was published. `by` is None for the program or a deleted account."""

    number: int
    bundle: str
    note: str
    by: int | None
    at: datetime

    @property
    def bundled(self) -> bool:
        """Whether it came with the program."""
        return self.by is None and self.note == BUNDLED


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case of the desk: the version that trainees play, and the draft that trainers are at, if any.

    `revision` counts the changes of the draft; whoever saves one says which revision it was made from.
    """

    id: str
    published: int | None
    draft: str | None
    revision: int
    drafted_by: int | None
    drafted: datetime | None
    versions: tuple[PublishedVersion, ...]
    """From the first to the latest."""

    def version(self, number: int) -> PublishedVersion:
        """The version of this number. Raises NoSuchCase."""
        for version in self.versions:
            if version.number == number:
                return version
        raise NoSuchCase(f"{self.id} {number}")

    @property
    def bundle(self) -> str | None:
        """The bundle that trainees play; None for a case that is not published."""
        return None if self.published is None else self.version(self.published).bundle

    @property
    def latest(self) -> str | None:
        """The bundle that a trainer goes on from: the draft, or what was published last."""
        return self.draft or self.bundle or (self.versions[-1].bundle if self.versions else None)


class Library(Bundles):
    """The cases in a database, and the bundles that they are made of."""

    def all(self, include_drafts: bool = False) -> list[CaseEntry]:
        """The published cases by id; with `include_drafts` also those that are not."""
        query = select(tables.cases).order_by(_cases.id)
        if not include_drafts:
            query = query.where(_cases.published.is_not(None))
        return self._entries(query)

    def entry(self, case_id: str) -> CaseEntry:
        """The case of this id. Raises NoSuchCase."""
        if not is_case_id(case_id):
            raise NoSuchCase(case_id)
        found = self._entries(select(tables.cases).where(_cases.id == case_id))
        if not found:
            raise NoSuchCase(case_id)
        return found[0]

    def save_draft(
        self, case_id: str, files: Files, revision: int, by: int | None, now: datetime
    ) -> CaseEntry:
        """Keep a draft made from this revision; 0 is a new case.

        Raises DraftChanged, BadUpload, and NoSuchCase for what cannot be an id.
        """
        if not is_case_id(case_id):
            raise NoSuchCase(case_id)
        kept = PackedFiles(files)

        def work(connection: Connection) -> None:
            found = _entries(connection, select(tables.cases).where(_cases.id == case_id).with_for_update())
            before = found[0] if found else None
            if (before.revision if before else 0) != revision:
                raise DraftChanged
            if before and kept.hash == (before.draft or before.bundle):
                return
            kept.put(connection, now)
            if before is None and not insert_new(connection, tables.cases, {"id": case_id, "revision": 0}):
                raise DraftChanged  # another server process was faster
            drafted = {"draft": kept.hash, "revision": revision + 1, "drafted_by": by, "drafted": now}
            connection.execute(update(tables.cases).where(_cases.id == case_id).values(**drafted))
            if before is not None:
                _drop_unused(connection, before.draft)
            record(connection, now, by, Action.DRAFT_SAVED, f"case:{case_id}", {"revision": revision + 1})

        self.database.write(work)
        return self.entry(case_id)

    def discard_draft(self, case_id: str, revision: int, by: int | None, now: datetime) -> None:
        """Go back to what is published; a case that never was is gone. Raises NoSuchCase, DraftChanged."""

        def work(connection: Connection) -> None:
            before = _locked(connection, case_id)
            if before.revision != revision:
                raise DraftChanged
            if before.versions:
                connection.execute(_without_draft(case_id))
            else:
                connection.execute(delete(tables.cases).where(_cases.id == case_id))
            _drop_unused(connection, before.draft)
            record(connection, now, by, Action.DRAFT_DISCARDED, f"case:{case_id}")

        self.database.write(work)

    def publish(
        self, case_id: str, by: int | None, now: datetime, note: str = "", revision: int | None = None
    ) -> PublishedVersion:
        """Make the draft the version that trainees play; `revision` is the one that was looked at.

        Raises NoSuchCase, NothingToPublish, CaseHasErrors, DraftChanged, UnusableText.
        """
        note = short_text(note, MOST_NOTE)
        entry = self.entry(case_id)
        if entry.draft is None or entry.draft == entry.bundle:
            raise NothingToPublish
        if revision is not None and revision != entry.revision:
            raise DraftChanged
        files = self.files(entry.draft)
        problems, _ = examined(files, case_id)
        if errors(problems) or case_id_of(files) != case_id:
            raise CaseHasErrors(problems)

        def work(connection: Connection) -> PublishedVersion:
            before = _locked(connection, case_id)
            if before.revision != entry.revision or before.draft is None:
                raise DraftChanged
            version = _add_version(connection, before, before.draft, note, by, now)
            connection.execute(_without_draft(case_id).values(published=version.number))
            detail = {"version": version.number, "note": note}
            record(connection, now, by, Action.CASE_PUBLISHED, f"case:{case_id}", detail)
            return version

        return self.database.write(work)

    def withdraw(self, case_id: str, by: int | None, now: datetime) -> None:
        """Let nobody begin a case any more; who is at it can end it. Raises NoSuchCase."""

        def work(connection: Connection) -> None:
            before = _locked(connection, case_id)
            if before.published is not None:
                connection.execute(update(tables.cases).where(_cases.id == case_id).values(published=None))
                detail = {"version": before.published}
                record(connection, now, by, Action.CASE_WITHDRAWN, f"case:{case_id}", detail)

        self.database.write(work)

    def add_bundled(self, scenarios: Path, now: datetime) -> list[str]:
        """Bring in the cases of a folder that are new or have changed; their ids.

        A case that a trainer has changed or published since is the trainer's, and is left alone.
        """
        bank = scenarios / POLICIES
        policies = {f"{POLICIES}/{file.name}": file.read_bytes() for file in sorted(bank.glob("*.yaml"))}
        found = {
            folder.name: PackedFiles(with_quoted(read_folder(folder), policies))
            for folder in sorted(scenarios.iterdir())
            if (folder / CASE_FILE).is_file() and is_case_id(folder.name)
        }

        def work(connection: Connection) -> list[str]:
            return [case_id for case_id, kept in found.items() if _bring_in(connection, case_id, kept, now)]

        return self.database.write(work)

    def _entries(self, query: Select[Any]) -> list[CaseEntry]:
        with self.database.read() as connection:
            return _entries(connection, query)


def _entries(connection: Connection, query: Select[Any]) -> list[CaseEntry]:
    """The cases that a query of `cases` finds, with their versions."""
    rows = connection.execute(query).mappings().all()
    wanted = select(tables.versions).order_by(_versions.case, _versions.number)
    if len(rows) == 1:
        wanted = wanted.where(_versions.case == rows[0]["id"])
    versions: dict[str, list[PublishedVersion]] = {row["id"]: [] for row in rows}
    for row in connection.execute(wanted).mappings():
        version = PublishedVersion(row["number"], row["bundle"], row["note"], row["by"], row["at"])
        versions.setdefault(row["case"], []).append(version)
    return [CaseEntry(**row, versions=tuple(versions[row["id"]])) for row in rows]


def _locked(connection: Connection, case_id: str) -> CaseEntry:
    """The case of this id, which nobody else changes before the end of the transaction."""
    if not is_case_id(case_id):
        raise NoSuchCase(case_id)
    found = _entries(connection, select(tables.cases).where(_cases.id == case_id).with_for_update())
    if not found:
        raise NoSuchCase(case_id)
    return found[0]


def _without_draft(case_id: str) -> Update:
    """Discard the draft; somebody who still has it open learns that when they save it."""
    gone = {"draft": None, "drafted_by": None, "drafted": None, "revision": _cases.revision + 1}
    return update(tables.cases).where(_cases.id == case_id).values(**gone)


def _add_version(
    connection: Connection, entry: CaseEntry, bundle: str, note: str, by: int | None, now: datetime
) -> PublishedVersion:
    number = entry.versions[-1].number + 1 if entry.versions else 1
    row = {"case": entry.id, "number": number, "bundle": bundle, "note": note, "by": by, "at": now}
    connection.execute(insert(tables.versions).values(**row))
    return PublishedVersion(number, bundle, note, by, now)


def _bring_in(connection: Connection, case_id: str, kept: PackedFiles, now: datetime) -> bool:
    """Add a bundled case, or a new version of it; whether there was anything to add."""
    insert_new(connection, tables.cases, {"id": case_id, "revision": 0})
    entry = _locked(connection, case_id)
    latest = entry.versions[-1] if entry.versions else None
    if entry.draft is not None or (latest and (latest.note != BUNDLED or latest.bundle == kept.hash)):
        return False
    kept.put(connection, now)
    version = _add_version(connection, entry, kept.hash, BUNDLED, None, now)
    if latest is None or entry.published is not None:  # one that was withdrawn stays so
        connection.execute(update(tables.cases).where(_cases.id == case_id).values(published=version.number))
    record(connection, now, None, Action.CASE_BUNDLED, f"case:{case_id}", {"version": version.number})
    return True


def _drop_unused(connection: Connection, bundle: str | None) -> None:
    """Forget the files of a draft that nobody has played or published: each save would leave some behind."""
    drop_unused(connection, bundle, _cases.draft, _versions.bundle, tables.attempts.c.bundle)
