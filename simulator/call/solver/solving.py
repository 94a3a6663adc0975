"""What can still be reached from every position of a rehearsal, when it is known who is on the line.

A backward pass over all reachable positions: best and worst score, whether a win-win is still possible, and
how a call goes on average when replies are picked at random.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case, Position, TwoByTwo

from .expanding import ROOM, Moves, ReachedPositions, Sound, Truths, reach, sound_moves
from .numbering import Indexes, Words

BUDGET = 20_000_000  # positions: about 1 GB
_NONE, _ALL = numpy.empty(0, dtype=numpy.int32), numpy.empty(0, dtype=bool)
_WORST_ALONE = numpy.array([0, 255, 0, 0], dtype=numpy.uint8).view(numpy.uint32)[0]
"""Leaves of what is known of a position only the byte of its worst score: see `_Worth`."""
STEADY = 1e-9  # a mean that moves less than this in a pass is taken as found


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a score, 0-100; equal when everything was looked at."""

    least: int
    most: int


@dataclass(frozen=True)
class Solution:
    """All positions that can be reached with one persona, and what each is worth.

    Arrays run over positions as numbered in `reached`. Without `reached.complete`, `best` is only what was
    found up to the budget, and `best_score` says between which limits the truth lies. `best` and `winnable`
    count what can be reached without saying a trap, as far as there is anything else to say.
    """

    case: Case
    persona: int
    reached: ReachedPositions
    ended: NDArray[numpy.bool_]
    scores: NDArray[numpy.int16]
    """The score of each position in which the call has ended; -1 elsewhere."""
    wins: NDArray[numpy.bool_]
    """Whether the call has ended there in a win-win."""
    best: NDArray[numpy.int16]
    """The best score that can still be reached; -1 where no ending was found."""
    worst: NDArray[numpy.int16]
    winnable: NDArray[numpy.bool_]

    @property
    def best_score(self) -> Bounds:
        """The best score from the opening; 0 where no ending can be reached at all."""
        found = max(0, int(self.best[0]))
        return Bounds(found, found if self.reached.complete else 100)

    @property
    def worst_score(self) -> Bounds:
        """The worst score from the opening; 100 where no ending can be reached at all."""
        found = min(100, int(self.worst[0]))
        return Bounds(found if self.reached.complete else 0, found)

    def number(self, position: Position) -> int:
        """The number of a position. Raises KeyError for one that was not reached."""
        return self.reached.number(position)

    def recommendable(self, number: int) -> dict[str, int]:
        """The options that are no traps; all of them where there is nothing else to say."""
        options = self.options(number)
        moves = self.case.scenes[self.reached.position(number).scene].moves if options else {}
        return {move: to for move, to in options.items() if not moves[move].trap} or options

    def options(self, number: int) -> dict[str, int]:
        """The positions that the legal moves lead to, by move."""
        position = self.reached.position(number)
        moves = list(self.case.scenes[position.scene].moves) if position.scene in self.case.scenes else []
        return {moves[move]: target for move, target in self.reached.following(number)}

    def best_line(self, number: int = 0) -> list[str]:
        """Moves from a position to the best score that can be reached from it: the shortest such line."""
        return self.line_to(number, self.best[number], self.best, self.recommendable)

    def winning_line(self, number: int = 0) -> list[str]:
        """Moves from a position to a win-win: the shortest such line; empty where none can be reached."""
        return self.line_to(number, True, self.winnable, self.recommendable)

    def worst_line(self, number: int = 0) -> list[str]:
        """Moves from a position to the worst score that can be reached from it: the shortest such line."""
        return self.line_to(number, self.worst[number], self.worst, self.options)

    def line_to(
        self,
        number: int,
        score: Any,
        values: NDArray[Any],
        options: Callable[[int], dict[str, int]],
    ) -> list[str]:
        """The shortest line of such options to an end of this value, which stays within reach on the way."""
        came: dict[int, tuple[int, str]] = {}
        layer = [number]
        while layer:
            following = []
            for here in layer:
                if self.ended[here] and values[here] == score:
                    line = []
                    while here != number:
                        here, move = came[here]
                        line.append(move)
                    return line[::-1]
                for move, target in options(here).items():
                    if values[target] == score and target not in came and target != number:
                        came[target] = here, move
                        following.append(target)
            layer = following
        return []

    @cached_property
    def at_random(self) -> NDArray[numpy.float64]:
        """The mean score, 0-100, from each position under random play, all replies alike."""
        return _random(self)

    @cached_property
    def cells(self) -> TwoByTwo[NDArray[numpy.int64]]:
        """The two-by-two (0-100) of the positions in which the call has ended, by their numbers."""
        return cells_of(self.reached, self.reached.words[:, self.ended])

    def places(self) -> dict[str, int]:
        """The scenes and endings that are reached, and in how many positions."""
        names = self.reached.packing.names
        counts = numpy.bincount(self.reached.packing.scenes(self.reached.words), minlength=len(names))
        return {name: int(count) for name, count in zip(names, counts, strict=True) if count}

    def endings(self) -> dict[str, int]:
        """In how many positions each ending is reached."""
        places = self.places()
        return {ending: places.get(ending, 0) for ending in self.case.endings}

    def frontier(self, space: str) -> list[tuple[int, int, int]]:
        """The Pareto frontier of one space, `business` or `personal`: customer, company, a position.

        Nothing reachable is better for one side without being worse for the other.
        """
        pair = {
            "business": (self.cells.customer_business, self.cells.company_business),
            "personal": (self.cells.customer_personal, self.cells.company_personal),
        }[space]
        together = pair[0] * 101 + pair[1]
        numbers = numpy.flatnonzero(self.ended)
        found = []
        highest = -1
        for code in numpy.flatnonzero(numpy.bincount(together, minlength=1)).tolist()[::-1]:
            customer, company = divmod(code, 101)
            if company > highest:
                highest = company
                found.append((customer, company, int(numbers[numpy.argmax(together == code)])))
        return found


