"""The audit log: who changed what, and when. An entry is written with the change, in one transaction.

The entries are a chain: whoever changes one in the database breaks it, and `Audit.verify` finds where.

Whoever changes, adds or takes out an entry in the database would have to write all later ones anew. How an
entry is hashed never changes: what was written by an older version has to be found unbroken by a newer one.

A detail may hold the name of somebody who has the right to have it deleted. So the chain covers a digest of
the detail, with a salt; when the detail goes, the salt goes with it, and nobody can find out by trying names.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from . import tables
from .database import Database
from .tables import milliseconds

START = ""
"""Used in place of the hash before the first entry."""


def new_salt() -> str:
    """A salt for the digest of one detail."""
    return secrets.token_hex(16)


def detail_digest(salt: str, detail: Mapping[str, Any]) -> str:
    """The SHA-256 of a detail, as data from JSON."""
    return _sha256(salt + json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def entry_hash(before: str, moment: int, person: int | None, action: str, subject: str, digest: str) -> str:
    """The SHA-256 of an entry behind the one with the hash `before`; `moment` is in milliseconds."""
    return _sha256(json.dumps([before, moment, person, action, subject, digest], separators=(",", ":")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_LOCK = 0x6C6F67  # “log”: one process at a time adds to the chain in a PostgreSQL database
_ROWS = 1_000


class Action(Enum):
    """What can be done that is written down. The subject is `person:3`, `team:1`, `case:id` or the like."""

    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    """Detail: what was changed, each as [before, after]."""
    PERSON_ACTIVATED = "person-activated"
    PERSON_DEACTIVATED = "person-deactivated"
    PERSON_DELETED = "person-deleted"
    TEAM_ADDED = "team-added"
    TEAM_CHANGED = "team-changed"
    TEAM_DELETED = "team-deleted"
    LINK_MADE = "link-made"
    """A one-time link; detail: its purpose."""
    PASSWORD_SET = "password-set"
    """By the person, signed in or with a one-time link."""
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    DRAFT_SAVED = "draft-saved"
    DRAFT_DISCARDED = "draft-discarded"
    CASE_PUBLISHED = "case-published"
    CASE_WITHDRAWN = "case-withdrawn"
    CASE_BUNDLED = "case-bundled"
    """A case that came with the program was added or renewed, by nobody."""
    CASE_ASSIGNED = "case-assigned"
    ASSIGNMENT_WITHDRAWN = "assignment-withdrawn"
    COMMENT_DELETED = "comment-deleted"
    TARGET_SET = "target-set"
    SHARE_SET = "share-set"
    SETTINGS_CHANGED = "settings-changed"
    BANK_PUBLISHED = "bank-published"
    """The policies and questions of the desk, subject `bank:` and the number of the version."""
    BANK_BUNDLED = "bank-bundled"
    BANK_DRAFT_SAVED = "bank-draft-saved"
    BANK_DRAFT_DISCARDED = "bank-draft-discarded"
    QUESTIONS_APPROVED = "questions-approved"
    """Imported ones, by somebody other than who imported them; detail: which."""
    EXAM_ADDED = "exam-added"
    EXAM_CHANGED = "exam-changed"
    """Detail: what was changed, each as [before, after]."""
    EXAM_SET = "exam-set"
    """Its papers and examinees were fixed."""
    EXAM_UNSET = "exam-unset"
    EXAM_RELEASED = "exam-released"
    EXAM_DELETED = "exam-deleted"
    EXTRA_TIME = "extra-time"
    """The subject is the person; so is that of the following three. The reason goes with the account."""
    SITTING_PAUSED = "sitting-paused"
    SITTING_RESUMED = "sitting-resumed"
    EXAM_DECIDED = "exam-decided"
    """Whether somebody near the pass mark has passed."""
    QUESTION_VOIDED = "question-voided"
    QUESTION_REKEYED = "question-rekeyed"
    RULING_WITHDRAWN = "ruling-withdrawn"
    ESTIMATE_SET = "estimate-set"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the log. `person` is who did it, by id, also of a deleted account; None is the program."""

    id: int
    at: datetime
    person: int | None
    action: str
    """The value of an `Action`, or one that an older or newer version wrote."""
    subject: str
    detail: Mapping[str, Any]
    hash: str
    """Of this entry and all before it."""


