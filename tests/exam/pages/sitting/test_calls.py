"""A call in an exam: taken once under the exam's clock, and nothing of how it went is told before the results."""

import html
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from starlette.routing import Route

from simulator import Play
from simulator.app.app import routes
from simulator.call.case.case import Stage
from simulator.exam.bank.marking import CallReached
from simulator.exam.pages.sitting.calls import call_seed
from simulator.exam.paper.exam import PaperForm, PaperItem
from simulator.exam.storage import case_questions as papers
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.results_of import results_of
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt
from simulator.web.services import Services, now
from tests.app.api.conftest import Program
from tests.app.conftest import PASSWORD, Browser
from tests.practice.pages.plays.calling import CASE, HTMX, Calling, replies, said
from tests.practice.pages.plays.test_secrets import leaks

from .bank import FILES, SECRETS, _question
from .examinees import Sitter, later, paused, release, resumed, text_of

Sit = Callable[..., Sitter]
CALLS = "desk: appliance\nquestions:\n" + _question("call", "case", "best", f"    case: {CASE}\n")
FORM = ("single", "call", "lookup")
PLACE = 1


class OnTheLine(Calling):
    """A call that somebody takes in an exam."""

    def __init__(self, lin: Sitter) -> None:
        self.lin, self.browser = lin, lin.browser
        answer = lin.post(f"/calls/{PLACE}", script=False)
        assert answer.status_code == 303, answer.text
        self.address = answer.headers["Location"]

    @property
    def kept(self) -> KeptAttempt:
        """The attempt in the store."""
        kept: KeptAttempt = self.lin.services[Attempts].find(self.name)
        return kept

    @property
    def play(self) -> Play:
        """The play as it stands in the store, in the language of the browser."""
        case = self.lin.services[Library].case(self.kept.bundle or "", "en")
        return Play.restore(case, self.kept.record.attempt)

    def to_the_end(self) -> list[Response]:
        """Say the first reply until the call is over; all answers."""
        answers: list[Response] = []
        for _ in range(60):
            page = self.browser.get(self.address, follow_redirects=False)
            answers.append(page)
            if not replies(page.text):
                return answers
            answers.append(self.say(1, page.text))
        raise AssertionError("the call does not end")


@pytest.fixture
def lin(sitter: Sit, services: Services) -> Sitter:
    """Somebody who sits an exam with a call between two other questions."""
    add_calls(services)
    return sitter(questions=FORM)


@pytest.fixture
def newcomer(sitter: Sit, services: Services) -> Sitter:
    """Somebody in the same exam who has sat none before, and so may be told of none."""
    add_calls(services)
    someone = services[People].add("mei", "Mei Lan", Role.TRAINEE, None, "en", by=None, now=now())
    services[Passwords].set(someone.id, PASSWORD, None, now())
    return sitter("mei", questions=FORM)


def add_calls(services: Services) -> None:
    """Publish the bank of these tests with a call in it, once."""
    current = services[Banks].current()
    if current is None or "questions/private-calls.yaml" not in services[Banks].files(current.bundle):
        services[Banks].publish(FILES | {"questions/private-calls.yaml": CALLS.encode()}, "", None, now())


@pytest.fixture
def program(opened: Browser, lin: Sitter) -> Program:
    """A program that acts for lin."""
    return program_of(lin, opened)


def program_of(sitter: Sitter, opened: Browser) -> Program:
    """A program that acts for somebody."""
    _, secret = sitter.services[Tokens].new(sitter.person, "a program", sitter.person, now())
    return Program(opened.app, secret)


