"""One made-up call, written down twice with the same words and graph: as a case and as an ink story.

Every scene has three moves, every move changes two gauges, one move of every scene has a guard. No ending
comes by itself, so that a walk through the scenes can be as long as a measurement needs.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

START = {"heat": 50, "trust": 40}
PERSONA = "p"
ENDING = "settled"

_CUSTOMER = [
    "I was told twice that somebody would call me back",
    "It still says pending and my card has been charged",
    "You are the third one who asks me for this number",
    "So what exactly is going to happen now and when",
]
_AGENT = {
    "ask": [
        "Which of the two orders is it that you mean",
        "May I ask when the message came up for you",
        "What did the page say after you had paid",
    ],
    "feel": [
        "Twice promised and nobody called you back",
        "That would have worried me in your place too",
        "You have every reason to expect better",
    ],
    "offer": [
        "I can have it sent out again this evening",
        "I stay on this until you have your answer",
        "I can return the amount to your card today",
    ],
}
_WHY = [
    "One precise question shows that somebody is at work",
    "What is said three times has not been heard twice",
    "An offer before the facts sounds like buying her off",
]


@dataclass(frozen=True)
class Move:
    """A reply of the agent, the same in both languages."""

    id: str
    say: str
    why: str
    heat: int
    trust: int
    to: str
    most_heat: int | None  # its guard: open only while the heat is at most this

    def open_at(self, heat: int) -> bool:
        """Say whether the agent has this move while the customer is that hot."""
        return self.most_heat is None or heat <= self.most_heat


@dataclass(frozen=True)
class Scene:
    """A moment of the call."""

    id: str
    customer: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Step:
    """One step of a walk: the move's id, and its place among the moves that are open then."""

    move: str
    choice: int


def call(count: int, seed: int = 1) -> list[Scene]:
    """Make a call of that many scenes, all of which can be reached; the last one's last move ends it."""
    dice = random.Random(seed)
    return [
        Scene(
            f"s{place}",
            f"{dice.choice(_CUSTOMER)} {place}",
            tuple(_move(dice, count, place, kind) for kind in _AGENT),
        )
        for place in range(count)
    ]


def _move(dice: random.Random, count: int, place: int, kind: str) -> Move:
    target = f"s{dice.randrange(count)}"
    if kind == "ask":
        target = f"s{(place + 1) % count}"
    elif kind == "offer" and place == count - 1:
        target = ENDING
    # Heat and trust sit on a seesaw that every scene moves both ways: a walk never has to leave their range.
    change = -dice.randint(1, 9) if kind == "feel" else dice.randint(1, 9)
    return Move(
        id=kind,
        say=f"{dice.choice(_AGENT[kind])} {place}",
        why=f"{dice.choice(_WHY)} {place}",
        heat=change,
        trust=-change,
        to=target,
        most_heat=dice.randint(55, 75) if kind == "offer" else None,
    )


def as_case(scenes: list[Scene]) -> str:
    """Write the call as a case file."""
    return "".join(_case_lines(scenes))


def _case_lines(scenes: list[Scene]) -> Iterator[str]:
    yield "id: made-up\nlanguage: en\ntitle: A made-up call\n"
    yield f"personas:\n  {PERSONA}:\n    name: The customer\n    who: Nobody in particular.\n"
    yield "    expects: An answer.\n    gives-away: Nothing.\n"
    yield f"    starts: {{heat: {START['heat']}, trust: {START['trust']}}}\n"
    yield "rehearsal:\n"
    for scene in scenes:
        yield f"  {scene.id}:\n    customer: {scene.customer}\n    moves:\n"
        for move in scene.moves:
            yield f"      {move.id}:\n        say: {move.say}\n"
            if move.most_heat is not None:
                yield f"        when: heat <= {move.most_heat}\n"
            yield f"        effect: {{heat: {move.heat:+}, trust: {move.trust:+}}}\n"
            yield f"        to: {move.to}\n        why: {move.why}\n"
    yield f"endings:\n  {ENDING}:\n    title: Settled\n    why: It came to an end.\n"


def as_story(scenes: list[Scene]) -> str:
    """Write the call as an ink story; a move's feedback is told when it has been chosen."""
    return "".join(_story_lines(scenes))


def _story_lines(scenes: list[Scene]) -> Iterator[str]:
    for gauge, start in START.items():
        yield f"VAR {gauge} = {start}\n"
    yield f"-> {scenes[0].id}\n"
    for scene in scenes:
        yield f"=== {scene.id} ===\n{scene.customer}\n"
        for move in scene.moves:
            guard = "" if move.most_heat is None else f"{{heat <= {move.most_heat}}} "
            yield f"+ {guard}[{move.say}]\n"
            yield f"  {move.why}\n"
            yield f"  ~ heat = heat + {move.heat}\n  ~ trust = trust + {move.trust}\n  -> {move.to}\n"
    yield f"=== {ENDING} ===\nIt came to an end\n-> END\n"


def walk(scenes: list[Scene], length: int, seed: int = 2) -> list[Step]:
    """Choose that many open moves by lot, without ending the call or running a gauge against its range.

    (ink's variables have no range: where none is reached, both sides hold the same numbers all the way.)
    """
    return list(islice(_steps(scenes, random.Random(seed)), length))


def _steps(scenes: list[Scene], dice: random.Random) -> Iterator[Step]:
    by_id = {scene.id: scene for scene in scenes}
    scene, heat, trust = scenes[0], START["heat"], START["trust"]
    while True:
        legal = [move for move in scene.moves if move.open_at(heat)]
        fitting = [
            move
            for move in legal
            if move.to != ENDING and 0 <= heat + move.heat <= 100 and 0 <= trust + move.trust <= 100
        ]
        move = dice.choice(fitting)
        yield Step(move.id, legal.index(move))
        scene, heat, trust = by_id[move.to], heat + move.heat, trust + move.trust
