"""The tables of the desk's database: one definition for SQLite and PostgreSQL.

Moments are kept as whole milliseconds since 1970 (UTC) and read as datetimes. A secret is kept only as its
SHA-256. What may be said twice at once is made impossible here, by primary and unique keys, not by the code.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """An aware datetime as the tables keep it."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def moment_of(count: int) -> datetime:
    """The datetime, in UTC, of what the tables keep."""
    return _EPOCH + timedelta(milliseconds=count)


class MomentColumn(TypeDecorator[datetime]):
    """An aware datetime, kept as milliseconds since 1970: the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """The milliseconds of a datetime."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The datetime of milliseconds, in UTC."""
        return None if value is None else moment_of(value)


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _person(name: str, nullable: bool = True) -> Column[int]:
    # where somebody's account is deleted, what they did stays without their name
    return Column(name, ForeignKey("people.id", ondelete="SET NULL"), nullable=nullable)


teams = Table(
    "teams",
    metadata,
    _number(),
    Column("name", String(100), nullable=False, unique=True),
    Column("lead", ForeignKey("people.id", ondelete="SET NULL", use_alter=True)),
)

people = Table(
    "people",
    metadata,
    _number(),
    Column("name", String(100), nullable=False, unique=True),  # as signed in with, in small letters
    Column("shown", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("team", ForeignKey("teams.id", ondelete="SET NULL"), index=True),
    Column("password", String(200)),  # None until an invitation was accepted
    Column("language", String(10)),
    Column("active", Boolean, nullable=False, default=True),
    Column("created", MomentColumn, nullable=False),
    Column("joined", Date),  # the team; None: before this was noted
    Column("left", Date),  # the day on which the account was locked or deleted
    # in the place of a deleted account, so that figures stay: without a name, and nobody signs in with it
    Column("stand_in", Boolean, nullable=False, default=False),
    Column("look", String(100), nullable=False, index=True),  # of `shown`: see `look_alikes`
    sqlite_autoincrement=True,  # a number in the audit log never becomes somebody else's
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created", MomentColumn, nullable=False),
    Column("expires", MomentColumn, nullable=False),
)

links = Table(  # one-time links: an invitation, a new password
    "links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("expires", MomentColumn, nullable=False),
)

tokens = Table(  # for programs: the JSON API
    "tokens",
    metadata,
    _number(),
    Column("hash", String(64), nullable=False, unique=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("created", MomentColumn, nullable=False),
    Column("expires", MomentColumn),
)

failures = Table(  # failed sign-ins, for throttling: the account tried, or the address it came from
    "failures",
    metadata,
    _number(),
    Column("whom", String(200), nullable=False),
    Column("at", MomentColumn, nullable=False),
    Index(None, "whom", "at"),
)

audit = Table(  # a chain: see `chain`
    "audit",
    metadata,
    _number(),
    Column("at", MomentColumn, nullable=False, index=True),
    # a number, and not a reference: who did it stays part of what was chained, also when the account is gone
    Column("person", Integer),
    Column("action", String(50), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("salt", String(32)),  # of the digest; None where the detail was taken out
    Column("digest", String(64), nullable=False),  # of the detail
    Column("hash", String(64), nullable=False),  # of the entry before, and of this one
)

bundles = Table(  # the files of a case as they were, by the hash of all of them
    "bundles",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("created", MomentColumn, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("published", Integer),  # the number of the version that trainees play
    Column("draft", ForeignKey("bundles.hash")),
    Column("revision", Integer, nullable=False, default=0),  # of the draft: counts its changes
    _person("drafted_by"),
    Column("drafted", MomentColumn),
)

versions = Table(
    "versions",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bundle", ForeignKey("bundles.hash"), nullable=False),
    Column("note", Text, nullable=False, default=""),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    _number(),
    Column("case", String(100), nullable=False),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("team", ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    Column("due", Date),
    Column("note", Text, nullable=False, default=""),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    _number(),
    Column("name", String(100), nullable=False, unique=True),
    _person("person"),
    Column("case", String(100), nullable=False, index=True),
    # None for a play at a terminal, of a case that was not kept
    Column("bundle", ForeignKey("bundles.hash"), index=True),
    Column("digest", String(64), nullable=False),
    Column("persona", String(100), nullable=False),
    Column("stage", String(20)),
    Column("seed", BigInteger),
    Column("language", String(10)),
    Column("source", Text),
    Column("preview", Boolean, nullable=False, default=False),  # a trainer trying the case: counts nowhere
    # made in an exam: it counts there and nowhere else
    Column("sitting", ForeignKey("sittings.id", ondelete="SET NULL"), index=True),
    Column("started", MomentColumn, nullable=False, index=True),
    Column("entries", Integer, nullable=False, default=0),  # rows in `moves`: the version of the play
    Column("updated", MomentColumn, nullable=False),
    Column("finished", MomentColumn),
    Column("verdict", String(20)),
    Column("score", Integer),
    Column("critical", JSON(none_as_null=True)),
    # when the trainee asked what would have been better, without trying again first
    Column("gave_up", MomentColumn),
    Index(None, "person", "started"),
)

moves = Table(  # append only; a reply taken back is an entry of its own, without a move
    "moves",
    metadata,
    Column("attempt", ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("move", Text),
    Column("at", Float),  # seconds since the start
    Column("key", String(64)),  # of the request that made it
    UniqueConstraint("attempt", "key"),
    sqlite_with_rowid=False,
)

findings = Table(  # what the review made of a finished attempt, worked out once
    "findings",
    metadata,
    Column("attempt", ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True),
    Column("data", JSON, nullable=False),
)

comments = Table(
    "comments",
    metadata,
    _number(),
    Column("attempt", ForeignKey("attempts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("move", Integer, nullable=False),  # the place among the attempt's moves, from 1
    _person("by"),
    Column("at", MomentColumn, nullable=False),
    Column("text", Text, nullable=False),
)

targets = Table(
    "targets",
    metadata,
    Column("team", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("month", String(7), primary_key=True),  # 2026-11
    Column("total", Integer, nullable=False),  # finished rehearsals
)

shares = Table(
    "shares",
    metadata,
    Column("team", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("amount", Integer, nullable=False),  # set by the lead; everybody else's share is worked out
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("value", JSON, nullable=False),
)

bank_versions = Table(  # the policies and questions of the desk, as they were published
    "bank_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bundle", ForeignKey("bundles.hash"), nullable=False),
    Column("note", Text, nullable=False, default=""),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
)

bank_draft = Table(  # one row at most
    "bank_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bundle", ForeignKey("bundles.hash")),
    Column("revision", Integer, nullable=False),  # counts the changes of all drafts that there ever were
    _person("by"),
    Column("at", MomentColumn),
)

imports = Table(  # questions that came from a file: exams ask them once a second person has approved them
    "imports",
    metadata,
    Column("question", String(100), primary_key=True),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
    _person("approved_by"),
    Column("approved", MomentColumn),
)

exams = Table(
    "exams",
    metadata,
    _number(),
    Column("title", String(200), nullable=False),
    Column("desk", String(100), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("bank", ForeignKey("bundles.hash"), nullable=False, index=True),
    Column("plan", JSON, nullable=False),
    Column("opens", MomentColumn, nullable=False),
    Column("closes", MomentColumn, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("pass_share", Float, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("forms", JSON, nullable=False),  # of each form its items: question, marks, reasons
    Column("state", String(20), nullable=False),
    _person("by"),
    Column("made", MomentColumn, nullable=False),
    Column("released", MomentColumn),
)

sittings = Table(  # who is to sit an exam, and how far they have come
    "sittings",
    metadata,
    _number(),
    Column("exam", ForeignKey("exams.id", ondelete="CASCADE"), nullable=False),
    _person("person"),
    Column("form", Integer, nullable=False),
    Column("extra", Integer, nullable=False, default=0),  # minutes given before it was begun
    Column("seed", BigInteger, nullable=False),
    Column("begun", MomentColumn),
    Column("entries", Integer, nullable=False, default=0),  # rows in `sitting_entries`
    UniqueConstraint("exam", "person"),
    Index(None, "person"),
)

sitting_entries = Table(  # append only
    "sitting_entries",
    metadata,
    Column("sitting", ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("act", String(20), nullable=False),
    Column("data", Text, nullable=False),  # JSON with sorted keys: a line sent again is compared as a text
    Column("at", MomentColumn, nullable=False),
    _person("by"),
    Column("key", String(64)),  # of the request that made it
    UniqueConstraint("sitting", "key"),
    sqlite_with_rowid=False,
)

rulings = Table(  # append only; the last one of a question counts
    "rulings",
    metadata,
    _number(),
    Column("exam", ForeignKey("exams.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("question", String(100), nullable=False),
    Column("void", Boolean, nullable=False),
    Column("answer", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
)

decisions = Table(  # about examinees near the pass mark; append only, the last one counts
    "decisions",
    metadata,
    _number(),
    Column("sitting", ForeignKey("sittings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("passed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    _person("by"),
    Column("at", MomentColumn, nullable=False),
)

judges = Table(  # who estimates how hard an exam's questions are
    "judges",
    metadata,
    _number(),
    Column("exam", ForeignKey("exams.id", ondelete="CASCADE"), nullable=False),
    _person("person"),
    UniqueConstraint("exam", "person"),
)

estimates = Table(
    "estimates",
    metadata,
    Column("judge", ForeignKey("judges.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(100), primary_key=True),
    Column("share", Float, nullable=False),
    Column("at", MomentColumn, nullable=False),
)

bulletin_reads = Table(
    "bulletin_reads",
    metadata,
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("bulletin", String(100), primary_key=True),
    Column("at", MomentColumn, nullable=False),
)

cards = Table(  # what somebody missed, to be asked again
    "cards",
    metadata,
    _number(),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("question", String(100), nullable=False),
    Column("asked", String(100), nullable=False),
    Column("policy", String(100), nullable=False),
    Column("version", String(100), nullable=False),
    Column("state", JSON, nullable=False),
    Column("due", Date, nullable=False),
    Column("retired", MomentColumn),
    Column("reason", JSON(none_as_null=True)),  # why it was retired, as a text and its values
    Column("made", MomentColumn, nullable=False),
    Column("exam", ForeignKey("exams.id", ondelete="SET NULL")),
    Index(None, "person", "due"),
)

card_answers = Table(  # append only
    "card_answers",
    metadata,
    Column("card", ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),  # of the request
    Column("right", Boolean, nullable=False),
    Column("at", MomentColumn, nullable=False),
)