def test_the_call_begins_from_the_paper_and_only_once(lin: Sitter) -> None:
    """Somebody would try until they have won, or be somebody else's customer at another device."""
    assert "A customer is waiting on the line." in text_of(lin.get())
    call = OnTheLine(lin)
    kept, sitting = call.kept, lin.kept
    assert (kept.sitting, kept.record.attempt.stage, kept.preview) == (sitting.id, Stage.REHEARSAL, False)
    assert kept.record.attempt.seed == call_seed(lin.examinee.seed, PLACE)
    assert dict(lin.sitting.cases) == {PLACE: call.name}
    assert OnTheLine(lin).name == call.name
    assert OnTheLine(lin).name == call.name
    assert len([entry for entry in lin.entries if entry.act.value == "case"]) == 1
    page = lin.get().text
    assert f'href="{call.address}" data-settled' in page
    assert "/calls/" not in page


def test_who_is_on_the_line_follows_from_the_seed_and_the_place() -> None:
    """On another device somebody else would call."""
    seeds = [call_seed(seed, place) for seed in (1, 2) for place in (0, 1)]
    assert len(set(seeds)) == 4
    assert call_seed(1, 0) == 1275617826


def test_the_page_of_the_call_has_the_clock_and_the_way_back_and_no_undo(lin: Sitter) -> None:
    """Somebody would lose the exam out of sight, or take a slip back as nobody can on the telephone."""
    call = OnTheLine(lin)
    page = call.page()
    assert f'data-sitting="{lin.address}"' in page
    assert f'href="{lin.address}?question={lin.shown("call").number}" data-settled' in page
    assert "data-time-left" in page
    answer = call.say(1)
    assert answer.status_code == 200
    assert "/undo" not in page + answer.text + call.page()
    refused = call.undo()
    assert refused.status_code == 422
    assert "no reply can be taken back" in text_of(refused)
    assert call.kept.version == 1
    assert len(said(call.page())) == 3


def test_an_answer_that_comes_again_is_made_once(lin: Sitter) -> None:
    """A bad connection would say the same twice to the customer."""
    call = OnTheLine(lin)
    page = call.page()
    first, again = call.say(1, page), call.say(1, page)
    assert (first.status_code, again.status_code, call.kept.version) == (200, 200, 1)
    assert call.say(2, page, key="other").status_code == 409


def test_nothing_can_be_said_when_the_time_is_up(lin: Sitter) -> None:
    """A call would go on after everybody else had to stop."""
    call = OnTheLine(lin)
    page = call.page()
    call.say(1, page)
    with later(timedelta(minutes=61)):
        late = call.say(2, call_page := page, version="1", key="late")
        assert late.status_code == 422
        assert "Time is up." in text_of(late)
        plain = call.say(2, call_page, version="1", key="plain", headers={})
        assert plain.status_code == 422
        assert "Time is up." in text_of(plain)
        answer = call.browser.get(call.address, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, lin.address)
        assert lin.post(f"/calls/{PLACE}", script=False).headers["Location"] == call.address
    assert call.kept.version == 1


@pytest.mark.parametrize(("what", "words"), [
    ("pause", "The exam is paused"), ("hand-in", "handed in"), ("handbook", "closed when the handbook"),
])  # fmt: skip
def test_nothing_can_be_said_while_no_answer_could_be_given(lin: Sitter, what: str, words: str) -> None:
    """Whoever is paused, done, or looks into the handbook would go on with the call."""
    call = OnTheLine(lin)
    page = call.page()
    if what == "pause":
        paused(lin.services, lin.exam, lin.person)
    else:
        lin.post(f"/{what}", script=False)
    refused = call.say(1, page)
    assert refused.status_code == 422
    assert words in text_of(refused)
    answer = call.browser.get(call.address, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, lin.address)
    assert call.kept.version == 0
    if what == "pause":
        resumed(lin.services, lin.exam, lin.person)
        assert call.say(1, page).status_code == 200


@pytest.mark.parametrize("what", ["pause", "hand-in", "handbook"])
def test_no_call_begins_when_no_answer_could_be_given(lin: Sitter, what: str) -> None:
    """It would be begun for nothing, and could never be taken."""
    if what == "pause":
        paused(lin.services, lin.exam, lin.person)
    else:
        lin.post(f"/{what}", script=False)
    assert lin.post(f"/calls/{PLACE}", script=False).status_code == 422
    assert f"/calls/{PLACE}" not in lin.get().text
    assert lin.services[Attempts].of_exam(lin.exam.id) == {}


