"""A desk with somebody at it, for the tests of what is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from simulator.database import tables
from simulator.database.audit import Audit, AuditEntry
from simulator.database.database import Database
from simulator.people.person import Person, Role
from simulator.people.storage.passwords import put_password
from simulator.people.storage.people import People

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def somebody(
    database: Database, name: str = "li", role: Role = Role.TRAINEE, team: int | None = None
) -> Person:
    """Add an account that can sign in."""
    people = People(database)
    person = people.add(name, name.title(), role, team, by=None, now=NOW)
    database.write(lambda connection: put_password(connection, person.id, "no password"))
    return people.find(person.id)


def attempt_of(database: Database, person: int | None, name: str = "a-1", entries: int = 3) -> int:
    """Add an attempt without any moves, as if it had some."""
    row: dict[str, Any] = {
        "name": name,
        "person": person,
        "case": "late-parcel",
        "digest": "d",
        "persona": "worried",
    }
    row |= {"started": NOW, "updated": NOW, "entries": entries, "source": "/home/li/late-parcel"}

    def work(connection: Connection) -> int:
        statement = insert(tables.attempts).values(**row).returning(tables.attempts.c.id)
        return int(connection.execute(statement).scalar_one())

    return database.write(work)


def audited(database: Database, subject: str | None = None) -> list[AuditEntry]:
    """Return what the audit log says, the latest first."""
    return Audit(database).entries(subject=subject)
