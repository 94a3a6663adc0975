"""What is said to the agent at each position of a rehearsal, and whether it can be heard again later."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Ending, Scene
from simulator.call.solver.expanding import Moves

from .survey import Survey

Bits = NDArray[numpy.uint32]
"""For each position a set of texts, one a bit."""
AT_ONCE = 32
"""Texts that are looked for in one walk over the moves."""


class Saying(NamedTuple):
    """Words, and what people call who says them; nobody for the customer. The same words of two are two."""

    words: str
    speaker: str | None


def saying_at(place: Scene | Ending, words: str) -> Saying:
    """Words that are heard in a scene or at an ending."""
    return Saying(words, place.speaker if isinstance(place, Scene) else None)


@dataclass(frozen=True)
class Again:
    """A call in which the same is heard twice: up to the first time, and on to the second."""

    text: Saying
    first: int
    """The position in which it is heard first."""
    moves: tuple[str, ...]
    """The replies of the whole call, up to the second time."""


class WordsHeard:
    """What is said to the agent at every position with one persona."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._numbers: dict[Saying, int] = {Saying("", None): 0}
        self.codes = numpy.zeros(len(survey.scenes), dtype=numpy.int16)
        """The text heard at each position, as a place in `texts`."""
        case = survey.solution.case
        places: list[Scene | Ending] = [*case.scenes.values(), *case.endings.values()]
        for place in places:
            here = survey.at(place.id)
            if len(here) and place.customer is not None:
                texts = [self._number(saying_at(place, words)) for words in place.customer.values()]
                which = survey.packing.place_of(survey.words(here), place.customer) if texts[1:] else 0
                self.codes[here] = numpy.array(texts, dtype=numpy.int16)[which]
        self.texts = list(self._numbers)

    def _number(self, text: Saying) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def again(self, wanted: set[Saying]) -> Iterator[Again]:
        """For each of these texts a call in which it is heard twice, if there is one.

        Who has learned enough may take texts out of the set on the way.
        """
        numbers = [number for number in self._on_circles() if self.texts[number] in wanted]
        for begin in range(0, len(numbers), AT_ONCE):
            chosen = numbers[begin : begin + AT_ONCE]
            later = self._heard_later(chosen)
            for bit, number in enumerate(chosen):
                comes = later & numpy.uint32(1 << bit) > 0
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
        bit_of = numpy.zeros(len(self.texts), dtype=numpy.uint32)
        bit_of[chosen] = numpy.uint32(1) << numpy.arange(len(chosen), dtype=numpy.uint32)
        heard = _Heard(bit_of[self.codes])
        layers = self.survey.solution.reached.layers
        back = [numpy.flatnonzero(layer.target < layer.beyond) for layer in layers]
        late = len(layers)
        while late:  # once, unless replies that lead back to an earlier layer bring news
            for layer in reversed(layers[:late]):
                heard.carry(layer)
            news = (heard.is_news(layer, rows) for layer, rows in zip(layers, back, strict=True))
            late = max((depth for depth, new in enumerate(news, 1) if new), default=0)
        return heard.later

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


class _Heard:
    """What can be heard at each position, what after it, and what from it on."""

    def __init__(self, here: Bits) -> None:
        self.here = here
        self.later = numpy.zeros_like(here)
        self.from_here = here.copy()

    def carry(self, layer: Moves) -> None:
        """Carry what is heard from each reply of a layer on to where it is said.

        Replies stand together by their place in the scene, so that within each run no position comes twice.
        """
        ends = numpy.flatnonzero(layer.move[1:] != layer.move[:-1]) + 1
        for begin, end in pairwise([0, *ends.tolist(), len(layer.move)]):
            source = layer.source[begin:end]
            self.later[source] = self.later.take(source) | self.from_here.take(layer.target[begin:end])
        said = slice(layer.first, layer.beyond)
        self.from_here[said] = self.here[said] | self.later[said]

    def is_news(self, layer: Moves, rows: NDArray[numpy.int64]) -> bool:
        """Whether some of these replies of a layer lead to what is not yet known where they are said."""
        ahead, known = self.from_here.take(layer.target[rows]), self.later.take(layer.source[rows])
        return bool((ahead & ~known).any())