def test_only_questions_about_a_case_have_a_call(lin: Sitter, client: Callable[[str], Browser]) -> None:
    """Any address would begin something."""
    assert [lin.post(f"/calls/{place}", script=False).status_code for place in (0, 3, 99999)] == [404] * 3
    call = OnTheLine(lin)
    bo = client("bo")
    assert bo.post_form(f"{lin.address}/calls/{PLACE}", {"key": "k"}).status_code == 404
    assert bo.get(call.address).status_code == 404


def test_a_case_that_is_withdrawn_says_so(lin: Sitter) -> None:
    """Somebody would look at a page of ours about a fault, with the clock running."""
    services = lin.services
    services[Library].withdraw(CASE, None, now())
    try:
        answer = lin.post(f"/calls/{PLACE}", script=False)
        assert answer.status_code == 422
        assert "Please tell an invigilator." in text_of(answer)
        assert f'data-question="{lin.shown("call").number}"' in answer.text
    finally:
        _published_again(services)
    assert OnTheLine(lin).page()


def _published_again(services: Services) -> None:
    entry = services[Library].entry(CASE)
    files = services[Library].files(entry.versions[-1].bundle)
    services[Library].save_draft(CASE, files, entry.revision, None, now())
    services[Library].publish(CASE, None, now())


def of_the_attempt(name: str) -> list[tuple[str, str]]:
    """Every address that names an attempt, with its method; the posts of moves are pressed elsewhere."""
    fill = {"{name}": name, "{other}": "best", "{stage}": "replay"}
    fill |= {"{number:int}": "1", "{comment:int}": "1", "{file:path}": "x"}
    found = []
    for route in routes():
        if isinstance(route, Route) and "{name}" in route.path:
            path = route.path
            for part, value in fill.items():
                path = path.replace(part, value)
            assert "{" not in path, path
            found += [(method, path) for method in sorted(route.methods or ()) if method != "HEAD"]
    return found


def after_the_call(lin: Sitter, call: OnTheLine, program: Program) -> list[Response]:
    """Everything that could tell how a call went, asked for by the one who took it."""
    answers, name = [], call.name
    fields = {"csrf": lin.csrf, "reply": "1", "key": "k", "text": "hm", "version": "1"}
    for method, path in of_the_attempt(name):
        for headers in ({}, HTMX):
            data: dict[str, Any] = {"data": fields} if method == "POST" else {}
            answers.append(lin.browser.request(method, path, headers=headers, follow_redirects=False, **data))
    for path in (
        f"{call.address}?end", "/attempts", f"/attempts?case={CASE}", f"/attempts/compare?with={name}&with=other",
        "/", "/exams", lin.address, f"/results/{lin.exam.id}", "/cards", "/account/data",
    ):  # fmt: skip
        answers.append(lin.browser.get(path, follow_redirects=False))
    api = f"/api/v1/attempts/{name}"
    for path in (api, f"{api}/play", f"{api}/outcome", f"{api}/report", "/api/v1/attempts"):
        answers.append(program.get(path))
    answers.append(program.post(f"{api}/undo", json={"version": 1}, headers=program.key()))
    return answers


def test_before_the_release_nothing_tells_how_the_call_went(newcomer: Sitter, opened: Browser) -> None:
    """The first who is done would tell the others who calls, and how to win."""
    call, program = OnTheLine(newcomer), program_of(newcomer, opened)
    answers = call.to_the_end() + after_the_call(newcomer, call, program)
    newcomer.post("/hand-in", script=False)
    answers += after_the_call(newcomer, call, program)
    assert len(answers) > 80
    assert call.kept.record.finished
    assert [path for path, answer in paths(answers) if answer.status_code >= 500] == []
    play = call.play
    assert [(path, told) for path, answer in paths(answers) if (told := leaks(play, answer.text))] == []
    ids = [(path, name) for path, answer in paths(answers) for name in SECRETS if name in plain(answer)]
    assert ids == []


