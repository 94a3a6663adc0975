"""Accounts and teams: what an administrator does to them, and what that does to everything else."""

import dataclasses
import threading

import pytest
from sqlalchemy import select

from simulator.administration.leaving import delete_person
from simulator.database import tables
from simulator.database.database import Database
from simulator.people.lists import PersonRow
from simulator.people.person import Person, Role, Team
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import (
    CannotLead,
    LastAdministrator,
    NameTaken,
    NoSuchPerson,
    NoSuchTeam,
    People,
)
from simulator.people.storage.sessions import Sessions
from simulator.people.storage.throttle import Throttle
from simulator.people.storage.tokens import Tokens
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.comments import Comments
from simulator.text.typed_text import UnusableText, shown_name
from tests.database.desk import NOW, attempt_of, audited, somebody

HOSTILE = "<script>alert('1')</script>{{7*7}}%s' OR 1=1 --"


def test_added_person_is_found(database: Database) -> None:
    """Nobody could sign in."""
    people = People(database)
    team = people.add_team("一组", by=None, now=NOW)
    added = people.add(" Ｌi.Wei ", "李 薇", Role.TRAINEE, team.id, "zh", by=None, now=NOW)
    assert added == Person(
        added.id, "li.wei", "李 薇", Role.TRAINEE, team.id, "zh", True, True, NOW.date(), called="李 薇"
    )
    assert people.find(added.id) == added
    assert people.named("LI.WEI") == added
    assert people.named("li.we") is None
    assert people.named("\0") is None


def test_name_is_taken_however_it_is_typed(database: Database) -> None:
    """Two people would share one sign-in name."""
    people = People(database)
    people.add("straße", "A", Role.TRAINEE, by=None, now=NOW)
    with pytest.raises(NameTaken, match="“strasse” is taken"):
        people.add("STRASSE", "B", Role.TRAINEE, by=None, now=NOW)
    other = people.add("other", "B", Role.TRAINEE, by=None, now=NOW)
    with pytest.raises(NameTaken):
        people.change(other.id, None, NOW, name="ＳＴＲＡＳＳＥ")
    assert [person.name for person in people.all()] == ["straße".casefold(), "other"]


@pytest.mark.parametrize("taken", ["Lin Xiaoyu", "lin  xiaoyu", "Ｌｉｎ Xiaoyu", "Lín Xiaoyu", "LlN-XlA0YU"])
def test_sign_in_name_is_shown_where_names_look_alike(database: Database, taken: str) -> None:
    """Somebody could pass for a colleague by taking their display name, or one that looks like it."""
    people = People(database)
    lin = people.add("lin", "Lin Xiaoyu", Role.TRAINEE, by=None, now=NOW)
    bo = people.add("bo", "Bo", Role.TRAINEE, by=None, now=NOW)
    assert (lin.shown, lin.called) == ("Lin Xiaoyu", "Lin Xiaoyu")
    changed = people.change(bo.id, bo.id, NOW, shown=taken)
    assert (changed.called, changed.shown) == (shown_name(taken), f"{shown_name(taken)} (bo)")
    assert people.find(lin.id).shown == "Lin Xiaoyu (lin)"
    assert {one.shown for one in people.all()} == {"Lin Xiaoyu (lin)", changed.shown}
    delete_person(people, bo.id, None, NOW)
    assert people.find(lin.id).shown == "Lin Xiaoyu"


def test_hostile_names_are_mere_data(database: Database) -> None:
    """A name could end a statement, or be taken for a template."""
    people = People(database)
    person = people.add(HOSTILE, HOSTILE, Role.TRAINEE, by=None, now=NOW)
    assert people.find(person.id).shown == HOSTILE
    assert people.named(HOSTILE) == person


def test_added_twice_at_once_is_one_account(database: Database) -> None:
    """Two administrators adding the same person would make two, or get an error page."""
    people = People(database)
    outcomes: list[object] = []

    def add() -> None:
        try:
            outcomes.append(people.add("li", "Li", Role.TRAINEE, by=None, now=NOW))
        except NameTaken as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, Person) for outcome in outcomes) == 1
    assert len(outcomes) == 8
    assert len(people.all()) == 1


def test_change_is_kept_and_written_down(database: Database) -> None:
    """Nobody could say who made whom an administrator."""
    people = People(database)
    boss = somebody(database, "boss", Role.ADMIN)
    person = somebody(database)
    team = people.add_team("A", by=boss.id, now=NOW)
    after = people.change(person.id, boss.id, NOW, role=Role.ADMIN, team=team.id, shown="Li")
    assert after == dataclasses.replace(person, role=Role.ADMIN, team=team.id)
    entry = audited(database, f"person:{person.id}")[0]
    assert (entry.person, entry.action) == (boss.id, "person-changed")
    assert entry.detail == {"role": ["trainee", "admin"], "team": [None, team.id]}


