"""How likely a win-win still is: the chance that a practised agent would bring the call there from here.

Under best play the chance is nearly always 0 or 1, and under random play nearly always 0; neither says how
a call stands. So, as in chess, where a position's winning chances are those among people who play well and
still err, the agent here prefers better replies the more the more they are better: a reply's odds fall by
the factor e with every `ERRING` points that it costs (the logit choice of Luce, 1959, and of McKelvey &
Palfrey, 1995). The chance is 0 where no win-win can be reached any more, and 1 where none can be missed; a
good reply raises it, because one opportunity to go wrong has passed.
"""

import numpy
from numpy.typing import NDArray

from .solving import Solution

ERRING = 5.0  # points: a reply that costs as much is chosen e times less often than the best
SETTLED = 1e-6  # a chance that moves less than this in a pass is taken as found

_ODDS = numpy.exp(-numpy.arange(102) / ERRING)
"""By points lost; a position from which no ending can be reached counts as -1 points, hence 102."""


def practised_chances(solution: Solution) -> NDArray[numpy.float64]:
    """The chance of a win-win (0-1) from each position, for an agent who knows who is on the line."""
    chance = solution.wins.astype(float)
    best = solution.best
    layers = []
    returning = False
    for layer in solution.reached.layers:
        if not len(layer.source):
            continue
        source = layer.source - layer.first
        odds = _ODDS[best[layer.source] - best[layer.target]]
        total = numpy.bincount(source, weights=odds, minlength=layer.beyond - layer.first)
        layers.append((layer.first, layer.beyond, source, layer.target, odds / total[source], total > 0))
        returning = returning or bool((layer.target < layer.beyond).any())
    while True:
        moved = 0.0
        for first, beyond, source, target, share, going in reversed(layers):
            mean = numpy.bincount(source, weights=share * chance[target], minlength=beyond - first)
            mean = numpy.where(going, mean, chance[first:beyond])
            if returning:
                moved = max(moved, float(numpy.abs(mean - chance[first:beyond]).max()))
            chance[first:beyond] = mean
        if moved <= SETTLED:
            return chance
