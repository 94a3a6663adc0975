"""Personas that cannot be told apart before it matters: even the best agent must guess, and pays for it."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.solver.shoes import Belief
from simulator.text.message import Message

LOSS = 10.0
"""Points of 100 that not knowing who is on the line may cost the best agent on average. As much as a mistake
costs in the review: more, and a trainee who did nothing wrong would read worse than one who erred."""


class _Lost(NamedTuple):
    """Where points are lost: how many, weighted by how likely it is, the scene, and the moves up to there."""

    points: float
    scene: str
    move: str
    persona: int
    moves: tuple[str, ...]


def check(study: Study) -> Iterator[Remark]:
    """Compare what can be reached by somebody who is told with what can be by somebody who must listen."""
    shoes, case = study.shoes, study.case
    total = sum(persona.weight for persona in case.personas)
    starts: dict[Belief, int] = {}
    for place, persona in enumerate(case.personas):
        belief = shoes.at_start(place)
        starts[belief] = starts.get(belief, 0) + persona.weight
    lost = sum(
        weight / total * (_told(study, belief) - shoes.value(belief)) for belief, weight in starts.items()
    )
    if lost <= LOSS:
        return
    places = [
        found
        for belief, weight in starts.items()
        for found in _losses(study, belief, weight / total, (), set())
    ]
    worst = max(places)
    yield Remark(
        study.place("personas", key=True),  # the scene moves with every change: an ignore comment would not
        Message(
            "Who is on the line cannot be heard before it matters; that costs even the best agent {points}"
            " points on average, most of them here, in “{scene}”. Let their words differ before, or a"
            " question bring it out.",
            points=round(lost),
            scene=worst.scene,
        ),
        Witness(case.personas[worst.persona].id, (*worst.moves, worst.move)),
    )


def _losses(
    study: Study, belief: Belief, chance: float, moves: tuple[str, ...], been: set[Belief]
) -> Iterator[_Lost]:
    """What the best agent who must listen loses with each reply, all the way to the end."""
    solutions, shoes = study.solutions, study.shoes
    alive = [place for place, number in enumerate(belief) if number is not None]
    if len(alive) == 1 or belief in been or all(solutions[p].ended[belief[p]] for p in alive):
        return
    choices = shoes.choices(belief)
    if not choices:
        return
    been.add(belief)
    sound = [name for name, choice in choices.items() if not choice.trap] or list(choices)
    move = max(sound, key=lambda name: choices[name].value)
    costs = {}
    groups: dict[Belief, int] = {}
    for place in alive:
        number = belief[place] or 0
        after = shoes.after(belief, shoes.same(belief, move, alive[0], place), place)
        costs[place] = int(solutions[place].best[number] - solutions[place].best[after[place] or 0])
        groups[after] = groups.get(after, 0) + study.case.personas[place].weight
    weight = sum(groups.values())
    mean = sum(study.case.personas[place].weight * cost for place, cost in costs.items()) / weight
    scene = solutions[alive[0]].reached.position(belief[alive[0]] or 0).scene
    yield _Lost(chance * mean, scene, move, max(costs, key=lambda place: costs[place]), moves)
    for after, share in groups.items():
        yield from _losses(study, after, chance * share / weight, (*moves, move), been)


def _told(study: Study, belief: Belief) -> float:
    """The best expected score for somebody who is told at once who is on the line."""
    weights = {
        place: study.case.personas[place].weight for place, number in enumerate(belief) if number is not None
    }
    worth = sum(
        weight * max(0, int(study.solutions[place].best[belief[place] or 0]))
        for place, weight in weights.items()
    )
    return worth / sum(weights.values())


RULE = CaseRule("told-apart-too-late", check, about_play=True)
