"""The rehearsal in the trainee's shoes: nobody has said who is on the line.

A belief is the set of personas that everything heard so far fits, each at its own position, weighted as the
case weights them. A reply leads, for each persona, to its next position; personas that then sound alike
stay together, the others are told apart. The value of a belief is the best expected score that somebody
can reach who knows no more than this: a finite partially observable decision process with deterministic
steps (Kaelbling, Littman & Cassandra, 1998), solved exactly. As soon as one persona is left, the value is
the one with hindsight.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import BEYOND_AUTHORITY, COST, Case, Move, Scene, Varied

from .expanding import ReachedPositions, truths
from .numbering import Indexes, Numbering, Words
from .packing import Packing
from .solving import STEADY, Solution

Codes = NDArray[numpy.int64]


def observed(reached: ReachedPositions) -> Codes:
    """A number for what is heard and seen at each position; equal numbers look alike, across personas too.

    That is the scene or ending, the customer's words and cue, the screen, the replies shown, and which of
    them are beyond the agent's authority.
    """
    packing, words = reached.packing, reached.words
    scenes = packing.scenes(words)
    codes = numpy.zeros(words.shape[1], dtype=numpy.int64)
    order = numpy.argsort(scenes.astype(numpy.int16), kind="stable")
    bounds = numpy.searchsorted(scenes[order], numpy.arange(len(packing.names) + 1))
    for place, name in enumerate(packing.names):
        rows = order[bounds[place] : bounds[place + 1]]
        if len(rows):
            codes[rows] = _looks(packing, words[:, rows], name) * len(packing.names) + place
    return codes


def _looks(packing: Packing, here: Words, name: str) -> Codes:
    """Positions of one scene or ending, told apart by what is heard and seen there."""
    case = packing.case
    codes = numpy.zeros(here.shape[1], dtype=numpy.int64)
    place = case.scenes.get(name) or case.endings[name]
    texts = [place.customer, place.cue, place.screen] if isinstance(place, Scene) else [place.customer]
    for text in texts:
        if text is not None and text.cases:
            codes = codes * len(text.values()) + _variant(packing, here, text)
    if isinstance(place, Scene):
        for move in place.moves.values():
            codes = codes * 3 + _offer(packing, here, move)
    return codes


def _variant(packing: Packing, here: Words, text: Varied[str]) -> Codes:
    """Which of its texts counts; the same text under two conditions is one."""
    values = text.values()
    numbers = [values.index(value) for value in values]
    seen = packing.seen(here)
    chosen = numpy.full(here.shape[1], numbers[-1], dtype=numpy.int64)
    for (guard, _), number in reversed(list(zip(text.cases, numbers, strict=False))):
        chosen = numpy.where(guard(seen), number, chosen)
    return chosen


def _offer(packing: Packing, here: Words, move: Move) -> Codes:
    """0 where a move is not shown, 1 where it is shown and refused, 2 where it can be said."""
    case, count = packing.case, here.shape[1]
    seen = packing.seen(here)
    shown = numpy.ones(count, dtype=bool)
    if move.when is not None:
        shown &= truths(move.when(seen), count)
    if move.once:
        shown &= truths((seen.flags & move.once) == 0, count)
    legal = shown.copy()
    if BEYOND_AUTHORITY not in case.critical:
        if move.authority > case.authority:
            legal[:] = False
        if move.cost:
            legal &= truths(packing.gauge(here, COST) + move.cost <= case.budget, count)
    return shown.astype(numpy.int64) + legal


Values = NDArray[numpy.float64]
RULED_OUT = numpy.uint64(2**32)
"""Used in a belief for a persona that does not fit what was heard."""


Belief = tuple[int | None, ...]
"""For each persona the number of its position, or None once it is ruled out."""


@dataclass(frozen=True, slots=True)
class MoveInShoes:
    """What a move is worth at a belief: expected scores, 0-100."""

    value: float
    """When everything after it is done as well as can be without knowing more."""
    information: float
    """How much of the cost of not knowing who is on the line its answer takes away, in points."""


@dataclass
class _Step:
    """One move at the beliefs of a layer where it is legal."""

    sources: NDArray[numpy.int64]
    settled: Values
    """Chance times worth of what needs no further look: one persona left, or the call has ended."""
    following: list[tuple[NDArray[numpy.int64], Values, Indexes]]
    """Beliefs that may follow: their rows in `sources`, their chances, their numbers."""


class Shoes:
    """The value of every belief that the trainee of a case can come to hold."""

    def __init__(self, case: Case, solutions: Sequence[Solution]) -> None:
        self.case = case
        self.solutions = solutions
        self.weights = numpy.array([persona.weight for persona in case.personas], dtype=float)
        self._looks = [observed(solution.reached) for solution in solutions]
        self._next = [_table(solution) for solution in solutions]
        self._worth = [numpy.maximum(solution.best, 0).astype(float) for solution in solutions]
        self._known, self._layers = self._explored()
        self._values = self._evaluated()

    def at_start(self, persona: int) -> Belief:
        """What a trainee believes when the call of a persona begins: all whose opening looks like it."""
        looks = [int(look[0]) for look in self._looks]
        return tuple(0 if look == looks[persona] else None for look in looks)

    def after(self, belief: Belief, move: str, persona: int) -> Belief:
        """What a trainee believes after a move, when this persona is on the line. Raises KeyError."""
        targets = self._targets(belief, move)
        heard = self._look(persona, targets[persona])
        return tuple(
            target if target is not None and self._look(place, target) == heard else None
            for place, target in enumerate(targets)
        )

    def value(self, belief: Belief) -> float:
        """The best expected score, 0-100, for somebody who knows no more than this belief."""
        alive = self._alive(belief)
        if len(alive) == 1 or self._over(belief):
            return self._told(belief)
        number = self._known.find(self._column(belief))
        if number is None:
            raise KeyError(belief)
        return float(self._values[number])

    def choices(self, belief: Belief) -> dict[str, MoveInShoes]:
        """The legal moves at a belief and what each is worth, in the author's order."""
        place = self._alive(belief)[0]
        cost = self._told(belief) - self.value(belief)
        result = {}
        for move in self.solutions[place].options(belief[place] or 0):
            targets = self._targets(belief, move)
            value = sum(share * self.value(after) for share, after in self._split(targets))
            result[move] = MoveInShoes(value, max(0.0, cost - (self._told(targets) - value)))
        return result

    def _told(self, belief: Belief) -> float:
        """The expected best score for somebody who is now told who is on the line."""
        alive = self._alive(belief)
        worth = sum(self.weights[place] * self._worth[place][belief[place]] for place in alive)
        return float(worth / self.weights[alive].sum())

    def _split(self, targets: Belief) -> list[tuple[float, Belief]]:
        """The beliefs that the customer's answer can lead to, with their chances."""
        groups: dict[int, list[int]] = {}
        for place in self._alive(targets):
            groups.setdefault(self._look(place, targets[place]), []).append(place)
        total = self.weights[self._alive(targets)].sum()
        return [
            (
                float(self.weights[group].sum() / total),
                tuple(target if place in group else None for place, target in enumerate(targets)),
            )
            for group in groups.values()
        ]

    def _targets(self, belief: Belief, move: str) -> Belief:
        return tuple(
            None if number is None else self.solutions[place].options(number)[move]
            for place, number in enumerate(belief)
        )

    def _alive(self, belief: Belief) -> list[int]:
        return [place for place, number in enumerate(belief) if number is not None]

    def _over(self, belief: Belief) -> bool:
        return all(self.solutions[place].ended[belief[place]] for place in self._alive(belief))

    def _look(self, place: int, number: int | None) -> int:
        return int(self._looks[place][number])

    def _column(self, belief: Belief) -> NDArray[numpy.uint64]:
        column = [RULED_OUT if number is None else numpy.uint64(number) for number in belief]
        return numpy.array(column, dtype=numpy.uint64)[:, None]

    def _explored(self) -> tuple[Numbering, list[tuple[int, int, list[_Step]]]]:
        """All beliefs with more than one persona, layer by layer, and the moves between them."""
        starts = {self.at_start(place) for place in range(len(self.solutions))}
        columns = [self._column(belief) for belief in sorted(starts, key=str) if len(self._alive(belief)) > 1]
        layer = numpy.concatenate([numpy.empty((len(self.solutions), 0), numpy.uint64), *columns], axis=1)
        known = Numbering(len(self.solutions))
        known.add(layer)
        layers = []
        first, count = 0, layer.shape[1]
        while layer.shape[1]:
            steps, children = [], [layer[:, :0]]
            for move in range(max(table.shape[0] for table in self._next)):
                step, arrived = self._moved(layer, move)
                steps.append(step)
                children += arrived
            numbers = known.add(numpy.concatenate(children, axis=1))
            at = 0
            for step in steps:
                for place, (rows, chances, _) in enumerate(step.following):
                    step.following[place] = rows, chances, numbers[at : at + len(rows)]
                    at += len(rows)
            layers.append((first, count, steps))
            layer = known.words[:, count:]
            first, count = count, known.count
        return known, layers

    def _moved(self, layer: NDArray[numpy.uint64], move: int) -> tuple[_Step, list[NDArray[numpy.uint64]]]:
        """A move at every belief of a layer that has it, and the beliefs that need a further look."""
        alive = layer != RULED_OUT
        rows = numpy.where(alive, layer, 0).astype(numpy.int64)
        targets = numpy.stack(
            [
                numpy.where(here, table[move][row] if move < len(table) else -1, -1)
                for table, row, here in zip(self._next, rows, alive, strict=True)
            ]
        )
        sources = numpy.flatnonzero((targets >= 0).any(axis=0))
        alive, targets = alive[:, sources], targets[:, sources]
        shares = self.weights[:, None] * alive
        shares /= shares.sum(axis=0)
        looks = numpy.stack([look[target] for look, target in zip(self._looks, targets, strict=True)])
        over = numpy.stack([s.ended[target] for s, target in zip(self.solutions, targets, strict=True)])
        worth = shares * numpy.stack([w[target] for w, target in zip(self._worth, targets, strict=True)])
        settled = numpy.zeros(len(sources))
        following: list[tuple[NDArray[numpy.int64], Values, Indexes]] = []
        children = []
        told_apart = ~alive
        for place in range(len(self.solutions)):
            together = alive & (looks == looks[place]) & ~told_apart[place]
            told_apart |= together
            done = (together.sum(axis=0) == 1) | over[place]
            settled += numpy.where(done, (worth * together).sum(axis=0), 0.0)
            on = numpy.flatnonzero(together.any(axis=0) & ~done)
            chance = (shares * together).sum(axis=0)[on]
            following.append((on, chance, numpy.empty(0, dtype=numpy.int32)))
            children.append(numpy.where(together[:, on], targets[:, on].astype(numpy.uint64), RULED_OUT))
        return _Step(sources, settled, following), children

    def _evaluated(self) -> Values:
        """The values of all beliefs with more than one persona: backward, until nothing moves any more."""
        values = numpy.zeros(self._known.count)
        moved = numpy.inf
        while moved > STEADY:
            moved = 0.0
            for first, beyond, steps in reversed(self._layers):
                best = numpy.zeros(beyond - first)
                for step in steps:
                    worth = step.settled.copy()
                    for rows, chances, numbers in step.following:
                        worth[rows] += chances * values[numbers]
                    best[step.sources] = numpy.maximum(best[step.sources], worth)
                if len(best):
                    moved = max(moved, float(numpy.abs(best - values[first:beyond]).max()))
                values[first:beyond] = best
        return values


def _table(solution: Solution) -> Indexes:
    """For each move of a scene, by its place, and each position: the position it leads to, or -1."""
    reached = solution.reached
    most = max(len(scene.moves) for scene in solution.case.scenes.values())
    table = numpy.full((most, reached.words.shape[1]), -1, dtype=numpy.int32)
    for layer in reached.layers:
        table[layer.move, layer.source] = layer.target
    return table
