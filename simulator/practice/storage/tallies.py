"""Numbers for lists, counted in the database and not by reading what is counted."""

from collections.abc import Collection

from sqlalchemy import func, select

from simulator.database import tables
from simulator.database.database import Database


def attempts_by_case(database: Database) -> dict[str, int]:
    """How many attempts there are at each case, finished or not; previews and exams do not count."""
    query = (
        select(tables.attempts.c.case, func.count())
        .where(tables.attempts.c.preview.is_(False), tables.attempts.c.sitting.is_(None))
        .group_by(tables.attempts.c.case)
    )
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def comments_by_attempt(database: Database, attempts: Collection[int]) -> dict[int, int]:
    """How many comments there are on each of these attempts, of those that have some."""
    column = tables.comments.c.attempt
    query = select(column, func.count()).where(column.in_(attempts)).group_by(column)
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
