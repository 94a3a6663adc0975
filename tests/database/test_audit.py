"""The audit log: every change is in it, with the change or not at all."""

import threading
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from simulator.administration.leaving import delete_person
from simulator.database import tables
from simulator.database.audit import Action, Audit, AuditEntry, record
from simulator.database.database import Database
from simulator.people.person import Role
from simulator.people.storage.people import NameTaken, People

from .desk import DAY, NOW, somebody


def test_entries_come_latest_first_page_by_page(database: Database) -> None:
    """An administrator would not find what happened last, or see a line twice."""
    person = somebody(database)

    def write(number: int) -> None:
        at, subject = NOW + number * DAY, f"team:{number}"
        database.write(
            lambda connection: record(connection, at, person.id, Action.TEAM_ADDED, subject, {"n": number})
        )

    for number in range(7):
        write(number)
    audit = Audit(database)
    first = audit.entries(limit=3)
    second = audit.entries(before=first[-1].id, limit=3)
    assert [entry.subject for entry in first + second] == [f"team:{number}" for number in range(6, 0, -1)]
    latest = first[0]
    assert latest == AuditEntry(
        latest.id, NOW + 6 * DAY, person.id, "team-added", "team:6", {"n": 6}, latest.hash
    )
    assert [entry.subject for entry in audit.entries(before=second[-1].id)] == [
        "team:0",
        f"person:{person.id}",
    ]


def test_entries_can_be_sought(database: Database) -> None:
    """Who changed an account would be lost among everything else."""
    boss, person = somebody(database, "boss", Role.ADMIN), somebody(database)
    People(database).change(person.id, boss.id, NOW, shown="Li Wei")
    People(database).add_team("A", by=boss.id, now=NOW)
    audit = Audit(database)
    assert [entry.action for entry in audit.entries(person=boss.id)] == ["team-added", "person-changed"]
    assert [entry.subject for entry in audit.entries(action=Action.TEAM_ADDED)] == ["team:1"]
    assert [entry.action for entry in audit.entries(subject=f"person:{person.id}")] == [
        "person-changed",
        "person-added",
    ]


def test_refused_change_is_not_in_the_log(database: Database) -> None:
    """The log would tell of what never happened."""
    somebody(database)
    before = Audit(database).entries()
    with pytest.raises(NameTaken):
        People(database).add("li", "Li", Role.TRAINEE, by=None, now=NOW)
    assert Audit(database).entries() == before


def some(database: Database, count: int = 5) -> list[AuditEntry]:
    """Write some entries; gives them, the first first."""

    def write(number: int) -> None:
        subject = f"team:{number}"
        detail: dict[Any, Any] = {"n": number, 10: 1, 9: (1, 2), "名": None, "share": 0.1}
        database.write(lambda connection: record(connection, NOW, None, Action.TEAM_ADDED, subject, detail))

    for number in range(count):
        write(number)
    return Audit(database).entries()[::-1]


def changed(database: Database, statement: Any) -> None:
    """Do what somebody with access to the database could do."""
    database.write(lambda connection: connection.execute(statement))


def test_log_as_it_was_written_is_unbroken(database: Database) -> None:
    """Every check would cry wolf."""
    audit = Audit(database)
    assert audit.verify() is None
    entries = some(database)
    assert audit.verify() is None
    assert len({entry.hash for entry in entries}) == 5
    assert (audit.has(entries[2].hash), audit.has("0" * 64)) == (True, False)


def test_changed_entry_is_found(database: Database) -> None:
    """Somebody with access to the database could put the blame on others."""
    entry = some(database)[2]
    this = tables.audit.c.id == entry.id
    with database.read() as connection:
        before = dict(connection.execute(select(tables.audit).where(this)).mappings().one())
    changes: list[dict[str, Any]] = [
        {"at": NOW + DAY},
        {"person": 7},
        {"action": "team-deleted"},
        {"subject": "team:9"},
        {"detail": {"n": 3}},
        {"detail": {}, "salt": None},
        {"digest": "0" * 64},
        {"hash": "0" * 64},
    ]
    for values in changes:
        changed(database, update(tables.audit).where(this).values(**values))
        broken = Audit(database).verify()
        assert broken is not None
        assert broken.id == entry.id
        changed(database, update(tables.audit).where(this).values(**before))
        assert Audit(database).verify() is None


def test_missing_entry_is_found(database: Database) -> None:
    """What somebody did could be made undone."""
    entries = some(database)
    for place in (2, 0):
        changed(database, delete(tables.audit).where(tables.audit.c.id == entries[place].id))
        assert Audit(database).verify() == entries[place + 1]


def test_entry_put_in_is_found(database: Database) -> None:
    """Something could be said to have been done that never was."""
    entries = some(database)
    with database.read() as connection:
        row = dict(
            connection.execute(select(tables.audit).order_by(tables.audit.c.id)).mappings().first() or {}
        )
    changed(database, insert(tables.audit).values(**row | {"id": entries[-1].id + 1}))
    broken = Audit(database).verify()
    assert broken is not None
    assert broken.id == entries[-1].id + 1


def test_log_cut_off_is_seen_by_a_noted_hash(database: Database) -> None:
    """The latest entries could be taken away, and nobody would see it."""
    entries = some(database)
    noted = entries[-1].hash
    changed(database, delete(tables.audit).where(tables.audit.c.id >= entries[3].id))
    assert Audit(database).verify() is None
    assert not Audit(database).has(noted)


def test_deleted_person_leaves_the_log_unbroken(database: Database) -> None:
    """A desk would have to choose between people's right to be forgotten and its log."""
    people = People(database)
    boss, person = somebody(database, "boss", Role.ADMIN), somebody(database, "wang-xiaoming", Role.TRAINER)
    people.change(person.id, boss.id, NOW, shown="Xiaoming")
    people.add_team("A", by=person.id, now=NOW)
    delete_person(people, person.id, boss.id, NOW)
    some(database)
    audit = Audit(database)
    assert audit.verify() is None
    assert "iaoming" not in str(audit.entries())
    assert [entry.action for entry in audit.entries(person=person.id)] == ["team-added"]


def test_two_processes_write_one_chain(database: Database, database_url: str) -> None:
    """With two workers, the log would look changed although nobody has changed it."""
    with Database.open(database_url) as other:

        def add(one: Database, subject: str) -> None:
            one.submit(lambda connection: record(connection, NOW, None, Action.TEAM_ADDED, subject)).result()

        def write(one: Database) -> None:
            for number in range(15):
                add(one, f"team:{number}")

        threads = [threading.Thread(target=write, args=(one,)) for one in (database, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(Audit(database).entries(limit=100)) == 60
    assert Audit(database).verify() is None


def test_long_log_is_checked_to_its_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change behind the first thousand entries would not be found."""
    monkeypatch.setattr("simulator.database.audit._ROWS", 2)
    entries = some(database)
    assert Audit(database).verify() is None
    changed(database, update(tables.audit).where(tables.audit.c.id == entries[4].id).values(subject="x"))
    broken = Audit(database).verify()
    assert broken is not None
    assert broken.id == entries[4].id