def solve(case: Case, persona: int | str, budget: int = BUDGET, room: int | None = None) -> Solution:
    """Solve the rehearsal of a case for a persona, by id or place, within a budget of positions.

    It keeps to so many bytes; to ROOM where none are given, and to more with a larger budget than usual.

    Raises KeyError for an id that the case does not have.
    """
    if isinstance(persona, str):
        persona = case.persona_place(persona)
    reached = reach(case, persona, budget, room or ROOM * max(budget, BUDGET) // BUDGET)
    count = reached.words.shape[1]
    ended = reached.packing.scenes(reached.words) >= len(case.scenes)
    final = cells_of(reached, reached.words[:, ended])
    scores = numpy.full(count, -1, dtype=numpy.int16)
    scores[ended] = score_of(final)
    wins = numpy.zeros(count, dtype=bool)
    wins[ended] = numpy.minimum.reduce(final.cells()) >= case.bar
    worth = _Worth(scores, wins)
    _backward(reached, sound_moves(reached), worth)
    return Solution(case, persona, reached, ended, scores, wins, worth.best, worth.worst, worth.winnable)


def solve_all(case: Case, budget: int = BUDGET) -> Iterator[Solution]:
    """The solutions for each persona in turn, each within the budget."""
    for place in range(len(case.personas)):
        yield solve(case, place, budget)


def cells_of(reached: ReachedPositions, words: Words) -> TwoByTwo[NDArray[numpy.int64]]:
    """The cells of the two-by-two, as `play.outcome` has them; while a call goes on, as if it ended so."""
    packing, count = reached.packing, words.shape[1]
    case, seen = packing.case, packing.seen(words)
    kept = numpy.full(count, 100)
    for error in case.critical.values():
        made = numpy.broadcast_to((seen.flags & error.flag) != 0, count)
        kept = numpy.where(made, numpy.minimum(kept, error.cap), kept)
    ends = numpy.maximum(packing.scenes(words) - len(case.scenes), -1)
    whole = (100, 100, 100, 100)  # what counts, in the last place, where the call has not ended
    allowed = numpy.array([*(ending.allows.cells() for ending in case.endings.values()), whole]).T
    values = (numpy.broadcast_to(formula(seen), count) for formula in case.cells.cells())
    return TwoByTwo(
        *(
            numpy.clip(value, 0, 100).astype(numpy.int64) * percent[ends] * kept // 10_000
            for value, percent in zip(values, allowed, strict=True)
        )
    )


def score_of(cells: TwoByTwo[NDArray[numpy.int64]]) -> NDArray[numpy.int64]:
    """The win-win scores of cells: the fourth root of their product, rounded down, exactly."""
    product = numpy.multiply.reduce(cells.cells())
    root: NDArray[numpy.int64] = numpy.sqrt(numpy.sqrt(product)).astype(numpy.int64)
    root += (root + 1) ** 4 <= product
    root -= root**4 > product
    return root


def _backward(reached: ReachedPositions, sound: Sound, worth: "_Worth") -> None:
    """Carry what endings are worth back to the opening, layer by layer from the last to the first.

    A move that leads back to an earlier layer was looked at too soon. Where it brings news, the news are
    carried on over the moves that lead there, until there are none: values only ever improve.
    """
    late = [(_NONE, _NONE, _ALL)]
    for layer, counting in zip(reversed(reached.layers), reversed(sound), strict=True):
        worth.carry(layer, counting)
        back = numpy.flatnonzero(layer.target < layer.beyond)
        counts = numpy.ones(len(back), dtype=bool) if counting is None else counting[back]
        late.append((layer.source[back], layer.target[back], counts))
    sources, targets, counted = (numpy.concatenate(part) for part in zip(*late, strict=True))
    news = worth.carry_news(sources, targets, counted)
    if not len(news):
        return
    sources, counted, begins = _by_target(reached, sound)
    while len(news):
        counts = begins[news + 1] - begins[news]
        # the places of all moves to all of them: each run of `counts` steps from where it begins
        places = numpy.repeat(begins[news] - numpy.cumsum(counts) + counts, counts) + numpy.arange(
            counts.sum()
        )
        news = worth.carry_news(sources[places], numpy.repeat(news, counts), counted[places])


def _by_target(reached: ReachedPositions, sound: Sound) -> tuple[Indexes, Truths, NDArray[numpy.int64]]:
    """The sources of all moves, ordered by target, whether they count, where those of each target begin."""
    source = numpy.concatenate([layer.source for layer in reached.layers])
    target = numpy.concatenate([layer.target for layer in reached.layers])
    low = numpy.argsort(target.astype(numpy.uint16), kind="stable")  # in two halves: 16 bits sort fast
    order = low[numpy.argsort((target[low] >> 16).astype(numpy.uint16), kind="stable")]
    counts = numpy.bincount(target, minlength=reached.words.shape[1])
    counted = numpy.concatenate(
        [
            numpy.ones(len(layer.source), dtype=bool) if counting is None else counting
            for layer, counting in zip(reached.layers, sound, strict=True)
        ]
    )
    return source[order], counted[order], numpy.concatenate([[0], numpy.cumsum(counts)])


class _Worth:
    """What is known so far of the positions' worth: numbers that only grow, in the bytes of one word each.

    So a move carries all of them at once. They are the best score + 1, 101 - the worst score, and whether a
    win-win can be reached; all are 0 where no ending has been found.
    """

    def __init__(self, scores: NDArray[numpy.int16], wins: NDArray[numpy.bool_]) -> None:
        self._bytes = numpy.zeros((len(scores), 4), dtype=numpy.uint8)
        self._bytes[:, 0] = scores + 1
        self._bytes[:, 1] = numpy.where(scores >= 0, 101 - scores, 0)
        self._bytes[:, 2] = wins
        self._words = self._bytes.view(numpy.uint32)[:, 0]

    @property
    def best(self) -> NDArray[numpy.int16]:
        """The best score that can still be reached; -1 where no ending was found."""
        return self._bytes[:, 0].astype(numpy.int16) - numpy.int16(1)

    @property
    def worst(self) -> NDArray[numpy.int16]:
        """The worst score that can still be reached; 101 where no ending was found."""
        return numpy.int16(101) - self._bytes[:, 1].astype(numpy.int16)

    @property
    def winnable(self) -> NDArray[numpy.bool_]:
        """Whether a win-win can still be reached."""
        return self._bytes[:, 2] > 0

    def carry(self, layer: Moves, counting: Truths | None) -> None:
        """Carry worth over the moves of a layer, in place; of those that do not count, the worst alone."""
        ends = numpy.flatnonzero(layer.move[1:] != layer.move[:-1]) + 1
        for begin, end in pairwise([0, *ends.tolist(), len(layer.move)]):
            source, target = layer.source[begin:end], layer.target[begin:end]
            here = self._words.take(source).view(numpy.uint8)
            there = self._words.take(target)
            if counting is not None:
                there[~counting[begin:end]] &= _WORST_ALONE
            numpy.maximum(here, there.view(numpy.uint8), out=here)
            self._words[source] = here.view(numpy.uint32)

    def carry_news(self, source: Indexes, target: NDArray[Any], counted: Truths) -> NDArray[numpy.int64]:
        """Carry worth over moves in any order, in place; gives the positions that it changed."""
        before = self._words.take(source)
        best, worst, winnable = self._bytes[:, :3].T
        numpy.maximum.at(worst, source, worst[target])
        sound, following = (source, target) if counted.all() else (source[counted], target[counted])
        for numbers in (best, winnable):
            numpy.maximum.at(numbers, sound, numbers[following])
        marks = numpy.zeros(len(self._words), dtype=bool)
        marks[source.take(numpy.flatnonzero(self._words.take(source) != before))] = True
        return numpy.flatnonzero(marks)


def _random(solution: Solution) -> NDArray[numpy.float64]:
    score = numpy.where(solution.ended, solution.scores, 0).astype(float)
    layers = []
    for layer in solution.reached.layers:
        first, last = int(layer.source.min()), int(layer.source.max()) + 1
        moves = numpy.bincount(layer.source - first, minlength=last - first)
        layers.append((layer, first, last, numpy.maximum(moves, 1), moves > 0))
    moved = numpy.inf
    while moved > STEADY and len(score):
        moved = 0.0
        for layer, first, last, moves, going in reversed(layers):
            total = numpy.bincount(layer.source - first, score.take(layer.target), last - first)
            mean = numpy.where(going, total / moves, score[first:last])
            moved = max(moved, float(numpy.abs(mean - score[first:last]).max()))
            score[first:last] = mean
    return score
