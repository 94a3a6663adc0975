"""Assignments: a case that a person, or a whole team, is to practise, perhaps by a day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, true

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, is_id
from simulator.library.bundles import is_case_id
from simulator.library.unpacking import NoSuchCase
from simulator.people.person import Person
from simulator.people.storage.people import person_in, team_in
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import short_text

MOST_NOTE = 1000  # characters

_column = tables.assignments.c


class NoSuchAssignment(Refusal):
    """There is no assignment of this id."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such assignment; it may have been withdrawn."))


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case assigned to a person or to a team: one of the two is None. `due` is the last day for it."""

    id: int
    case: str
    person: int | None
    team: int | None
    due: date | None
    note: str
    by: int | None
    at: datetime


class Assignments:
    """The assignments in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self,
        case: str,
        *,
        person: int | None = None,
        team: int | None = None,
        due: date | None = None,
        note: str = "",
        by: int | None,
        now: datetime,
    ) -> Assignment:
        """Assign a published case to a person or a team, not to both.

        Raises NoSuchCase, NoSuchPerson, NoSuchTeam, UnusableText.
        """
        if (person is None) == (team is None):
            raise ValueError("an assignment is for a person or for a team")
        row = {"case": case, "person": person, "team": team, "due": due, "by": by, "at": now}
        row["note"] = short_text(note, MOST_NOTE)

        def work(connection: Connection) -> Assignment:
            cases = tables.cases.c
            published = select(cases.published).where(cases.id == case)
            if not is_case_id(case) or connection.scalar(published) is None:
                raise NoSuchCase(case)
            if person is not None:
                person_in(connection, person)
            if team is not None:
                team_in(connection, team)
            number = connection.execute(
                insert(tables.assignments).values(**row).returning(_column.id)
            ).scalar_one()
            detail = {"person": person, "team": team, "due": due and due.isoformat()}
            record(connection, now, by, Action.CASE_ASSIGNED, f"case:{case}", detail)
            return _assignment_in(connection, number)

        return self.database.write(work)

    def find(self, assignment: int) -> Assignment:
        """The assignment of this id. Raises NoSuchAssignment."""
        with self.database.read() as connection:
            return _assignment_in(connection, assignment)

    def withdraw(self, assignment: int, by: int | None, now: datetime) -> None:
        """Take an assignment back. Raises NoSuchAssignment."""

        def work(connection: Connection) -> None:
            found = _assignment_in(connection, assignment)
            connection.execute(delete(tables.assignments).where(_column.id == assignment))
            detail = {"person": found.person, "team": found.team}
            record(connection, now, by, Action.ASSIGNMENT_WITHDRAWN, f"case:{found.case}", detail)

        self.database.write(work)

    def for_person(self, person: Person) -> list[Assignment]:
        """What is assigned to somebody, alone or with the team: what is due soonest first."""
        theirs = _column.person == person.id
        return self._found(theirs if person.team is None else theirs | (_column.team == person.team))

    def all(self, team: int | None = None) -> list[Assignment]:
        """All assignments, or those to a team and to its people: what is due soonest first."""
        if team is None:
            return self._found(true())
        people = tables.people.c
        members = select(people.id).where(people.team == team)
        return self._found((_column.team == team) | _column.person.in_(members))

    def _found(self, condition: ColumnElement[bool]) -> list[Assignment]:
        # databases differ in where they put None
        soonest = (_column.due.is_(None), _column.due, _column.id)
        query = select(tables.assignments).where(condition).order_by(*soonest)
        with self.database.read() as connection:
            return [Assignment(**row) for row in connection.execute(query).mappings()]


def _assignment_in(connection: Connection, number: int) -> Assignment:
    if not is_id(number):
        raise NoSuchAssignment
    query = select(tables.assignments).where(_column.id == number)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NoSuchAssignment
    return Assignment(**row)
