"""Comments: what a trainer or a team lead writes beside a move of somebody's attempt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database
from simulator.database.inserting import is_id
from simulator.practice.store import NoSuchAttempt
from simulator.text.message import Message
from simulator.text.refusal import Kind, Refusal
from simulator.text.typed_text import short_text

MOST_TEXT = 4000  # characters

_column = tables.comments.c


class NoSuchComment(Refusal):
    """There is no comment of this id by this person."""

    kind = Kind.ABSENT

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