_ENTRY = [tables.audit.c[name] for name in ("id", "at", "person", "action", "subject", "detail", "hash")]


def record(
    connection: Connection,
    now: datetime,
    by: int | None,
    action: Action,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write an entry in the transaction of the change that it records."""
    record_all(connection, now, by, action, [(subject, detail or {})])


def record_all(
    connection: Connection,
    now: datetime,
    by: int | None,
    action: Action,
    changes: Sequence[tuple[str, Mapping[str, Any]]],
) -> None:
    """Write an entry for each of several changes of one kind, given by subject and detail."""
    if connection.dialect.name == "postgresql":  # until the end of the transaction; SQLite has one writer
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    column = tables.audit.c
    before = connection.scalar(select(column.hash).order_by(column.id.desc()).limit(1)) or START
    rows = []
    for subject, detail in changes:
        told = json.loads(json.dumps(detail))  # as it will be read: a tuple is a list there
        salt = new_salt()
        digest = detail_digest(salt, told)
        before = entry_hash(before, milliseconds(now), by, action.value, subject, digest)
        entry = {"at": now, "person": by, "action": action.value, "subject": subject, "detail": told}
        rows.append(entry | {"salt": salt, "digest": digest, "hash": before})
    if rows:
        connection.execute(insert(tables.audit), rows)


def forget(connection: Connection, subject: str) -> None:
    """Take the details out of all entries about a subject: they may hold the name of a deleted person."""
    nothing: dict[str, Any] = {"detail": {}, "salt": None}
    connection.execute(update(tables.audit).where(tables.audit.c.subject == subject).values(**nothing))


class Audit:
    """The log, for reading."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def entries(
        self,
        before: int | None = None,
        limit: int = 50,
        person: int | None = None,
        action: Action | None = None,
        subject: str | None = None,
    ) -> list[AuditEntry]:
        """The latest entries first; `before` is the id of the last one on the page before."""
        column = tables.audit.c
        query = select(*_ENTRY).order_by(column.id.desc()).limit(limit)
        if before is not None:
            query = query.where(column.id < before)
        if person is not None:
            query = query.where(column.person == person)
        if action is not None:
            query = query.where(column.action == action.value)
        if subject is not None:
            query = query.where(column.subject == subject)
        with self.database.read() as connection:
            return [AuditEntry(**row) for row in connection.execute(query).mappings()]

    def has(self, noted: str) -> bool:
        """Whether there is an entry of this hash."""
        with self.database.read() as connection:
            column = tables.audit.c
            return connection.scalar(select(column.id).where(column.hash == noted).limit(1)) is not None

    def verify(self) -> AuditEntry | None:
        """The first entry that is not as it was written, or that does not follow the one before it.

        None where all is well. That the latest entries were cut off cannot be seen here: compare the last
        hash with one that was noted before.
        """
        column = tables.audit.c
        before, last = START, 0
        deleted = select(column.subject).where(column.action == Action.PERSON_DELETED.value)
        with self.database.read() as connection:
            gone = set(connection.scalars(deleted))
            while True:
                portion = select(tables.audit).where(column.id > last).order_by(column.id).limit(_ROWS)
                rows = connection.execute(portion).all()
                for row in rows:
                    if not _holds(row, before, gone):
                        return AuditEntry(*(getattr(row, part.name) for part in _ENTRY))
                    before = row.hash
                if len(rows) < _ROWS:
                    return None
                last = rows[-1].id


def _holds(row: Row[Any], before: str, gone: set[str]) -> bool:
    """Whether an entry is what was written behind the one with the hash `before`."""
    if row.salt is None:  # the detail may be missing where the account is, and nowhere else
        whole = row.detail == {} and row.subject in gone
    else:
        whole = row.digest == detail_digest(row.salt, row.detail)
    chained = entry_hash(before, milliseconds(row.at), row.person, row.action, row.subject, row.digest)
    return whole and row.hash == chained
