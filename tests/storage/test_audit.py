"""The audit log: every change is in it, with the change or not at all."""

import pytest

from simulator.storage.audit import Action, Audit, Entry, record
from simulator.storage.database import Database
from simulator.storage.people import NameTaken, People
from simulator.training.people import Role

from .desk import DAY, NOW, somebody


def test_entries_come_latest_first_page_by_page(database: Database) -> None:
    """An administrator would not find what happened last, or see a line twice."""
    person = somebody(database)
    for number in range(7):
        database.write(
            lambda connection, number=number: record(
                connection, NOW + number * DAY, person.id, Action.TEAM_ADDED, f"team:{number}", {"n": number}
            )
        )
    audit = Audit(database)
    first = audit.entries(limit=3)
    second = audit.entries(before=first[-1].id, limit=3)
    assert [entry.subject for entry in first + second] == [f"team:{number}" for number in range(6, 0, -1)]
    assert first[0] == Entry(first[0].id, NOW + 6 * DAY, person.id, "team-added", "team:6", {"n": 6})
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
