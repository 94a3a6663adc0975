"""Agents who do not listen: what each of them chooses, and how its calls go."""

from itertools import permutations

import pytest

from simulator.call.case.case import Case
from simulator.call.check.agents import AGENTS, Agent, CallsWith, Offer, best_order, by_order, call_by
from simulator.call.check.giveaway import Sayings, sayings
from tests.call.check.rules.rehearsed import study_of

AGENT = {agent.id: agent for agent in AGENTS}
DESK = """\
id: desk
language: en
title: A desk
agent: {budget: 100}
personas:
  one: {name: A, who: B, expects: C, gives-away: D}
rehearsal:
  opening:
    customer: Well?
    moves:
      say-so: {say: That is how it is., why: W., kind: explain, to: after}
      no: {say: No., why: W., kind: refuse, to: after}
      gift: {say: Have this., why: W., kind: offer, cost: 10, to: after}
      more: {say: Have all of this and more., why: W., kind: offer, cost: 50, to: after}
      nice: {say: "Sorry, please, thank you.", why: W., to: after}
      bye: {say: Goodbye., why: W., kind: close, to: left}
      long: {say: This is by far the longest of all the things that can be said here., why: W., to: after}
      last: {say: And?, why: W., to: after}
  after:
    customer: And now?
    moves:
      stay: {say: I am here., why: W.}
      wait: {say: One moment., why: W., kind: hold, to: opening}
      promise: {say: Tomorrow., why: W., kind: promise, to: kept}
endings:
  left: {title: Left, why: W.}
  kept: {title: Kept, why: W., effect: {solved: +50}}
"""


@pytest.fixture(scope="module")
def desk() -> tuple[Case, Sayings]:
    """A case with a reply for every habit, and its words."""
    study = study_of(DESK)
    return study.case, sayings(study)["en"]


def chosen(agent: Agent, desk: tuple[Case, Sayings], scene: str, *moves: str) -> str:
    """What an agent says in a scene, where these replies are open, or all."""
    case, words = desk
    known = case.scenes[scene].moves
    return agent.choose(Offer(case, scene, tuple(known[m] for m in moves or known), words, "en")).id


@pytest.mark.parametrize(
    ("agent", "opening", "after"),
    [
        ("close", "bye", "promise"),
        ("refuse", "no", "stay"),
        ("concede", "more", "promise"),
        ("first", "say-so", "stay"),
        ("second", "no", "wait"),
        ("last", "last", "promise"),
        ("longest", "long", "wait"),
        ("shortest", "no", "promise"),
        ("politest", "nice", "stay"),
    ],
)
def test_habits(agent: str, opening: str, after: str, desk: tuple[Case, Sayings]) -> None:
    """An agent would not do what its name says."""
    assert (chosen(AGENT[agent], desk, "opening"), chosen(AGENT[agent], desk, "after")) == (opening, after)


def test_what_comes_next_best(desk: tuple[Case, Sayings]) -> None:
    """An agent whose habit finds nothing would give up its habit at once."""
    assert chosen(AGENT["refuse"], desk, "opening", "nice", "say-so") == "say-so"
    assert chosen(AGENT["concede"], desk, "after", "stay", "promise") == "promise"
    assert chosen(AGENT["close"], desk, "opening", "nice", "no") == "no"
    assert chosen(AGENT["second"], desk, "opening", "nice") == "nice"


def test_an_order_of_kinds(desk: tuple[Case, Sayings]) -> None:
    """An agent with an order of kinds would say a later kind while there is an earlier one."""
    agent = by_order(["promise", "hold", "refuse"])
    assert (chosen(agent, desk, "opening"), chosen(agent, desk, "after")) == ("no", "promise")
    assert chosen(agent, desk, "opening", "gift", "bye") == "gift"


def test_the_best_order_of_kinds(desk: tuple[Case, Sayings]) -> None:
    """A case that is won by an order of kinds would pass as one in which one has to listen."""
    calls = CallsWith(desk[0], 0)
    kinds = ["close", "explain", "hold", "offer", "promise", "refuse"]
    scores = [call_by(by_order(pair), calls, {}, "en").score or 0 for pair in permutations(kinds, 2)]
    best = best_order([calls])
    assert best is not None
    assert call_by(best, calls, {}, "en").score == max(scores)
    assert max(scores) > min(scores)


def test_a_call_to_its_end(desk: tuple[Case, Sayings]) -> None:
    """A call would be scored otherwise than the engine does."""
    case, words = desk
    assert call_by(AGENT["concede"], CallsWith(case, 0), words, "en") == (("more", "promise"), 48)
    assert call_by(AGENT["close"], CallsWith(case, 0), words, "en") == (("bye",), 0)


def test_a_call_that_never_ends(desk: tuple[Case, Sayings]) -> None:
    """An agent who says the same for ever would keep the checker busy for ever."""
    case, words = desk
    assert call_by(AGENT["first"], CallsWith(case, 0), words, "en") == (("say-so", "stay"), None)
