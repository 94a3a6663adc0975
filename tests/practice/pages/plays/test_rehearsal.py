"""The call desk: the line, what can be said and what it takes, and that authored text stays text."""

import html
import re
from collections.abc import Callable

import pytest

from simulator import Play, load_case
from simulator.call.case.loading import parse_case
from simulator.call.play import rehearsal as rules
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.composing import StrangeForm
from simulator.practice.pages.plays.rehearsal import (
    ShownTurn,
    call_desk,
    known_by_now,
    open_replies,
    reply_of,
    turn_after,
)
from simulator.resources import scenarios
from simulator.text.language import translator
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .calling import HTMX, key, replies, version

HOSTILE = "<script>alert(1)</script>{{ 7 * 7 }}"
CASE = f"""
id: small
language: en
title: "{HOSTILE}"
agent: {{authority: 1, budget: 50}}
facts: {{address-known: "Known: {HOSTILE}", promised: You have promised something.}}
personas:
  a: {{name: A, who: Somebody., expects: "{HOSTILE}", gives-away: Nothing.}}
rehearsal:
  opening:
    customer: "{HOSTILE}"
    cue: "{HOSTILE}"
    screen: "{HOSTILE}"
    moves:
      wait: {{say: "{HOSTILE}", kind: hold, to: opening, why: W.}}
      superior: {{say: I pass you on., kind: [feel, escalate], to: opening, why: W.}}
      dear: {{say: I give you much., kind: offer, cost: 60, to: over, why: W.}}
      fair: {{say: I give you some., kind: offer, cost: 30, authority: 1, to: opening, why: W.}}
      high: {{say: I give you all., kind: offer, authority: 3, to: over, why: W.}}
      ask: {{say: Where do you live?, kind: ask, learn: address-known, to: opening, why: W.}}
      promise: {{say: I promise., kind: promise, learn: promised, to: opening, why: W.}}
      close: {{say: Goodbye., kind: close, to: over, why: W.}}
endings:
  over: {{title: Over, why: W., customer: "{HOSTILE}"}}
"""
Client = Callable[[str], Browser]


class AtDesk:
    """A browser at the small case."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address

    def page(self) -> str:
        """The page as it is now."""
        return self.browser.get(self.address).text

    def say(self, words: str) -> str:
        """Say the reply with these words; what the server answers."""
        page = self.page()
        token = next(token for token, say in replies(page) if say == words)
        fields = {"reply": token, "version": version(page), "key": key(page)}
        return self.browser.post_form(f"{self.address}/moves", fields, headers=HTMX).text


@pytest.fixture
def at_desk(client: Client, services: Services, person: Callable[[str], Person]) -> AtDesk:
    """Somebody who tries the small case out."""
    bundle = services[Library].keep({"case.yaml": CASE.encode()}, now())
    name = begin(services, person("wei"), "small", bundle, stage="rehearsal", language="en")
    return AtDesk(client("wei"), f"/plays/{name}")


def buttons(page: str) -> dict[str, str]:
    """The replies on a page: the words, and the note below them without its tags."""
    found = {}
    for button in re.findall(r'<button class="button reply".*?</button>', page, re.DOTALL):
        words = re.search(r'class="words"[^>]*>(.*?)</span>', button)
        note = re.search(r'<span class="note">(.*?)</span>\s*</button>', button, re.DOTALL)
        assert words
        found[html.unescape(words[1])] = re.sub(r"<[^>]*>", "", note[1]).strip() if note else ""
    return found


def test_replies_say_what_they_take_and_nothing_else(at_desk: AtDesk) -> None:
    """A reply would hide what it takes, or show what kind of reply it is."""
    assert buttons(at_desk.page()) == {
        HOSTILE: "Hold",
        "I pass you on.": "Transfer",
        "I give you much.": "60 yuan, more than the 50 you have left",
        "I give you some.": "30 yuan, you have 50 left; requires authority level 1",
        "I give you all.": "requires authority level 3, yours is 1",
        "Where do you live?": "",
        "I promise.": "",
        "Goodbye.": "",
    }


def test_what_is_left_to_spend_follows_the_call(at_desk: AtDesk) -> None:
    """The desk would show the budget of before the last reply."""
    answer = at_desk.say("I give you some.")
    assert re.search(r'id="left"[^>]*>20 yuan<', answer)
    assert re.search(r'id="left"[^>]*>20 yuan<', at_desk.page())
    assert buttons(answer)["I give you some."].startswith("30 yuan, more than the 20 you have left")


def noted(shown: str) -> list[str]:
    """What stands under "Facts so far"."""
    known = shown.partition('id="known"')[2].partition("</div>")[0]
    return [html.unescape(fact) for fact in re.findall(r"<li[^>]*>(.*?)</li>", known)]


def test_the_desk_notes_what_was_found_out(at_desk: AtDesk) -> None:
    """A fact would be there too soon or not at all, stay when its question is taken back, or be a judgement."""
    learned = [f"Known: {HOSTILE}"]
    assert "Nothing yet" in at_desk.page()
    assert noted(at_desk.say("I promise.")) == []
    for shown in (at_desk.say("Where do you live?"), at_desk.page(), at_desk.say(HOSTILE)):
        assert noted(shown) == learned
    for left in (learned, []):
        fields = {"version": version(at_desk.page()), "key": f"back to {left}"}
        answer = at_desk.browser.post_form(f"{at_desk.address}/undo", fields, headers=HTMX).text
        assert (noted(answer), noted(at_desk.page())) == (left, left)


def test_a_case_with_nothing_to_find_out_has_no_list_of_it() -> None:
    """An empty list would promise what never comes."""
    case = parse_case(CASE.replace("kind: ask, learn: address-known", "kind: ask"))
    play = Play.start(case, stage="rehearsal")
    assert play.progress.rehearsal is not None
    assert known_by_now(case, play.progress.rehearsal) is None


@pytest.mark.parametrize(
    ("words", "why"), [("I give you much.", "That costs 60 yuan"), ("I give you all.", "authority level 3")]
)
def test_what_is_beyond_the_agent_is_refused_in_words(at_desk: AtDesk, words: str, why: str) -> None:
    """A reply beyond the agent's authority would do nothing, and nobody would say why."""
    assert why in at_desk.say(words)
    assert version(at_desk.page()) == "0"


