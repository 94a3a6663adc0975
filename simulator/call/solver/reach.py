"""Every reachable position of a rehearsal, with the moves between them, found layer by layer.

A layer holds the positions that take one move more than the last; positions that were reached before are
merged. The rules are those of `play.rehearsal`, done to a whole layer at once.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case
from simulator.call.case.position import Position
from simulator.call.play import rehearsal as call

from .expanding import Expansion
from .numbering import Indexes, Numbering, Words
from .packing import Packing, packing_for

CHUNK = 1 << 15
"""Positions that are expanded together: their words stay in the processor's cache."""


class Moves(NamedTuple):
    """Moves of one layer: from which position, which move of the scene, to which position.

    They stand in runs of one move of the scenes; within a run, every source occurs once.
    """

    source: Indexes
    move: NDArray[numpy.int16]
    target: Indexes
    first: int
    """The sources lie from here …"""
    beyond: int
    """… to before here."""


@dataclass
class Reached:
    """Positions numbered in the order in which they were found; 0 is the opening."""

    packing: Packing
    numbering: Numbering
    layers: list[Moves]
    complete: bool
    """Whether all positions were found, or the budget was spent first."""

    @property
    def words(self) -> Words:
        """All positions, packed, in the order of their numbers."""
        return self.numbering.words

    @property
    def moves(self) -> int:
        """How many moves there are between the positions."""
        return sum(len(layer.source) for layer in self.layers)

    def position(self, number: int) -> Position:
        """The position of a number."""
        return self.packing.unpack(self.words[:, number])

    def number(self, position: Position) -> int:
        """The number of a position. Raises KeyError for one that was not reached."""
        number = self.numbering.find(self.packing.pack([position]))
        if number is None or self.position(number) != position:
            raise KeyError(position)
        return number

    def following(self, number: int) -> list[tuple[int, int]]:
        """The moves from a position, as places in its scene, and the positions they lead to."""
        for layer in self.layers:
            if layer.source.size and layer.first <= number < layer.beyond:
                at = numpy.flatnonzero(layer.source == number)
                return [(int(layer.move[row]), int(layer.target[row])) for row in at]
        return []


def reach(case: Case, persona: int, budget: int = 20_000_000) -> Reached:
    """All positions that can be reached with a persona, up to a budget of positions."""
    packing = packing_for(case, persona)
    expansion = Expansion(packing)
    numbering = Numbering(packing.width)
    numbering.add(packing.pack([call.opening(case, persona)]))
    layers: list[Moves] = []
    first, beyond = 0, 1
    while first < beyond and numbering.count <= budget:
        sources, moves, targets = [], [], []
        for begin in range(first, beyond, CHUNK):
            here = numbering.words[:, begin : min(begin + CHUNK, beyond)]
            found = list(expansion.moved(here))
            for source, move, _ in found:
                sources.append((source + begin).astype(numpy.int32))
                moves.append(numpy.full(len(source), move, dtype=numpy.int16))
            if found:
                targets.append(numbering.add(numpy.concatenate([after for *_, after in found], axis=1)))
            if numbering.count > budget:
                break
        if moves:
            of_layer = numpy.concatenate(sources), numpy.concatenate(moves), numpy.concatenate(targets)
            layers.append(Moves(*of_layer, first=first, beyond=beyond))
        first, beyond = beyond, numbering.count
    return Reached(packing, numbering, layers, complete=numbering.count <= budget)
