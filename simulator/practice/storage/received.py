"""What others have written to somebody: the comments on the own attempts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from simulator.database.database import Database
from simulator.database.tables import attempts, comments, people


@dataclass(frozen=True, slots=True)
class Received:
    """A comment on one of somebody's attempts. `by` is the name shown of who wrote it, if still there."""

    attempt: str
    """The attempt's name."""
    case: str
    move: int
    by: str | None
    at: datetime
    text: str


def received_comments(database: Database, person: int, limit: int = 5) -> list[Received]:
    """The comments that others have written on somebody's attempts, the latest first."""
    query = (
        select(
            attempts.c.name.label("attempt"),
            attempts.c.case,
            comments.c.move,
            people.c.shown.label("by"),
            comments.c.at,
            comments.c.text,
        )
        .join_from(comments, attempts)
        .outerjoin(people, comments.c.by == people.c.id)
        # what one has written oneself, while trying an answer out, is no news
        .where(attempts.c.person == person, comments.c.by.is_distinct_from(person))
        .order_by(comments.c.at.desc(), comments.c.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [Received(**row) for row in connection.execute(query).mappings()]
