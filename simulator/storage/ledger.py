"""The statements that run at every move, in each driver's own words.

They go to the driver directly, because SQLAlchemy would take longer to pass them on than SQLite takes to do
them. Everything else goes through SQLAlchemy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulator.training.store import Entry


class Line(NamedTuple):
    """An entry to add behind the entry `after` of an attempt, at a moment in milliseconds."""

    attempt: int
    after: int
    entry: Entry
    moment: int
    outcome: tuple[int | None, str | None, int | None, str | None] = (None, None, None, None)
    """What the attempt has come to: the columns finished, verdict, score and critical."""


@dataclass(frozen=True, slots=True)
class Statements:
    """How a driver does it. Parameters are in order of mention."""

    append: Callable[[Any, Line], bool]
    """Add a line; says whether it was added."""
    entries: str
    """The entries of (attempt) behind (number)."""
    by_key: str
    """The number and move of (attempt) under (key)."""
    exists: str
    """Whether there is (attempt)."""
    append_all: Callable[[Any, Sequence[Line]], set[int]] | None = None
    """Add lines of different attempts in one go, if that is faster; gives the attempts that took theirs."""


# An entry is added only where the attempt has come as far as its writer believed. What stands in the way
# (the number taken, the key used) adds nothing, without an error: that would void a whole transaction.
_SQLITE_INSERT = """
    INSERT INTO moves (attempt, number, move, at, key)
    SELECT id, ?, ?, ?, ? FROM attempts WHERE id = ? AND entries = ?
    ON CONFLICT DO NOTHING"""
_SQLITE_UPDATE = """
    UPDATE attempts SET entries = ?, updated = ?, finished = ?, verdict = ?, score = ?, critical = ?
    WHERE id = ?"""

# One statement for all, as each would be a journey to the server and back; in the order of the attempts, so
# that two processes never wait for each other.
_POSTGRESQL_APPEND = """
    WITH new AS (
        SELECT * FROM unnest(
            %s::integer[], %s::integer[], %s::text[], %s::float8[], %s::text[],
            %s::bigint[], %s::bigint[], %s::text[], %s::integer[], %s::text[]
        ) AS line (attempt, after, move, at, key, moment, finished, verdict, score, critical)
    ), added AS (
        INSERT INTO moves (attempt, number, move, at, key)
        SELECT new.attempt, new.after + 1, new.move, new.at, new.key
        FROM new JOIN attempts ON attempts.id = new.attempt AND attempts.entries = new.after
        ORDER BY new.attempt
        ON CONFLICT DO NOTHING
        RETURNING attempt
    )
    UPDATE attempts SET
        entries = new.after + 1, updated = new.moment, finished = new.finished, verdict = new.verdict,
        score = new.score, critical = new.critical::json
    FROM new JOIN added ON added.attempt = new.attempt
    WHERE attempts.id = new.attempt
    RETURNING attempts.id"""


def _append_sqlite(driver: Any, line: Line) -> bool:
    attempt, after, entry, moment, outcome = line
    number = after + 1
    added = driver.execute(_SQLITE_INSERT, (number, entry.move, entry.at, entry.key, attempt, after))
    if added.rowcount != 1:
        return False
    driver.execute(_SQLITE_UPDATE, (number, moment, *outcome, attempt))
    return True


def _append_postgresql(driver: Any, line: Line) -> bool:
    return bool(_append_all_postgresql(driver, [line]))


def _append_all_postgresql(driver: Any, lines: Sequence[Line]) -> set[int]:
    rows = [
        (attempt, after, entry.move, entry.at, entry.key, moment, *outcome)
        for attempt, after, entry, moment, outcome in lines
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return {number for (number,) in driver.execute(_POSTGRESQL_APPEND, columns).fetchall()}


STATEMENTS = {
    "sqlite": Statements(
        append=_append_sqlite,
        entries="SELECT move, at, key FROM moves WHERE attempt = ? AND number > ? ORDER BY number",
        by_key="SELECT number, move FROM moves WHERE attempt = ? AND key = ?",
        exists="SELECT 1 FROM attempts WHERE id = ?",
    ),
    "postgresql": Statements(
        append=_append_postgresql,
        append_all=_append_all_postgresql,
        entries="SELECT move, at, key FROM moves WHERE attempt = %s AND number > %s ORDER BY number",
        by_key="SELECT number, move FROM moves WHERE attempt = %s AND key = %s",
        exists="SELECT 1 FROM attempts WHERE id = %s",
    ),
}
