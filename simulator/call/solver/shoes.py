"""The rehearsal in the trainee's shoes: nobody has said who is on the line.

A belief is the set of personas that everything heard so far fits, each at its own position, weighted as the
case weights them. The positions may lie in different scenes, as long as the same is heard and the same
replies are on offer there. A reply is known by its words: it is the first, second … of those that may be
said, in the order of their words, whatever it is called in the scene of each persona. It leads, for each
persona, to its next position; personas that then sound alike stay together, the others are told apart. The
value of a belief is the best expected score that somebody can reach who knows no more than this and says no
trap: a finite partially observable decision process with deterministic steps (Kaelbling, Littman &
Cassandra, 1998), solved exactly. As soon as one persona is left, the value is the one with hindsight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case, Scene, Varied

from .expanding import Moves, ReachedPositions, traps_of
from .numbering import Indexes, Numbering
from .observing import Heard, observed
from .solving import STEADY, Solution

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
    """How much of the cost of not knowing who is on the line its answer takes away, in points.

    Nothing where the call is over after it for everybody, or the answer sounds the same from all.
    """
    trap: bool = False
    """Whether it is a trap for anybody who may be on the line."""


@dataclass
class _Step:
    """One reply at the beliefs of a layer where there are so many."""

    sources: NDArray[numpy.int64]
    trap: NDArray[numpy.bool_]
    """Whether it is a trap for anybody who may be there."""
    telling: NDArray[numpy.bool_]
    """Whether somebody goes on, and knows more after the answer."""
    settled: Values
    """Chance times worth of what needs no further look: one persona left, or the call has ended."""
    following: list[tuple[NDArray[numpy.int64], Values, Indexes]]
    """Beliefs that may follow: their rows in `sources`, their chances, their numbers."""

    def worth(self, values: Values) -> Values:
        """The expected score after it at each of its sources, where beliefs have these values."""
        worth = self.settled.copy()
        for rows, chances, numbers in self.following:
            worth[rows] += chances * values[numbers]
        return worth


class Shoes:
    """The value of every belief that the trainee of a case can come to hold."""

    def __init__(self, case: Case, solutions: Sequence[Solution]) -> None:
        self.case = case
        self.solutions = solutions
        self.weights = numpy.array([persona.weight for persona in case.personas], dtype=float)
        known: dict[Heard, int] = {}
        self._looks = [observed(solution.reached, known) for solution in solutions]
        self._next, self._said = zip(*(_tables(solution) for solution in solutions), strict=True)
        self._traps = traps_of(case)
        self._worth = [numpy.maximum(solution.best, 0).astype(float) for solution in solutions]
        self._known, self._layers = self._explored()
        self._values = self._evaluated()

    @property
    def looks(self) -> Sequence[NDArray[numpy.int64]]:
        """For each persona a number for what is heard and seen at each position; equal ones look alike."""
        return self._looks

    def at_start(self, persona: int) -> Belief:
        """What a trainee believes when the call of a persona begins: all whose opening looks like it."""
        looks = [int(look[0]) for look in self._looks]
        return tuple(0 if look == looks[persona] else None for look in looks)

    def after(self, belief: Belief, move: str, persona: int) -> Belief:
        """What a trainee believes after a move of the persona who is on the line. Raises KeyError."""
        targets = self._targets(belief, self._moves(belief, persona).index(move))
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
        return float(self._values[self.number(belief)])

    def number(self, belief: Belief) -> int:
        """The number of a belief with several personas, where the call goes on. Raises KeyError."""
        number = self._known.find(self._column(belief))
        if number is None:
            raise KeyError(belief)
        return number

    def choices(self, belief: Belief, persona: int | None = None) -> dict[str, MoveInShoes]:
        """The legal moves at a belief and what each is worth, in the author's order.

        They bear the names that they have where this persona is; it is the first who may be on the line if
        none is said.
        """
        alive = self._alive(belief)
        place = alive[0] if persona is None else persona
        cost = self._told(belief) - self.value(belief)
        moves = self._moves(belief, place)
        result = {}
        for move in self.solutions[place].options(belief[place] or 0):
            rank = moves.index(move)
            targets = self._targets(belief, rank)
            answers = self._split(targets)
            value = sum(share * self.value(after) for share, after in answers)
            telling = len(answers) > 1 and not all(self._over(after) for _, after in answers)
            saved = cost - (self._told(targets) - value) if telling else 0.0
            trap = any(self._is_trap(place, belief[place], rank) for place in alive)
            result[move] = MoveInShoes(value, max(0.0, saved), trap)
        return result

    def same(self, belief: Belief, move: str, persona: int, other: int) -> str:
        """The move of another persona that has the words of this one's."""
        return self._moves(belief, other)[self._moves(belief, persona).index(move)]

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

    def _targets(self, belief: Belief, rank: int) -> Belief:
        return tuple(
            None if number is None else int(self._next[place][rank, number])
            for place, number in enumerate(belief)
        )

    def _moves(self, belief: Belief, place: int) -> list[str]:
        """The ids of the moves that a persona's scene has now, in the order of their words."""
        number = belief[place]
        if number is None:
            raise KeyError(place)
        moves = list(self._scene(place, number).moves)
        return [moves[slot] for slot in self._said[place][:, number] if slot >= 0]

    def _is_trap(self, place: int, number: int | None, rank: int) -> bool:
        scene = self._scene(place, number or 0)
        return next(
            move.trap
            for slot, move in enumerate(scene.moves.values())
            if slot == self._said[place][rank, number]
        )

    def _scene(self, place: int, number: int) -> Scene:
        return self.case.scenes[self.solutions[place].reached.position(number).scene]

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
            for rank in range(self._next[0].shape[0]):
                step, arrived = self._moved(layer, rank)
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

    def _moved(self, layer: NDArray[numpy.uint64], rank: int) -> tuple[_Step, list[NDArray[numpy.uint64]]]:
        """A reply at every belief of a layer that has it, and the beliefs that need a further look."""
        alive = layer != RULED_OUT
        rows = numpy.where(alive, layer, 0).astype(numpy.int64)
        targets = numpy.stack(
            [
                numpy.where(here, table[rank][row], -1)
                for table, row, here in zip(self._next, rows, alive, strict=True)
            ]
        )
        sources = numpy.flatnonzero((targets >= 0).any(axis=0))
        alive, targets = alive[:, sources], targets[:, sources]
        trap = self._trapped(alive, rows[:, sources], rank)
        shares = self.weights[:, None] * alive
        shares /= shares.sum(axis=0)
        looks = numpy.stack([look[target] for look, target in zip(self._looks, targets, strict=True)])
        over = numpy.stack([s.ended[target] for s, target in zip(self.solutions, targets, strict=True)])
        worth = shares * numpy.stack([w[target] for w, target in zip(self._worth, targets, strict=True)])
        settled = numpy.zeros(len(sources))
        following: list[tuple[NDArray[numpy.int64], Values, Indexes]] = []
        children = []
        told_apart = ~alive
        several = alive.sum(axis=0)
        telling = numpy.zeros(len(sources), dtype=bool)
        for place in range(len(self.solutions)):
            together = alive & (looks == looks[place]) & ~told_apart[place]
            told_apart |= together
            size = together.sum(axis=0)
            telling |= (size > 0) & (size < several) & ~over[place]
            done = (size == 1) | over[place]
            settled += numpy.where(done, (worth * together).sum(axis=0), 0.0)
            on = numpy.flatnonzero(together.any(axis=0) & ~done)
            chance = (shares * together).sum(axis=0)[on]
            following.append((on, chance, numpy.empty(0, dtype=numpy.int32)))
            children.append(numpy.where(together[:, on], targets[:, on].astype(numpy.uint64), RULED_OUT))
        return _Step(sources, trap, telling, settled, following), children

    def _trapped(
        self, alive: NDArray[numpy.bool_], rows: NDArray[numpy.int64], rank: int
    ) -> NDArray[numpy.bool_]:
        """Whether a reply is a trap for anybody who may be there, at each belief."""
        trap = numpy.zeros(alive.shape[1], dtype=bool)
        if self._traps.any():
            for place, (solution, said) in enumerate(zip(self.solutions, self._said, strict=True)):
                here = rows[place]
                scenes = solution.reached.packing.scenes(solution.reached.words[:, here])
                slots = numpy.where(alive[place], said[rank][here], -1)
                there = slots >= 0
                trap[there] |= self._traps[scenes[there], slots[there]]
        return trap

    @staticmethod
    def _sound(steps: Sequence[_Step], count: int) -> list[NDArray[numpy.bool_]]:
        """For each step, at which beliefs it counts for the best: a trap only where all replies are."""
        others = numpy.zeros(count, dtype=bool)
        for step in steps:
            others[step.sources[~step.trap]] = True
        return [~step.trap | ~others[step.sources] for step in steps]

    def _evaluated(self) -> Values:
        """The values of all beliefs with more than one persona: backward, until nothing moves any more."""
        values = numpy.zeros(self._known.count)
        moved = numpy.inf
        while moved > STEADY:
            moved = 0.0
            for first, beyond, steps in reversed(self._layers):
                best = numpy.zeros(beyond - first)
                for step, sound in zip(steps, self._sound(steps, beyond - first), strict=True):
                    worth = numpy.where(sound, step.worth(values), 0.0)
                    best[step.sources] = numpy.maximum(best[step.sources], worth)
                if len(best):
                    moved = max(moved, float(numpy.abs(best - values[first:beyond]).max()))
                values[first:beyond] = best
        return values


