"""The home page: the one thing to do next, the path of cases, what is assigned, how far one has come."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from simulator.call.case.plan import read_plan
from simulator.call.check.plans import run_plan
from simulator.call.play.play import Play
from simulator.call.review.review import review
from simulator.database.settings import Options
from simulator.exam.paper.exam import Window
from simulator.exam.storage.exams import Exams
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.people import People
from simulator.practice.findings import findings
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.targets import Targets
from simulator.practice.store import Record, result_of
from simulator.resources import scenarios
from simulator.web.services import Services, now
from tests.exam.pages.setting.conftest import bank_of, open_exam, today, usable
from tests.practice.classroom import HUNG_UP, judge, play_of
from tests.practice.pages.classes.planted import plant, publish_small_case

from .conftest import Browser

CASE, OTHER = "ticket-rebooking", "ac-remote"
HOUR = timedelta(hours=1)
MOST_QUERIES = 20  # of the home page of somebody without an exam
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def section(page: str, name: str) -> str:
    """Return the words of a section of the page, in one line; empty if it is not there."""
    found = re.search(rf'<section[^>]* aria-labelledby="{name}"[^>]*>(.*?)</section>', page, re.DOTALL)
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
    assert words.startswith("Hello, Lin Xiaoyu. Your first call is waiting.")
    assert "You have not practised this case yet. First you hear how a colleague took it" in words
    assert section_html(page, "next").count("<button") == 1
    assert section(page, "all-cases").count("not begun yet") == 2
    assert section(page, "path").count("nobody met yet") == 2
    for name in ("assigned", "comments", "areas", "progress", "kinds", "unfinished"):
        assert section(page, name) == ""
    qualities = section(page, "qualities")
    assert qualities.count("fills this") == 3
    assert not re.search(r"\d", qualities)


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
    found = re.search(rf'<section[^>]* aria-labelledby="{name}"[^>]*>(.*?)</section>', page, re.DOTALL)
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
    assert f"{title(services, OTHER)} Assigned to you: overdue by 2 days." in section(page, "next")
    assert "Assigned to you: due today." in section(page, "path")
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
    counted = "Calls in all: 1, won by both sides: 1; cases mastered: {} of 2."
    assert counted.format(0) in section(page, "progress")
    assert "won, not mastered yet" in section(page, "all-cases")
    assert "1 of 3 different customers won in a row" in section(page, "all-cases")
    services[Options].change(None, now(), wins_needed=1)
    page = trainee.get("/").text
    assert counted.format(1) in section(page, "progress")
    assert "mastered" in section(page, "all-cases")


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
    for name in ("next", "path", "assigned", "all-cases"):
        assert gone not in section(page.text, name)
    services[Library].withdraw(CASE, None, now())
    page = trainee.get("/")
    assert page.status_code == 200
    assert "There are no cases yet" in section(page.text, "next")


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
    assert browser.post_form("/language", {"language": language}).status_code == 200
    answer = browser.get("/practice")
    found = re.findall(r'<li><a href="([^"]+)"><strong>', answer.text)
    assert found == AREAS[name]
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", answer.text) == []
    assert [browser.get(path).status_code for path in found] == [200] * len(found)


def test_people_met_have_names_and_the_others_none(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Somebody would be told who may call before the call, or not find again whom they have won."""
    lin = person("lin")
    case = services[Library].case(services[Library].entry(CASE).bundle or "", "en")
    called(services, lin)
    page = trainee.get("/").text
    (met,) = {one.persona for one in services[Attempts].summaries(person=lin.id)}
    for persona in case.personas:
        assert (persona.name in unescape(page)) is (persona.id == met)
    path = section(page, "path")
    assert f"1 of {len(case.personas)} customers met, 1 won" in path
    assert path.count("somebody not met yet") >= len(case.personas) - 1
    assert 'href="/attempts/a-1"' in section_html(page, "path")
    assert "1 of 3 in a row" in path


def test_days_in_a_row_and_never_a_broken_row(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A missed day would be held against somebody, or days would count that were none."""
    lin, moment = person("lin"), now()
    called(services, lin, at=moment - timedelta(days=5))
    assert section(trainee.get("/").text, "progress").startswith("This week")
    called(services, lin, name="a-2", at=moment - timedelta(days=1))
    assert section(trainee.get("/").text, "progress").startswith("This week")
    called(services, lin, name="a-3", at=moment)
    assert section(trainee.get("/").text, "progress").startswith("2 days in a row")


def test_weak_kinds_of_replies_and_composure(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would not know what to work on, or read figures that nothing stands behind."""
    publish_small_case(services)
    name = plant(services, person("lin"), HUNG_UP)
    assert section(trainee.get("/").text, "kinds") == ""  # nobody has looked at the call yet
    call = play_of(HUNG_UP)
    attempt = services[Attempts].find(name).id
    services[Attempts].keep_findings(attempt, findings(call, review(call, judge())).to_json())
    page = trainee.get("/").text
    assert re.search(r"good: \d+ of \d+", section(page, "kinds"))
    assert "the lowest point of your composure in one call" in section(page, "qualities")
    assert "Your first monthly exam fills this" in section(page, "qualities")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This comes first: it closes today."), ("zh", "先办这件事：今天截止。")],
)
def test_an_exam_that_closes_today_comes_first(
    trainee: Browser, services: Services, person: Callable[[str], Person], language: str, words: str
) -> None:
    """Somebody would practise a case, and miss the exam."""
    services[Options].change(None, now(), time_zone=zone_by_day())
    _, bank = bank_of(services)
    questions = usable(bank, today(services))[:2]
    trainee.post_form("/language", {"language": language})
    later = open_exam(services, [person("lin")], questions, title="Next week")
    services[Exams].change(later.id, window=Window(now() - HOUR, now() + 72 * HOUR), by=None, now=now())
    assert words not in section(trainee.get("/").text, "next")
    exam = open_exam(services, [person("lin")], questions, title="Due today")
    services[Exams].change(exam.id, window=Window(now() - HOUR, now() + HOUR), by=None, now=now())
    page = trainee.get("/").text
    assert words in section(page, "next")
    assert f'href="/sittings/{exam.id}"' in section_html(page, "next")
    assert "begin" not in section_html(page, "next")
    assert f'action="/cases/{CASE}/play"' in section_html(page, "path")


def zone_by_day() -> str:
    """A time zone in which it is not about midnight now, so that an hour more or less is the same day."""
    hours = {zone: now().astimezone(ZoneInfo(zone)).hour for zone in ("Asia/Shanghai", "America/New_York")}
    return next(zone for zone, hour in hours.items() if 2 <= hour < 21)


def test_more_calls_take_no_more_queries(
    trainee: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """Home would become slower with every call that somebody has taken."""
    lin = person("lin")
    called(services, lin)
    trainee.get("/")
    before = queries(trainee)
    for number in range(2, 7):
        called(services, lin, name=f"a-{number}", at=now() - number * HOUR)
    assert queries(trainee) == before <= MOST_QUERIES


def queries(browser: Browser) -> int:
    """How many statements the home page sends to the database."""
    sent: list[str] = []

    def count(*statement: object) -> None:
        sent.append(str(statement[2]))

    event.listen(Engine, "before_cursor_execute", count)
    try:
        assert browser.get("/").status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(sent)


def test_hostile_name(
    services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """A name that somebody gave themselves could run a script on their and others' pages."""
    services[People].change(person("lin").id, None, now(), shown=HOSTILE, role=Role.LEAD)
    page = client("lin").get("/").text
    assert "<script>alert" not in page
    assert "Hello, &lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
