"""Assignments: who may assign what to whom, and what is said about who has done it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from simulator.database import tables
from simulator.database.audit import Action, Audit
from simulator.library.library import Library
from simulator.people.storage.people import People
from simulator.practice.storage.assignments import Assignment, Assignments
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.classroom import HUNG_UP, WON

from .conftest import School
from .planted import CASE, plant, rows

SOON = (date.today() + timedelta(days=9)).isoformat()


def assign(browser: Browser, **data: Any) -> tuple[int, str]:
    """Send the form; gives the status, and the page where it was not taken."""
    answer = browser.post_form("/assignments/new", {"case": CASE} | data, follow_redirects=False)
    return answer.status_code, answer.text


def said(services: Services) -> list[tuple[str, int | None, int | None, date | None, str]]:
    """What is assigned, in the order in which it was."""
    found = sorted(services[Assignments].all(), key=lambda one: one.id)
    return [(one.case, one.team, one.person, one.due, one.note) for one in found]


def test_a_case_for_a_team_and_for_single_people(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """Somebody would be left out, or get the case twice: with the team, and alone."""
    wei = client("wei")
    people = [str(school.lin.id), str(school.mo.id), str(school.bo.id)]
    data = {"team": [str(school.airline.id)], "person": people, "due": SOON, "note": " Listen first. "}
    assert assign(wei, **data)[0] == 303
    due = date.fromisoformat(SOON)
    expected = [
        (CASE, school.airline.id, None, due, "Listen first."),
        *((CASE, None, one.id, due, "Listen first.") for one in sorted((school.bo, school.mo), key=_id)),
    ]
    assert said(services) == expected
    # the same form once more, by a double click
    assert assign(wei, **data)[0] == 303
    assert said(services) == expected
    home = client("lin").get("/").text
    assert "Listen first." in home
    log = services[Audit].entries(action=Action.CASE_ASSIGNED)
    trainer = services[People].named("wei")
    assert trainer is not None
    assert [entry.person for entry in log] == [trainer.id] * 3


def _id(person: Any) -> int:
    return int(person.id)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"case": ""}, "Choose a case."),
        ({"case": "no-such-case"}, "Choose a case."),
        ({"team": []}, "Choose at least one team or trainee."),
        ({"due": "tomorrow"}, "Write the day as 2026-11-30."),
        ({"due": "2020-01-01"}, "This day is over."),
        ({"due": "9999-12-31"}, "This day is more than two years away."),
        ({"note": "x" * 1001}, "This text has 1001 characters"),
        ({"note": "a\x07b"}, "There is an invisible character"),
    ],
)
def test_what_cannot_be_assigned_is_said_beside_its_field(
    client: Callable[[str], Browser], services: Services, school: School, data: dict[str, Any], words: str
) -> None:
    """A trainer would think that it was assigned, or type everything again."""
    typed = {"team": [str(school.airline.id)], "due": SOON, "note": "my note"} | data
    status, page = assign(client("wei"), **typed)
    assert status == 422
    assert words in page
    assert "aria-describedby" in page
    if "note" not in data:
        assert "my note</textarea>" in page
    if "team" not in data:
        assert f'name="team" value="{school.airline.id}" checked' in page
    assert said(services) == []


def test_a_lead_assigns_to_the_own_people_only(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A lead could give orders to other teams."""
    hua = client("hua")
    page = hua.get("/assignments/new").text
    assert "Airline" in page
    assert "Parcels" not in page
    assert "Bo Chen" not in page
    for data in (
        {"team": [str(school.parcels.id)]},
        {"person": [str(school.mo.id)]},
        {"person": [str(school.bo.id)]},
        {"person": ["0", "x"]},
        {"team": ["none"]},
    ):
        assert assign(hua, **data)[0] == 404, data
    assert said(services) == []
    assert assign(hua, person=[str(school.an.id)])[0] == 303
    assert said(services) == [(CASE, None, school.an.id, None, "")]


