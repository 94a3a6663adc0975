"""All legal moves from very many positions at once: the rules of `play.rehearsal` as tables over moves.

A move is looked up by its scene and its place there. What it adds, sets and leads to stands in tables of
packed words, so that one lookup and a few operations on whole words do it for every gauge of every position,
whatever scenes the positions are in. Only conditions are asked one by one.

A layer holds the positions that take one move more than the last; positions that were reached before are
merged. The rules are those of `play.rehearsal`, done to a whole layer at once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import BEYOND_AUTHORITY, COST, Case, Ending, Move, Position, Scene, Varied
from simulator.call.play import rehearsal as call

from .numbering import Indexes, Numbering, Words
from .packing import Packing, Places, packing_for

Truths = NDArray[numpy.bool_]
Sound = Sequence[Truths | None]
"""For each layer of moves, whether each of them counts for the best; None where all of the layer do."""

_VARIED = -1  # in place of a target: it depends on conditions


class Moved(NamedTuple):
    """Positions that one move of their scenes leads to: from which, by which, and what comes of it."""

    source: Places
    move: int
    after: Words


class Expansion:
    """The tables of one case for one persona."""

    def __init__(self, packing: Packing) -> None:
        case, persona = packing.case, packing.persona
        self.packing = packing
        self.scenes = list(case.scenes.values())
        self.slots = max(1, *(len(scene.moves) for scene in self.scenes))
        self.moves: list[Move | None] = [
            move
            for scene in self.scenes
            for move in (*scene.moves.values(), *[None] * self.slots)[: self.slots]
        ]
        self.varying = self._forms_added()
        self.names = {name: place for place, name in enumerate(packing.names)}
        self.codes = numpy.array([packing.scene.code(place) for place in self.names.values()], numpy.uint64)
        self.exists = numpy.array([move is not None for move in self.moves])
        self.up, self.down = self._amounts(move.changes[persona] if move else () for move in self.moves)
        self.sets = self._flags(move.sets if move else 0 for move in self.moves)
        self.once = self._flags(move.once if move else 0 for move in self.moves)
        self.cost = numpy.array([move.cost if move else 0 for move in self.moves])
        self.above = numpy.array(
            [move is not None and move.authority > case.authority for move in self.moves]
        )
        self.target = numpy.array([self._target(move) for move in self.moves], dtype=numpy.int64)
        self.depending: list[dict[int, Varied[str]]] = [{} for _ in range(self.slots)]
        for number, move in enumerate(self.moves):
            if move is not None and move.to.cases:
                self.depending[number % self.slots][number] = move.to
        self.recorded = case.critical.get(BEYOND_AUTHORITY)
        self.breach = self._flags([self.recorded.flag if self.recorded else 0])[:, 0]
        places: list[Scene | Ending] = [*self.scenes, *case.endings.values()]
        felt = [place.changes for place in places]
        self.arrival_up, self.arrival_down = self._amounts(
            one[persona] for forms in felt for one in forms.all
        )
        self.arrival = numpy.array([bool(one[persona]) for forms in felt for one in forms.all])
        self.felt = numpy.cumsum([0, *(len(forms.all) for forms in felt[:-1])])
        self.felt_varied = {place: forms.parts for place, forms in enumerate(felt) if len(forms.all) > 1}
        self.arrival_sets = self._flags(place.sets if isinstance(place, Ending) else 0 for place in places)
        self.guards = self._guards()

    def moved(self, here: Words) -> Iterator[Moved]:
        """Every legal reply at these positions, one place of the scenes' moves after the other."""
        scenes = self.packing.scenes(here)
        going = numpy.flatnonzero(scenes < len(self.scenes))
        if len(going) < len(scenes):
            here, scenes = here.take(going, axis=1), scenes.take(going)
        opening = scenes * self.slots
        said = [opening + slot for slot in range(self.slots)]
        visible = self._visible(here, scenes, said)
        for slot, moves in enumerate(said):
            self._take_forms(here, moves, slot)
            beyond = self._beyond(here, moves, slot)
            legal = visible[slot] if beyond is None or self.recorded else visible[slot] & ~beyond
            rows = numpy.flatnonzero(legal)
            if len(rows):
                after, chosen = here.take(rows, axis=1), moves.take(rows)
                if beyond is not None and self.recorded:
                    after |= numpy.where(beyond.take(rows), self.breach[:, None], numpy.uint64(0))
                yield Moved(going.take(rows), slot, self._replied(after, chosen, slot))

    def _take_forms(self, here: Words, moves: Places, slot: int) -> None:
        """Put in place of each reply that varies what it is at its position."""
        for number, (parts, forms) in self.varying[slot].items():
            rows = numpy.flatnonzero(moves == number)
            if len(rows):
                moves[rows] = forms.take(self.packing.form_of(here.take(rows, axis=1), parts))

    def _visible(self, here: Words, scenes: Places, said: list[Places]) -> list[Truths]:
        """For each place of a move: whether it is there, its guard holds, and it is not used up."""
        failing: list[tuple[Truths, Places]] = []
        for guard, asked, asks in self.guards:
            rows = numpy.flatnonzero(asked.take(scenes))
            if len(rows):
                holds = truths(guard(self.packing.seen(here.take(rows, axis=1))), len(rows))
                failing.append((asks, rows.take(numpy.flatnonzero(~holds))))
        visible = []
        for slot, moves in enumerate(said):
            shown = self.exists.take(moves)
            for asks, rows in failing:
                if asks[slot :: self.slots].any():
                    shown[rows.take(numpy.flatnonzero(asks.take(moves.take(rows))))] = False
            for row, once in enumerate(self.once):
                if once[slot :: self.slots].any():
                    shown &= (here[row] & once.take(moves)) == 0
            visible.append(shown)
        return visible

    def _beyond(self, here: Words, moves: Places, slot: int) -> Truths | None:
        """Which replies are more than the agent may do; None where none can be."""
        beyond: Truths | None = None
        if self.above[slot :: self.slots].any():
            beyond = self.above.take(moves)
        if self.cost[slot :: self.slots].any():
            cost = self.cost.take(moves)
            dear = (cost > 0) & (self.packing.gauge(here, COST) + cost > self.packing.case.budget)
            beyond = dear if beyond is None else beyond | dear
        return beyond

    def _replied(self, after: Words, moves: Places, slot: int) -> Words:
        """The positions after a legal reply, as `rehearsal.reply` says. Works in place."""
        for row, sets in enumerate(self.sets):
            if sets[slot :: self.slots].any():
                after[row] |= sets.take(moves)
        self.packing.shift(after, self.up, self.down, moves)
        places = self.target.take(moves)
        for number, to in self.depending[slot].items():
            rows = numpy.flatnonzero(moves == number)
            if len(rows):
                places[rows] = self._varied(after[:, rows], to)
        self._arrive(after, places)
        going = places < len(self.scenes)
        for ending in self.packing.case.interruptions:
            if ending.when is not None and going.any():
                comes = truths(ending.when(self.packing.seen(after)), len(going)) & going
                rows = numpy.flatnonzero(comes)
                if len(rows):
                    ended = after.take(rows, axis=1)
                    self._arrive(ended, numpy.full(len(rows), self.names[ending.id]))
                    after[:, rows] = ended
                    going[rows] = False
        return after

    def _varied(self, after: Words, to: Varied[str]) -> Places:
        seen, count = self.packing.seen(after), after.shape[1]
        places = numpy.full(count, self.names[to.otherwise])
        for guard, target in reversed(to.cases):
            places = numpy.where(truths(guard(seen), count), self.names[target], places)
        return places

    def _arrive(self, after: Words, places: Places) -> None:
        """Bring each position to its scene or ending, with what that does, in place."""
        effects = self.felt.take(places)
        for place, parts in self.felt_varied.items():
            rows = numpy.flatnonzero(places == place)
            if len(rows):
                effects[rows] += self.packing.form_of(after.take(rows, axis=1), parts)
        field = self.packing.scene
        row = after[field.word]
        row &= numpy.uint64(~(field.mask << field.shift) & (2**64 - 1))
        row |= self.codes.take(places)
        for number, sets in enumerate(self.arrival_sets):
            if sets.any():
                after[number] |= sets.take(places)
        felt = numpy.flatnonzero(self.arrival.take(effects))
        if len(felt):
            changed, there = after.take(felt, axis=1), effects.take(felt)
            self.packing.shift(changed, self.arrival_up, self.arrival_down, there)
            after[:, felt] = changed

    def _forms_added(self) -> list[dict[int, tuple[tuple[Varied[Any], ...], Places]]]:
        """Add the forms of replies that vary behind `moves`, each at a place of its own in the same slot.

        For each slot: by the number of such a reply, what varies in it, and the numbers of its forms.
        """
        varying: list[dict[int, tuple[tuple[Varied[Any], ...], Places]]] = [{} for _ in range(self.slots)]
        added: list[list[Move]] = [[] for _ in range(self.slots)]
        for number, move in enumerate(self.moves):
            if move is not None and move.forms is not None:
                slot = number % self.slots
                rows = len(self.scenes) + len(added[slot]) + numpy.arange(len(move.forms.all))
                varying[slot][number] = move.forms.parts, rows * self.slots + slot
                added[slot] += move.forms.all
        self.moves += [move for row in zip_longest(*added) for move in row]
        return varying

    def _target(self, move: Move | None) -> int:
        if move is None or move.to.cases:
            return _VARIED
        return self.names[move.to.otherwise]

    def _amounts(self, changes: Any) -> tuple[Words, Words]:
        pairs = [self.packing.amounts(change) for change in changes]
        up, down = (numpy.array(words, dtype=numpy.uint64).T.copy() for words in zip(*pairs, strict=True))
        return up, down

    def _flags(self, flags: Any) -> Words:
        rows = []
        for wanted in flags:
            words = [0] * self.packing.width
            for flag, (word, bit) in self.packing.flags.items() if wanted else ():
                words[word] |= bit if wanted & flag else 0
            rows.append(words)
        return numpy.array(rows, dtype=numpy.uint64).T.copy()

    def _guards(self) -> list[tuple[Callable[[Any], Any], Truths, Truths]]:
        """Each guard once, with the scenes and the moves where it is asked."""
        moves: dict[int, Truths] = {}
        guards: dict[int, Callable[[Any], Any]] = {}
        for number, move in enumerate(self.moves):
            if move is not None and move.when is not None:
                guards[id(move.when)] = move.when
                moves.setdefault(id(move.when), numpy.zeros(len(self.moves), dtype=bool))[number] = True
        return [
            (guards[key], numpy.logical_or.reduce(asks.reshape(-1, self.slots), axis=1), asks)
            for key, asks in moves.items()
        ]