def _tables(solution: Solution) -> tuple[Indexes, NDArray[numpy.int8]]:
    """The replies at each position, in the order of their words: where they lead, their places in the scene.

    Both tables have a row for the first, second … reply and a column for each position; -1 stands where there
    are not so many.
    """
    reached, order = solution.reached, _Order(solution.case.original or solution.case)
    target = numpy.full((order.longest, reached.words.shape[1]), -1, dtype=numpy.int32)
    said = numpy.full(target.shape, -1, dtype=numpy.int8)
    for layer in reached.layers:
        place = order.of(reached, layer)
        target[place, layer.source] = layer.target
        said[place, layer.source] = layer.move
    filled = numpy.zeros(target.shape[1], dtype=numpy.int8)
    for row in range(order.longest):  # move up what can be said, past what cannot
        there = numpy.flatnonzero(target[row] >= 0)
        for table in (target, said):
            values = table[row, there]
            table[row, there] = -1
            table[filled[there], there] = values
        filled[there] += 1
    return target, said


class _Order:
    """Where each reply stands among those of its scene, in the order of their words."""

    def __init__(self, case: Case) -> None:
        scenes = list(case.scenes.values())
        slots = max(len(scene.moves) for scene in scenes)
        self.place = numpy.zeros((len(scenes), slots), dtype=numpy.int64)
        self.longest = slots
        """Places that a scene needs: one for all words of each reply."""
        self.varied: dict[tuple[int, int], tuple[tuple[Varied[Any], ...], NDArray[numpy.int64]]] = {}
        """By scene and place there: what varies in a reply, and where it stands in each of its forms."""
        for row, scene in enumerate(scenes):
            moves = list(scene.moves.values())
            words = sorted({(form.say, slot) for slot, move in enumerate(moves) for form in move.all_forms})
            places = {said: place for place, said in enumerate(words)}
            self.longest = max(self.longest, len(words))
            for slot, move in enumerate(moves):
                self.place[row, slot] = places[move.say, slot]
                if move.forms is not None:
                    found = numpy.array([places[form.say, slot] for form in move.all_forms])
                    self.varied[row, slot] = move.forms.parts, found

    def of(self, reached: ReachedPositions, layer: Moves) -> NDArray[numpy.int64]:
        """The place of each move of a layer where it is said."""
        scenes = reached.packing.scenes(reached.words[:, layer.first : layer.beyond])
        scene = scenes[layer.source - layer.first]
        place: NDArray[numpy.int64] = self.place[scene, layer.move]
        for (row, slot), (parts, places) in self.varied.items():
            here = numpy.flatnonzero((scene == row) & (layer.move == slot))
            if len(here):
                words = reached.words.take(layer.source.take(here), axis=1)
                place[here] = places.take(reached.packing.form_of(words, parts))
        return place
