"""The home page of a team lead: three people first, who has won whom, where calls are lost, exam and target."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from simulator.database.settings import Options
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.targets import Targets
from simulator.web.services import Services, now
from tests.exam.pages.setting.conftest import Room, bank_of, open_exam, today, usable
from tests.practice.classroom import HUNG_UP, WON
from tests.practice.pages.classes.conftest import School, played, school
from tests.practice.pages.classes.planted import CASE, plant

from .conftest import Browser
from .test_home import section, section_html

__all__ = ["played", "school"]
WORDS = {
    "en": (
        "See to these 3 people first.",
        "Who has won whom",
        "Where calls are lost",
        "won the last 3 calls",
    ),
    "zh": ("先找这 3 个人。", "谁赢过谁", "电话丢在哪里", "连赢 3 通"),
}


@pytest.fixture
def lead(client: Callable[[str], Browser]) -> Browser:
    """A browser of Hua, who leads the team "Airline"."""
    return client("hua")


def named(page: str) -> list[str]:
    """The people to see to first, in their order, in words."""
    cards = re.findall(r'<li class="card who[^>]*>(.*?)</li>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", card)).split()) for card in cards]


def row(page: str, name: str) -> list[str]:
    """What the table says of somebody: each cell as a word."""
    (found,) = [part for part in section_html(page, "whom").split("<tr>") if name in part]
    return re.findall(r'<td class="(won|met|un)">', found)


@pytest.mark.parametrize("language", WORDS)
def test_three_people_with_a_reason_and_one_thing_to_do(
    lead: Browser, services: Services, played: School, language: str
) -> None:
    """A lead would look through the whole class to find whom to see to this morning."""
    bo = played.bo
    services[People].change(bo.id, None, now(), team=played.airline.id)
    for hours in (3, 2, 1):
        plant(services, bo, WON, ago=timedelta(hours=hours))
    due = today(services) - timedelta(days=2)
    services[Assignments].add(CASE, person=played.lin.id, due=due, by=None, now=now())
    lead.post_form("/language", {"language": language})
    page = lead.get("/").text
    head, *words = WORDS[language]
    assert head in page
    assert all(word in page for word in words)
    lin, an, helper = named(page)
    assert "Lin Xiaoyu" in lin
    assert "An" in an
    assert "Bo Chen" in helper
    cards = page.split('<li class="card who')[1:4]
    assert [re.findall(r'class="button small primary" href="(/\w+)', card) for card in cards] == [
        ["/assignments"],
        ["/assignments"],
        [],
    ]
    for address in re.findall(r'href="(/(?:attempts|assignments|classes|targets)[^"#]*)', page):
        assert lead.get(unescape(address)).status_code == 200, address


def test_figures_lead_to_the_calls_behind_them(lead: Browser, services: Services, played: School) -> None:
    """A lead would read a number, and not be able to hear what stands behind it."""
    again = plant(services, played.an, WON, persona="worried")
    page = lead.get("/").text
    assert row(page, "Lin Xiaoyu")[0] == "won"
    assert row(page, ">An<")[0] == "won"
    assert f'href="/attempts/{again}"' in section_html(page, "whom")
    lost = section_html(page, "lost")
    assert re.search(r"\d+ of \d+ calls lost", lost)
    assert f'href="/classes/{played.airline.id}?case={CASE}&amp;period=30#scenes-title"' in lost
    assert "For the meeting:" in section(page, "lost")


def test_nobody_else_is_shown(
    lead: Browser, client: Callable[[str], Browser], services: Services, played: School
) -> None:
    """A lead would read how another team's people do, or a trainee how anybody does."""
    page = lead.get("/").text
    assert "Mo" not in {one.split()[0] for one in named(page)}
    assert ">Mo<" not in page
    assert lead.get(f"/?team={played.parcels.id}").status_code == 404
    assert lead.get("/?team=none").status_code == 404
    for name in ("lin", "wei", "root"):
        other = client(name).get(f"/?team={played.airline.id}").text
        assert section(other, "whom") == ""
        assert section(other, "next")


def test_team_without_people_or_calls(
    lead: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """The first morning would be an empty page, or fail."""
    page = lead.get("/").text
    assert len(named(page)) == 1
    assert "Lin Xiaoyu not begun yet Has not practised yet." in named(page)[0]
    assert "Nobody has taken a call yet." in section(page, "whom")
    assert "Calls of the last 30 days fill this" in section(page, "lost")
    assert "Set a target for this month" in section(page, "month")
    assert "No exam of this team is open." in section(page, "exam")
    services[People].change(person("lin").id, None, now(), team=None)
    assert "Nobody practises here yet" in lead.get("/").text


def test_target_and_exam(lead: Browser, services: Services, school: School) -> None:
    """A lead would not see that the month runs away, or who has not begun the exam."""
    moment = now()
    month = f"{services[Options].current(moment).day(moment):%Y-%m}"
    services[Targets].set_total(school.airline.id, month, 8, None, moment)
    plant(services, school.lin, WON)
    _, bank = bank_of(services)
    exam = open_exam(services, [school.lin, school.an, school.mo], usable(bank, today(services))[:3])
    page = lead.get("/").text
    assert "1 of 8 calls this month" in section(page, "month")
    assert "0 handed in, 0 under way, 2 not begun" in section(page, "exam")
    assert f'href="/papers/{exam.id}/watch"' in section_html(page, "exam")
    Room(services, exam, bank, school.lin, school.an).begin(school.lin)
    assert "0 handed in, 1 under way, 1 not begun" in section(lead.get("/").text, "exam")


def test_an_exam_that_the_lead_sits_is_not_looked_into(
    lead: Browser, services: Services, school: School, person: Callable[[str], Person]
) -> None:
    """A lead would look into an exam of their own."""
    _, bank = bank_of(services)
    open_exam(services, [school.lin, person("hua")], usable(bank, today(services))[:3])
    assert "No exam of this team is open." in section(lead.get("/").text, "exam")


def test_a_lead_practises_too(lead: Browser, client: Callable[[str], Browser], services: Services) -> None:
    """What everybody finds on the home page would be lost for a lead, or a lead without a team find nothing."""
    page = lead.get("/").text
    assert 'href="/practice"' in page
    own = lead.get("/practice").text
    assert section(own, "next").startswith("Hello, Hua Jing.")
    assert section(own, "all-cases")
    services[People].change(services[People].named("bo").id, None, now(), role=Role.LEAD)  # type: ignore[union-attr]
    assert section(client("bo").get("/").text, "next").startswith("Hello, Bo Chen.")


def test_lost_calls_of_long_ago_are_no_news(lead: Browser, services: Services, school: School) -> None:
    """The meeting would go on about what was put right two months ago."""
    plant(services, school.lin, HUNG_UP, ago=timedelta(days=60))
    assert "Calls of the last 30 days fill this" in section(lead.get("/").text, "lost")