def paths(answers: list[Response]) -> list[tuple[str, Response]]:
    """Answers with where they came from."""
    return [(answer.request.url.path, answer) for answer in answers]


def plain(answer: Response) -> str:
    """What an answer says; bulletins are named in their addresses."""
    return html.unescape(answer.text).replace("/bulletins/private-", "/bulletins/")


def test_before_the_release_a_call_is_to_all_others_as_one_under_way(lin: Sitter, program: Program) -> None:
    """What came of it would stand in a field that no text search finds."""
    call = OnTheLine(lin)
    call.to_the_end()
    lin.post("/hand-in", script=False)
    got = dict(paths(after_the_call(lin, call, program)))
    mine, api = f"/attempts/{call.name}", f"/api/v1/attempts/{call.name}"
    assert got[mine].headers["HX-Redirect"] == call.address
    told = {path: got[path].status_code for path in got if path.startswith(f"{mine}/")}
    assert set(told.values()) == {403, 404}
    assert {path for path, status in told.items() if status == 403} == {
        f"{mine}/comments", f"{mine}/comments/1/delete",
    }  # fmt: skip
    assert call.name not in got["/attempts"].text + got["/"].text + got["/api/v1/attempts"].text
    untold = ("finished", "persona", "verdict", "score", "critical")
    assert [got[api].json()[key] for key in untold] == [None, None, None, None, []]
    assert got[f"{api}/outcome"].json()["error"]["code"] == "not-finished"
    assert got[f"{api}/report"].status_code == 409
    assert got[f"{api}/undo"].status_code in (409, 422)
    (data,) = [one for one in json.loads(got["/account/data"].text)["attempts"] if one["name"] == call.name]
    assert [data[key] for key in ("persona", "seed", "verdict", "score", "findings")] == [None] * 5
    assert not any("move" in entry for entry in data["entries"])


def test_those_who_watch_are_not_told_before_the_release_either(
    lin: Sitter, client: Callable[[str], Browser]
) -> None:
    """A trainer who looks on would see the call in the lists, and could be asked."""
    call = OnTheLine(lin)
    call.to_the_end()
    hua = client("hua")
    assert hua.get(f"/attempts/{call.name}").status_code == 404
    lin.post("/hand-in", script=False)
    release(lin.services, lin.exam)
    assert hua.get(f"/attempts/{call.name}").status_code == 200


