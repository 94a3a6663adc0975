"""Who sits: teams and people, the papers that were looked at and no others, and nobody else's people."""

import re
from collections.abc import Callable

from simulator.database.audit import Action, Audit
from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room, add_people
from .test_setting import fields_of, sheet_of


def draft(browser: Browser, **more: str) -> str:
    """A draft made with the form as it is, and its address."""
    fields = fields_of(browser.get("/papers/new").text, "/papers/new")
    return str(sheet_of(browser, browser.post_form("/papers/new", fields | more)).url.path)


def digest_of(browser: Browser, address: str) -> str:
    """What the page says about the papers it would set."""
    found = re.search('name="digest" value="(.*?)"', browser.get(f"{address}/people").text)
    assert found
    return found[1]


def test_papers_are_set_for_a_team_and_single_people(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """Somebody would have no paper, or everybody the same one."""
    wei, team = client("wei"), person("lin").team
    people = add_people(services, 7)
    address = draft(wei)
    form = {"digest": digest_of(wei, address), "team": str(team), "person": [str(one.id) for one in people]}
    page = wei.post_form(f"{address}/people", form).text
    assert "The exam is set." in page
    sitting = rows(page, "chosen-caption")
    assert {row[0] for row in sitting} == {"Lin Xiaoyu", *(one.shown for one in people)}
    assert sorted(row[2] for row in sitting) == ["A"] * 4 + ["B"] * 4
    (exam,) = services[Exams].all()
    assert exam.state is ExamState.SET
    assert len({one.seed for one in services[Exams].examinees(exam.id)}) == 8
    (entry,) = services[Audit].entries(action=Action.EXAM_SET)
    assert (entry.person, entry.detail["examinees"]) == (person("wei").id, 8)
    # other people instead, on the same papers
    page = wei.post_form(f"{address}/people", {"person": [str(people[0].id)]}).text
    assert [row[0] for row in rows(page, "chosen-caption")] == ["T0"]
    assert services[Exams].find(exam.id).forms == exam.forms
    # and back to a draft
    assert "it is a draft again" in sheet_of(wei, wei.post_form(f"{address}/back")).text
    assert services[Exams].examinees(exam.id) == []


def test_only_the_papers_that_were_looked_at_are_set(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """Questions that nobody has seen would be put before people."""
    wei, lin = client("wei"), str(person("lin").id)
    address = draft(wei)
    digest = digest_of(wei, address)
    fields = fields_of(wei.get(f"{address}/change").text, f"{address}/change")
    sheet_of(wei, wei.post_form(f"{address}/change", fields | {"seed": "7", "questions": "19"}))
    answer = wei.post_form(f"{address}/people", {"digest": digest, "person": lin})
    assert answer.status_code == 409
    assert services[Exams].all()[0].state is ExamState.DRAFT
    answer = wei.post_form(f"{address}/people", {"digest": digest_of(wei, address), "person": []})
    assert answer.status_code == 422
    assert "Choose at least one team or trainee." in answer.text
    for stranger in ("0", "999", "x", str(person("root").id)):
        form = {"digest": digest_of(wei, address), "person": stranger}
        assert wei.post_form(f"{address}/people", form).status_code == 404, stranger


def test_a_lead_examines_the_own_team(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """A lead could set a paper for people of others."""
    hua = client("hua")
    address = draft(hua)
    digest = digest_of(hua, address)
    bo, team = str(person("bo").id), str(person("lin").team)
    assert hua.post_form(f"{address}/people", {"digest": digest, "person": bo}).status_code == 404
    page = hua.post_form(f"{address}/people", {"digest": digest, "team": team}).text
    assert [row[0] for row in rows(page, "chosen-caption")] == ["Lin Xiaoyu"]
    # somebody else's draft is not there for a lead
    other = draft(client("wei"))
    assert hua.get(other).status_code == 404


def test_nothing_changes_once_somebody_has_begun(client: Callable[[str], Browser], room: Room) -> None:
    """Somebody's answers would belong to another paper."""
    wei = client("wei")
    room.begin(room.lin)
    assert "so papers and examinees stay as they are" in wei.get(f"{room.address}/people").text
    assert wei.post_form(f"{room.address}/people", {"person": str(room.bo.id)}).status_code == 422
    assert wei.post_form(f"{room.address}/back").status_code == 422
    assert len(room.services[Exams].examinees(room.exam.id)) == 2
