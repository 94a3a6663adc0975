"""Who speaks in a scene: the customer or somebody else, in what mood, and what does not fit together."""

import pytest

from simulator import CaseError, parse_case
from simulator.call.play import rehearsal as call
from simulator.call.play.rehearsal import CallMoment

CASE = """\
id: inside
language: en
title: Inside
speakers: {driver: The driver}
personas:
  a: {name: A, who: w, expects: a, gives-away: g}
  b: {name: B, who: w, expects: b, gives-away: g, look: curly}
rehearsal:
  opening:
    customer: Where is it?
    mood: {a: hurried, otherwise: cold}
    moves:
      ring: {say: One moment., why: w, to: van}
  van:
    speaker: driver
    on-hold: true
    says: {a: On my van., otherwise: At the depot.}
    cue: engine running
    moves:
      stay: {say: Hm., why: w}
      bye: {say: Thanks., why: w, to: end}
endings:
  end: {title: E, why: w}
"""


def moments(persona: int) -> list[CallMoment]:
    """What is heard at the opening and inside with a persona."""
    case = parse_case(CASE)
    opening = call.opening(case, persona)
    inside = call.reply(case, opening, case.scenes["opening"].moves["ring"])
    return [call.moment(case, opening), call.moment(case, inside)]


def test_who_speaks_and_how() -> None:
    """The driver's words would be put into the customer's mouth, or a mood would be another's."""
    assert moments(0) == [
        CallMoment("Where is it?", None, None, "hurried"),
        CallMoment("On my van.", "engine running", None, None, "The driver", True),
    ]
    assert moments(1) == [
        CallMoment("Where is it?", None, None, "cold"),
        CallMoment("At the depot.", "engine running", None, None, "The driver", True),
    ]


def test_look_of_a_persona() -> None:
    """The head that an author chose would be forgotten."""
    assert [persona.look for persona in parse_case(CASE).personas] == [None, "curly"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("    speaker: driver\n    on-hold: true\n", "", "voice", 15),
        ("    speaker: driver\n", "", "voice", 16),
        ("    customer: Where is it?\n", "    on-hold: true\n    customer: Where is it?\n", "voice", 10),
        ("    speaker: driver\n", "    speaker: driver\n    customer: Yes.\n", "voice", 16),
        ("    customer: Where is it?\n", "", "missing-key", 9),
        ("    says: {a: On my van., otherwise: At the depot.}\n", "", "missing-key", 14),
        ("speaker: driver", "speaker: driwer", "unknown-name", 15),
        ("a: On my van.,", "c: On my van.,", "condition", 17),
        ("otherwise: cold}", "b: cold}", "no-otherwise", 11),
        ("otherwise: cold}", "otherwise: furious}", "unknown-word", 11),
        ("look: curly", "look: bald", "unknown-word", 7),
    ],
)
def test_what_does_not_fit(old: str, new: str, rule: str, line: int) -> None:
    """A fault in who speaks would be told elsewhere, or be played."""
    assert CASE.count(old) == 1
    with pytest.raises(CaseError) as caught:
        parse_case(CASE.replace(old, new))
    assert [(problem.rule, problem.place.line) for problem in caught.value.problems] == [(rule, line)]
