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

_EMPTY = -1
_SMALLEST = 1 << 15  # slots of a new table
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)  # of splitmix64 (Steele, Lea & Flood, 2014)


class Numbering:
    """Columns of words, numbered from 0 in the order in which they are first seen."""

    def __init__(self, width: int) -> None:
        self.count = 0
        self._store = numpy.empty((width, _SMALLEST), dtype=numpy.uint64)
        self._table = numpy.full(2 * _SMALLEST, _EMPTY, dtype=numpy.int32)

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
        pending = numpy.flatnonzero(~self._same(columns, numbers))
        slots = slots[pending]
        tries = 0
        while len(pending):
            tries += 1
            slots = (slots + tries) & (len(self._table) - 1)
            there = columns.take(pending, axis=1)
            occupants = self._look(there, slots)
            same = self._same(there, occupants)
            numbers[pending[same]] = occupants[same]
            pending, slots = pending[~same], slots[~same]
        return numbers

    def _look(self, columns: Words, slots: NDArray[numpy.int64]) -> Indexes:
        """Who is in each slot, after those who find theirs empty have had their go at it."""
        occupants = self._table[slots]
        empty = numpy.flatnonzero(occupants == _EMPTY)
        if len(empty):
            self._claim(columns, empty, slots[empty])
            occupants[empty] = self._table[slots[empty]]
        return occupants

    def _same(self, columns: Words, numbers: Indexes) -> NDArray[numpy.bool_]:
        """Whether each column is the one of its number."""
        same: NDArray[numpy.bool_] = self._store[0][numbers] == columns[0]
        for row in range(1, len(columns)):
            same &= self._store[row][numbers] == columns[row]
        return same

    def _claim(self, columns: Words, claimants: NDArray[numpy.int64], slots: NDArray[numpy.int64]) -> None:
        """Give empty slots to columns. Of several that want one, the last to write gets it."""
        self._table[slots] = claimants
        won = self._table[slots] == claimants
        winners = claimants[won]
        first, self.count = self.count, self.count + len(winners)
        self._store[:, first : self.count] = columns.take(winners, axis=1)
        self._table[slots[won]] = numpy.arange(first, self.count, dtype=numpy.int32)

    def _make_room(self, more: int) -> None:
        """Keep the table at most half full, whatever of the new columns turns out to be new."""
        wanted = self.count + more
        if wanted > self._store.shape[1]:
            store = numpy.empty((len(self._store), max(wanted, 2 * self._store.shape[1])), dtype=numpy.uint64)
            store[:, : self.count] = self.words
            self._store = store
        if 2 * wanted > len(self._table):  # a quarter full, then: making a table anew is dear
            self._table = numpy.full(1 << (4 * wanted - 1).bit_length(), _EMPTY, dtype=numpy.int32)
            slots = self._slots(self.words)
            numbers = numpy.arange(self.count, dtype=numpy.int32)
            tries = 0
            while len(numbers):  # all are different: whoever finds a slot empty may have it
                empty = self._table[slots] == _EMPTY
                self._table[slots[empty]] = numbers[empty]
                moved_on = self._table[slots] != numbers
                tries += 1
                numbers, slots = numbers[moved_on], (slots[moved_on] + tries) & (len(self._table) - 1)

    def _slots(self, columns: Words) -> NDArray[numpy.int64]:
        key: Words = columns[0] * numpy.uint64(_MULTIPLIERS[0])
        for row in columns[1:]:
            key ^= key >> numpy.uint64(32)
            key += row
            key *= numpy.uint64(_MULTIPLIERS[1])
        key >>= numpy.uint64(65 - len(self._table).bit_length())
        slots: NDArray[numpy.int64] = key.view(numpy.int64)
        return slots