def test_the_line_says_when_the_customer_was_on_hold(at_desk: AtDesk) -> None:
    """A customer on hold would look like one who was answered at once."""
    assert ">On the line<" in at_desk.page()
    for shown in (at_desk.say(HOSTILE), at_desk.page()):
        assert 'class="on-line held"' in shown
        assert ">Back from hold<" in shown
    assert ">On the line<" in at_desk.say("I pass you on.")
    assert ">The call is over.<" in at_desk.say("Goodbye.")


def test_the_clock_runs_from_the_call_s_beginning_to_its_end(at_desk: AtDesk) -> None:
    """The clock would start anew with every page, or run on after the call."""
    start = re.search(r'data-clock-from="([^"]+)"', at_desk.page())
    answer = at_desk.say("Goodbye.")
    assert start
    assert f'data-clock-from="{start[1][:16]}' in answer
    assert "data-clock-to=" in answer


def test_authored_text_stays_text(at_desk: AtDesk) -> None:
    """A case could run its script in the browsers of a whole class."""
    for answer in (at_desk.page(), at_desk.say(HOSTILE), at_desk.say("Goodbye.")):
        assert "<script>alert" not in answer
        assert html.escape(HOSTILE.replace("{{ 7 * 7 }}", "49")) not in answer
        assert html.escape(HOSTILE) in answer


def test_every_reply_has_a_token_of_its_own() -> None:
    """A button would say another reply, or show an id."""
    for folder in ("ticket-rebooking", "ac-remote"):
        cases = [load_case(scenarios() / folder, language) for language in ("zh", "en")]
        tokens: dict[str, tuple[str, str]] = {}
        for case in cases:
            play = Play.start(case, stage="rehearsal")
            position = play.progress.rehearsal
            assert position is not None
            for scene in case.scenes.values():
                here = position._replace(scene=scene.id)
                words = {one.id: one.say for one in rules.replies(case, here)}
                for reply in open_replies(case, here, translator("en")):
                    place, move = reply_of(case, reply.token)
                    assert place == scene.id
                    assert words[move] == reply.say
                    assert tokens.setdefault(reply.token, (place, move)) == (place, move)
                    assert move not in reply.token


def test_a_reply_that_varies_is_shown_as_it_was_said() -> None:
    """The page would show other words as said than the trainee chose."""
    case = load_case(scenarios() / "ac-remote", "en")
    play = Play.start(case, "doubter", "rehearsal")
    for move in ("look-up", "own-yesterday", "whose-word"):  # the address is checked, and not asked again
        play.push(move)
    before = play.progress.rehearsal
    play.push("both-sides")
    after = play.progress.rehearsal
    assert before is not None
    assert after is not None
    said = turn_after(case, 4, before, "both-sides", after, translator("en")).say
    assert said == call_desk(play, translator("en")).turns[-1].say
    assert said is not None
    assert said.startswith("I can't speak for other people, only for yours")


def test_tokens_of_another_case_are_strange() -> None:
    """A form of one case could play another."""
    case = load_case(scenarios() / "ticket-rebooking")
    other = parse_case(CASE)
    position = Play.start(other).progress.rehearsal
    assert position is not None
    for reply in open_replies(other, position, translator("en")):
        with pytest.raises(StrangeForm):
            reply_of(case, reply.token)


def test_the_call_so_far_is_what_was_said() -> None:
    """A page loaded anew would show another call than the one that was played."""
    play = Play.start(load_case(scenarios() / "ticket-rebooking", "en"), "proud", "rehearsal")
    heard: list[ShownTurn] = []
    while not play.over and len(heard) < 8:
        turn = call_desk(play, translator("en")).turns[-1]
        heard.append(turn)
        play.push(play.legal_moves()[0])
    turns = call_desk(play, translator("en")).turns
    assert list(turns[: len(heard)]) == heard
    assert [turn.number for turn in turns] == list(range(len(turns)))
