"""How calls go that somebody makes by habit: at random, or greedily. Worked out exactly, not tried out.

A call is a walk through the positions of a solution. What is worked out is how often each position is passed
in a call on average; for an ending that is the chance that a call ends there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy
from numpy.typing import NDArray

from simulator.call.play.outcome import Verdict

from .expanding import Moves
from .solving import STEADY, Solution, cells_of, score_of

Values = NDArray[numpy.float64]
Habit = Callable[[Solution, Moves], Values]
"""How likely each move of a layer is, 0-1, at the position that it starts from."""

VERDICTS = tuple(Verdict)


@dataclass(frozen=True)
class Habitual:
    """Calls made by one habit, with one persona. Chances are 0-1."""

    solution: Solution
    passes: Values
    """How often each position is passed in a call."""

    @cached_property
    def endings(self) -> dict[str, float]:
        """The chance of each ending, in the case's order."""
        packing, ended = self.solution.reached.packing, self.solution.ended
        scenes = packing.scenes(self.solution.reached.words[:, ended])
        chances = numpy.bincount(scenes, weights=self.passes[ended], minlength=len(packing.names))
        return {ending: float(chances[packing.names.index(ending)]) for ending in self.solution.case.endings}

    @cached_property
    def verdicts(self) -> dict[Verdict, float]:
        """The chance of each verdict."""
        ended = self.solution.ended
        chances = numpy.bincount(
            verdicts_of(self.solution), weights=self.passes[ended], minlength=len(VERDICTS)
        )
        return {verdict: float(chance) for verdict, chance in zip(VERDICTS, chances, strict=True)}

    @property
    def unended(self) -> float:
        """The chance that a call comes to no ending that was found: it sticks, or goes round for ever."""
        return max(0.0, 1.0 - float(self.passes[self.solution.ended].sum()))

    @property
    def mean(self) -> float:
        """The mean score, 0-100; a call that does not end counts as 0."""
        ended = self.solution.ended
        return float(self.passes[ended] @ self.solution.scores[ended])

    @property
    def replies(self) -> float:
        """How many replies a call takes on average, counted up to where it has ended or cannot any more."""
        return float(self.passes.sum()) - 1.0

    def places(self) -> dict[str, float]:
        """How often each scene and ending is passed in a call."""
        packing = self.solution.reached.packing
        scenes = packing.scenes(self.solution.reached.words)
        passed = numpy.bincount(scenes, weights=self.passes, minlength=len(packing.names))
        return {name: float(times) for name, times in zip(packing.names, passed, strict=True)}


def at_random(solution: Solution) -> Habitual:
    """Calls in which every legal reply is as likely as every other."""
    return _habitual(solution, _evenly)


def greedily(solution: Solution) -> Habitual:
    """Calls of somebody who looks no further than the next moment.

    The reply is taken after which the win-win score would be highest if the call were over then; between
    equally good ones lots are drawn. So it takes what pays at once, and knows how this persona reacts to it.
    """
    words = solution.reached.words
    standing = score_of(cells_of(solution.reached, words)).astype(numpy.int16)

    def best_now(solution: Solution, layer: Moves) -> Values:
        most = numpy.full(layer.beyond - layer.first, -1, dtype=numpy.int16)
        source = layer.source - layer.first
        numpy.maximum.at(most, source, standing[layer.target])
        return _shared(layer, standing[layer.target] == most[source])

    return _habitual(solution, best_now)


def verdicts_of(solution: Solution) -> NDArray[numpy.int64]:
    """The verdict of each position in which the call has ended, as a place in `VERDICTS`."""
    cells, bar = solution.cells, solution.case.bar
    customer = numpy.minimum(cells.customer_business, cells.customer_personal) >= bar
    company = numpy.minimum(cells.company_business, cells.company_personal) >= bar
    codes = [
        VERDICTS.index(verdict)
        for verdict in (Verdict.LOSE_LOSE, Verdict.COMPANY, Verdict.CUSTOMER, Verdict.WIN_WIN)
    ]
    verdicts: NDArray[numpy.int64] = numpy.array(codes)[2 * customer + company]
    return verdicts


def _evenly(solution: Solution, layer: Moves) -> Values:
    return _shared(layer, numpy.ones(len(layer.source), dtype=bool))


def _shared(layer: Moves, chosen: NDArray[numpy.bool_]) -> Values:
    """The moves that are chosen, sharing alike at each position."""
    source = layer.source - layer.first
    among = numpy.bincount(source, weights=chosen, minlength=layer.beyond - layer.first)
    shares: Values = chosen / numpy.maximum(among, 1.0)[source]
    return shares


def _habitual(solution: Solution, habit: Habit) -> Habitual:
    """Let one call's worth of chance flow from the opening, layer by layer, until all of it has arrived."""
    count = len(solution.ended)
    layers = [(layer, habit(solution, layer)) for layer in solution.reached.layers if len(layer.source)]
    stays = ~_arriving(solution, layers)
    passes, waiting = numpy.zeros(count), numpy.zeros(count)
    waiting[0] = 1.0
    while True:
        passes[stays] += waiting[stays]  # ended, or never going to: it goes no further
        waiting[stays] = 0.0
        if waiting.sum() <= STEADY:
            return Habitual(solution, passes)
        for layer, shares in layers:
            here = waiting[layer.first : layer.beyond]
            here = numpy.where(stays[layer.first : layer.beyond], 0.0, here)
            if not here.any():
                continue
            passes[layer.first : layer.beyond] += here
            waiting[layer.first : layer.beyond] -= here
            least = int(layer.target.min())
            arrived = numpy.bincount(layer.target - least, weights=here[layer.source - layer.first] * shares)
            waiting[least : least + len(arrived)] += arrived


def _arriving(solution: Solution, layers: list[tuple[Moves, Values]]) -> NDArray[numpy.bool_]:
    """From which positions that go on a call made by the habit can come to an ending."""
    arriving = solution.ended.copy()
    before = -1
    while before < (before := int(arriving.sum())):
        for layer, shares in reversed(layers):
            arriving[layer.source[(shares > 0) & arriving[layer.target]]] = True
    return arriving & ~solution.ended