def truths(value: object, count: int) -> Truths:
    """A condition's result as one truth a position; it is a single one where only constants were read."""
    found = numpy.asarray(value, dtype=bool)
    return found if found.ndim else numpy.full(count, found)


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


ROOM = 800_000_000
"""Bytes that the positions of a case may take until they are solved; the program needs 150 MB beside."""
MOVE_BYTES = 34
"""Of a move while worth is carried back over it …"""
HELD_BYTES = 10
"""… and afterwards."""
WORTH_BYTES = 12
"""Of what is known of a solved position."""


@dataclass
class ReachedPositions:
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

    @property
    def bytes(self) -> int:
        """What the positions and the moves between them take, with what is known of each when solved."""
        return self.numbering.bytes + self.moves * HELD_BYTES + self.numbering.count * WORTH_BYTES

    def position(self, number: int) -> Position:
        """The position of a number."""
        return self.packing.unpack(self.words[:, number])

    def number(self, position: Position) -> int:
        """The number of a position. Raises KeyError for one that was not reached."""
        number = self.numbering.find(self.packing.pack([position]))
        if number is None or self.position(number) != self.packing.counted(position):
            raise KeyError(position)
        return number

    def following(self, number: int) -> list[tuple[int, int]]:
        """The moves from a position, as places in its scene, and the positions they lead to."""
        for layer in self.layers:
            if layer.source.size and layer.first <= number < layer.beyond:
                at = numpy.flatnonzero(layer.source == number)
                return [(int(layer.move[row]), int(layer.target[row])) for row in at]
        return []


