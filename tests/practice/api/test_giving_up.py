"""Nothing that the desk sends tells a trainee what would have been better, before they try again or give up."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from starlette.routing import Route

from simulator.call.case.case import Stage
from simulator.call.play.play import Play
from simulator.call.review.review import review
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, Record, result_of
from simulator.web.services import Services, now
from tests.app.api.conftest import Program
from tests.app.conftest import Browser
from tests.call.report.reviewed import judge_of
from tests.practice.pages.attempts.keeping import CASE, keep, published

Named = Callable[[str], Person]
Browsers = Callable[[str], Browser]
Programs = Callable[[str], Program]
PERSONA = "worried"
LOST = ["when-expected", "hang-up"]


@pytest.fixture
def answers(services: Services) -> set[str]:
    """The words that would have been better in the lost call, and the comments on them."""
    case = services[Library].case(published(services), "en")
    play = Play.start(case, PERSONA, Stage.REHEARSAL)
    for move in LOST:
        play.push(move)
    found = review(play, judge_of(case))
    assert found is not None
    told = {one.move.say for one in play.spoken()} | {one.move.why.at(one.before) for one in play.spoken()}
    better = [(fault.better.reply, fault.decision.before) for fault in found.faults if fault.better]
    words = {text for reply, position in better for text in (reply.say, reply.why.at(position))} - told
    assert words
    return words


def addresses(browser: Browser, name: str) -> Iterator[str]:
    """All addresses under which something of an attempt can be read, but the page on which one tries again.

    That offers all that could be said, without a word about which of it is better.
    """
    for route in browser.app.routes:
        path = getattr(route, "path", "")
        if isinstance(route, Route) and "GET" in (route.methods or ()) and "/attempts/{name}" in path:
            if "/retry" in path:
                continue
            if "{other}" in path:
                yield path.replace("{name}", name).replace("{other}", "best")
            elif path.count("{") == 1:
                yield path.replace("{name}", name)


def told(browser: Browser, program: Program, name: str, answers: set[str]) -> set[str]:
    """The addresses whose answers hold some of these words."""
    found = set()
    pages = list(addresses(browser, name))
    for address in pages:
        headers = {"HX-Request": "true"} if address.endswith("/review") else {}
        text = unescape(browser.get(address, headers=headers).text)
        found |= {address} if any(words in text for words in answers) else set()
    assert f"/attempts/{name}/report.html" in pages
    for part in ("", "/outcome", "/report", "/play"):
        text = program.get(f"/api/v1/attempts/{name}{part}").text
        found |= {part} if any(words in text for words in answers) else set()
    return found


OPEN = {
    "/attempts/{}",
    "/attempts/{}/review",
    "/attempts/{}/report.html",
    "/attempts/{}/report.md",
    "/report",
}
BEST = "/attempts/{}/compare/best"


def opened(name: str) -> set[str]:
    """Where the words are, once they may be shown."""
    return {address.format(name) for address in (*OPEN, BEST)}


def test_nothing_tells_before_another_try(
    client: Browsers, program: Programs, services: Services, person: Named, answers: set[str]
) -> None:
    """A trainee would copy the right sentence into the next call instead of finding it."""
    name = keep(services, person("lin"), LOST, PERSONA).record.id
    assert told(client("lin"), program("lin"), name, answers) == set()
    assert "Show what would have been better" in client("lin").get(f"/attempts/{name}").text
    # whoever teaches sees everything
    assert told(client("wei"), program("wei"), name, answers) == opened(name)


def test_giving_up_opens_it(
    client: Browsers, program: Programs, services: Services, person: Named, answers: set[str]
) -> None:
    """Whoever cannot find it would never learn what was better, in the browser or by a program."""
    names = [keep(services, person("lin"), LOST, PERSONA, number=number).record.id for number in range(2)]
    answer = client("lin").post_form(f"/attempts/{names[0]}/give-up", {}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/attempts/{names[0]}#review")
    assert program("lin").post(f"/api/v1/attempts/{names[1]}/give-up").status_code == 204
    for name in names:
        assert told(client("lin"), program("lin"), name, answers) == opened(name)
    kept = services[Attempts].find(names[0])
    client("lin").post_form(f"/attempts/{names[0]}/give-up", {})
    assert services[Attempts].find(names[0]).gave_up == kept.gave_up  # the first time counts


def test_only_the_trainee_gives_up(
    client: Browsers, program: Programs, services: Services, person: Named
) -> None:
    """A trainer who looks at a call would take the search away from the trainee."""
    kept = keep(services, person("lin"), LOST, PERSONA)
    for who in ("wei", "bo"):
        name = kept.record.id
        assert client(who).post_form(f"/attempts/{name}/give-up", {}).status_code == 404
        assert program(who).post(f"/api/v1/attempts/{name}/give-up").status_code == 404
    assert services[Attempts].find(kept.record.id).gave_up is None


@pytest.mark.parametrize(
    ("moves", "preview", "shown"), [(LOST, False, True), (LOST, True, True), ([], False, False)]
)
def test_another_call_opens_it(
    client: Browsers,
    program: Programs,
    services: Services,
    person: Named,
    answers: set[str],
    moves: list[str],
    preview: bool,
    shown: bool,
) -> None:
    """Whoever has tried again would still be kept from the answer; or beginning a call alone would open it."""
    name = keep(services, person("lin"), LOST, PERSONA).record.id
    _taken_now(services, person("lin"), moves, preview)
    found = told(client("lin"), program("lin"), name, answers)
    assert found == (opened(name) if shown else set())


def _taken_now(services: Services, person: Person, moves: list[str], preview: bool) -> KeptAttempt:
    """A call that was begun after the others were over."""
    play = Play.start(services[Library].case(published(services), "en"), PERSONA, Stage.REHEARSAL)
    for move in moves:
        play.push(move)
    began = now() + timedelta(seconds=1)
    record = Record("again", play.attempt(began.isoformat(timespec="milliseconds")), result_of(play), "en")
    assert record.attempt.case == CASE
    return services[Attempts].begin(record, person.id, published(services), preview=preview)