def test_change_of_nothing_is_not_written_down(database: Database) -> None:
    """The log would fill with forms that were saved as they were."""
    people = People(database)
    person = somebody(database)
    before = audited(database)
    assert people.change(person.id, None, NOW, role=person.role, shown=person.shown) == person
    assert audited(database) == before
    people.change(person.id, person.id, NOW, language="en")
    assert people.find(person.id).language == "en"
    assert audited(database) == before


def test_who_is_not_there_is_refused(database: Database) -> None:
    """An old page would end in an error."""
    people = People(database)
    person = somebody(database)
    with pytest.raises(NoSuchPerson):
        people.find(999)
    with pytest.raises(NoSuchPerson):
        people.change(999, None, NOW, shown="x")
    with pytest.raises(NoSuchPerson):
        delete_person(people, 999, None, NOW)
    with pytest.raises(NoSuchTeam):
        people.change(person.id, None, NOW, team=999)
    with pytest.raises(NoSuchTeam):
        people.add("new", "New", Role.TRAINEE, 999, by=None, now=NOW)
    with pytest.raises(UnusableText):
        people.change(person.id, None, NOW, shown="\u202e")
    assert people.all() == [person]


def test_desk_keeps_an_administrator(database: Database) -> None:
    """Nobody could look after the desk any more."""
    people = People(database)
    boss = somebody(database, "boss", Role.ADMIN)
    people.add("invited", "Invited", Role.ADMIN, by=None, now=NOW)  # who may never come
    off = somebody(database, "off", Role.ADMIN)
    people.set_active(off.id, False, boss.id, NOW)
    with pytest.raises(LastAdministrator):
        people.set_active(boss.id, False, boss.id, NOW)
    with pytest.raises(LastAdministrator):
        people.change(boss.id, boss.id, NOW, role=Role.TRAINER)
    with pytest.raises(LastAdministrator):
        delete_person(people, boss.id, boss.id, NOW)
    people.set_active(off.id, True, boss.id, NOW)
    delete_person(people, boss.id, boss.id, NOW)
    with pytest.raises(NoSuchPerson):
        people.find(boss.id)


