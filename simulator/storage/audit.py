"""The audit log: who changed what, and when. An entry is written with the change, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from . import tables
from .database import Database


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `person` is the id of who did it; None for the program, or a deleted account."""

    id: int
    at: datetime
    person: int | None
    action: str
    """The value of an `Action`, or one that an older or newer version wrote."""
    subject: str
    detail: Mapping[str, Any]


def record(
    connection: Connection,
    now: datetime,
    by: int | None,
    action: Action,
    subject: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write an entry in the transaction of the change that it tells of."""
    entry = {"at": now, "person": by, "action": action.value, "subject": subject, "detail": detail or {}}
    connection.execute(insert(tables.audit).values(**entry))


def forget(connection: Connection, subject: str) -> None:
    """Take the details out of all entries about a subject: they may hold the name of a deleted person."""
    connection.execute(update(tables.audit).where(tables.audit.c.subject == subject).values(detail={}))


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
    ) -> list[Entry]:
        """The latest entries first; `before` is the id of the last one on the page before."""
        column = tables.audit.c
        query = select(tables.audit).order_by(column.id.desc()).limit(limit)
        if before is not None:
            query = query.where(column.id < before)
        if person is not None:
            query = query.where(column.person == person)
        if action is not None:
            query = query.where(column.action == action.value)
        if subject is not None:
            query = query.where(column.subject == subject)
        with self.database.read() as connection:
            return [Entry(**row) for row in connection.execute(query).mappings()]
