"""Which answers tell most about who is on the line: the value of information of every move, wherever it is.

What an answer is worth is what it takes away of the cost of not knowing (Howard, 1966: the value of
information is what somebody would pay to have it before they decide): the difference between what a call is
worth to somebody who is told who is on the line, and what it is worth in the trainee's shoes, before the
move and after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy
from numpy.typing import NDArray
from pydantic import Field

from .shoes import RULED_OUT, Shoes
from .units import Moves, Name, Points

Values = NDArray[numpy.float64]

LEAST = 0.05
"""Points: what tells less is not worth a line."""


@dataclass(frozen=True, slots=True)
class Informative:
    """A move whose answer tells something, at the point of a call where it tells most."""

    scene: Name
    move: Name
    kinds: tuple[Name, ...]
    information: Annotated[
        Points, Field(description="What its answer takes away of the cost of not knowing.")
    ]
    personas: Annotated[tuple[Name, ...], Field(description="Whom everything heard so far fits.")]
    moves: Moves
    """The moves that lead there with any of them; then comes this one."""


def informative(shoes: Shoes) -> list[Informative]:
    """The moves that tell something about who is on the line, the most telling first."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for scene, move, information, number in _most(shoes):
        if information > max(LEAST, best.get((scene, move), (0.0, 0))[0]):
            best[scene, move] = information, number
    ordered = sorted(best.items(), key=lambda item: -item[1][0])
    return [_shown(shoes, scene, move, *found) for (scene, move), found in ordered]


def _most(shoes: Shoes) -> Iterator[tuple[int, int, float, int]]:
    """For each layer of beliefs, scene and move, as a place in its scene: where its answer tells most.

    Scene and move are those of the first who may be on the line.
    """
    scenes = [s.reached.packing.scenes(s.reached.words).astype(numpy.int16) for s in shoes.solutions]
    for first, beyond, steps in shoes._layers:
        beliefs = shoes._known.words[:, first:beyond]
        if not beliefs.shape[1]:
            continue
        alive = beliefs != RULED_OUT
        rows = numpy.where(alive, beliefs, 0).astype(numpy.int64)
        shares = shoes.weights[:, None] * alive
        shares /= shares.sum(axis=0)
        told = _told(shoes, shares, rows)
        somebody = numpy.argmax(alive, axis=0)
        everywhere = numpy.arange(rows.shape[1])
        here = numpy.stack([of[row] for of, row in zip(scenes, rows, strict=True)])[somebody, everywhere]
        for rank, step in enumerate(steps):
            if not len(step.sources):
                continue
            value = step.worth(shoes._values)
            targets = numpy.stack(
                [
                    numpy.where(there[step.sources], table[rank][row[step.sources]], 0)
                    for table, row, there in zip(shoes._next, rows, alive, strict=True)
                ]
            )
            cost_before = told[step.sources] - shoes._values[first:beyond][step.sources]
            cost_after = _told(shoes, shares[:, step.sources], targets) - value
            information = numpy.where(step.telling, cost_before - cost_after, 0.0)
            said = numpy.stack([of[rank][row] for of, row in zip(shoes._said, rows, strict=True)])
            move = said[somebody, everywhere][step.sources]
            code = here[step.sources].astype(numpy.int64) * len(steps) + move
            for found in numpy.unique(code).tolist():
                among = numpy.flatnonzero(code == found)
                most = among[numpy.argmax(information[among])]
                yield *divmod(found, len(steps)), float(information[most]), first + int(step.sources[most])


def _told(shoes: Shoes, shares: Values, rows: NDArray[numpy.int64]) -> Values:
    """The expected best score of somebody who is told who is on the line."""
    worth = numpy.stack([of[row] for of, row in zip(shoes._worth, rows, strict=True)])
    told: Values = (shares * worth).sum(axis=0)
    return told


def _shown(shoes: Shoes, place: int, move: int, information: float, number: int) -> Informative:
    case = shoes.case
    scene = list(case.scenes)[place]
    belief = shoes._known.words[:, number]
    moves = case.scenes[scene].moves
    name = list(moves)[move]
    possible = [persona.id for persona, at in zip(case.personas, belief, strict=True) if at != RULED_OUT]
    return Informative(
        scene, name, moves[name].kinds, information, tuple(possible), tuple(_way_to(shoes, number))
    )


def _way_to(shoes: Shoes, number: int) -> list[str]:
    """The moves that lead from an opening to a belief, as the first who may be on the line there has them."""
    listener = int(numpy.argmax(shoes._known.words[:, number] != RULED_OUT))
    way: list[str] = []
    for first, beyond, steps in reversed(shoes._layers):
        if number < beyond:
            continue
        rank, source = next(
            (rank, first + int(step.sources[rows[numpy.argmax(numbers == number)]]))
            for rank, step in enumerate(steps)
            for rows, _, numbers in step.following
            if (numbers == number).any()
        )
        at = int(shoes._known.words[listener, source])
        scene = shoes.solutions[listener].reached.position(at).scene
        way.append(list(shoes.case.scenes[scene].moves)[shoes._said[listener][rank, at]])
        number = source
    return way[::-1]
