"""Everything that is kept about one person, for that person."""

import json
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from simulator.database.database import Database
from simulator.database.tables import (
    assignments,
    attempts,
    audit,
    bulletin_reads,
    card_answers,
    cards,
    comments,
    estimates,
    exams,
    findings,
    judges,
    moves,
    people,
    sessions,
    shares,
    sitting_entries,
    sittings,
    teams,
    tokens,
)
from simulator.exam.paper.exam import ExamState
from simulator.exam.sitting.sitting import Act
from simulator.people.person import Person

FORMAT = 1
_SECRET = {"persona": None, "seed": None, "verdict": None, "score": None, "critical": None}
_TELLING = (Act.ANSWER.value, Act.CASE.value)
"""What is done about a single question: an author's ids often say what is right."""


def personal_data(database: Database, person: Person) -> dict[str, Any]:
    """What is kept about somebody, as data for JSON; secrets are left out, and what belongs to others.

    Of an attempt under way, what its trainee is not to know before its end is left out too; of an exam whose
    results are not told, everything that may tell a key.
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

    (account,) = rows(people, "password", "stand_in", "look", id=person.id)
    log = [
        row
        for about in ({"person": person.id}, {"subject": f"person:{person.id}"})
        for row in rows(audit, "salt", "digest", "hash", **about)
    ]
    team = select(teams.c.name).where(teams.c.id == person.team)
    sat = _sat(connection, person.id)
    untold = {row.id for row in sat if row.state != ExamState.RELEASED.value}
    mine = rows(attempts, "person", person=person.id)
    for attempt in mine:
        left_out = ["attempt", "number", "key"]
        secret = attempt["sitting"] in untold
        if secret or attempt["finished"] is None:
            # who is on the line is told at the end; and an author's ids often say what a move is worth
            attempt |= _SECRET
            left_out.append("move")
        attempt["entries"] = rows(moves, *left_out, attempt=attempt["id"])
        attempt["comments"] = [] if secret else rows(comments, "attempt", attempt=attempt["id"])
        found = [] if secret else rows(findings, attempt=attempt["id"])
        attempt["findings"] = next((row["data"] for row in found), None)
    own_cards = rows(cards, "person", person=person.id)
    for card in own_cards:
        card["answers"] = rows(card_answers, "card", "key", card=card["id"])
    return {
        "account": account | {"team": connection.execute(team).scalar()},
        "attempts": mine,
        "sittings": [_sitting(row, rows(sitting_entries, "key", sitting=row.id)) for row in sat],
        "cards": own_cards,
        "bulletins": rows(bulletin_reads, "person", person=person.id),
        "estimates": _estimates(connection, person.id),
        "assignments": rows(assignments, person=person.id),
        "shares": rows(shares, "person", person=person.id),
        "comments": rows(comments, by=person.id),
        "sessions": rows(sessions, "hash", "csrf", "person", person=person.id),
        "tokens": rows(tokens, "hash", "person", person=person.id),
        "audit": list({row["id"]: row for row in log}.values()),
    }


def _sat(connection: Connection, person: int) -> list[Row[Any]]:
    """Somebody's sittings with what there is to know of their exams."""
    of_exam = (exams.c[name] for name in ("title", "desk", "day", "opens", "closes", "minutes", "state"))
    query = select(sittings, *of_exam, exams.c.forms).join_from(sittings, exams)
    return list(connection.execute(query.where(sittings.c.person == person).order_by(sittings.c.id)))


def _sitting(row: Row[Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """A sitting with its entries; of one whose results are not told, only when something was answered."""
    told = row.state == ExamState.RELEASED.value
    for entry in entries:
        data = json.loads(entry.pop("data"))
        entry["data"] = data if told or entry["act"] not in _TELLING else None
    shown = ("title", "desk", "day", "opens", "closes", "minutes", "form", "extra", "begun", "state")
    questions = [item["question"] for item in row.forms[row.form]] if told else None
    return _plain({name: getattr(row, name) for name in shown}) | {"questions": questions, "entries": entries}


def _estimates(connection: Connection, person: int) -> list[dict[str, Any]]:
    """What somebody has estimated as a judge."""
    query = select(judges.c.exam, estimates.c.question, estimates.c.share, estimates.c.at)
    query = query.join_from(estimates, judges).where(judges.c.person == person)
    return [_plain(row) for row in connection.execute(query).mappings()]


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON knows it: moments and days in ISO 8601."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
