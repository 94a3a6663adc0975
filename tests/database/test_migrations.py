"""A desk of an older version, brought up to date with everything that is in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from simulator.administration.leaving import delete_person
from simulator.database.audit import Audit
from simulator.database.backup import restore
from simulator.database.database import Database
from simulator.database.schema import WrongSchema, _config
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.practice.store import MoveEntry
from tools import postgresql

from .desk import NOW

ROWS: dict[str, list[dict[str, Any]]] = {
    "teams": [{"id": 1, "name": "A"}],
    "people": [
        {"id": 3, "name": "ann", "shown": "安", "role": "admin", "team": 1, "active": True, "created": 5},
        {"id": 4, "name": "bo", "shown": "Bo", "role": "trainee", "team": 1, "active": True, "created": 5},
    ],
    "bundles": [{"hash": "b" * 64, "content": b"x", "created": 5}],
    "attempts": [
        {
            "id": 2, "name": "a-1", "person": 4, "case": "parcel", "bundle": "b" * 64, "digest": "d",
            "persona": "worried", "preview": False, "started": 5000, "entries": 2, "updated": 6000,
            "finished": 6000, "verdict": "win-win", "score": 82, "critical": "[]",
        }
    ],
    "moves": [
        {"attempt": 2, "number": 1, "move": "hear", "at": 1.5, "key": "k1"},
        {"attempt": 2, "number": 2, "move": "close", "at": 2.5, "key": None},
    ],
    "comments": [{"id": 1, "attempt": 2, "move": 1, "by": 3, "at": 7000, "text": "好"}],
    "findings": [{"attempt": 2, "data": "{}"}],
}  # fmt: skip
LOG: list[dict[str, Any]] = [
    {
        "id": number,
        "at": number * 1000,
        "person": (3, None)[number % 2],
        "action": "person-changed",
        "subject": f"person:{number}",
        "detail": json.dumps({"shown": ["安", None], "n": number}),
    }
    for number in (*range(1, 1200), 2000)  # more than one portion, and with a gap
]


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Open a desk of the first version, of each kind, with something in it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/old/desk.sqlite"
    else:
        server: postgresql.Server = request.getfixturevalue("postgres")
        request.addfinalizer(lambda: server.drop("old"))  # noqa: PT021 - dropped after the test has closed it
        url = server.create("old")
    with Database.open(url) as database:
        fill(database)
        yield database


def fill(database: Database) -> None:
    """Make the tables of the first version, and put something into each that is changed by later ones."""
    with database.engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, rows in (ROWS | {"audit": LOG}).items():
            names = list(rows[0])
            columns, places = (", ".join(map(shape, names)) for shape in ('"{}"'.format, ":{}".format))
            connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})'), rows)
            if database.kind == "postgresql" and "id" in rows[0]:
                sequence = f"pg_get_serial_sequence('{table}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))"))


def test_desk_of_the_first_version_keeps_all_that_it_has(old: Database) -> None:
    """An upgrade would lose attempts, or the log; or the log would look as if somebody had changed it."""
    with pytest.raises(WrongSchema, match="winwin db upgrade"):
        old.check()
    old.upgrade()
    old.check()
    kept = Attempts(old).find("a-1")
    assert (kept.id, kept.person, kept.version, kept.sitting) == (2, 4, 2, None)
    assert kept.record.attempt.moves == ("hear", "close")
    assert kept.record.result is not None
    assert Attempts(old).findings([2]) == {2: {}}
    assert [(comment.by, comment.text) for comment in Comments(old).of(2)] == [(3, "好")]
    audit = Audit(old)
    entries = audit.entries(limit=2000)
    assert [(entry.id, entry.person, entry.detail["n"]) for entry in entries[::-1]] == [
        (row["id"], row["person"], row["id"]) for row in LOG
    ]
    assert audit.verify() is None
    # and it goes on from there
    people = People(old)
    assert Attempts(old).append(2, 2, MoveEntry(None, None, "k3"), now=NOW).result().number == 3
    people.change(4, 3, NOW, shown="Bo Lin")
    delete_person(people, 4, 3, NOW)
    assert audit.verify() is None
    stand_in = people.find(Attempts(old).summaries()[0].person or 0, stand_ins=True)
    assert (stand_in.stand_in, stand_in.team, stand_in.joined, stand_in.left) == (True, 1, None, NOW.date())


def test_backup_of_the_first_version_can_be_restored(tmp_path: Path, sqlite_url: str) -> None:
    """A backup would be worth nothing after the next update."""
    file = tmp_path / "old.sqlite"
    with Database.open(f"sqlite:///{file}") as database:
        fill(database)
    restore(sqlite_url, file, lambda done, total: None)
    with Database.open(sqlite_url) as database:
        database.check()
        assert Audit(database).verify() is None
        assert Attempts(database).find("a-1").version == 2
