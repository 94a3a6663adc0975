"""What is told apart by what is heard: small calls whose worth to a trainee is known by reckoning."""

import pytest

from simulator import Case, parse_case
from simulator.call.solver.asking import informative
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all

HEAD = """
id: same-words
language: en
title: Same words
facts: {regular: the account says regular, silver: the account says silver}
personas:
  a: {name: A, who: w, expects: x, gives-away: g, starts: {heat: %s}}
  b: {name: B, who: w, expects: y, gives-away: g, starts: {heat: %s}}
"""
RED_FOR_A = """
      red: {say: Red., why: w, to: {a: good, otherwise: bad}}
      blue: {say: Blue., why: w, to: {b: good, otherwise: bad}}
"""


def shoes_of(text: str) -> Shoes:
    """The trainee's view of a case."""
    case: Case = parse_case(text)
    return Shoes(case, list(solve_all(case)))


def worth(shoes: Shoes) -> list[float]:
    """What the call is worth to a trainee, for each persona who may be on the line."""
    return [shoes.value(shoes.at_start(place)) for place in range(len(shoes.case.personas))]


def test_scenes_that_sound_the_same_tell_nobody_apart() -> None:
    """A trainee would be expected to hear the names of scenes."""
    shoes = shoes_of(
        HEAD % (50, 50)
        + """
rehearsal:
  opening:
    customer: Where is it?
    moves:
      look: {say: I look., why: w, to: {a: one, otherwise: two}}
  one:
    customer: And?
    moves:
      red: {say: Red., why: w, to: good}
      blue: {say: Blue., why: w, to: bad}
  two:
    customer: And?
    moves:
      wine: {say: Red., why: w, to: bad}
      navy: {say: Blue., why: w, to: good}
endings:
  good: {title: Good, why: w, effect: {solved: +90, trust: +30, understood: +40}}
  bad: {title: Bad, why: w}
"""
    )
    assert worth(shoes) == [39.5, 39.5]
    belief = shoes.after(shoes.at_start(1), "look", 1)
    assert None not in belief
    assert {move: choice.value for move, choice in shoes.choices(belief, 1).items()} == {
        "wine": 39.5,
        "navy": 39.5,
    }


def test_heat_that_is_not_heard_tells_nobody_apart() -> None:
    """A trainee would be expected to read a gauge."""
    shoes = shoes_of(
        HEAD % (70, 40)
        + """
rehearsal:
  opening:
    customer: Where is it?
    moves:
      look: {say: I look., why: w, to: {heat > 60: hot, otherwise: cool}}
  hot:
    customer: And?
    effect: {trust: -10}
    moves:
      red: {say: Red., why: w, to: good}
      blue: {say: Blue., why: w, to: bad}
  cool:
    customer: And?
    moves:
      red: {say: Red., why: w, to: bad}
      blue: {say: Blue., why: w, to: good}
endings:
  good: {title: Good, why: w, effect: {solved: +90, trust: +40, heat: -40, understood: +70}}
  bad: {title: Bad, why: w}
"""
    )
    assert worth(shoes) == [44.5, 44.5]


TWIN_REPLIES = """
rehearsal:
  opening:
    customer: I am gold.
    moves:
      look-a: {say: I look it up., kind: check, when: a, learn: regular, to: next, why: w}
      look-b: {say: I look it up., kind: check, when: b, learn: silver, to: next, why: w}
      stay: {say: Hm., once: true, why: w}
      red: {say: Red., why: w, to: {a: good, otherwise: bad}}
      blue: {say: Blue., why: w, to: {b: good, otherwise: bad}}
  next:
    customer: And?
    moves:
      red: {say: Red., why: w, to: {a: good, otherwise: bad}}
      blue: {say: Blue., why: w, to: {b: good, otherwise: bad}}
endings:
  good: {title: Good, why: w, effect: {solved: +90, trust: +40, understood: +70}}
  bad: {title: Bad, why: w}
"""


