"""Assignments: they reach whom they are for, in the order in which they are due."""

from datetime import date
from pathlib import Path

import pytest

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.people.storage.people import NoSuchPerson, NoSuchTeam, People
from simulator.practice.storage.assignments import Assignment, Assignments, NoSuchAssignment
from simulator.text.typed_text import UnusableText
from tests.database.desk import NOW, audited, somebody

CASE = "late-parcel"


@pytest.fixture
def assignments(database: Database, tmp_path: Path) -> Assignments:
    """Return the assignments of a desk with one published case and one draft."""
    library = Library(database, tmp_path)
    files = read_folder(Path(__file__).parents[2] / "cases" / CASE)
    library.save_draft(CASE, files, 0, None, NOW)
    library.publish(CASE, None, NOW)
    library.save_draft("draft", files, 0, None, NOW)
    return Assignments(database)


def test_assignment_reaches_person_and_team(assignments: Assignments) -> None:
    """A trainee would not see what is to be practised."""
    database = assignments.database
    team, other = (People(database).add_team(name, by=None, now=NOW).id for name in "AB")
    trainer = somebody(database, "trainer")
    person, lone = somebody(database, team=team), somebody(database, "lone")
    late = assignments.add(
        CASE, person=person.id, due=date(2026, 12, 31), note=" Try! ", by=trainer.id, now=NOW
    )
    some_day = assignments.add(CASE, team=team, by=trainer.id, now=NOW)
    soon = assignments.add(CASE, team=team, due=date(2026, 12, 1), by=trainer.id, now=NOW)
    elsewhere = assignments.add(CASE, team=other, by=trainer.id, now=NOW)
    alone = assignments.add(CASE, person=lone.id, by=trainer.id, now=NOW)
    assert late == Assignment(late.id, CASE, person.id, None, date(2026, 12, 31), "Try!", trainer.id, NOW)
    assert assignments.find(late.id) == late
    assert assignments.for_person(person) == [soon, late, some_day]
    assert assignments.for_person(lone) == [alone]
    assert assignments.all() == [soon, late, some_day, elsewhere, alone]
    assert assignments.all(team=team) == [soon, late, some_day]
    assert assignments.all(team=other) == [elsewhere]
    assert audited(database)[0].detail == {"person": lone.id, "team": None, "due": None}


def test_withdrawn_assignment_is_gone(assignments: Assignments) -> None:
    """What was assigned by mistake would stay on everybody's page."""
    person = somebody(assignments.database)
    assignment = assignments.add(CASE, person=person.id, by=None, now=NOW)
    assignments.withdraw(assignment.id, person.id, NOW)
    assert assignments.for_person(person) == []
    assert audited(assignments.database)[0].action == "assignment-withdrawn"
    for number in (assignment.id, -1, 2**31, 2**80):
        with pytest.raises(NoSuchAssignment):
            assignments.withdraw(number, person.id, NOW)
        with pytest.raises(NoSuchAssignment):
            assignments.find(number)


def test_bad_assignments_are_refused(assignments: Assignments) -> None:
    """Somebody would be sent to a case that cannot be played."""
    person = somebody(assignments.database)
    for case in ("nothing", "draft", "../x", "\0"):
        with pytest.raises(NoSuchCase):
            assignments.add(case, person=person.id, by=None, now=NOW)
    for number in (999, 2**31, 2**80):
        with pytest.raises(NoSuchPerson):
            assignments.add(CASE, person=number, by=None, now=NOW)
        with pytest.raises(NoSuchTeam):
            assignments.add(CASE, team=number, by=None, now=NOW)
    with pytest.raises(UnusableText):
        assignments.add(CASE, person=person.id, note="x" * 1001, by=None, now=NOW)
    with pytest.raises(ValueError, match="a person or for a team"):
        assignments.add(CASE, by=None, now=NOW)
    assert assignments.all() == []


def test_assignment_goes_with_whom_it_was_for(assignments: Assignments) -> None:
    """Assignments to nobody would be left behind."""
    people = People(assignments.database)
    team, person = people.add_team("A", by=None, now=NOW), somebody(assignments.database)
    assignments.add(CASE, person=person.id, by=None, now=NOW)
    assignments.add(CASE, team=team.id, by=None, now=NOW)
    delete_person(people, person.id, None, NOW)
    people.delete_team(team.id, None, NOW)
    assert assignments.all() == []
