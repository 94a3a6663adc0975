"""Numbers for very many positions, each the same number whenever it is met again.

A hash table with open addressing (Knuth, The Art of Computer Programming, vol. 3, 6.4), done to whole
arrays: all columns look at their slot at once, those that find it empty claim it, those that find another
position go on, one slot further each time (which comes to every slot of a table whose size is a power of
two), until none is left. Columns are compared in full, so that nothing rests on the hash. Sorting the same
columns takes longer.
"""

import numpy
from numpy.typing import NDArray

Words = NDArray[numpy.uint64]
"""Positions, one a column: rows of 64-bit words, so that each row lies together in memory."""
Indexes = NDArray[numpy.int32]
Places = NDArray[numpy.int64]

_EMPTY = -1
_FIRST, _SECOND = 1 << 18, 1 << 21  # slots of the first table, and at least of the next: 1 and 8 MB
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)  # of splitmix64 (Steele, Lea & Flood, 2014)


class Numbering:
    """Columns of words, numbered from 0 in the order in which they are first seen."""

    def __init__(self, width: int) -> None:
        self.count = 0
        self._store = numpy.empty((width, _FIRST // 2), dtype=numpy.uint64)
        self._table = numpy.full(_FIRST, _EMPTY, dtype=numpy.int32)

    @classmethod
    def of(cls, words: Words) -> "Numbering":
        """The numbering that gave different columns their numbers in this order."""
        numbering = cls(len(words))
        numbering.count, numbering._store = words.shape[1], words
        numbering._table = numpy.empty(0, dtype=numpy.int32)  # made when it is first looked at
        return numbering

    @property
    def words(self) -> Words:
        """All columns, in the order of their numbers."""
        return self._store[:, : self.count]

    @property
    def bytes(self) -> int:
        """What is held in memory."""
        return self._store.nbytes + self._table.nbytes

    def bytes_with(self, more: int) -> int:
        """What is held while so many more columns are taken in: before room is made, and after."""
        wanted, held = self.count + more, self.bytes
        if wanted > self._store.shape[1]:
            held += self._store.itemsize * len(self._store) * max(wanted, 2 * self._store.shape[1])
        if 2 * wanted > len(self._table):
            held += self._table.itemsize * self._larger(wanted)
        return held

    def find(self, column: Words) -> int | None:
        """The number of one column, None if it has not been seen."""
        self._make_room(0)
        slot, tries = int(self._slots(column)[0]), 0
        while (number := int(self._table[slot])) != _EMPTY:
            if numpy.array_equal(self._store[:, number], column[:, 0]):
                return number
            tries += 1
            slot = (slot + tries) & (len(self._table) - 1)
        return None

    def add(self, columns: Words) -> Indexes:
        """The number of each column; those not seen before get the next ones."""
        self._make_room(columns.shape[1])
        slots = self._slots(columns)
        numbers = self._look(columns, slots)
        pending = others = self._others(columns, numbers)
        tries = 0
        while len(pending):
            tries += 1
            slots = (slots.take(others) + tries) & (len(self._table) - 1)
            columns = columns.take(others, axis=1)
            occupants = self._look(columns, slots)
            numbers[pending] = occupants  # those that are not yet theirs are looked at again
            others = self._others(columns, occupants)
            pending = pending.take(others)
        return numbers

    def _look(self, columns: Words, slots: Places) -> Indexes:
        """Who is in each slot, after those who find theirs empty have had their go at it."""
        occupants = self._table.take(slots)
        empty = numpy.flatnonzero(occupants == _EMPTY)
        if len(empty):
            slots = slots.take(empty)
            self._claim(columns, empty, slots)
            occupants[empty] = self._table.take(slots)
        return occupants

    def _others(self, columns: Words, numbers: Indexes) -> Places:
        """The columns that are not those of their numbers."""
        other = self._store[0].take(numbers) != columns[0]
        for row in range(1, len(columns)):
            other |= self._store[row].take(numbers) != columns[row]
        return numpy.flatnonzero(other)

    def _claim(self, columns: Words, claimants: Places, slots: Places) -> None:
        """Give empty slots to columns. Of several that want one, the last to write gets it."""
        self._table[slots] = claimants
        won = numpy.flatnonzero(self._table.take(slots) == claimants)
        first, self.count = self.count, self.count + len(won)
        self._store[:, first : self.count] = columns.take(claimants.take(won), axis=1)
        self._table[slots.take(won)] = numpy.arange(first, self.count, dtype=numpy.int32)

    def _make_room(self, more: int) -> None:
        """Keep the table at most half full, whatever of the new columns turns out to be new."""
        wanted = self.count + more
        if wanted > self._store.shape[1]:
            store = numpy.empty((len(self._store), max(wanted, 2 * self._store.shape[1])), dtype=numpy.uint64)
            store[:, : self.count] = self.words
            self._store = store
        if 2 * wanted > len(self._table):  # a quarter full, then: making a table anew is dear
            size = self._larger(wanted)
            self._table = numpy.full(size, _EMPTY, dtype=numpy.int32)
            slots = self._slots(self.words)
            numbers = numpy.arange(self.count, dtype=numpy.int32)
            tries = 0
            while len(numbers):  # all are different: the first to find a slot empty takes it
                empty = numpy.flatnonzero(self._table.take(slots) == _EMPTY)
                self._table[slots.take(empty)] = numbers.take(empty)
                moved_on = numpy.flatnonzero(self._table.take(slots) != numbers)
                tries += 1
                numbers, slots = numbers.take(moved_on), (slots.take(moved_on) + tries) & (size - 1)

    @staticmethod
    def _larger(wanted: int) -> int:
        return max(_SECOND, 1 << (4 * wanted - 1).bit_length())

    def _slots(self, columns: Words) -> Places:
        key: Words = columns[0] * numpy.uint64(_MULTIPLIERS[0])
        for row in columns[1:]:
            key ^= key >> numpy.uint64(32)
            key += row
            key *= numpy.uint64(_MULTIPLIERS[1])
        key >>= numpy.uint64(65 - len(self._table).bit_length())
        slots: Places = key.view(numpy.int64)
        return slots