def test_programs_take_the_call_by_the_same_rules(lin: Sitter, program: Program) -> None:
    """The API would be the way around the clock."""
    call = OnTheLine(lin)
    play = program.get(f"/api/v1/attempts/{call.name}/play").json()
    assert play["rehearsal"]["may_undo"] is False
    reply = play["rehearsal"]["replies"][0]["reply"]
    play = program.moved(play, do="say", reply=reply)
    assert (play["version"], play["rehearsal"]["may_undo"]) == (1, False)
    paused(lin.services, lin.exam, lin.person)
    assert program.get(f"/api/v1/attempts/{call.name}/play").status_code == 422
    refused = program.move(play, do="say", reply=play["rehearsal"]["replies"][0]["reply"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "paused")


def test_after_the_release_marks_and_debrief_are_there(lin: Sitter, services: Services) -> None:
    """A call would be worth nothing, or nobody would learn from it."""
    call = OnTheLine(lin)
    answers = call.to_the_end()
    assert "Its result is released with the results of the exam." in text_of(answers[-1])
    assert f"/attempts/{call.name}" not in answers[-1].text
    paper = lin.get()
    assert "You have taken this call." in text_of(paper)
    assert "Calls without an end" not in lin.get("/hand-in").text
    assert call.address not in paper.text
    lin.post("/hand-in", script=False)
    result = call.kept.record.result
    assert result is not None
    release(services, lin.exam)
    (mine,) = results_of(services, lin.exam, now()).examinees
    item = mine.items[PLACE]
    best = papers._best(services, call.kept.bundle or "", result.persona)
    assert item.reached == CallReached(result.score or 0, best.least)
    assert item.credit == pytest.approx((result.score or 0) / best.least)
    said_there = text_of(lin.browser.get(f"/results/{lin.exam.id}"))
    assert f"The call scored {result.score}; the best possible score was {best.least}." in said_there
    assert (
        lin.browser.get(call.address, follow_redirects=False).headers["Location"] == f"/attempts/{call.name}"
    )
    debrief = lin.browser.get(f"/attempts/{call.name}")
    assert debrief.status_code == 200
    assert leaks(call.play, debrief.text) != []
    assert call.play.case.personas[call.play.case.persona_place(result.persona)].name in debrief.text
    assert call.name not in lin.browser.get("/attempts").text
    assert call.name not in [one.name for one in services[Attempts].summaries(person=lin.person)]


def test_a_call_that_was_left_can_be_gone_on_with_and_reaches_nothing_without_an_end(
    lin: Sitter, services: Services
) -> None:
    """Leaving the call would end it; or whoever never ended it would get marks."""
    call = OnTheLine(lin)
    call.say(1)
    lin.answer("single")
    assert call.address in lin.get().text
    call.say(1)
    assert call.kept.version == 2
    for path in ("/hand-in", "/handbook"):
        assert "Calls without an end: 1" in text_of(lin.get(path))
    lin.post("/hand-in", script=False)
    release(services, lin.exam)
    (mine,) = results_of(services, lin.exam, now()).examinees
    item = mine.items[PLACE]
    assert (item.marks, item.blank, item.reached and item.reached.outcome) == (0.0, False, 0)
    assert item.reached is not None
    assert not item.reached.ended
    page = lin.browser.get(f"/results/{lin.exam.id}")
    assert "The call was not taken to its end." in text_of(page)
    assert f"/attempts/{call.name}" not in page.text
    answer = lin.browser.get(f"/attempts/{call.name}", follow_redirects=False)
    assert answer.headers["Location"] == call.address
    answer = lin.browser.get(call.address, follow_redirects=False)
    assert answer.headers["Location"] == f"/results/{lin.exam.id}"


def test_a_process_that_knows_nothing_of_exams_lets_nobody_on(lin: Sitter, services: Services) -> None:
    """A play would go on without its clock."""
    call = OnTheLine(lin)
    state = lin.browser.app.state
    plays = state.plays
    state.plays = type(plays)(Attempts(services.database), services[Library])
    try:
        assert lin.browser.get(call.address, follow_redirects=False).status_code == 404
    finally:
        state.plays = plays


def test_papers_with_a_call_that_cannot_be_marked_are_refused(lin: Sitter, monkeypatch: Any) -> None:
    """Everybody would take it, and nobody could be given marks for it."""
    services, forms = lin.services, [PaperForm((PaperItem("private-call"), PaperItem("private-single")))]
    bank = services[Banks].bank(lin.exam.bank)
    papers.check_calls(services, bank, forms)
    monkeypatch.setattr(papers, "_BEST", {})
    monkeypatch.setattr(papers, "BUDGET", 100)
    with pytest.raises(papers.UnfitCall, match=r"private-call.*more positions than could be worked out"):
        papers.check_calls(services, bank, forms)
    assert papers.unfit_calls(services, bank.questions.values()) == {}
    services[Library].withdraw(CASE, None, now())
    try:
        assert [str(why) for why in papers.unfit_calls(services, bank.questions.values()).values()] == [
            f"The case “{CASE}” is not published."
        ]
    finally:
        _published_again(services)
