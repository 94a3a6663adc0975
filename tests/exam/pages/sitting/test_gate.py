"""While somebody sits an exam, nothing at the desk helps or tells keys, whatever their role is."""

import html
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from starlette.routing import Route

from simulator.app.api import ROUTERS
from simulator.app.app import routes
from simulator.exam.pages.setting.results_page import make_cards
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.people.person import Permission, Person
from simulator.people.storage.tokens import Tokens
from simulator.web.api.caller import Needs
from simulator.web.services import Services, now
from tests.app.api.conftest import Program
from tests.app.conftest import Browser

from .bank import SECRETS
from .examinees import Sitter, bank_of, paused, release, resumed

Sit = Callable[..., Sitter]
CLOSED = "This opens again after you hand in."
OPEN = {
    # the exam itself, and the calls in it
    "exams", "sitting", "sitting-clock", "sitting-answer", "sitting-flag", "sitting-leave", "sitting-return",
    "sitting-begin", "sitting-open-handbook", "sitting-handbook", "sitting-hand-in", "sitting-handed-in",
    "sitting-call", "play", "play-move", "play-undo", "play-audio",
    # what has nothing to do with any exam
    "home", "health", "sign-in", "sign-in-now", "sign-out", "link", "use-link", "language",
    "account", "account-name", "account-password", "account-sessions", "account-token-revoke",
    # the work of those who look after others that cannot wait
    "papers", "paper-watch", "paper-watch-one", "paper-extra", "paper-pause", "paper-resume",
    "paper-pause-all", "paper-resume-all", "people", "person", "person-active", "person-link",
}  # fmt: skip
"""The routes that are open; what is not here is closed."""
ROLES = ("lin", "wei", "hua", "root")


class Walker:
    """Somebody who sits an exam, and looks at whatever the desk has otherwise."""

    def __init__(self, sitter: Sit, services: Services, person: Person) -> None:
        self.services, self.person = services, person
        self.old = sitter(person.name)
        self.old.answer("single", "private-north")
        self.old.post("/hand-in", script=False)
        release(services, self.old.exam)
        make_cards(services, self.old.exam, now())
        _, token = services[Tokens].new(person.id, "walk", person.id, now(), None)
        self.program = Program(self.old.browser.app, token)
        self.attempt = self.program.call_to_the_end()
        moment, exam = now(), self.old.exam
        self.draft = services[Exams].add(
            "Draft",
            "appliance",
            exam.day,
            bank_of(services),
            {},
            exam.window,
            60,
            exam.pass_mark,
            person.id,
            moment,
        )
        self.sitter = sitter(person.name)
        self.browser: Browser = self.sitter.browser

    def addresses(self, route: Route) -> Iterator[str]:
        """Addresses of a route, of things that this person could look at otherwise."""
        exams = (self.old.exam.id, self.draft.id, self.sitter.exam.id)
        known: dict[str, tuple[Any, ...]] = {
            "exam": exams,
            "question": ("private-single",),
            "policy": ("private-damage",),
            "bulletin": ("private-damage-2026",),
            "name": (self.attempt,),
            "case": ("ticket-rebooking",),
            "card": tuple(card.id for card in self.services[Cards].of(self.person.id))[:1],
            "person": (self.person.id,),
            "other": ("best",),
            "format": ("gift",),
            "file": ("result.html", "items.csv"),
        }
        names = list(route.param_convertors)
        for values in product(*(known.get(name, (1,)) for name in names)):
            sample = {
                name: value
                if name in known or "Integer" in type(route.param_convertors[name]).__name__
                else "x"
                for name, value in zip(names, values, strict=True)
            }
            yield str(route.url_path_for(route.name, **sample))

    def pages(self) -> Iterator[tuple[Route, str, str]]:
        """Every route that the role may use, with a method and an address."""
        for route in routes():
            if not isinstance(route, Route):
                continue
            endpoint: Any = route.endpoint
            needed: Permission | None = endpoint.permission
            if needed is None or self.person.may(needed):
                for address in self.addresses(route):
                    for method in (route.methods or set()) - {"HEAD"}:
                        yield route, method, address


@pytest.fixture
def walker(
    sitter: Sit, services: Services, person: Callable[[str], Person], request: pytest.FixtureRequest
) -> Walker:
    """Somebody of a role who sits an exam, after another one and a call."""
    return Walker(sitter, services, person(request.param))


