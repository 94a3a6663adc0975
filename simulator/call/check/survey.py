"""A solved rehearsal laid out for the rules: by scene and by move, and when each condition holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial, reduce
from operator import or_
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case, Forms, Guard, Move, Scene, Varied
from simulator.call.case.document import OTHERWISE
from simulator.call.solver.expanding import Truths, sound_moves
from simulator.call.solver.numbering import Words
from simulator.call.solver.packing import Packing
from simulator.call.solver.solving import Solution
from simulator.source.reading import Location

Numbers = NDArray[numpy.int64]
"""Positions, by their numbers."""
_Came = tuple[NDArray[numpy.int32], NDArray[numpy.int16]]
"""For each position the one before it and the move between them; -1 where no call comes."""


@dataclass(frozen=True)
class Replies:
    """One move of a scene wherever it can be said: from which positions, and to which."""

    source: NDArray[numpy.int32]
    target: NDArray[numpy.int32]


class Survey:
    """The positions of a solution by scene, and the moves between them by scene and move."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        case = solution.case
        self.names = solution.reached.packing.names
        self._first_move = {}
        count = 0
        for name, scene in case.scenes.items():
            self._first_move[name] = count
            count += len(scene.moves)
        self._count = count

    @property
    def packing(self) -> Packing:
        """How the positions are packed."""
        return self.solution.reached.packing

    @cached_property
    def scenes(self) -> NDArray[numpy.int16]:
        """The scene or ending of each position, as a place in `names`."""
        return self.packing.scenes(self.solution.reached.words).astype(numpy.int16)

    @cached_property
    def _by_scene(self) -> tuple[Numbers, Numbers]:
        order = numpy.argsort(self.scenes, kind="stable")
        counts = numpy.bincount(self.scenes, minlength=len(self.names))
        return order, numpy.concatenate([[0], numpy.cumsum(counts)])

    @cached_property
    def within(self) -> NDArray[numpy.int32]:
        """The place of each position among those of its scene, as `at` lists them."""
        order, bounds = self._by_scene
        places = numpy.empty(len(order), dtype=numpy.int32)
        places[order] = numpy.arange(len(order)) - bounds[self.scenes[order]]
        return places

    def at(self, name: str) -> Numbers:
        """The positions in a scene or at an ending."""
        order, bounds = self._by_scene
        place = self.names.index(name)
        return order[bounds[place] : bounds[place + 1]]

    def words(self, numbers: Numbers | NDArray[numpy.int32]) -> Words:
        """The packed columns of positions."""
        words: Words = self.solution.reached.words[:, numbers]
        return words

    @cached_property
    def _by_move(self) -> tuple[NDArray[numpy.int32], NDArray[numpy.int32], Numbers]:
        layers = self.solution.reached.layers
        nothing = numpy.empty(0, dtype=numpy.int32)
        source = numpy.concatenate([nothing, *(layer.source for layer in layers)])
        target = numpy.concatenate([nothing, *(layer.target for layer in layers)])
        move = numpy.concatenate([nothing, *(layer.move for layer in layers)])
        first = numpy.array(list(self._first_move.values()), dtype=numpy.int32)
        which = first[self.scenes[source]] + move
        if self._count < 2**15:
            which = which.astype(numpy.int16)  # sorted several times as fast
        order = numpy.argsort(which, kind="stable")
        bounds = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(which, minlength=self._count))])
        return source[order], target[order], bounds

    def replies(self, scene: Scene, move: Move) -> Replies:
        """A move of a scene, wherever it can be said."""
        source, target, bounds = self._by_move
        which = self._first_move[scene.id] + list(scene.moves).index(move.id)
        here = slice(bounds[which], bounds[which + 1])
        return Replies(source[here], target[here])

    def all_replies(self) -> Replies:
        """All moves at all positions."""
        source, target, _ = self._by_move
        return Replies(source, target)

    def values(self, scene: Scene) -> NDArray[numpy.int16]:
        """The best score after each move (a row) at each position of a scene; -2 where it cannot be said."""
        table = numpy.full((len(scene.moves), len(self.at(scene.id))), -2, dtype=numpy.int16)
        for row, move in enumerate(scene.moves.values()):
            replies = self.replies(scene, move)
            table[row, self.within[replies.source]] = self.solution.best[replies.target]
        return table

    def way_to(self, number: int) -> list[str]:
        """The moves of a shortest call from the opening to a position."""
        way = []
        layers = self.solution.reached.layers
        depth = len(layers) - 1
        while number:
            while layers[depth].beyond > number:  # it was found from the last layer that lies before it
                depth -= 1
            layer = layers[depth]
            row = int(numpy.argmax(layer.target == number))
            number = int(layer.source[row])
            scene = self.solution.case.scenes[self.names[self.scenes[number]]]
            way.append(list(scene.moves)[layer.move[row]])
        return way[::-1]

    @cached_property
    def _came(self) -> _Came:
        return self._coming()

    def _coming(self, left_out: Truths | None = None) -> _Came:
        """For each position the one before it and the move between them, in a call without traps.

        Where every reply is a trap, one may be said. What is `left_out`, by scene and place there, is not
        said at all. -1 stands where no such call comes.
        """
        layers = self.solution.reached.layers
        sound = sound_moves(self.solution.reached)
        before = numpy.full(len(self.solution.ended), -1, dtype=numpy.int32)
        said = numpy.full(len(before), -1, dtype=numpy.int16)
        before[0] = 0
        found = 0
        while found < (found := int((before >= 0).sum())):  # again where a move led back to an earlier layer
            for layer, counting in zip(layers, sound, strict=True):
                new = (before[layer.source] >= 0) & (before[layer.target] < 0)
                if left_out is not None:
                    new[left_out[self.scenes[layer.source], layer.move]] = False
                rows = numpy.flatnonzero(new if counting is None else new & counting)
                before[layer.target[rows]] = layer.source[rows]
                said[layer.target[rows]] = layer.move[rows]
        return before, said

    def soundly_reached(self, numbers: Numbers) -> Truths:
        """Which of these positions a call comes to in which no trap is said that need not be."""
        reached: Truths = self._came[0][numbers] >= 0
        return reached

    def sound_way_to(self, number: int) -> list[str]:
        """The moves of a call without traps from the opening to a position that is soundly reached."""
        return self._way_back(self._came, number)

    def sound_way_without(self, left_out: Truths, goals: Numbers) -> tuple[int, list[str]] | None:
        """One of these positions, and a call to it without traps and without some replies; None if none is.

        What is `left_out` is said by scene and place among its moves.
        """
        came = self._coming(left_out)
        reached = goals[came[0][goals] >= 0]
        return (int(reached[0]), self._way_back(came, int(reached[0]))) if len(reached) else None

    def _way_back(self, came: _Came, number: int) -> list[str]:
        before, said = came
        way = []
        while number:
            move, number = int(said[number]), int(before[number])
            way.append(list(self.solution.case.scenes[self.names[self.scenes[number]]].moves)[move])
        return way[::-1]

    def truths(self, condition: Any, words: Words) -> Truths:
        """Where a condition holds, as one truth a position."""
        value = numpy.asarray(condition(self.packing.seen(words)), dtype=bool)
        return numpy.broadcast_to(value, (words.shape[1],))