def test_a_lead_sees_and_withdraws_only_what_is_for_the_own_people(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A lead could take back what a trainer has given to another team."""
    moment = now()
    theirs = services[Assignments].add(CASE, team=school.parcels.id, by=None, now=moment)
    bos = services[Assignments].add(CASE, person=school.bo.id, by=None, now=moment)
    own = services[Assignments].add(CASE, team=school.airline.id, by=None, now=moment)
    lins = services[Assignments].add(CASE, person=school.lin.id, by=None, now=moment)
    hua = client("hua")
    found = rows(hua.get("/assignments").text, "open-caption")
    assert [row[1] for row in found] == ["Airline", "Lin Xiaoyu"]
    for other in (theirs, bos):
        assert hua.get(f"/assignments/{other.id}").status_code == 404
        assert hua.post_form(f"/assignments/{other.id}/withdraw").status_code == 404
    for one in (own, lins):
        assert hua.get(f"/assignments/{one.id}").status_code == 200
        assert "The assignment is withdrawn." in hua.post_form(f"/assignments/{one.id}/withdraw").text
    assert {one.id for one in services[Assignments].all()} == {theirs.id, bos.id}
    assert len(services[Audit].entries(action=Action.ASSIGNMENT_WITHDRAWN)) == 2


def test_who_has_done_it(client: Callable[[str], Browser], services: Services, school: School) -> None:
    """What was done before it was assigned would count, or what was only begun, or one call that was lost."""
    before = plant(services, school.lin, HUNG_UP, ago=timedelta(days=3))
    given = _given(services, school, days=2, due=date.today() + timedelta(days=3))
    wei = client("wei")
    address = f"/assignments/{given.id}"
    assert [row[:2] for row in rows(wei.get(address).text, "who-caption")] == [
        ["An", "not begun yet"],
        ["Lin Xiaoyu", "not begun yet"],
    ]
    plant(services, school.an, ["when-expected"], ago=timedelta(days=1))
    done = plant(services, school.lin, WON, ago=timedelta(hours=1))
    page = wei.get(address).text
    assert [row[:2] for row in rows(page, "who-caption")] == [["An", "begun"], ["Lin Xiaoyu", "done: won"]]
    assert (
        "An assignment is done with one call that both sides win, or with 3 calls taken to their end" in page
    )
    assert f"/attempts/{done}" in page
    assert before not in page
    assert rows(wei.get("/assignments").text, "open-caption")[0][3] == "1 of 2, 1 begun"
    for hours in (3, 2):
        plant(services, school.an, HUNG_UP, ago=timedelta(hours=hours))
    found = rows(wei.get(address).text, "who-caption")
    assert found[0][1] == "2 of 3 calls, none won yet"
    plant(services, school.an, HUNG_UP)
    assert rows(wei.get(address).text, "who-caption")[0][1] == "done: 3 calls, none won"
    assert rows(wei.get("/assignments").text, "finished-caption")[0][3] == "2 of 2"


def test_what_is_overdue(client: Callable[[str], Browser], services: Services, school: School) -> None:
    """Nobody would be reminded, or somebody who has done it."""
    given = _given(services, school, days=9, due=date.today() - timedelta(days=2))
    plant(services, school.lin, WON, ago=timedelta(days=8))
    wei = client("wei")
    (row,) = rows(wei.get("/assignments").text, "open-caption")
    assert row[3] == "1 of 2 overdue: 1"
    assert "overdue by" in row[2]
    people = rows(wei.get(f"/assignments/{given.id}").text, "who-caption")
    assert [one[1] for one in people] == ["not begun yet overdue", "done: won"]


def _given(services: Services, school: School, days: int, due: date) -> Assignment:
    """The small case, assigned to the team so many days ago."""
    moment = datetime.now(UTC) - timedelta(days=days)
    return services[Assignments].add(CASE, team=school.airline.id, due=due, by=None, now=moment)


def test_empty_pages_say_what_to_do(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """Somebody would stand before a blank page or an empty form."""
    hua = client("hua")
    assert "Nothing is assigned yet" in hua.get("/assignments").text
    services[People].change_team(school.airline.id, "Airline", None, None, now())
    assert "There is nobody to assign it to" in hua.get("/assignments/new").text
    for entry in services[Library].all():
        services[Library].withdraw(entry.id, None, now())
    assert "There is no case to assign" in hua.get("/assignments/new").text


def test_an_assignment_outlives_its_case_and_its_people(
    client: Callable[[str], Browser], services: Services, school: School
) -> None:
    """A case that is gone, or an account that was closed, would take the page away."""
    given = services[Assignments].add(CASE, person=school.lin.id, by=None, now=now())
    services[People].set_active(school.lin.id, False, None, now())
    statement = update(tables.assignments).values(case="gone-case")
    services.database.write(lambda connection: connection.execute(statement).rowcount)
    wei = client("wei")
    assert "gone-case" in wei.get("/assignments").text
    assert "Nobody is left whom it is for" in wei.get(f"/assignments/{given.id}").text


def test_the_form_is_filled_in_by_its_address(client: Callable[[str], Browser], school: School) -> None:
    """The button on the page of a class would forget which class it was."""
    page = (
        client("wei").get(f"/assignments/new?case={CASE}&team={school.parcels.id}&person={school.bo.id}").text
    )
    assert f'<option value="{CASE}" selected>' in page
    assert f'name="team" value="{school.parcels.id}" checked' in page
    assert f'name="person" value="{school.bo.id}" checked' in page
    assert page.count(" checked") == 2
