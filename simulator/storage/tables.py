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


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as milliseconds since 1970: the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """The milliseconds of a datetime."""
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The datetime of milliseconds, in UTC."""
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


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
    Column("created", Moment, nullable=False),
    sqlite_autoincrement=True,  # a number in the audit log never becomes somebody else's
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

links = Table(  # one-time links: an invitation, a new password
    "links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("expires", Moment, nullable=False),
)

tokens = Table(  # for programs: the JSON API
    "tokens",
    metadata,
    _number(),
    Column("hash", String(64), nullable=False, unique=True),
    Column("person", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
)

failures = Table(  # failed sign-ins, for throttling: the account tried, or the address it came from
    "failures",
    metadata,
    _number(),
    Column("whom", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "whom", "at"),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    Column("at", Moment, nullable=False, index=True),
    _person("person"),
    Column("action", String(50), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
)

bundles = Table(  # the files of a case as they were, by the hash of all of them
    "bundles",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("published", Integer),  # the number of the version that trainees play
    Column("draft", ForeignKey("bundles.hash")),
    Column("revision", Integer, nullable=False, default=0),  # of the draft: counts its changes
    _person("drafted_by"),
    Column("drafted", Moment),
)

versions = Table(
    "versions",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bundle", ForeignKey("bundles.hash"), nullable=False),
    Column("note", Text, nullable=False, default=""),
    _person("by"),
    Column("at", Moment, nullable=False),
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
    Column("at", Moment, nullable=False),
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
    Column("started", Moment, nullable=False, index=True),
    Column("entries", Integer, nullable=False, default=0),  # rows in `moves`: the version of the play
    Column("updated", Moment, nullable=False),
    Column("finished", Moment),
    Column("verdict", String(20)),
    Column("score", Integer),
    Column("critical", JSON(none_as_null=True)),
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
    Column("at", Moment, nullable=False),
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
