"""Every reachable position of a rehearsal, with the moves between them, found layer by layer.

A layer holds the positions that take one move more than the last; positions that were reached before are
merged. The rules are those of `engine.call`, done to a whole layer at once.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.case.case import Case, Move
from simulator.case.defaults import BEYOND_AUTHORITY, COST
from simulator.case.position import Position
from simulator.engine import call

from .numbering import Indexes, Numbering, Words
from .packing import Packing, packing_for

Truths = NDArray[numpy.bool_]


class Moves(NamedTuple):
    """Moves of one layer: from which position, which move of the scene, to which position."""

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
    layer = packing.pack([call.opening(case, persona)])
    numbering = Numbering(packing.width)
    numbering.add(layer)
    layers: list[Moves] = []
    first, count = 0, 1
    while count <= budget:
        children, sources, moves = _expanded(packing, layer)
        if not len(moves):
            break
        targets = numbering.add(children)
        layers.append(Moves((sources + first).astype(numpy.int32), moves, targets, first, count))
        layer = numbering.words[:, count:]
        first, count = count, numbering.count
    return Reached(packing, numbering, layers, complete=count <= budget)


def _expanded(packing: Packing, layer: Words) -> tuple[Words, NDArray[numpy.int64], NDArray[numpy.int16]]:
    """All moves from a layer: the positions they lead to, their sources in the layer, and which moves."""
    case = packing.case
    scenes = packing.scenes(layer)
    order = numpy.argsort(scenes.astype(numpy.int16), kind="stable")
    bounds = numpy.searchsorted(scenes[order], numpy.arange(len(case.scenes) + 1))
    children, sources, moves = [layer[:, :0]], [order[:0]], [numpy.empty(0, dtype=numpy.int16)]
    for place, scene in enumerate(case.scenes.values()):
        rows = order[bounds[place] : bounds[place + 1]]
        if not len(rows):
            continue
        here = layer[:, rows]
        for number, move in enumerate(scene.moves.values()):
            chosen = legal_rows(packing, here, move)
            after = here.copy() if chosen is None else here[:, chosen]
            if after.shape[1]:
                children.append(_replied(packing, after, move))
                sources.append(rows if chosen is None else rows[chosen])
                moves.append(numpy.full(after.shape[1], number, dtype=numpy.int16))
    return numpy.concatenate(children, axis=1), numpy.concatenate(sources), numpy.concatenate(moves)


def visible_rows(packing: Packing, here: Words, move: Move) -> Truths | None:
    """At which positions of its scene a move is shown, as `call.replies` says; None for all."""
    visible: Truths | None = None
    if move.when is not None:
        visible = _rows(move.when(packing.seen(here)), here.shape[1])
    if move.once:
        visible = _and(_rows((packing.seen(here).flags & move.once) == 0, here.shape[1]), visible)
    return visible


def legal_rows(packing: Packing, here: Words, move: Move) -> Truths | None:
    """At which positions of its scene a move can be said, as `call.legal_replies` says; None for all."""
    legal = visible_rows(packing, here, move)
    if BEYOND_AUTHORITY not in packing.case.critical:
        beyond = _breach(packing, here, move)
        if beyond is not None:
            legal = _and(~beyond, legal)
    return legal


def _breach(packing: Packing, here: Words, move: Move) -> Truths | None:
    case = packing.case
    if move.authority > case.authority:
        return numpy.ones(here.shape[1], dtype=bool)
    if move.cost:
        return _rows(packing.gauge(here, COST) + move.cost > case.budget, here.shape[1])
    return None


def _replied(packing: Packing, after: Words, move: Move) -> Words:
    """The positions after a legal reply, as `call.reply` says. Works in place."""
    case = packing.case
    if BEYOND_AUTHORITY in case.critical:
        beyond = _breach(packing, after, move)
        if beyond is not None and beyond.any():
            breached = after[:, beyond]
            packing.raise_flags(breached, case.critical[BEYOND_AUTHORITY].flag)
            after[:, beyond] = breached
    packing.raise_flags(after, move.sets)
    packing.change(after, move.changes[packing.persona])
    seen = packing.seen(after)
    # Positions do not see each other: what has arrived may change, its later conditions no longer count.
    left: Truths | None = None
    for guard, target in move.to.cases:
        chosen = _and(_rows(guard(seen), after.shape[1]), left)
        _arrive_some(packing, after, chosen, target)
        left = _and(~chosen, left)
    _arrive_some(packing, after, left, move.to.otherwise)
    if case.interruptions and not case.endings.keys() >= set(move.to.values()):
        going = packing.scenes(after) < len(case.scenes) if move.to.cases else None
        for ending in case.interruptions:
            if ending.when is not None:
                chosen = _and(_rows(ending.when(seen), after.shape[1]), going)
                _arrive_some(packing, after, chosen, ending.id)
                going = _and(~chosen, going)
    return after


def _arrive_some(packing: Packing, after: Words, chosen: Truths | None, target: str) -> None:
    place = packing.case.scenes.get(target) or packing.case.endings[target]
    if chosen is None:
        packing.go(after, target)
        packing.change(after, place.changes[packing.persona])
    elif chosen.any():
        rows = after[:, chosen]
        packing.go(rows, target)
        packing.change(rows, place.changes[packing.persona])
        after[:, chosen] = rows


def _and(rows: Truths, others: Truths | None) -> Truths:
    return rows if others is None else rows & others


def _rows(value: object, count: int) -> Truths:
    """A condition's result as one truth a row; it is a single one where only constants were read."""
    rows = numpy.asarray(value, dtype=bool)
    return rows if rows.ndim else numpy.full(count, rows)
