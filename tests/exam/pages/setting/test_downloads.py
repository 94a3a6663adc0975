"""The reports of an exam as files: right for who may have them, nothing of others' people, nothing before the release."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from simulator.exam.storage.exams import Exams
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room, open_exam, usable

Client = Callable[[str], Browser]


@pytest.fixture
def marked(room: Room) -> Room:
    """The exam after lin got 3 of 10, and bo 8."""
    room.sit(room.lin, 3)
    room.sit(room.bo, 8)
    room.close()
    return room


def names(content: bytes, sheet: int = 0) -> list[object]:
    """The first column of a sheet."""
    book = load_workbook(io.BytesIO(content))
    return [row[0].value for row in book.worksheets[sheet].iter_rows(min_row=2)]


KINDS = {
    "html": "text/html",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def test_files_come_as_what_they_are(client: Client, marked: Room) -> None:
    """A report would open as something else, or in the desk's own page, or a file be made up."""
    browser = client("wei")
    for file in ("month", "items"):
        for ending, kind in KINDS.items():
            answer = browser.get(f"{marked.address}/report/{file}.{ending}")
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
            name = f"winwin-{marked.exam.day}-{marked.exam.id}-{file}.{ending}"
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    others = ["month.pdf", "month", "else.html", "result.html", "..html"]
    assert {browser.get(f"{marked.address}/report/{one}").status_code for one in others} == {404}
    assert names(browser.get(f"{marked.address}/report/items.xlsx").content, 1) == list(range(1, 11))


def test_the_month_names_everybody_it_is_about(
    client: Client, marked: Room, person: Callable[[str], Person]
) -> None:
    """Somebody would be left out of the month, a team's month would tell of others, helpers go unnamed."""
    browser, address, team = client("wei"), f"{marked.address}/report/month", person("lin").team
    content = browser.get(f"{address}.xlsx").content
    assert (names(content), names(content, 1)) == (["Lin Xiaoyu", "Bo Chen"], ["November"])
    assert names(browser.get(f"{address}.xlsx?team={team}").content) == ["Lin Xiaoyu"]
    assert [browser.get(f"{address}.html?team={one}").status_code for one in (99, "x")] == [404, 404]
    text = browser.get(f"{address}.md").text
    (row,) = (line for line in text.splitlines() if line.startswith("| Lin Xiaoyu (Airline) | 7 |"))
    assert "| Bo Chen (another team): Baggage (5) |" in row


def test_a_lead_gets_the_own_people_only(client: Client, marked: Room) -> None:
    """A lead would read the results of somebody else's team, or their names among the helpers."""
    browser = client("hua")
    assert names(browser.get(f"{marked.address}/report/month.xlsx").content) == ["Lin Xiaoyu"]
    assert "Bo Chen" not in browser.get(f"{marked.address}/report/month.html").text
    assert "Bo Chen" not in browser.get(f"{marked.address}/reports").text
    assert browser.get(f"{marked.address}/report/{marked.bo.id}/result.html").status_code == 404
    own = browser.get(f"{marked.address}/report/{marked.lin.id}/result.html")
    assert (own.status_code, "<h1>Lin Xiaoyu</h1>" in own.text) == (200, True)


def test_months_before_are_told(
    client: Client, marked: Room, services: Services, person: Callable[[str], Person]
) -> None:
    """The course over the months would not be there."""
    services[Exams].release(marked.exam.id, None, now())
    later = open_exam(services, [marked.lin], usable(marked.bank, marked.exam.day)[5:15], title="December",
                      day=marked.exam.day.replace(year=marked.exam.day.year + 1))  # fmt: skip
    content = client("wei").get(f"/papers/{later.id}/report/month.xlsx").content
    assert names(content, 1) == ["November", "December"]


def test_own_result_from_the_release_on(client: Client, marked: Room, services: Services) -> None:
    """An examinee would read the keys before the results are out, or somebody else's result."""
    browser, address = client("lin"), f"/results/{marked.exam.id}/report/result"
    assert [browser.get(f"{address}.{ending}").status_code for ending in ("html", "md", "xlsx")] == [404] * 3
    services[Exams].release(marked.exam.id, None, now())
    assert "<h1>Lin Xiaoyu</h1>" in browser.get(f"{address}.html").text
    assert names(browser.get(f"{address}.xlsx").content) == list(range(1, 11))
    services[People].add("new", "New", Role.TRAINEE, None, "en", by=None, now=now())
    assert client("root").get(f"{address}.html").status_code == 404


def test_before_there_is_anything_to_tell(client: Client, room: Room, services: Services) -> None:
    """An exam that nobody has begun would break its reports, and a draft be reported on."""
    browser = client("wei")
    pages = [f"{room.address}/reports"]
    pages += [f"{room.address}/report/{what}.{ending}" for what in ("month", "items") for ending in KINDS]
    assert [browser.get(one).status_code for one in pages] == [200] * 7
    services[Exams].back_to_draft(room.exam.id, None, now())
    assert [browser.get(one).status_code for one in pages] == [422] * 7


def test_the_month_is_a_page(client: Client, marked: Room, person: Callable[[str], Person]) -> None:
    """Who opens the month would get a file, or somebody else's people; or a page without a way on."""
    page = client("wei").get(f"{marked.address}/month")
    assert (page.status_code, "content-disposition" in page.headers) == (200, False)
    assert [(row[0], row[3]) for row in rows(page.text, "people-caption")] == [
        ("Lin Xiaoyu Airline", "30% ± 15%"),
        ("Bo Chen", "80% ± 13%"),
    ]
    assert f'href="{marked.address}/report/month.xlsx"' in page.text
    assert f'href="{marked.address}/month"' in client("wei").get(f"{marked.address}/reports").text
    own = client("hua").get(f"{marked.address}/month").text
    assert [row[0] for row in rows(own, "people-caption")] == ["Lin Xiaoyu Airline"]
    assert "Bo Chen" not in own
    team = person("lin").team
    assert f"report/month.html?team={team}" in client("wei").get(f"{marked.address}/month?team={team}").text
    assert client("hua").get(f"{marked.address}/month?team=999").status_code == 404
    assert client("lin").get(f"{marked.address}/month").status_code == 403
