"""The audit log in words: who changed what, and when."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Connection, update

from simulator.administration.leaving import delete_person
from simulator.administration.pages.audit_entries import ACTIONS
from simulator.database import tables
from simulator.database.audit import Action, Audit, record
from simulator.database.settings import Options
from simulator.exam.paper.exam import PassMark, Window
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.storage.assignments import Assignments
from simulator.web.services import Services, now
from tests.app.conftest import Browser


@pytest.fixture
def admin(client: Callable[[str], Browser]) -> Browser:
    """A browser of the administrator."""
    return client("root")


def rows(page: str) -> list[list[str]]:
    """Return the cells of the log's rows, without the moment."""
    found = []
    for row in re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)[1:]:
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        words = [re.sub(r"<li>|</li>", " ", cell) for cell in cells]
        found.append([" ".join(unescape(re.sub(r"<[^>]+>", "", word)).split()) for word in words[1:]])
    return found


def test_entries_in_words(admin: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """Nobody could tell from the log who did what to whom."""
    root, lin = person("root").id, person("lin")
    team = services[People].add_team("Bank", by=root, now=now())
    services[People].change(lin.id, root, now(), role=Role.TRAINER, team=team.id)
    services[People].change_team(team.id, "Bank", person("hua").id, root, now())
    services[Options].change(root, now(), wins_needed=5)
    services[Assignments].add("ac-remote", person=lin.id, by=person("wei").id, now=now())
    assert rows(admin.get("/audit").text)[:5] == [
        ["Wei Min", "assigned a case", "case ac-remote", "person: Lin Xiaoyu"],
        ["Root", "changed the settings", "the desk", "wins for mastery: 3 → 5"],
        ["Root", "changed a team", "team Bank", "lead: none → Hua Jing"],
        ["Root", "changed an account", "account Lin Xiaoyu", "role: trainee → trainer team: Airline → Bank"],
        ["Root", "added a team", "team Bank", "name: Bank"],
    ]


def test_filters(admin: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """What one person did could not be found among thousands of lines."""
    root, lin, wei = person("root").id, person("lin").id, person("wei").id
    services[People].change(lin, root, now(), shown="Lin X")
    services[People].change(lin, lin, now(), shown="Lin Y")
    services[People].change(wei, root, now(), shown="Wei X")
    changed = "action=person-changed"

    def who(query: str) -> list[str]:
        return [row[0] for row in rows(admin.get(f"/audit?{query}").text)]

    assert who(changed) == ["Root", "Lin Y", "Root"]
    assert who(f"{changed}&person={lin}") == ["Lin Y"]
    assert who(f"{changed}&subject=person:{lin}") == ["Lin Y", "Root"]
    assert "No results" in admin.get(f"/audit?{changed}&person={wei}").text
    for query in ("action=nothing", "person=x", "before=x", f"person={'9' * 300}", "before=²"):
        assert who(query) == who(""), query
    assert admin.get("/audit?subject=%00%3Cscript%3Ealert(1)").text.count("<script>alert") == 0


def test_pages(admin: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """What is older than fifty lines could not be reached, or the filter would be lost on the way."""
    lin = person("lin").id
    for number in range(60):
        services[People].change(lin, lin, now(), shown=f"Lin {number}")
    seen, address = [], f"/audit?person={lin}"
    while address:
        page = admin.get(address).text
        seen += [row[-1].split(" → ")[1] for row in rows(page)]
        found = re.search(r'href="([^"]*)" rel="next"', page)
        address = unescape(found[1]) if found else ""
        assert "Lin" in page
    assert seen == [f"Lin {number}" for number in reversed(range(60))]
    assert 'href="/audit?person=1"' in page or lin != 1


def test_every_action_has_words_in_both_languages(admin: Browser, services: Services) -> None:
    """An entry would stand in the log as a word of the program."""
    assert set(ACTIONS) == set(Action)
    for language in ("en", "zh"):
        admin.post_form("/language", {"language": language, "next": "/audit"})
        page = admin.get("/audit").text
        offered = re.findall(r'<option value="([a-z-]+)"[^>]*>([^<]*)</option>', page)
        assert [value for value, _ in offered] == [action.value for action in ACTIONS]
        assert all(words and words != value for value, words in offered)


def test_entries_of_other_versions_and_of_the_deleted(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """One entry that this version does not know would make the whole log fail."""
    bo = person("bo").id
    services[People].change(bo, bo, now(), shown="Bo C")
    delete_person(services[People], bo, person("root").id, now())

    def strange(connection: Connection) -> None:
        entries: list[tuple[str, dict[str, Any]]] = [
            ("galaxy:9", {"colour": "<b>blue</b>", "list": [1, 2, 3], "map": {"a": 1}}),
            ("person:not-a-number", {"role": ["king", None], "team": 99, "lead": [None, True]}),
            ("case:", {"language": ["fr", "zh"]}),
            ("", {}),
        ]
        for subject, detail in entries:
            record(connection, now(), None, Action.CASE_BUNDLED, subject, detail)

    services.database.write(strange)
    new = update(tables.audit).where(tables.audit.c.subject == "galaxy:9").values(action="galaxy-made")
    services.database.write(lambda connection: connection.execute(new).rowcount)
    answer = admin.get("/audit")
    assert answer.status_code == 200
    assert "<b>blue" not in answer.text
    found = rows(answer.text)
    assert ["the program, or a deleted account", "galaxy-made", "galaxy:9"] in [row[:3] for row in found]
    assert ["Root", "deleted an account", f"account no. {bo}, which is gone", ""] in found
    assert "Bo C" not in answer.text


def test_page_says_whether_the_log_was_changed(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Who reads the log could not tell whether to believe it."""
    assert "Check that nobody has changed it" in admin.get("/audit").text
    team = services[People].add_team("Bank", by=person("root").id, now=now())
    (latest,) = services[Audit].entries(limit=1)
    checked = admin.get("/audit?check=yes").text
    assert f"The last entry is {latest.id}; its hash is {latest.hash}" in checked
    wrong = update(tables.audit).where(tables.audit.c.id == latest.id).values(subject=f"team:{team.id + 1}")
    services.database.write(lambda connection: connection.execute(wrong))
    assert f"The log was changed: entry {latest.id} is" in admin.get("/audit?check=yes").text


def test_exam_in_the_log_is_called_by_its_title(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """An exam would be taken for the team with the same number."""
    version, root = services[Banks].current(), person("root").id
    assert version is not None
    window = Window(now(), now() + timedelta(hours=1))
    exam = services[Exams].add(
        "November", "airline", now().date(), version.bundle, {}, window, 30, PassMark(), root, now()
    )
    assert rows(admin.get("/audit").text)[0][:3] == ["Root", "planned an exam", "exam November"]
    services[Exams].change(exam.id, minutes=45, by=root, now=now())
    assert rows(admin.get("/audit").text)[0][3] == "minutes: 30 → 45"
    services[Exams].delete(exam.id, root, now())
    assert rows(admin.get("/audit").text)[0][2] == f"exam no. {exam.id}, which is gone"
