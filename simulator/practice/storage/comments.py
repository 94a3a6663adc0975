"""Comments: what a trainer or a team lead writes beside a move of somebody's attempt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, is_id
from simulator.database.tables import attempts, comments, people
from simulator.people.storage.people import SHOWN
from simulator.practice.store import NoSuchAttempt
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import short_text

MOST_TEXT = 4000  # characters

_column = tables.comments.c


class NoSuchComment(Refusal):
    """There is no comment of this id by this person."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such comment of yours."))


class NoSuchMove(Refusal):
    """An attempt has no move at this place."""

    def __init__(self, move: int) -> None:
        super().__init__(Message("This attempt has no move {number}.", number=move))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. `move` is the place among the attempt's moves, from 1; `by` None for a deleted account."""

    id: int
    attempt: int
    move: int
    by: int | None
    at: datetime
    text: str


class Comments:
    """The comments in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, attempt: int, move: int, by: int, text: str, now: datetime) -> Comment:
        """Comment on a move. Raises NoSuchAttempt, NoSuchMove, UnusableText."""
        text = short_text(text, MOST_TEXT, empty=False)
        row = {"attempt": attempt, "move": move, "by": by, "at": now, "text": text}

        def work(connection: Connection) -> Comment:
            attempts = tables.attempts.c
            entries = select(attempts.entries).where(attempts.id == attempt)
            count = connection.scalar(entries) if is_id(attempt) else None
            if count is None:
                raise NoSuchAttempt(Message("There is no attempt “{name}”.", name=attempt))
            if not 1 <= move <= count:
                raise NoSuchMove(move)
            statement = insert(tables.comments).values(**row).returning(_column.id)
            return Comment(connection.execute(statement).scalar_one(), attempt, move, by, now, text)

        return self.database.write(work)

    def of(self, attempt: int) -> list[Comment]:
        """The comments on an attempt, in the order of its moves."""
        query = select(tables.comments).where(_column.attempt == attempt).order_by(_column.move, _column.id)
        with self.database.read() as connection:
            return [Comment(**row) for row in connection.execute(query).mappings()]

    def delete(self, comment: int, by: int, now: datetime) -> None:
        """Delete a comment of one's own. Raises NoSuchComment."""

        def work(connection: Connection) -> None:
            own = (_column.id == comment) & (_column.by == by)
            attempt = connection.scalar(select(_column.attempt).where(own)) if is_id(comment) else None
            if attempt is None:
                raise NoSuchComment
            connection.execute(delete(tables.comments).where(own))
            record(connection, now, by, Action.COMMENT_DELETED, f"attempt:{attempt}")

        self.database.write(work)


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
            SHOWN.label("by"),
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
