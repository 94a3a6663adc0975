"""When what is felt counts: what a persona makes of a kind of reply, and a scene before its words."""

import pytest

from simulator import CaseError, parse_case
from simulator.call.play import rehearsal as call

CASE = """\
id: felt
language: en
title: Felt
record: {fee: 12}
personas:
  worried: {name: W, who: w, expects: a, gives-away: g, starts: {heat: 50}, reacts: {feel: {heat: AMOUNT}}}
  hurried: {name: H, who: w, expects: b, gives-away: g, starts: {heat: 40}}
records:
  sent: {}
  returned: {}
rehearsal:
  one:
    customer: {heat >= 60: Hot., otherwise: Cool.}
    effect: {heat: +10}
    moves:
      feel: {say: Oh., why: w, kind: feel, when: worried and returned, to: two}
      end: {say: Bye., why: w, to: end}
  two: {customer: So., moves: {end: {say: Bye., why: w, to: end}}}
endings:
  end: {title: E, why: w}
"""


@pytest.mark.parametrize(("amount", "felt"), [("-15", 45), ("--", 50), ("'+'", 65)])
def test_a_persona_reacts_by_numbers_or_steps(amount: str, felt: int) -> None:
    """A step would count as nothing, or not as the manual's table says."""
    case = parse_case(CASE.replace("AMOUNT", amount))
    position = call.opening(case, case.persona_place("worried.returned"))
    assert call.reply(case, position, call.find_reply(case, position, "feel")).gauges[0] == felt


@pytest.mark.parametrize("amount", ["{returned: 5, otherwise: 0}", "fee * 2", "fee", "1.5"])
def test_a_persona_reacts_by_nothing_else(amount: str) -> None:
    """An author would believe that a reaction depends on something, and nothing would say that it does not."""
    with pytest.raises(CaseError) as caught:
        parse_case(CASE.replace("AMOUNT", amount))
    assert {problem.place.line for problem in caught.value.problems} == {6}


def test_words_are_chosen_after_the_scene_is_felt() -> None:
    """The customer would sound as before what has just made them angry."""
    case = parse_case(CASE.replace("AMOUNT", "5"))
    words = {
        one.id: call.moment(case, call.opening(case, place)).customer
        for place, one in enumerate(case.personas)
    }
    assert words == {
        "worried.sent": "Hot.",
        "worried.returned": "Hot.",
        "hurried.sent": "Cool.",
        "hurried.returned": "Cool.",
    }


def test_a_persona_with_a_record_is_both_in_conditions() -> None:
    """A reply for one caller would be open to the persona with any record, or to nobody."""
    case = parse_case(CASE.replace("AMOUNT", "5"))
    offered = {
        one.id: [move.id for move in call.replies(case, call.opening(case, place))]
        for place, one in enumerate(case.personas)
    }
    assert offered == {
        "worried.sent": ["end"],
        "worried.returned": ["feel", "end"],
        "hurried.sent": ["end"],
        "hurried.returned": ["end"],
    }
