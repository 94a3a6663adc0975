"""Whole plays of the bundled cases, page by page: nothing that a trainee may not know yet is sent to them."""

import html
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache

import pytest

from simulator import Case, Play
from simulator.call.play import rehearsal as rules
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.resources import scenarios
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.pages.plays.forms import fields_of
from tests.practice.pages.plays.test_secrets import ids_of, long_enough
from tests.practice.pages.plays.trainee import Trainee
from tests.practice.pages.plays.withheld import kept_back, names

CASES = ("ticket-rebooking", "ac-remote")
EVERY = 6
"""After how many moves the other pages and the API are looked at too."""
MOST_MOVES = 90
OTHER_PAGES = ("/", "/attempts", "/account", "/account/data", "/nowhere")
OF_THE_ATTEMPT = ("", "/review", "/report.html", "/report.md", "/retry", "/compare/best")
WORD = re.compile(r"[\w-]+")
API = ("/attempts", "/cases", "/me", "/me/tasks")
API_OF_THE_ATTEMPT = ("", "/play", "/outcome", "/debrief", "/review", "/moves")


class Spied:
    """A trainee who also looks at whatever else the desk may tell: other pages, the API, refusals, headers."""

    def __init__(self, trainee: Trainee, token: str) -> None:
        self.trainee = trainee
        self.token = {"Authorization": f"Bearer {token}", "Accept-Language": trainee.case.language}

    def told(self) -> Iterator[tuple[str, str]]:
        """What the desk says wherever somebody could ask, by the address."""
        name = self.trainee.name
        pages = [*OTHER_PAGES, *(f"/attempts/{name}{end}" for end in OF_THE_ATTEMPT)]
        api = [*API, *(f"/attempts/{name}{end}" for end in API_OF_THE_ATTEMPT)]
        for path, headers in [(path, {}) for path in pages] + [
            (f"/api/v1{path}", self.token) for path in api
        ]:
            answer = self.trainee.browser.get(path, headers=headers, follow_redirects=False)
            assert answer.status_code < 500, path
            yield path, said(answer.headers.multi_items(), answer.text)
        for move in (
            "answer x",
            "suppose x 50",
            "say x",
            "next",
            "hear all x",
            "mark 99 key",
            "unmark 1 x",
            "hint x",
        ):
            if move == "next" and "next" in self.trainee.play.legal_moves():
                continue
            answer = self.trainee.post([("move", move)])
            yield f"refusal of {move}", said(answer.headers.multi_items(), answer.text)
        body = {"version": self.trainee.version, "move": {"do": "say", "reply": "x"}}
        address = f"/api/v1/attempts/{name}/moves"
        answer = self.trainee.browser.post(
            address, json=body, headers=self.token | {"Idempotency-Key": "spy"}
        )
        yield "refusal by the API", answer.text


def said(headers: list[tuple[str, str]], text: str) -> str:
    """An answer as it came, with its headers; what JSON has escaped is put into letters."""
    with suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return "\n".join([*(f"{name}: {value}" for name, value in headers), text])


def withheld(case: Case, play: Play) -> list[str]:
    """The texts that may not be told as the play stands."""
    texts = kept_back(case, play)
    if play.progress.rehearsal is None:
        return texts
    known = "\0".join(heard_in_call(play))
    return [text for text in texts if long_enough(text) and text.strip() not in known]


def heard_in_call(play: Play) -> set[str]:
    """What was heard and said in the call, what can be said now, and what customers of the case may want."""
    case = play.case
    texts = {case.title, *(persona.expects for persona in case.personas)}
    again = Play.start(case, play.persona, play.stage_played)
    for move in [*play.moves, None]:
        position = again.progress.rehearsal
        if position is not None and position.scene in case.endings:
            words = case.endings[position.scene].customer
            texts |= {words.at(position)} if words else set()
        elif position is not None:
            scene = case.scenes[position.scene]
            texts |= {
                text.at(position) for text in (scene.customer, scene.cue, scene.mood, scene.screen) if text
            }
            texts |= {reply.say for reply in rules.replies(case, position)}
        if move is not None:
            again.push(move)
    return texts