Looks = Sequence[tuple[Survey, Words]]
"""For each persona the positions at which a condition is looked at."""


@dataclass
class Condition:
    """A condition where it stands in the case's file; the last step of a text's location is its key."""

    location: Location
    text: str
    move: str | None
    """The move whose `when` it is; None for one of the conditions of a text or of `to`."""
    holds: bool = False
    fails: bool = False


def conditions(case: Case, document: Any, surveys: Iterable[Survey]) -> Iterator[Condition]:
    """The conditions that calls come to look at: of moves, of what is said and shown, of where moves lead.

    Those of what is felt on arrival are left out, and in effects those that only say who is on the line.
    What no call comes to is left out, too: other rules name it. A condition behind others counts only where
    none of these holds, because only there does it decide anything.
    """
    surveys = list(surveys)
    for name, scene in case.scenes.items():
        part = document.rehearsal[name]
        here = cache(partial(_here, surveys, name))
        for key in ("customer", "cue", "mood", "screen"):
            varied: Varied[str] | None = getattr(scene, key)
            if varied is not None and varied.cases:
                yield from _of(varied, getattr(part, key), ("rehearsal", name, key), here())
        for move in scene.moves.values():
            way = ("rehearsal", name, "moves", move.id)
            entry = part.moves[move.id]
            if move.when is not None:
                condition = Condition((*way, "when"), entry.when, move.id)
                _look(condition, move.when, here())
                if condition.holds or condition.fails:
                    yield condition
            if move.forms is not None:
                yield from _of_forms(move.forms, entry, way, _said(surveys, scene, move))
            if move.why.cases:
                yield from _of(move.why, entry.why, (*way, "why"), _said(surveys, scene, move))
            if move.to.cases:
                yield from _of(move.to, entry.to, (*way, "to"), _felt(surveys, scene, move))
    for name, ending in case.endings.items():
        for key, said in (("customer", ending.customer), ("why", ending.why)):
            if said is not None and said.cases:
                written = getattr(document.endings[name], key)
                yield from _of(said, written, ("endings", name, key), _here(surveys, name))


