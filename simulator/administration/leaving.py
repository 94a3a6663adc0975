"""What remains of somebody whose account is deleted: every figure, and nothing that says whose it was.

A stand-in without a name takes the place of the account. It keeps what figures are worked out from, attempts,
sittings, estimates and shares of a target apart from other people's, so no figure changes.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from simulator.database import tables
from simulator.database.audit import Action, forget, record
from simulator.database.recent import changed
from simulator.exam.storage.nameless import make_nameless, typed_questions
from simulator.people.storage.people import (
    People,
    person_in,
    replaced_by_stand_in,
    see_other_administrator,
)
from simulator.practice.storage.attempts import anonymised


def delete_person(people: People, person: int, by: int | None, now: datetime) -> None:
    """Delete an account and all that says whose it was. Raises NoSuchPerson, LastAdministrator."""
    typed = typed_questions(people.database, person)

    def work(connection: Connection) -> None:
        before = person_in(connection, person)
        see_other_administrator(connection, before)
        theirs = select(tables.attempts.c.id).where(tables.attempts.c.person == person)
        connection.execute(delete(tables.comments).where(tables.comments.c.attempt.in_(theirs)))
        stand_in = replaced_by_stand_in(connection, before, now)
        make_nameless(connection, person, stand_in, anonymised(connection, person, stand_in), typed, now)
        shares = update(tables.shares).where(tables.shares.c.person == person)
        connection.execute(shares.values(person=stand_in))
        forget(connection, f"person:{person}")
        record(connection, now, by, Action.PERSON_DELETED, f"person:{person}")
        connection.execute(delete(tables.people).where(tables.people.c.id == person))

    people.database.write(work)
    changed()
    people.database.erase_traces()
