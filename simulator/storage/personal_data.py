"""Everything that is kept about one person, for that person."""

from typing import Any

from sqlalchemy import Connection, Select, Table, select

from simulator.training.people import Person

from .database import Database
from .tables import (
    assignments,
    attempts,
    audit,
    comments,
    findings,
    moves,
    people,
    sessions,
    shares,
    teams,
    tokens,
)

FORMAT = 1


def personal_data(database: Database, person: Person) -> dict[str, Any]:
    """What is kept about somebody, as data for JSON; secrets are left out, and what belongs to others.

    Of an attempt under way, what its trainee is not to know before its end is left out too.
    """
    with database.read() as connection:
        return {"winwin": FORMAT} | _data(connection, person)


def _data(connection: Connection, person: Person) -> dict[str, Any]:
    def rows(table: Table, *leave_out: str, **where: object) -> list[dict[str, Any]]:
        columns = [column for column in table.columns if column.name not in leave_out]
        found: Select[Any] = select(*columns).filter_by(**where)
        if len(table.primary_key.columns):
            found = found.order_by(*table.primary_key.columns)
        return [_plain(row) for row in connection.execute(found).mappings()]

    (account,) = rows(people, "password", id=person.id)
    done_by, done_to = rows(audit, person=person.id), rows(audit, subject=f"person:{person.id}")
    team = select(teams.c.name).where(teams.c.id == person.team)
    mine = rows(attempts, "person", person=person.id)
    for attempt in mine:
        left_out = ["attempt", "number", "key"]
        if attempt["finished"] is None:
            # who is on the line is told at the end; and an author's ids often say what a move is worth
            attempt |= {"persona": None, "seed": None}
            left_out.append("move")
        attempt["entries"] = rows(moves, *left_out, attempt=attempt["id"])
        attempt["comments"] = rows(comments, "attempt", attempt=attempt["id"])
        attempt["findings"] = next((row["data"] for row in rows(findings, attempt=attempt["id"])), None)
    return {
        "account": account | {"team": connection.execute(team).scalar()},
        "attempts": mine,
        "assignments": rows(assignments, person=person.id),
        "shares": rows(shares, "person", person=person.id),
        "comments": rows(comments, by=person.id),
        "sessions": rows(sessions, "hash", "csrf", "person", person=person.id),
        "tokens": rows(tokens, "hash", "person", person=person.id),
        "audit": list({row["id"]: row for row in done_by + done_to}.values()),
    }


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON knows it: moments and days in ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
