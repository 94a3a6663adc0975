"""What the customer says at each position of a rehearsal, and whether it can be heard again later."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Ending, Scene
from simulator.call.solver.expanding import Moves

from .survey import Survey

Bits = NDArray[numpy.uint64]
"""For each position a set of texts, one a bit."""
AT_ONCE = 64
"""Texts that are looked for in one walk over the moves."""


@dataclass(frozen=True)
class Again:
    """A call in which a text is heard twice: up to the first time, and on to the second."""

    text: str
    first: int
    """The position in which it is heard first."""
    moves: tuple[str, ...]
    """The replies of the whole call, up to the second time."""


class CustomerWords:
    """The customer's words at every position with one persona."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._numbers: dict[str, int] = {"": 0}
        self.codes = numpy.zeros(len(survey.scenes), dtype=numpy.int16)
        """The text heard at each position, as a place in `texts`."""
        case = survey.solution.case
        places: list[Scene | Ending] = [*case.scenes.values(), *case.endings.values()]
        for place in places:
            here = survey.at(place.id)
            if len(here) and place.customer is not None:
                texts = [self._number(text) for text in place.customer.values()]
                which = survey.packing.place_of(survey.words(here), place.customer) if texts[1:] else 0
                self.codes[here] = numpy.array(texts, dtype=numpy.int16)[which]
        self.texts = list(self._numbers)

    def _number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def again(self, wanted: set[str]) -> Iterator[Again]:
        """For each of these texts a call in which it is heard twice, if there is one.

        Who has learned enough may take texts out of the set on the way.
        """
        numbers = [number for number in self._on_circles() if self.texts[number] in wanted]
        for begin in range(0, len(numbers), AT_ONCE):
            chosen = numbers[begin : begin + AT_ONCE]
            later = self._heard_later(chosen)
            for bit, number in enumerate(chosen):
                comes = later >> numpy.uint64(bit) & numpy.uint64(1) > 0
                twice = comes & (self.codes == number)
                if self.texts[number] in wanted and twice.any():
                    first = int(twice.argmax())
                    rest = self._way_back(first, number, comes)
                    yield Again(self.texts[number], first, (*self.survey.way_to(first), *rest))

    def _on_circles(self) -> list[int]:
        """The texts that some chain of replies leads back to, wherever each reply of it was said."""
        count = len(self.texts)
        follows = numpy.zeros(count * count, dtype=bool)
        for layer in self.survey.solution.reached.layers:
            follows[self.codes[layer.source].astype(numpy.int32) * count + self.codes[layer.target]] = True
        leads = follows.reshape(count, count)
        for middle in range(count):  # Warshall, 1962
            leads |= leads[:, middle : middle + 1] & leads[middle]
        return numpy.flatnonzero(leads.diagonal()).tolist()

    def _heard_later(self, chosen: list[int]) -> Bits:
        """Which of these texts can still be heard after each position."""
        bit_of = numpy.zeros(len(self.texts), dtype=numpy.uint64)
        bit_of[chosen] = numpy.uint64(1) << numpy.arange(len(chosen), dtype=numpy.uint64)
        here = bit_of[self.codes]
        later = numpy.zeros(len(here), dtype=numpy.uint64)
        layers = self.survey.solution.reached.layers
        news = True
        while news:  # once, unless replies that lead back to an earlier layer bring news
            news = False
            for layer in reversed(layers):
                _carry(layer, here, later)
            for layer in layers:
                back = numpy.flatnonzero(layer.target < layer.beyond)
                source, target = layer.source[back], layer.target[back]
                news = news or bool(((here[target] | later[target]) & ~later[source]).any())
        return later

    def _way_back(self, first: int, number: int, comes: NDArray[numpy.bool_]) -> list[str]:
        """The replies of a shortest way from a position to the next at which a text is heard."""
        solution = self.survey.solution
        ways: dict[int, list[str]] = {first: []}
        pending = [first]
        for here in pending:
            for move, target in solution.options(here).items():
                if self.codes[target] == number:
                    return [*ways[here], move]
                if comes[target] and target not in ways:
                    ways[target] = [*ways[here], move]
                    pending.append(target)
        raise AssertionError("a text that can be heard later is heard nowhere")


def _carry(layer: Moves, here: Bits, later: Bits) -> None:
    """Carry what is heard after each reply of a layer to where it is said, in place.

    Replies stand together by their place in the scene, so that within each run no position comes twice.
    """
    ends = numpy.flatnonzero(layer.move[1:] != layer.move[:-1]) + 1
    for begin, end in pairwise([0, *ends.tolist(), len(layer.move)]):
        source, target = layer.source[begin:end], layer.target[begin:end]
        later[source] |= here[target] | later[target]