def _here(surveys: Iterable[Survey], name: str) -> Looks:
    return [(survey, survey.words(survey.at(name))) for survey in surveys]


def _said(surveys: Iterable[Survey], scene: Scene, move: Move) -> Looks:
    return [(survey, survey.words(survey.replies(scene, move).source)) for survey in surveys]


def _felt(surveys: Iterable[Survey], scene: Scene, move: Move) -> Looks:
    """How it stands when the effect of a move is felt and it is not yet decided where it leads."""
    looks = _said(surveys, scene, move)
    for survey, words in looks:
        form = survey.packing.form_of(words, move.forms.parts if move.forms else ())
        for number, one in enumerate(move.all_forms):
            here = words[:, form == number]
            survey.packing.raise_flags(here, one.sets)
            survey.packing.change(here, one.changes[survey.packing.persona])
            words[:, form == number] = here
    return looks


def _of_forms(forms: Forms[Move], part: Any, location: Location, looks: Looks) -> Iterator[Condition]:
    """The conditions of everything that varies in a reply, looked at where it is said."""
    for keys, varied in zip(forms.keys, forms.parts, strict=True):
        if varied.cases:
            key, *gauge = keys
            written = getattr(part, key)
            yield from _of(varied, written[gauge[0]] if gauge else written, (*location, *keys), looks)


def _of(varied: Varied[Any], written: Any, location: Location, looks: Looks) -> Iterator[Condition]:
    """The conditions of something varied, each looked at where none above it holds."""
    if not isinstance(written, dict):  # only the record makes it vary
        return
    texts = [text for text in written if text != OTHERWISE]
    guards: dict[int, list[Guard]] = {}
    for place, (guard, _) in enumerate(varied.cases):
        guards.setdefault(varied.origin(place), []).append(guard)
    for number, text in enumerate(texts):
        condition = Condition((*location, text), text, None)
        looks = _look(condition, _any(guards[number]), looks)
        if condition.holds or condition.fails:
            yield condition


def _any(guards: list[Guard]) -> Guard:
    return guards[0] if len(guards) == 1 else lambda seen: reduce(or_, (guard(seen) for guard in guards))


def _look(condition: Condition, guard: Guard, looks: Looks) -> Looks:
    """Note whether a condition holds and fails anywhere; return the positions at which it fails."""
    left: list[tuple[Survey, Words]] = []
    for survey, words in looks:
        if words.shape[1]:
            truths = survey.truths(guard, words)
            condition.holds |= bool(truths.any())
            condition.fails |= not truths.all()
            left.append((survey, words[:, ~truths]))
    return left
