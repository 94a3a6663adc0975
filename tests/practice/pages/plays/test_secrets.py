"""What a trainee may not know is in no answer of the server, whatever is pressed: raw answers are searched."""

import html
import random
from collections.abc import Callable, Iterator

import pytest

from simulator import Case, Play
from simulator.call.case.case import Varied
from simulator.call.play import rehearsal as rules
from simulator.library.library import Library
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services
from tests.app.conftest import Browser

from .calling import HTMX, Calling, replies, said, version

Client = Callable[[str], Browser]
CASES = ("ticket-rebooking", "ac-remote")
SHORTEST = 12
"""Bytes of a secret that is searched for, four Chinese characters: a shorter one would be found in anything."""


def said_in(varied: Varied[str] | None) -> tuple[str, ...]:
    """All that a text can be."""
    return varied.values() if varied else ()


def texts_of(case: Case) -> Iterator[str]:
    """Every authored text of a rehearsal, and what is only for after it."""
    for persona in case.personas:
        yield from (persona.name, persona.who, persona.gives_away)
    for error in case.critical.values():
        yield error.text
    yield from case.facts.values()
    for scene in case.scenes.values():
        yield from (*said_in(scene.customer), *said_in(scene.cue), *said_in(scene.screen))
        for move in scene.moves.values():
            yield from (move.say, *move.why.values())
    for ending in case.endings.values():
        yield from (ending.title, *said_in(ending.customer), *said_in(ending.why))


def ids_of(case: Case) -> Iterator[str]:
    """Every id that an author has made up; those of one word could be words of the page."""
    names = {*case.scenes, *case.endings, *case.critical, *case.facts}
    names |= {persona.id for persona in case.personas}
    names |= {name for scene in case.scenes.values() for name in scene.moves}
    return (name for name in names if "-" in name)


def long_enough(text: str) -> bool:
    """Whether a text says something that no page says by itself."""
    return len(text.encode()) >= SHORTEST


def may_be_found_out(case: Case, fact: str) -> bool:
    """Whether some reply asks, probes or checks for a fact; the other facts are for the debrief."""
    return any(
        move.sets & case.flags[fact] and {"ask", "probe", "check"} & {*move.kinds}
        for scene in case.scenes.values()
        for move in scene.moves.values()
    )


def shown(play: Play) -> set[str]:
    """What a trainee has seen of a call: heard, said, and open to be said."""
    case = play.case
    again = Play.start(case, play.persona, play.stage_played, play.seed)
    texts = {case.title, *(persona.expects for persona in case.personas)}
    for name in [*play.moves, None]:
        position = again.progress.rehearsal
        assert position is not None
        ending = case.endings.get(position.scene)
        if ending:
            texts |= {ending.customer.at(position)} if ending.customer else set()
        else:
            scene = case.scenes[position.scene]
            texts |= {text.at(position) for text in (scene.customer, scene.cue, scene.screen) if text}
            texts |= {reply.say for reply in rules.replies(case, position)}
        if name is not None:
            again.push(name)
    assert again.progress.rehearsal is not None
    for fact, words in case.facts.items():
        if again.progress.rehearsal.flags & case.flags[fact] and may_be_found_out(case, fact):
            texts.add(words)
    return texts


def leaks(play: Play, answer: str) -> list[str]:
    """The secrets that are in an answer."""
    known = "\0".join(shown(play))
    secrets = [text for text in {*texts_of(play.case)} if long_enough(text) and text.strip() not in known]
    plain = html.unescape(answer)
    found = [text for text in secrets if text in plain]
    return found + [name for name in ids_of(play.case) if name in plain and name not in known]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_no_answer_of_a_call_tells_what_is_hidden(
    client: Client, services: Services, case: str, language: str
) -> None:
    """The page's source would tell the hidden customer, the feedback and the way to win."""
    browser = client("lin")
    browser.post_form("/language", {"language": language, "next": "/"})
    chance = random.Random(f"{case} {language}")
    for number in range(2):
        call = Calling(browser, case=case, key=str(number))
        for _ in range(40):
            page = browser.get(call.address, follow_redirects=False)
            if page.status_code == 303:
                break
            answers = [page.text]
            open_now = replies(page.text)
            answers.append(call.say(chance.randrange(len(open_now)) + 1, page.text).text)
            answers.append(call.say(1, page.text, key="stale").text)
            answers.append(call.say(1, page.text, key="other", reply="0" * 12, version="999").text)
            play = played(services[Attempts], services, call.name, language)
            before = Play.restore(play.case, play.attempt())
            before.pop()
            assert leaks(before, answers[0]) == []
            for answer in answers[1:]:
                assert leaks(play, answer) == []
        else:
            pytest.fail("the call did not end")


