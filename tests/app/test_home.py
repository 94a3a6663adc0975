"""The home page: what to practise next, what is assigned, how far one has come."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from simulator.call.case.plan import read_plan
from simulator.call.check.plans import run_plan
from simulator.call.play.play import Play
from simulator.database.settings import Options
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.targets import Targets
from simulator.practice.store import Record, result_of
from simulator.resources import scenarios
from simulator.web.services import Services, now

from .conftest import Browser

CASE, OTHER = "ticket-rebooking", "ac-remote"
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def section(page: str, name: str) -> str:
    """Return the words of a section of the page, in one line; empty if it is not there."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def called(
    services: Services, person: Person, plan: str = "whole", name: str = "a-1", at: datetime | None = None
) -> int:
    """Keep a call that somebody has taken to its end; return its id."""
    bundle = services[Library].entry(CASE).bundle
    assert bundle is not None
    case = services[Library].case(bundle, "en")
    planned = run_plan(case, read_plan(scenarios() / CASE / f"{plan}.plan.yaml")).play
    play = Play.start(case, planned.persona, planned.stage_played)
    for number, move in enumerate(planned.moves, 1):
        play.push(move, float(number))
    attempt = play.attempt((at or now()).isoformat(timespec="milliseconds"))
    record = Record(name, attempt, result_of(play), language="en")
    return services[Attempts].begin(record, person.id, bundle).id


def title(services: Services, case: str) -> str:
    """Return the title of a case in English."""
    return services[Library].case(services[Library].entry(case).bundle or "", "en").title