def test_administrators_cannot_demote_each_other_at_once(postgres_url: str) -> None:
    """Two server processes would each leave the other's administrator, and so none."""
    with Database.open(postgres_url) as one, Database.open(postgres_url) as other:
        for _ in range(5):
            names = ("first", "second")
            first, second = (People(one).named(name) or somebody(one, name, Role.ADMIN) for name in names)
            barrier = threading.Barrier(2)
            refused: list[int] = []

            def demote(
                database: Database,
                person: int,
                barrier: threading.Barrier = barrier,
                refused: list[int] = refused,
            ) -> None:
                barrier.wait()
                try:
                    People(database).change(person, None, NOW, role=Role.TRAINEE)
                except LastAdministrator:
                    refused.append(person)

            threads = [
                threading.Thread(target=demote, args=(one, second.id)),
                threading.Thread(target=demote, args=(other, first.id)),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(refused) == 1
            for person in (first, second):
                People(one).change(person.id, None, NOW, role=Role.ADMIN)


def test_deactivated_person_is_out(database: Database) -> None:
    """Somebody who has left the company could go on reading."""
    people = People(database)
    person = somebody(database)
    sessions = Sessions(database)
    new = sessions.begin(person.id, NOW)
    _, secret = Tokens(database).new(person.id, "hr", None, NOW)
    assert sessions.find(new.token, NOW) is not None
    people.set_active(person.id, False, None, NOW)
    assert sessions.find(new.token, NOW) is None
    assert Tokens(database).find(secret, NOW) is None
    assert people.all(active=False) == [dataclasses.replace(person, active=False, left=NOW.date())]
    people.set_active(person.id, True, None, NOW)
    assert people.find(person.id).left is None
    assert sessions.find(new.token, NOW) is None


def test_deleted_person_leaves_only_figures(database: Database) -> None:
    """What somebody had the right to have deleted would still be there, or the statistics would be gone."""
    people = People(database)
    boss, person = somebody(database, "boss", Role.ADMIN), somebody(database, "wang-xiaoming")
    attempt = attempt_of(database, person.id, "wang-xiaoming-1")
    Comments(database).add(attempt, 1, boss.id, "Well done, Xiaoming", NOW)
    other = attempt_of(database, boss.id, "boss-1")
    Comments(database).add(other, 1, person.id, "I would have asked", NOW)
    Sessions(database).begin(person.id, NOW)
    Tokens(database).new(person.id, "xiaoming", person.id, NOW)
    Links(database).new(person.id, Purpose.RESET, boss.id, NOW)
    Throttle(database).admit("wang-xiaoming", "10.0.0.1", NOW)
    people.change(person.id, boss.id, NOW, shown="Xiaoming")
    delete_person(people, person.id, boss.id, NOW)
    with database.read() as connection:
        kept = {
            table.name: str([tuple(row) for row in connection.execute(select(table))])
            for table in tables.metadata.sorted_tables
        }
        row = connection.execute(select(tables.attempts).where(tables.attempts.c.id == attempt)).one()
    assert [name for name, text in kept.items() if "xiaoming" in text.lower() or "/home/" in text] == [
        "attempts"
    ]
    assert (row.case, row.entries, row.source) == ("late-parcel", 3, None)
    with pytest.raises(NoSuchPerson):
        people.find(row.person)
    stand_in = people.find(row.person, stand_ins=True)
    assert (stand_in.shown, stand_in.active, stand_in.left) == ("", False, NOW.date())
    assert people.named(stand_in.name) is None
    assert people.all() == [boss]
    assert "xiaoming" not in row.name
    assert [comment.by for comment in Comments(database).of(other)] == [None]
    assert audited(database)[0].action == "person-deleted"


def test_teams(database: Database) -> None:
    """A lead would not find the own team."""
    people = People(database)
    lead, trainee = somebody(database, "lead", Role.LEAD), somebody(database)
    b = people.add_team(" B ", lead.id, by=None, now=NOW)
    a = people.add_team("A", by=None, now=NOW)
    assert people.teams() == [a, b] == [Team(a.id, "A"), Team(b.id, "B", lead.id)]
    assert people.teams_led_by(lead.id) == [b]
    with pytest.raises(NameTaken):
        people.add_team("A", by=None, now=NOW)
    with pytest.raises(NameTaken):
        people.change_team(b.id, "A", None, None, NOW)
    with pytest.raises(CannotLead, match="Li is a trainee"):
        people.change_team(a.id, "A", trainee.id, None, NOW)
    with pytest.raises(NoSuchPerson):
        people.add_team("C", 999, by=None, now=NOW)
    assert people.change_team(a.id, "C", lead.id, None, NOW) == people.team(a.id) == Team(a.id, "C", lead.id)
    people.change(lead.id, None, NOW, role=Role.TRAINEE)
    assert people.teams_led_by(lead.id) == []


def test_deleted_team_leaves_its_people(database: Database) -> None:
    """People would vanish with their team."""
    people = People(database)
    team = people.add_team("A", by=None, now=NOW)
    person = somebody(database, team=team.id)
    people.delete_team(team.id, None, NOW)
    assert people.find(person.id).team is None
    assert people.teams() == []
    with pytest.raises(NoSuchTeam):
        people.delete_team(team.id, None, NOW)
    assert Assignments(database).all() == []


def test_imported_list_is_there(database: Database) -> None:
    """Three hundred accounts would have to be typed."""
    people = People(database)
    boss, there = somebody(database, "boss", Role.ADMIN), somebody(database)
    old = people.add_team("old", boss.id, by=None, now=NOW)
    rows = [
        PersonRow(2, "wang", "王", Role.LEAD, "new"),
        PersonRow(3, "li", "Another Li", Role.ADMIN, "new"),
        PersonRow(4, "zhao", "赵", Role.TRAINEE, "old", "zh"),
        PersonRow(5, "qian", "钱", Role.LEAD, "old"),
    ]
    outcomes = people.import_rows(rows, boss.id, NOW)
    assert [(outcome.row, outcome.added) for outcome in outcomes] == [
        (rows[0], True),
        (rows[1], False),
        (rows[2], True),
        (rows[3], True),
    ]
    assert people.named("li") == there
    zhao, wang = people.named("zhao"), people.named("wang")
    assert zhao == Person(
        zhao.id if zhao else 0, "zhao", "赵", Role.TRAINEE, old.id, "zh", True, True, NOW.date(), called="赵"
    )
    new = next(team for team in people.teams() if team.name == "new")
    assert wang is not None
    assert (wang.team, new.lead) == (new.id, wang.id)
    assert people.team(old.id).lead == boss.id
    assert [entry.detail["name"] for entry in audited(database) if "imported" in entry.detail] == [
        "qian",
        "zhao",
        "wang",
    ]
    again = people.import_rows(rows, boss.id, NOW)
    assert not any(outcome.added for outcome in again)
    assert len(people.all()) == 5
    assert len(people.all(team=new.id)) == 1