def reach(case: Case, persona: int, budget: int = 20_000_000, room: int = ROOM) -> ReachedPositions:
    """All positions that can be reached with a persona, up to a budget of positions, and to bytes of memory.

    What a position takes depends on the case: its gauges and facts, and the replies that are open there.
    """
    packing = packing_for(case, persona)
    expansion = Expansion(packing)
    numbering = Numbering(packing.width)
    numbering.add(packing.pack([call.opening(case, persona)]))
    layers: list[Moves] = []
    first, beyond, made, spent = 0, 1, 0, False
    while first < beyond and not spent:
        sources, moves, targets = [], [], []
        for begin in range(first, beyond, CHUNK):
            here = numbering.words[:, begin : min(begin + CHUNK, beyond)]
            found = list(expansion.moved(here))
            if found:
                columns = numpy.concatenate([after for *_, after in found], axis=1)
                made += columns.shape[1]
                spent = numbering.bytes_with(columns.shape[1]) + made * MOVE_BYTES > room
                if spent:
                    break
                targets.append(numbering.add(columns))
            for source, move, _ in found:
                sources.append((source + begin).astype(numpy.int32))
                moves.append(numpy.full(len(source), move, dtype=numpy.int16))
            spent = numbering.count > budget
            if spent:
                break
        if moves:
            of_layer = numpy.concatenate(sources), numpy.concatenate(moves), numpy.concatenate(targets)
            layers.append(Moves(*of_layer, first=first, beyond=beyond))
        first, beyond = beyond, numbering.count
    return ReachedPositions(packing, numbering, layers, complete=not spent)


def traps_of(case: Case) -> Truths:
    """For each scene and each place among its moves, whether the move there is a trap."""
    slots = max(len(scene.moves) for scene in case.scenes.values())
    table = numpy.zeros((len(case.scenes), slots), dtype=bool)
    for row, scene in enumerate(case.scenes.values()):
        for place, move in enumerate(scene.moves.values()):
            table[row, place] = move.trap
    return table


def sound_moves(reached: ReachedPositions) -> list[Truths | None]:
    """Which moves of each layer count: those that are no traps, and traps where all that can be said are."""
    traps = traps_of(reached.packing.case)
    if not traps.any():
        return [None] * len(reached.layers)
    return [_sound(reached, traps, layer) for layer in reached.layers]


def _sound(reached: ReachedPositions, traps: Truths, layer: Moves) -> Truths | None:
    if not len(layer.source):
        return None
    scenes = reached.packing.scenes(reached.words[:, layer.first : layer.beyond])
    source = layer.source - layer.first
    trap = traps[scenes[source], layer.move]
    if not trap.any():
        return None
    others = numpy.bincount(source[~trap], minlength=layer.beyond - layer.first)
    sound: Truths = ~trap | (others[source] == 0)
    return sound