def test_the_search_finds_what_is_there(client: Client, services: Services) -> None:
    """The search of the test above would find nothing, even where there is something."""
    call = Calling(client("lin"))
    play = played(services[Attempts], services, call.name, "en")
    page = call.page()
    persona = play.case.personas[0]
    move = next(iter(play.case.opening.moves.values()))
    for secret in (persona.who, move.why.otherwise, html.escape(move.why.otherwise), move.id):
        assert leaks(play, page + secret) != []


@pytest.mark.parametrize("stage", ["", "analysis"])
def test_the_stages_before_tell_nothing_of_the_call(client: Client, services: Services, stage: str) -> None:
    """The source of the pages before the call would tell what comes in it."""
    call = Calling(client("lin"), stage=stage)
    page = call.page()
    answers = [page]
    for move in ("hear", "hint", "next", "answer x", "suppose x 50", "rubbish"):
        fields = {"move": move, "version": version(page), "key": move}
        answers.append(call.browser.post_form(f"{call.address}/moves", fields, headers=HTMX).text)
        page = call.page()
    attempt = services[Attempts].find(call.name)
    case = services[Library].case(attempt.bundle or "", "en")
    lines = "\0".join(line.words for line in case.lines)
    secrets = [text for text in {*texts_of(case)} if long_enough(text) and text not in lines]
    for answer in [*answers, page]:
        plain = html.unescape(answer)
        assert [text for text in secrets if text in plain] == []
        assert [name for name in ids_of(case) if name in plain and name not in lines] == []
        assert said(answer) == []


def played(attempts: Attempts, services: Services, name: str, language: str) -> Play:
    """The play as it is kept."""
    kept = attempts.find(name)
    return Play.restore(services[Library].case(kept.bundle or "", language), kept.record.attempt)


@pytest.mark.parametrize("stage", ["replay", "analysis"])
def test_forms_of_other_questions_tell_no_names(client: Client, services: Services, stage: str) -> None:
    """An author's names often say what is right; the refusals of the rules quote them."""
    call = Calling(client("lin"), stage=stage)
    kept = services[Attempts].find(call.name)
    case = services[Library].case(kept.bundle or "", "en")
    assert case.analysis is not None
    for number, step in enumerate(case.analysis.steps.values(), 1):
        fields = {"verb": "answer", "question": str(number), "choice": "1", "line": "1"}
        fields |= {f"place.{place}": str(place) for place in range(1, len(step.options) + 1)}
        for script in ({}, HTMX):
            sent = fields | {"version": version(call.page()), "key": f"{number}{len(script)}"}
            answer = call.browser.post_form(f"{call.address}/moves", sent, headers=script).text
            told = [name for name in step.options if f"“{name}”" in answer or f"answer {name}" in answer]
            assert told == []


@pytest.mark.parametrize("more", [{}, {"verb": ""}])
def test_a_written_reply_tells_no_names(client: Client, services: Services, more: dict[str, str]) -> None:
    """The refusal of a wrong reply would list the right ones, with an empty field beside it, too."""
    call = Calling(client("lin"), stage="rehearsal")
    case = services[Library].case(services[Attempts].find(call.name).bundle or "", "en")
    names = {move for scene in case.scenes.values() for move in scene.moves}
    for script in ({}, HTMX):
        sent = {"move": "say nothing-like-it", "version": version(call.page()), "key": f"k{len(script)}"}
        answer = call.browser.post_form(f"{call.address}/moves", sent | more, headers=script)
        assert answer.status_code in (400, 422)
        assert [name for name in names if f"say {name}" in answer.text or f"“{name}”" in answer.text] == []