@pytest.fixture
def trainee(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainee."""
    return client("lin")


def test_newcomer_is_told_where_to_begin(trainee: Browser, services: Services) -> None:
    """Somebody who comes for the first time would find an empty page."""
    page = trainee.get("/").text
    assert "Hello, Lin Xiaoyu" in page
    words = section(page, "next")
    assert words.count("You have not practised this case yet.") == 2
    assert "Calls taken 0 Won by both sides 0 Cases mastered 0 of 2" in section(page, "progress")
    assert section(page, "cases").count("not begun yet") == 2
    assert section(page, "assigned") == section(page, "comments") == section(page, "areas") == ""


def test_begin_leads_into_the_call_once(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A case could not be begun, or a double click would begin it twice."""
    page = trainee.get("/").text
    key = re.findall(r'name="key" value="([^"]+)"', section_html(page, "next"))[0]
    first = trainee.post_form(f"/cases/{CASE}/play", {"key": key}, follow_redirects=False)
    second = trainee.post_form(f"/cases/{CASE}/play", {"key": key}, follow_redirects=False)
    assert first.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    (attempt,) = services[Attempts].summaries(person=person("lin").id)
    after = trainee.get("/").text
    assert f'href="/plays/{attempt.name}"' in section_html(after, "next")
    assert "You have begun this and not finished it." in section(after, "next")
    assert f'href="/plays/{attempt.name}"' in section_html(after, "unfinished")
    assert title(services, CASE) in section(after, "unfinished")


def section_html(page: str, name: str) -> str:
    """Return the markup of a section."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    assert found, f"there is no section {name}"
    return found[1]


@pytest.mark.parametrize("stage", ["replay", "analysis", "rehearsal"])
def test_each_stage_can_be_begun_alone(
    trainee: Browser, services: Services, person: Callable[[str], Person], stage: str
) -> None:
    """Whoever wants to practise the call only would have to hear the recording every time."""
    forms = re.findall(rf'action="/cases/{CASE}/play"(.*?)</form>', trainee.get("/").text, re.DOTALL)
    (form,) = [one for one in forms if f'name="stage" value="{stage}"' in one]
    (key,) = re.findall(r'name="key" value="([^"]+)"', form)
    trainee.post_form(f"/cases/{CASE}/play", {"key": key, "stage": stage}, follow_redirects=False)
    (attempt,) = services[Attempts].summaries(person=person("lin").id)
    assert attempt.stage == stage


def test_assigned_with_due_dates(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would not know what is to be done, by when, or why."""
    lin, wei = person("lin"), person("wei")
    today = services[Options].current(now()).day(now())
    services[Assignments].add(
        OTHER, person=lin.id, due=today - timedelta(days=2), note=HOSTILE, by=wei.id, now=now()
    )
    services[Assignments].add(CASE, team=lin.team, due=today, by=wei.id, now=now())
    page = trainee.get("/").text
    words = section(page, "assigned")
    assert words.index("overdue by 2 days") < words.index("due today")
    assert words.index(title(services, OTHER)) < words.index(title(services, CASE))
    assert HOSTILE in words
    assert "<script>alert" not in page
    assert section(page, "next").startswith(
        f"What to practise next {title(services, OTHER)} Assigned to you: overdue"
    )
    called(services, lin)
    words = section(trainee.get("/").text, "assigned")
    assert "done" in words
    assert "due today" not in words


def test_due_days_are_the_desks(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """What is due today would be overdue because the server stands in another country."""
    today = now().astimezone(UTC).date()
    services[Assignments].add(CASE, person=person("lin").id, due=today, by=None, now=now())
    found = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart: never the same day
        services[Options].change(None, now(), time_zone=zone)
        found.add(
            re.findall(
                r"due (?:today|tomorrow)|overdue by one day", section(trainee.get("/").text, "assigned")
            )[0]
        )
    assert len(found) == 2


def test_progress_and_mastery(trainee: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """Nobody would see how far they have come, or see others' calls as their own."""
    called(services, person("lin"))
    called(services, person("bo"), name="b-1")
    page = trainee.get("/").text
    assert "Calls taken 1 Won by both sides 1 Cases mastered 0 of 2" in section(page, "progress")
    assert "won, not mastered yet" in section(page, "cases")
    assert "1 of 3 different customers won in a row" in section(page, "cases")
    services[Options].change(None, now(), wins_needed=1)
    page = trainee.get("/").text
    assert "Cases mastered 1 of 2" in section(page, "progress")
    assert "mastered" in section(page, "cases")


def test_part_of_the_teams_target(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would not know how many calls are expected this month."""
    lin, moment = person("lin"), now()
    assert "team's month" not in section(trainee.get("/").text, "progress")
    month = f"{services[Options].current(moment).day(moment):%Y-%m}"
    services[Targets].set_total(lin.team or 0, month, 7, None, moment)
    called(services, lin)
    page = trainee.get("/").text
    assert "Your part of the team's month 1 of 7 calls" in section(page, "progress")
    assert re.search(r'<progress[^>]* value="1" max="7"', page)


def test_comments_received(trainee: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """What a trainer wrote would never be read; or it could run a script."""
    lin, wei = person("lin"), person("wei")
    services[Comments].add(called(services, lin), 1, wei.id, f"Well asked.\n{HOSTILE}", now())
    services[Comments].add(called(services, person("bo"), name="b-1"), 1, wei.id, "For Bo only.", now())
    page = trainee.get("/").text
    words = section(page, "comments")
    assert "Wei Min" in words
    assert f"Well asked. {HOSTILE}" in words
    assert "For Bo only." not in page
    assert "<script>alert" not in page
    assert 'href="/attempts/a-1"' in section_html(page, "comments")


def test_withdrawn_cases_are_not_offered(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would be sent to a case that is not played any more, or the page fail."""
    gone = title(services, OTHER)
    services[Assignments].add(OTHER, person=person("lin").id, by=None, now=now())
    key = {"key": "k"}
    trainee.post_form(f"/cases/{OTHER}/play", key, follow_redirects=False)
    services[Library].withdraw(OTHER, None, now())
    page = trainee.get("/")
    assert page.status_code == 200
    for name in ("next", "assigned", "cases"):
        assert gone not in section(page.text, name)
    services[Library].withdraw(CASE, None, now())
    page = trainee.get("/")
    assert page.status_code == 200
    assert "There are no cases yet" in section(page.text, "cases")


def test_everything_mastered(trainee: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """Whoever is done would find an empty page, or no word of what to do."""
    services[Library].withdraw(OTHER, None, now())
    services[Options].change(None, now(), wins_needed=1)
    lin = person("lin")
    personas = services[Library].case(services[Library].entry(CASE).bundle or "", "en").personas
    called(services, lin)
    words = section(trainee.get("/").text, "next")
    assert f"{len(personas) - 1} kinds of customer are still waiting" in words


AREAS = {
    "lin": [],
    "hua": ["/classes", "/assignments", "/targets"],
    "wei": ["/cases", "/classes", "/assignments"],
    "root": ["/cases", "/classes", "/assignments", "/targets", "/people"],
}


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_areas_by_role(client: Callable[[str], Browser], name: str, language: str) -> None:
    """Somebody would be led to pages that refuse them, or not find their own."""
    browser = client(name)
    answer = browser.post_form("/language", {"language": language})
    assert answer.status_code == 200
    found = re.findall(r'<li><a href="([^"]+)"><strong>', answer.text)
    assert found == AREAS[name]
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", answer.text) == []
    assert [browser.get(path).status_code for path in found] == [200] * len(found)


def test_hostile_name(
    services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """A name that somebody gave themselves could run a script on their and others' pages."""
    services[People].change(person("lin").id, None, now(), shown=HOSTILE, role=Role.LEAD)
    page = client("lin").get("/").text
    assert "<script>alert" not in page
    assert "Hello, &lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