def told(text: str, address: str) -> list[str]:
    """The secrets in a text, but for the address that was asked for."""
    said = html.unescape(text).replace(address, "")
    return [secret for secret in SECRETS if secret in said]


def test_only_what_was_thought_about_is_open() -> None:
    """A new page would be open to somebody who sits without anybody having asked whether it helps."""
    found = {route.name for route in routes() if isinstance(route, Route) and route.endpoint.while_sitting}  # type: ignore[attr-defined]
    assert found == OPEN


@pytest.mark.parametrize("walker", ROLES, indirect=True)
def test_no_page_helps_who_sits(walker: Walker) -> None:
    """An old result, an export or a draft paper in another tab would answer the questions of the paper."""
    wrong, looked = [], 0
    csrf = {"X-CSRF-Token": walker.browser.csrf()}
    for route, method, address in walker.pages():
        if route.name in OPEN and method == "POST":
            continue  # the posts of a sitting are walked by test_secrets
        looked += 1
        headers = csrf if method == "POST" else {}
        answer = walker.browser.request(method, address, headers=headers, follow_redirects=False)
        closed = answer.status_code == 403 and CLOSED in answer.text
        if told(answer.text, address) or closed is (route.name in OPEN and walker.attempt not in address):
            wrong.append((method, address, answer.status_code, told(answer.text, address)))
    assert wrong == []
    assert looked > 20
    walker.sitter.post("/hand-in", script=False)
    for address in ("/account/data", f"/results/{walker.old.exam.id}", f"/attempts/{walker.attempt}"):
        assert walker.browser.get(address).status_code == 200


@pytest.mark.parametrize("walker", ROLES, indirect=True)
def test_no_program_helps_who_sits(walker: Walker) -> None:
    """A token would read the old debrief of the case that is examined, or make moves in another call of it."""
    wrong = []
    for router in ROUTERS:
        for route in router.routes:
            needs = next(one.call for one in route.dependant.dependencies if isinstance(one.call, Needs))  # type: ignore[attr-defined]
            if not walker.person.may(needs.permission):
                continue
            path = "/api" + route.path.replace("{name}", walker.attempt).replace("{case}", "ticket-rebooking")  # type: ignore[attr-defined]
            for part in ("{person}", "{team}", "{assignment}"):
                path = path.replace(part, "999999")
            for method in route.methods:  # type: ignore[attr-defined]
                move = {"move": {"do": "say", "reply": "x"}} if path.endswith("/moves") else {}
                body = {"version": 0} | move
                answer = walker.program.request(method, path, json=body, headers=walker.program.key())
                closed = answer.status_code == 403 and CLOSED in answer.text
                open_ = needs.while_sitting and walker.attempt not in path
                if closed is open_ or told(answer.text, path):
                    wrong.append((method, path, answer.status_code, answer.text[:80]))
    assert wrong == []


@pytest.mark.parametrize("walker", ["lin"], indirect=True)
def test_what_is_closed_says_why_and_leads_back(walker: Walker) -> None:
    """An examinee who follows a link in the menu would not know what happened, nor how to get on."""
    answer = walker.browser.get("/cards")
    assert "You are sitting “November” now." in answer.text
    assert f'href="/sittings/{walker.sitter.exam.id}"' in answer.text
    assert '<nav aria-label="Main">' in answer.text
    assert walker.browser.get("/", follow_redirects=False).headers["Location"] == walker.sitter.address


@pytest.mark.parametrize("walker", ["lin"], indirect=True)
def test_a_pause_does_not_open_the_gate(walker: Walker) -> None:
    """A fire alarm would be time to read up."""
    paused(walker.services, walker.sitter.exam, walker.person.id)
    assert walker.browser.get("/account/data").status_code == 403
    resumed(walker.services, walker.sitter.exam, walker.person.id)


@pytest.mark.parametrize("walker", ["lin"], indirect=True)
def test_a_call_begun_before_cannot_go_on(walker: Walker, sitter: Sit) -> None:
    """A practice call of the examined case, opened before the exam, would be a rehearsal in it."""
    walker.sitter.post("/hand-in", script=False)
    play = walker.program.begin()
    address = f"/plays/{play['name']}"
    assert walker.browser.get(address).status_code == 200
    sitter()
    assert walker.browser.get(address).status_code == 403
    key = {"key": "k1", "version": str(play["version"]), "move": "say x"}
    assert walker.browser.post_form(f"{address}/moves", key).status_code == 403
