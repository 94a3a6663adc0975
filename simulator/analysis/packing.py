"""Positions of one rehearsal as columns of machine words, a million at a time.

A position is a row of unsigned 64-bit words. The scene stands in the lowest bits of the first; then come
the gauges that can change, and the flags that can be set, in fields that never straddle two words. What
cannot change for this persona takes no room.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.case.case import Case, Change, Move
from simulator.case.position import Position

from .numbering import Words

WORD = 64


class Field(NamedTuple):
    """Where a number is kept: a word, the lowest bit, a mask for its width, and what 0 stands for."""

    word: int
    shift: int
    mask: int
    least: int


class Lanes(NamedTuple):
    """The gauges of one word, all of the same width, for arithmetic on all of them at once.

    Each is followed by a bit that is always 0. Set in one operand of a subtraction, it catches the borrow and
    so says which of two values is larger, lane by lane (Warren, Hacker's Delight, 2-18).
    """

    width: numpy.uint64
    guards: numpy.uint64
    most: numpy.uint64
    """The largest value of each lane."""
    all: numpy.uint64

    def smaller(self, a: Any, b: Any) -> Any:
        """The smaller of two values in each lane."""
        larger = ((a | self.guards) - b) & self.guards
        larger -= larger >> self.width  # the guard bit spread over its lane
        larger &= a ^ b
        larger ^= a
        return larger


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

    def pack(self, positions: Iterable[Position]) -> Words:
        """Columns for positions."""
        rows = []
        places = {name: place for place, name in enumerate(self.names)}
        for position in positions:
            row = [0] * self.width
            row[self.scene.word] |= places[position.scene] << self.scene.shift
            for gauge, field in self.gauges.items():
                row[field.word] |= (position.gauges[gauge] - field.least) << field.shift
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
            gauges[gauge] = (words[field.word] >> field.shift & field.mask) + field.least
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

    def change(self, words: Words, change: Change) -> None:
        """Add amounts to gauges, held in their ranges, in place."""
        for gauge, amount in change:
            field = self.gauges[gauge]
            most = self.case.ranges[gauge][1]
            word, shift = words[field.word], numpy.uint64(field.shift)
            value = word >> shift
            value &= numpy.uint64(field.mask)
            if amount > 0:  # never more than is left up to the top …
                numpy.subtract(numpy.uint64(most - field.least), value, out=value)
                numpy.minimum(value, numpy.uint64(amount), out=value)
                value <<= shift
                word += value
            else:  # … or down to the bottom, which is 0 in its field
                numpy.minimum(value, numpy.uint64(-amount), out=value)
                value <<= shift
                word -= value

    def amounts(self, change: Change) -> tuple[list[int], list[int]]:
        """A change as words to be added and to be subtracted, for `shift`."""
        up, down = [0] * self.width, [0] * self.width
        for gauge, amount in change:
            field = self.gauges[gauge]
            words = up if amount > 0 else down
            words[field.word] |= min(abs(amount), field.mask) << field.shift
        return up, down

    def shift(self, words: Words, up: Words, down: Words, chosen: NDArray[numpy.int64]) -> None:
        """Add and subtract amounts, held in the gauges' ranges, in place.

        For each position they are those in the column of `up` and `down` that is chosen for it.
        """
        for row, lanes in enumerate(self.lanes):
            word = words[row]
            if lanes is not None and up[row].any():
                word += lanes.smaller(lanes.most - (word & lanes.all), up[row].take(chosen))
            if lanes is not None and down[row].any():
                word -= lanes.smaller(word & lanes.all, down[row].take(chosen))

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
    changing = _changing(case, persona)
    gauges = {
        gauge: room.lane(most - least, least)
        for gauge, (least, most) in sorted(
            enumerate(case.ranges), key=lambda entry: entry[1][1] - entry[1][0]
        )
        if gauge in changing
    }
    settable = 0
    for place in case.scenes.values():
        for move in place.moves.values():
            settable |= move.sets
    settable |= sum(error.flag for error in case.critical.values())
    flags = {}
    for flag in case.flags.values():
        if flag & settable:
            field = room.field(1)
            flags[flag] = (field.word, 1 << field.shift)
    return Packing(case, persona, len(room.used), scene, gauges, flags, names, room.lanes())


class _Room:
    """Room for fields, word by word; a word's lanes are all of the same width."""

    def __init__(self) -> None:
        self.used = [0]
        self.widths = [0]
        self.most: list[dict[int, int]] = [{}]

    def field(self, largest: int) -> Field:
        bits = max(1, largest.bit_length())
        word = self.word(bits, (0, *range(WORD)))
        return Field(word, self.take(word, bits), (1 << bits) - 1, 0)

    def lane(self, largest: int, least: int) -> Field:
        bits = largest.bit_length()
        word = self.word(bits + 1, (0, bits))
        self.widths[word] = bits
        shift = self.take(word, bits + 1)
        self.most[word][shift] = largest
        return Field(word, shift, (1 << bits) - 1, least)

    def word(self, bits: int, widths: Collection[int]) -> int:
        """The first word with room for so many bits and lanes of one of these widths, or a new one."""
        for word, used in enumerate(self.used):
            # the highest bit stays free, so that words are also int64
            if used + bits < WORD and self.widths[word] in widths:
                return word
        self.used.append(0)
        self.widths.append(0)
        self.most.append({})
        return len(self.used) - 1

    def take(self, word: int, bits: int) -> int:
        self.used[word] += bits
        return self.used[word] - bits

    def lanes(self) -> tuple[Lanes | None, ...]:
        found: list[Lanes | None] = []
        for width, most in zip(self.widths, self.most, strict=True):
            guards = sum(1 << (shift + width) for shift in most)
            every = sum((1 << width) - 1 << shift for shift in most)
            top = sum(value << shift for shift, value in most.items())
            lanes = Lanes(*(numpy.uint64(number) for number in (width, guards, top, every)))
            found.append(lanes if most else None)
        return tuple(found)


def _changing(case: Case, persona: int) -> set[int]:
    changes = [scene.changes[persona] for scene in case.scenes.values()]
    changes += [ending.changes[persona] for ending in case.endings.values()]
    changes += [move.changes[persona] for move in _moves(case)]
    return {gauge for change in changes for gauge, _ in change}


def _moves(case: Case) -> list[Move]:
    return [move for scene in case.scenes.values() for move in scene.moves.values()]


def _read(words: Words, field: Field) -> NDArray[numpy.int64]:
    value = words[field.word] >> numpy.uint64(field.shift) & numpy.uint64(field.mask)
    result: NDArray[numpy.int64] = value.view(numpy.int64) + field.least
    return result
