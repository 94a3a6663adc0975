"""Setting a paper: the form that can be sent as it is, what the bank has, rules that clash, who may."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

from simulator.database.audit import Action, Audit
from simulator.exam.pages.setting import sheet
from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .conftest import Room, bank_of, open_exam, usable

FORM = re.compile(r'<form method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
INPUT = re.compile(r"<input ([^>]*)>")


def fields_of(page: str, action: str) -> dict[str, Any]:
    """What a browser would send of a form as it is; every field has one value here."""
    (form,) = (inside for address, inside in FORM.findall(page) if address == action)
    fields = {}
    for attributes in INPUT.findall(form):
        if 'type="checkbox"' in attributes and "checked" not in attributes:
            continue
        name, value = re.search(r'name="([^"]*)"', attributes), re.search(r'value="([^"]*)"', attributes)
        assert name
        fields[unescape(name[1])] = unescape(value[1]) if value else ""
    return {name: value for name, value in fields.items() if name != "csrf"}


def sheet_of(browser: Browser, answer: Any) -> Any:
    """The sheet, once the papers are put together."""
    while "being generated" in answer.text:
        answer = browser.get(answer.url.path)
    assert answer.status_code == 200, answer.text
    return answer


def test_a_first_paper_takes_one_click(client: Callable[[str], Browser], services: Services) -> None:
    """A trainer would have to understand blueprints before the first exam."""
    wei = client("wei")
    assert "Set the first exam" in wei.get("/papers").text
    fields = fields_of(wei.get("/papers/new").text, "/papers/new")
    answer = sheet_of(wei, wei.post_form("/papers/new", fields))
    (exam,) = services[Exams].all()
    assert answer.url.path == f"/papers/{exam.id}"
    assert exam.state is ExamState.DRAFT
    assert answer.text.count('<li class="card"') == 20
    assert "Form B" in answer.text
    assert "Why it is here" in answer.text
    # the same once more: the papers follow from bank, blueprint and seed
    wei.post_form(f"/papers/{exam.id}/anew")
    assert listed(sheet_of(wei, wei.get(f"/papers/{exam.id}")).text) == listed(answer.text)


def listed(page: str) -> list[str]:
    """The questions of a sheet, in their order."""
    return re.findall(r'id="q-([^"]*)"', page)


def test_both_desks_can_be_examined(client: Callable[[str], Browser], services: Services) -> None:
    """One of the desks would have no exam."""
    wei = client("wei")
    fields = fields_of(wei.get("/papers/new?desk=appliance").text, "/papers/new")
    assert fields["desk"] == "appliance"
    assert wei.get("/papers/new?desk=nowhere").status_code == 404
    page = sheet_of(wei, wei.post_form("/papers/new", fields))
    _, bank = bank_of(services)
    assert {bank.questions[name].desk for name in listed(page.text)} == {"appliance"}


def test_the_form_tells_what_the_bank_has(client: Callable[[str], Browser], services: Services) -> None:
    """Somebody would ask for more than there is, and learn it only afterwards."""
    wei = client("wei")
    fields = fields_of(wei.get("/papers/new").text, "/papers/new")
    _, bank = bank_of(services)
    day = date.fromisoformat(fields["day"])
    baggage = sum(one.topic == "baggage" for one in usable(bank, day))
    part = wei.post_form("/papers/counts", fields).text
    assert f'id="has-topic-baggage" class="note" hx-swap-oob="true">there are {baggage}<' in part
    late = wei.post_form("/papers/counts", fields | {"new-since": "2020-01-01", "take": "baggage"}).text
    assert count(late, "new") > count(part, "new")
    assert count(late, "persistent") == baggage > count(part, "persistent") == 0
    # what is half typed does no harm
    assert wei.post_form("/papers/counts", fields | {"day": "", "questions": "x"}).status_code == 200


def count(page: str, name: str) -> int:
    """How many questions the form says there are."""
    found = re.search(rf'id="has-{name}"[^>]*>there are (\d+)<', page)
    assert found
    return int(found[1])


def test_a_slip_keeps_the_form(client: Callable[[str], Browser], services: Services) -> None:
    """Everything would have to be typed again for one wrong field."""
    wei = client("wei")
    fields = fields_of(wei.get("/papers/new").text, "/papers/new")
    answer = wei.post_form("/papers/new", fields | {"title": "Ours <b>", "minutes": "soon"})
    assert answer.status_code == 422
    assert 'aria-describedby="minutes-error"' in answer.text
    assert fields_of(answer.text, "/papers/new")["title"] == "Ours <b>"
    assert services[Exams].all() == []


def test_rules_that_clash_are_named(client: Callable[[str], Browser], services: Services) -> None:
    """Somebody would be told that it does not work, and not why."""
    wei = client("wei")
    fields = fields_of(wei.get("/papers/new").text, "/papers/new")
    more = {"topic-baggage-least": "4", "topic-refunds-least": "4", "questions": "7", "new-least": ""}
    answer = sheet_of(wei, wei.post_form("/papers/new", fields | more))
    assert "No paper keeps these rules together" in answer.text
    told = answer.text.partition('role="alert"')[2].partition("</ul>")[0]
    assert told.count("<li>") == 3  # the length and both topics
    assert "At least 4 about “Baggage”" in told
    (exam,) = services[Exams].all()
    kept = fields_of(wei.get(f"/papers/{exam.id}/change").text, f"/papers/{exam.id}/change")
    assert kept["topic-baggage-least"] == "4"
    answer = wei.post_form(f"/papers/{exam.id}/change", kept | {"topic-refunds-least": "3"})
    assert listed(sheet_of(wei, answer).text)


def test_a_search_that_takes_long_does_not_keep_the_page(
    client: Callable[[str], Browser], services: Services, monkeypatch: Any
) -> None:
    """A browser would wait for a minute, and give up."""
    monkeypatch.setattr(sheet, "PATIENCE", 0.0)
    monkeypatch.setattr(sheet.assembly_of, "__defaults__", (0.0,))
    wei = client("wei")
    answer = wei.post_form("/papers/new", fields_of(wei.get("/papers/new").text, "/papers/new"))
    assert "The forms are being generated" in answer.text
    assert 'hx-trigger="load delay:2s"' in answer.text
    assert listed(sheet_of(wei, answer).text)


def test_once_set_only_times_and_pass_mark_change(client: Callable[[str], Browser], room: Room) -> None:
    """The questions of a paper that people sit would change under their hands."""
    wei = client("wei")
    page = wei.get(f"{room.address}/change").text
    fields = fields_of(page, f"{room.address}/change")
    assert "questions" not in fields
    wei.post_form(f"{room.address}/change", fields | {"title": "Late November", "pass": "60"})
    exam = room.services[Exams].find(room.exam.id)
    assert (exam.title, exam.pass_mark.share, exam.forms) == ("Late November", 0.6, room.exam.forms)
    assert wei.post_form(f"{room.address}/change", fields | {"closes": "2020-01-01T00:00"}).status_code == 422
    assert wei.post_form(f"{room.address}/delete").status_code == 422
    (changed,) = room.services[Audit].entries(action=Action.EXAM_CHANGED)
    assert changed.detail["title"] == ["November", "Late November"]


def test_a_draft_can_be_deleted(client: Callable[[str], Browser], services: Services) -> None:
    """Drafts would pile up."""
    wei = client("wei")
    wei.post_form("/papers/new", fields_of(wei.get("/papers/new").text, "/papers/new"))
    (exam,) = services[Exams].all()
    assert "Deleted." in wei.post_form(f"/papers/{exam.id}/delete").text
    assert services[Exams].all() == []
    assert wei.get(f"/papers/{exam.id}").status_code == 404
    assert wei.get(f"/papers/{10**30}").status_code == 404


def test_what_changed_after_the_paper_was_set_is_listed(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """An exam would be held by rules that do not count any more, and nobody would know."""
    day = date(2027, 6, 1)  # behind all that the bundled bank knows of
    version, bank = bank_of(services)
    asked, *others = usable(bank, day)[:10]
    others = [one for one in others if one.policy != asked.policy]
    exam = open_exam(services, [person("lin")], [asked, *others], day=day)
    wei, address = client("wei"), f"/papers/{exam.id}"
    assert "what they rest on has changed" not in wei.get(address).text
    files = dict(services[Banks].files(version))
    name = f"policies/{asked.policy}.yaml"
    newer = (
        "  v-new:\n    effective: 2027-05-01\n    summary: {zh: 新, en: New.}\n"
        f"    clauses:\n      {asked.cites[0]}: {{zh: 另一回事, en: Something else.}}\n"
    )
    head, _, rest = files[name].decode().partition("\nbulletins:")
    files[name] = f"{head.rstrip()}\n{newer}bulletins:{rest}".encode()
    services[Banks].publish(files, "new", None, now())
    page = unescape(wei.get(address).text)
    told = page.partition("what they rest on has changed")[2].partition("</ul>")[0]
    assert asked.stem.en in told
    assert told.count("<li>") == 1


def test_a_lead_sees_only_exams_with_own_people(
    client: Callable[[str], Browser], room: Room, person: Callable[[str], Person]
) -> None:
    """A lead could read, or spoil, another team's exam."""
    hua = client("hua")
    assert "November" in hua.get("/papers").text
    page = hua.get(room.address)
    assert page.status_code == 200
    assert f"{room.address}/change" not in page.text
    for path in ("/change", "/people", "/release"):
        assert hua.get(room.address + path).status_code == 403, path
    for path in ("/change", "/people", "/release", "/back", "/delete", "/anew", "/judges/use"):
        assert hua.post_form(room.address + path).status_code == 403, path
    room.services[People].change(person("lin").id, team=None, by=None, now=now())
    assert hua.get(room.address).status_code == 404
    assert "November" not in hua.get("/papers").text
