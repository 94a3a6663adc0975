"""Questions that came from a file, and whether a second person has approved them for exams."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, put_row
from simulator.exam.results.rulings import MOST_REASON
from simulator.people.person import Permission, roles_with
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import short_text

_imports = tables.imports.c


class OwnImport(Refusal):
    """Questions that the approver imported, where others could approve them: four eyes need two people."""

    kind = Hindrance.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            Message("You imported some of these questions yourself; somebody else has to approve them.")
        )


@dataclass(frozen=True, slots=True)
class ImportedQuestion:
    """A question that waits for approval. `by` is None once the account of who imported it was deleted."""

    question: str
    by: int | None
    at: datetime


class Imports:
    """The imported questions in a database; the questions themselves are in the bank."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, questions: Collection[str], by: int | None, now: datetime) -> None:
        """Note that questions, by id, came from a file; ones that came before wait for approval again."""

        def work(connection: Connection) -> None:
            for question in questions:
                row = {"question": question, "by": by, "at": now, "approved_by": None, "approved": None}
                put_row(connection, tables.imports, ["question"], row)

        self.database.write(work)

    def waiting(self) -> dict[str, ImportedQuestion]:
        """The questions that nobody has approved yet, the first one imported first."""
        query = select(_imports.question, _imports.by, _imports.at).where(_imports.approved.is_(None))
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(_imports.at, _imports.question)).all()
        return {row.question: ImportedQuestion(*row) for row in rows}

    def is_alone(self, person: int) -> bool:
        """Whether nobody but this person may approve anything."""
        with self.database.read() as connection:
            return _is_alone(connection, person)

    def approve(self, questions: Collection[str], by: int, now: datetime, reason: str = "") -> None:
        """Let exams ask questions; those that do not wait are left.

        Who imported them may approve them only where nobody else could, and with a reason, which is kept.
        Raises OwnImport, UnusableText, approving none.
        """

        def work(connection: Connection) -> None:
            wanted = _imports.question.in_(list(questions)), _imports.approved.is_(None)
            found = connection.execute(select(_imports.question, _imports.by).where(*wanted)).all()
            own = any(row.by == by for row in found)
            if own and not _is_alone(connection, by):
                raise OwnImport
            why = {"reason": short_text(reason, MOST_REASON, empty=False)} if own else {}
            approved = {"approved": now, "approved_by": by}
            connection.execute(update(tables.imports).where(*wanted).values(**approved))
            if found:
                detail = {"questions": sorted(row.question for row in found), **why}
                record(connection, now, by, Action.QUESTIONS_APPROVED, "bank:imported", detail)

        self.database.write(work)


def _is_alone(connection: Connection, person: int) -> bool:
    """Whether no other account that can sign in has a role that may approve."""
    people = tables.people.c
    roles = [role.value for role in roles_with(Permission.AUTHOR)]
    others = select(people.id).where(
        people.id != person, people.active, ~people.stand_in, people.password.is_not(None)
    )
    return connection.execute(others.where(people.role.in_(roles)).limit(1)).first() is None