def test_replies_with_the_same_words_are_one_reply() -> None:
    """The only sensible reply would be called a blunder, because its twin has another name."""
    shoes = shoes_of(HEAD % (50, 50) + TWIN_REPLIES)
    assert worth(shoes) == [42.5, 42.5]
    for persona, name in enumerate(("look-a", "look-b")):
        choices = shoes.choices(shoes.at_start(persona), persona)
        assert choices[name].value == max(choice.value for choice in choices.values())


def test_a_goodbye_tells_nothing() -> None:
    """A reply after which the call is over would be praised for what it brings to light."""
    shoes = shoes_of(
        HEAD % (50, 50)
        + f"""
rehearsal:
  opening:
    customer: Where is it?
    moves:
      bye: {{say: Goodbye., kind: close, why: w, to: bad}}{RED_FOR_A}
endings:
  good: {{title: Good, why: w, effect: {{solved: +90, trust: +30, understood: +40}}}}
  bad: {{title: Bad, why: w}}
"""
    )
    assert {c.information for c in shoes.choices(shoes.at_start(0)).values()} == {0.0}
    assert informative(shoes) == []


def test_words_of_the_source_language_decide() -> None:
    """The same call would be worth more in a language in which two lines happen to differ."""
    shoes = shoes_of(
        HEAD % (50, 50)
        + f"""
rehearsal:
  opening:
    customer: {{a: Where is it?, otherwise: Where is it?}}
    moves:{RED_FOR_A}
endings:
  good: {{title: Good, why: w, effect: {{solved: +90, trust: +30, understood: +40}}}}
  bad: {{title: Bad, why: w}}
"""
    )
    assert shoes.at_start(0) == (0, 0)
    assert worth(shoes) == pytest.approx([39.5, 39.5])


@pytest.mark.parametrize(
    ("heard", "worth_of_call"),
    [
        ("    customer: And?\n", 39.5),
        ("    customer: And?\n    mood: {a: angry, otherwise: calm}\n", 79.0),
        ("    customer: And?\n    mood: {a: calm, otherwise: calm}\n", 39.5),
    ],
)
def test_a_mood_is_heard(heard: str, worth_of_call: float) -> None:
    """Callers whose mood differs would sound alike, or those who have the same one would not."""
    shoes = shoes_of(
        HEAD % (50, 50)
        + f"""
rehearsal:
  opening:
    customer: Where is it?
    moves:
      look: {{say: I look., why: w, to: next}}
  next:
{heard}    moves:{RED_FOR_A}
endings:
  good: {{title: Good, why: w, effect: {{solved: +90, trust: +30, understood: +40}}}}
  bad: {{title: Bad, why: w}}
"""
    )
    assert worth(shoes) == [worth_of_call, worth_of_call]


@pytest.mark.parametrize(
    ("one", "two", "worth_of_call"),
    [
        ("customer: And?", "speaker: driver\n    says: And?", 79.0),
        ("speaker: driver\n    says: And?", "speaker: driver\n    says: And?", 39.5),
        ("speaker: driver\n    says: And?", "speaker: lead\n    says: And?", 79.0),
        ("speaker: driver\n    says: And?", "speaker: driver\n    on-hold: true\n    says: And?", 79.0),
    ],
)
def test_who_speaks_is_heard(one: str, two: str, worth_of_call: float) -> None:
    """The same words of a driver and of the customer would be one to a trainee."""
    shoes = shoes_of(
        HEAD % (50, 50)
        + f"""
speakers: {{driver: The driver, lead: The lead}}
rehearsal:
  opening:
    customer: Where is it?
    moves:
      look: {{say: I look., why: w, to: {{a: one, otherwise: two}}}}
  one:
    {one}
    moves:{RED_FOR_A}
  two:
    {two}
    moves:{RED_FOR_A}
endings:
  good: {{title: Good, why: w, effect: {{solved: +90, trust: +30, understood: +40}}}}
  bad: {{title: Bad, why: w}}
"""
    )
    assert worth(shoes) == [worth_of_call, worth_of_call]
