"""Positions of one rehearsal as columns of machine words, a million at a time.

A position is a row of unsigned 64-bit words. The scene stands in the lowest bits of the first; then come
the gauges that can change, and the flags that can be set, in fields that never straddle two words. What
cannot change for this persona takes no room, and a gauge that only moves in steps of 5 or 10 is counted in
them: often one word is enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case, Change, Move, Position, Varied

from .numbering import Words

WORD = 64
Places = NDArray[numpy.int64]


class Field(NamedTuple):
    """Where a number is kept: word, lowest bit, a mask for its width, what 0 stands for, what 1 adds."""

    word: int
    shift: int
    mask: int
    least: int = 0
    step: int = 1

    def code(self, number: int) -> int:
        """What is kept for a number."""
        return (number - self.least) // self.step << self.shift


class Lanes(NamedTuple):
    """The gauges of one word, for arithmetic on all of them at once.

    Each is followed by a bit that is always 0. It catches the carry of an addition or, set beforehand, the
    borrow of a subtraction, and so says lane by lane what went over the top or under the bottom (Warren,
    Hacker's Delight, 2-18).
    """

    guards: numpy.uint64
    by_width: tuple[tuple[numpy.uint64, numpy.uint64], ...]
    """The widths of lanes, and the guards of the lanes that are so wide."""
    most: numpy.uint64
    """The largest value of each lane."""
    spare: numpy.uint64
    """What each lane could hold above that."""
    rest: numpy.uint64
    """The bits that belong to no lane."""

    def raised(self, word: Any, amounts: Any) -> Any:
        """A word with amounts added to its lanes, each up to its largest value."""
        sums = word + amounts
        over = self._lanes_of(sums + self.spare)
        over |= self.guards
        over &= sums ^ self.most
        sums ^= over
        return sums

    def lowered(self, word: Any, amounts: Any) -> Any:
        """A word with amounts subtracted from its lanes, each down to 0."""
        left = word | self.guards
        left -= amounts
        kept = self._lanes_of(left.copy())
        kept |= self.rest
        left &= kept
        return left

    def _lanes_of(self, word: Any) -> Any:
        """A mask of the lanes whose guards are set. Works in place."""
        word &= self.guards
        for width, guards in self.by_width:
            word -= (word & guards if len(self.by_width) > 1 else word) >> width
        return word


@dataclass(frozen=True)
class Packing:
    """The fields of one case for one persona."""

    case: Case
    persona: int
    width: int
    scene: Field
    gauges: dict[int, Field]
    """By place in `Case.gauges`; those that never change are not here."""
    flags: dict[int, tuple[int, int]]
    """The word and the bit there of each flag of the case that a move can set."""
    names: tuple[str, ...]
    """Scenes, then endings: a place in it is the value of the field `scene`."""
    lanes: tuple[Lanes | None, ...]
    """The gauges of each word, if it has any."""

    @property
    def passed_over(self) -> int | None:
        """The gauge that is left out although it changes: the clock, where nothing depends on it."""
        return None if self.case.timed else self.case.clock

    def counted(self, position: Position) -> Position:
        """A position as it is found again, with what is left out as it was at the opening."""
        gauge = self.passed_over
        if gauge is None:
            return position
        gauges = list(position.gauges)
        gauges[gauge] = self.case.personas[self.persona].starts[gauge]
        return position._replace(gauges=tuple(gauges))

    def pack(self, positions: Iterable[Position]) -> Words:
        """Columns for positions."""
        rows = []
        places = {name: place for place, name in enumerate(self.names)}
        for position in positions:
            row = [0] * self.width
            row[self.scene.word] |= self.scene.code(places[position.scene])
            for gauge, field in self.gauges.items():
                row[field.word] |= field.code(position.gauges[gauge])
            for flag, (word, bit) in self.flags.items():
                if position.flags & flag:
                    row[word] |= bit
            rows.append(row)
        return numpy.array(rows, dtype=numpy.uint64).reshape(len(rows), self.width).T.copy()

    def unpack(self, column: Iterable[Any]) -> Position:
        """The position in a column."""
        words = [int(word) for word in column]
        gauges = list(self.case.personas[self.persona].starts)
        scene = words[self.scene.word] >> self.scene.shift & self.scene.mask
        for gauge, field in self.gauges.items():
            gauges[gauge] = (words[field.word] >> field.shift & field.mask) * field.step + field.least
        flags = sum(flag for flag, (word, bit) in self.flags.items() if words[word] & bit)
        return Position(self.names[scene], self.persona, tuple(gauges), flags)

    def scenes(self, words: Words) -> NDArray[numpy.int64]:
        """The scene or ending of each position, as a place in `names`."""
        return _read(words, self.scene)

    def gauge(self, words: Words, gauge: int) -> Any:
        """The value of a gauge at each position; one number where it never changes."""
        field = self.gauges.get(gauge)
        if field is None:
            return self.case.personas[self.persona].starts[gauge]
        return _read(words, field)

    def seen(self, words: Words) -> Any:
        """The columns as a position that guards and formulas can be given: it reads what they ask for."""
        return Position("", self.persona, _Gauges(self, words), _Flags(self, words))  # type: ignore[arg-type]

    def place_of(self, words: Words, text: Varied[Any]) -> Places:
        """Which of its values counts at each position, as a place among them."""
        seen = self.seen(words)
        chosen = numpy.full(words.shape[1], len(text.cases), dtype=numpy.int64)
        for place, (guard, _) in reversed(list(enumerate(text.cases))):
            chosen = numpy.where(guard(seen), place, chosen)
        return chosen

    def form_of(self, words: Words, parts: tuple[Varied[Any], ...]) -> Places:
        """Which form of something counts at each position, as `Forms` counts them."""
        number = numpy.zeros(words.shape[1], dtype=numpy.int64)
        for part in parts:
            if part.cases:
                number = number * (len(part.cases) + 1) + self.place_of(words, part)
        return number

    def change(self, words: Words, change: Change) -> None:
        """Add amounts to gauges, held in their ranges, in place."""
        for gauge, amount in change:
            field = self.gauges[gauge]
            most = self.case.ranges[gauge][1]
            word, shift = words[field.word], numpy.uint64(field.shift)
            value = word >> shift
            value &= numpy.uint64(field.mask)
            steps = abs(amount) // field.step
            if amount > 0:  # never more than is left up to the top …
                numpy.subtract(numpy.uint64((most - field.least) // field.step), value, out=value)
                numpy.minimum(value, numpy.uint64(steps), out=value)
                value <<= shift
                word += value
            else:  # … or down to the bottom, which is 0 in its field
                numpy.minimum(value, numpy.uint64(steps), out=value)
                value <<= shift
                word -= value

    def amounts(self, change: Change) -> tuple[list[int], list[int]]:
        """A change as words to be added and to be subtracted, for `shift`."""
        up, down = [0] * self.width, [0] * self.width
        for gauge, amount in change:
            if gauge == self.passed_over:
                continue
            field = self.gauges[gauge]
            words = up if amount > 0 else down
            words[field.word] |= min(abs(amount) // field.step, field.mask) << field.shift
        return up, down

    def shift(self, words: Words, up: Words, down: Words, chosen: NDArray[numpy.int64]) -> None:
        """Add and subtract amounts, held in the gauges' ranges, in place.

        For each position they are those in the column of `up` and `down` that is chosen for it.
        """
        for row, lanes in enumerate(self.lanes):
            if lanes is not None and up[row].any():
                words[row] = lanes.raised(words[row], up[row].take(chosen))
            if lanes is not None and down[row].any():
                words[row] = lanes.lowered(words[row], down[row].take(chosen))

    def raise_flags(self, words: Words, flags: int) -> None:
        """Set flags of the case, in place."""
        if not flags:
            return
        for flag, (word, bit) in self.flags.items():
            if flags & flag:
                words[word] |= numpy.uint64(bit)


class _Gauges:
    def __init__(self, packing: Packing, words: Words) -> None:
        self.packing, self.words = packing, words

    def __getitem__(self, gauge: int) -> Any:
        return self.packing.gauge(self.words, gauge)


class _Flags:
    def __init__(self, packing: Packing, words: Words) -> None:
        self.packing, self.words = packing, words

    def __and__(self, flag: int) -> Any:
        known = self.packing.flags.get(flag)
        if known is None:
            return 0
        return self.words[known[0]] & numpy.uint64(known[1])


def packing_for(case: Case, persona: int) -> Packing:
    """The packing of a case for the persona at a place."""
    names = (*case.scenes, *case.endings)
    room = _Room()
    scene = room.field(len(names) - 1)
    sizes = sorted(
        ((case.ranges[gauge][1] - case.ranges[gauge][0]) // step, gauge, step)
        for gauge, step in _steps(case, persona).items()
    )
    gauges = {gauge: room.lane(size, case.ranges[gauge][0], step) for size, gauge, step in sizes}
    settable = 0
    for move in _moves(case):
        settable |= move.sets
    settable |= sum(error.flag for error in case.critical.values())
    flags = {}
    for flag in case.flags.values():
        if flag & settable:
            field = room.field(1)
            flags[flag] = (field.word, 1 << field.shift)
    return Packing(case, persona, len(room.used), scene, gauges, flags, names, room.lanes())


class _Room:
    """Room for fields, word by word."""

    def __init__(self) -> None:
        self.used = [0]
        self.lanes_of: list[list[tuple[Field, int]]] = [[]]

    def field(self, largest: int) -> Field:
        return self.take(max(1, largest.bit_length()), 0)

    def lane(self, largest: int, least: int, step: int) -> Field:
        field = self.take(largest.bit_length(), 1)._replace(least=least, step=step)
        self.lanes_of[field.word].append((field, largest))
        return field

    def take(self, bits: int, spare: int) -> Field:
        """A field in the first word with room for it and spare bits above it, or in a new one."""
        fitting = (word for word, used in enumerate(self.used) if used + bits + spare <= WORD)
        word = next(fitting, len(self.used))
        if word == len(self.used):
            self.used.append(0)
            self.lanes_of.append([])
        field = Field(word, self.used[word], (1 << bits) - 1)
        self.used[word] += bits + spare
        return field

    def lanes(self) -> tuple[Lanes | None, ...]:
        return tuple(_lanes(fields) if fields else None for fields in self.lanes_of)


def _lanes(fields: list[tuple[Field, int]]) -> Lanes:
    by_width: dict[int, int] = {}
    for field, _ in fields:
        width = field.mask.bit_length()
        by_width[width] = by_width.get(width, 0) | 1 << (field.shift + width)
    guards = sum(by_width.values())
    return Lanes(
        guards=numpy.uint64(guards),
        by_width=tuple((numpy.uint64(width), numpy.uint64(bits)) for width, bits in by_width.items()),
        most=numpy.uint64(sum(largest << field.shift for field, largest in fields)),
        spare=numpy.uint64(sum(field.mask - largest << field.shift for field, largest in fields)),
        rest=numpy.uint64(2**WORD - 1 - guards - sum(field.mask << field.shift for field, _ in fields)),
    )


def _steps(case: Case, persona: int) -> dict[int, int]:
    """The gauges that change, and the largest step that all they can come to lies on."""
    felt = [scene.changes for scene in case.scenes.values()]
    felt += [ending.changes for ending in case.endings.values()]
    changes = [form[persona] for forms in felt for form in forms.all]
    changes += [move.changes[persona] for move in _moves(case)]
    amounts: dict[int, set[int]] = {}
    for gauge, amount in (pair for change in changes for pair in change):
        amounts.setdefault(gauge, set()).add(amount)
    starts = case.personas[persona].starts
    return {
        gauge: gcd(*amounts[gauge], starts[gauge] - least, most - least) or 1
        for gauge, (least, most) in enumerate(case.ranges)
        if gauge in amounts and (gauge != case.clock or case.timed)
    }


def _moves(case: Case) -> list[Move]:
    """Everything that a move of the case can be."""
    scenes = case.scenes.values()
    return [form for scene in scenes for move in scene.moves.values() for form in move.all_forms]


def _read(words: Words, field: Field) -> NDArray[numpy.int64]:
    value = words[field.word] >> numpy.uint64(field.shift)
    value &= numpy.uint64(field.mask)
    result: NDArray[numpy.int64] = value.view(numpy.int64)
    if field.step != 1:
        result *= field.step
    if field.least:
        result += field.least
    return result
