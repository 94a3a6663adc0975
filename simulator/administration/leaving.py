"""What remains of somebody whose account is deleted: nothing that says whose it was."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from simulator.database import tables
from simulator.database.audit import Action, forget, record
from simulator.database.recent import changed
from simulator.exam.storage.sittings import anonymise_sittings
from simulator.people.storage.people import People, person_in, see_other_administrator
from simulator.practice.storage.attempts import anonymised


def delete_person(people: People, person: int, by: int | None, now: datetime) -> None:
    """Delete an account and all that says whose it was. Raises NoSuchPerson, LastAdministrator.

    The moves and results of the attempts stay, for the statistics, under new names and with nobody's.
    """

    def work(connection: Connection) -> None:
        before = person_in(connection, person)
        see_other_administrator(connection, before)
        theirs = select(tables.attempts.c.id).where(tables.attempts.c.person == person)
        connection.execute(delete(tables.comments).where(tables.comments.c.attempt.in_(theirs)))
        anonymise_sittings(connection, person, anonymised(connection, person))
        forget(connection, f"person:{person}")
        record(connection, now, by, Action.PERSON_DELETED, f"person:{person}")
        connection.execute(delete(tables.people).where(tables.people.c.id == person))

    people.database.write(work)
    changed()
    people.database.erase_traces()