@lru_cache(maxsize=1)
def secrets(trainee: Trainee, version: int) -> tuple[list[str], set[str]]:
    """What may not be told at this version of a play: texts, and an author's names for things."""
    case, play = trainee.case, trainee.play
    heard = "\0".join([*heard_in_call(play), *(line.words for line in case.lines)])
    hidden = {name for name in {*ids_of(case), *names(case)} if name not in heard}
    assert all(WORD.fullmatch(name) for name in hidden)  # or it would never be found
    return withheld(case, play), hidden


def leaks(trainee: Trainee, answer: str) -> list[str]:
    """What an answer tells that it may not: texts, and an author's names for things."""
    plain = html.unescape(answer)
    texts, hidden = secrets(trainee, trainee.version)
    return [text for text in texts if text in plain] + sorted(hidden.intersection(WORD.findall(plain)))


@pytest.mark.parametrize(("case", "language"), list(zip(CASES, ("en", "zh"), strict=True)))
def test_nothing_is_told_before_it_may_be(
    client: Callable[[str], Browser], services: Services, case: str, language: str
) -> None:
    """A look at a page's source, at one's own data or at the API would give the customer and the answers away."""
    trainee = Trainee(client("lin"), services, scenarios() / case, language=language)
    person = services[People].named("lin")
    assert person is not None
    spied = Spied(trainee, services[Tokens].new(person.id, "HR", None, now())[1])
    chance = random.Random(f"{case} {language}")
    stages = set()
    while not trainee.play.over and trainee.version < MOST_MOVES:
        stages.add(trainee.play.stage)
        assert leaks(trainee, trainee.page()) == []
        if trainee.version % EVERY == 0:
            for where, answer in spied.told():
                assert (where, leaks(trainee, answer)) == (where, [])
        answer = made(trainee, chance)
        if not trainee.play.over:
            assert leaks(trainee, answer) == []
    assert len(stages) == 3
    assert trainee.play.over


def made(trainee: Trainee, chance: random.Random) -> str:
    """Make some move, as the page's script does; gives the answer."""
    play = trainee.play
    position = play.progress.rehearsal
    moves = play.legal_moves()
    if position is not None:
        move = chance.choice(moves)
        tokens = {reply.id: number for number, reply in enumerate(rules.replies(play.case, position))}
        fields = [("reply", replies_of(trainee.page())[tokens[move]])]
    else:
        move = "next" if "next" in moves and chance.random() < 0.6 else chance.choice(moves)
        if "hear" in moves and chance.random() < 0.7:
            move = "hear"
        fields = fields_of(move, play.case, play.progress.analysis.step + 1)
    answer = trainee.post(fields)
    assert answer.status_code in (200, 204), answer.text
    play.push(move)
    trainee.version += 1
    return said(answer.headers.multi_items(), answer.text)


def replies_of(page: str) -> list[str]:
    """The tokens of the replies on a page, in their order."""
    return [part.partition('"')[0] for part in page.split('name="reply" value="')[1:]]


def test_the_search_finds_what_is_there(client: Callable[[str], Browser], services: Services) -> None:
    """The search of the test above would find nothing, even where there is something."""
    trainee = Trainee(client("lin"), services, scenarios() / CASES[0])
    case = trainee.case
    assert case.analysis is not None
    page = trainee.page()
    assert leaks(trainee, page) == []
    persona = case.personas[0]
    step = next(step for step in case.analysis.steps.values() if step.options)
    option = next(iter(step.options.values()))
    secrets = [
        persona.name,
        persona.who,
        persona.gives_away,
        case.lines[-1].words,
        option.text,
        option.why or "?",
    ]
    for secret in [*secrets, *step.hints, next(iter(case.opening.moves.values())).say]:
        assert leaks(trainee, page + html.escape(secret)) != [], secret
