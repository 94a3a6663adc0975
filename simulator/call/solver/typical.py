"""How a typical trainee plays: how likely each reply is, and so the chance of a win-win.

Under best play the chance is nearly always 0 or 1, and under random play nearly always 0; neither says how
a call stands. So, as in chess, where a position's winning chances are those among people who play well and
still err, a typical trainee prefers better replies the more the more they are better: a reply's odds fall by
the factor e with every `temperature` points that it costs (the logit choice of Luce, 1959, and of McKelvey &
Palfrey, 1995). What a reply costs is what it loses by what was heard so far, so that nobody is taken to know
who is on the line before it could be known; a trap costs as much as a mistake at least.

How much people err is read off what they said: the temperature under which that is likeliest.

The chance is 0 where no win-win can be reached any more without a trap, and 1 where none can be missed; a
good reply raises it, because one opportunity to go wrong has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy
from numpy.typing import NDArray

from .expanding import sound_moves
from .grading import MISTAKE
from .numbering import Indexes
from .shoes import RULED_OUT, Belief, Shoes, _Step
from .solving import Solution

Chances = NDArray[numpy.float64]

TEMPERATURE = 3.0
"""Points: a reply that costs as much is said e times less often than the best.

It is the same for every case: the whole number with which half of the callers of the bundled cases start
nearest to an even chance, as `python -m tools.temperature` finds it.
"""
COOLEST, HOTTEST = 0.5, 100.0
"""Points: between these a temperature is looked for."""
ENOUGH_REPLIES, ENOUGH_PEOPLE = 200, 10
"""With fewer the temperature would say more of single people than of their class."""
SETTLED = 1e-6  # a chance that moves less than this in a pass is taken as found


class TypicalTrainee:
    """A typical trainee at one case, who errs the more the higher the temperature (points, above 0)."""

    def __init__(self, shoes: Shoes, temperature: float = TEMPERATURE) -> None:
        self.shoes = shoes
        self.temperature = temperature

    def chance(self, belief: Belief, persona: int | None = None) -> float:
        """The chance of a win-win, 0-1, for a trainee who goes on from a belief and knows no more than it.

        With the persona said who is on the line there; otherwise the mean over all who may be, by weight.
        """
        alive = [place for place, number in enumerate(belief) if number is not None]
        wanted = alive if persona is None else [persona]
        weights = self.shoes.weights[wanted]
        return float(weights @ [self._chance(belief, place) for place in wanted] / weights.sum())

    def _chance(self, belief: Belief, persona: int) -> float:
        number = belief[persona]
        if number is None:
            raise KeyError(persona)
        alone = sum(at is not None for at in belief) == 1
        if alone or self.shoes.solutions[persona].ended[number]:
            return float(self._told[persona][number])
        return float(self._unsure[persona, self.shoes.number(belief)])

    @cached_property
    def _told(self) -> list[Chances]:
        """For each persona, the chance from each position once it is known who is on the line."""
        return [told_chances(solution, self.temperature) for solution in self.shoes.solutions]

    @cached_property
    def _unsure(self) -> Chances:
        """The chances with each persona (down) from each belief with more than one (across)."""
        shoes = self.shoes
        chances = numpy.zeros((len(shoes.solutions), shoes._known.count))
        returning = any(
            (numbers < beyond).any()
            for _, beyond, steps in shoes._layers
            for step in steps
            for _, _, numbers in step.following
        )
        while True:
            moved = 0.0
            for first, beyond, steps in reversed(shoes._layers):
                found = self._before(chances, first, beyond, steps)
                if returning and found.size:
                    moved = max(moved, float(numpy.abs(found - chances[:, first:beyond]).max()))
                chances[:, first:beyond] = found
            if moved <= SETTLED:
                return chances

    def _before(self, chances: Chances, first: int, beyond: int, steps: Sequence[_Step]) -> Chances:
        """The chances at the beliefs of a layer, by those of the beliefs that follow."""
        shoes, count = self.shoes, beyond - first
        beliefs = shoes._known.words[:, first:beyond]
        alive = beliefs != RULED_OUT
        rows = numpy.where(alive, beliefs, 0).astype(numpy.int64)
        best = shoes._values[first:beyond]
        total, mean = numpy.zeros(count), numpy.zeros(beliefs.shape)
        for rank, (step, sound) in enumerate(zip(steps, shoes._sound(steps, count), strict=True)):
            lost = best[step.sources] - step.worth(shoes._values)
            odds = self._odds(numpy.where(sound, lost, numpy.maximum(lost, MISTAKE)))
            after = numpy.stack(
                [
                    told[table[rank][row[step.sources]]]
                    for told, table, row in zip(self._told, shoes._next, rows, strict=True)
                ]
            )
            for followed, _, numbers in step.following:  # where more than one still fits what is heard
                together = shoes._known.words[:, numbers] != RULED_OUT
                after[:, followed] = numpy.where(together, chances[:, numbers], after[:, followed])
            total[step.sources] += odds
            mean[:, step.sources] += odds * after
        winnable = numpy.stack([s.winnable[row] for s, row in zip(shoes.solutions, rows, strict=True)])
        going = alive & winnable & (total > 0)
        return numpy.divide(mean, total, out=numpy.zeros_like(mean), where=going)

    def _odds(self, lost: Chances) -> Chances:
        odds: Chances = numpy.exp(-lost / self.temperature)
        return odds


def told_chances(solution: Solution, temperature: float = TEMPERATURE) -> Chances:
    """The chance of a win-win, 0-1, from each position, for a trainee who knows who is on the line."""
    odds_of = numpy.exp(-numpy.arange(101) / temperature)  # by points lost
    chance = solution.wins.astype(float)
    best = numpy.maximum(solution.best, 0)
    layers: list[tuple[int, int, Indexes, Indexes, Chances, NDArray[numpy.bool_]]] = []
    returning = False
    for layer, sound in zip(solution.reached.layers, sound_moves(solution.reached), strict=True):
        if not len(layer.source):
            continue
        source = layer.source - layer.first
        lost = best[layer.source] - best[layer.target]
        if sound is not None:  # a trap may promise more than what should be said
            lost = numpy.where(sound, lost, numpy.maximum(lost, int(MISTAKE)))
        odds = odds_of[lost]
        total = numpy.bincount(source, weights=odds, minlength=layer.beyond - layer.first)
        layers.append((layer.first, layer.beyond, source, layer.target, odds / total[source], total > 0))
        returning = returning or bool((layer.target < layer.beyond).any())
    while True:
        moved = 0.0
        for first, beyond, source, target, share, going in reversed(layers):
            mean = numpy.bincount(source, weights=share * chance[target], minlength=beyond - first)
            mean = numpy.where(going & solution.winnable[first:beyond], mean, chance[first:beyond])
            if returning:
                moved = max(moved, float(numpy.abs(mean - chance[first:beyond]).max()))
            chance[first:beyond] = mean
        if moved <= SETTLED:
            return chance


@dataclass(frozen=True, slots=True)
class SaidReply:
    """A reply that somebody said, out of those that could be said."""

    person: int | None
    """Who said it; everybody without an account counts as one."""
    costs: tuple[float, ...]
    """What each of them costs, in points: see `judging.costs`."""
    said: int
    """The place of the one said among them, from 0."""


def temperature_of(replies: Sequence[SaidReply]) -> float:
    """The temperature of the people who said these replies, in points; the usual one if they are too few.

    Where all that can be said costs the same, a reply tells nothing, and does not count.
    """
    telling = [reply for reply in replies if len(set(reply.costs)) > 1]
    if len(telling) < ENOUGH_REPLIES or len({reply.person for reply in telling}) < ENOUGH_PEOPLE:
        return TEMPERATURE
    return likeliest_temperature(telling)


def likeliest_temperature(replies: Sequence[SaidReply]) -> float:
    """The temperature under which these replies are likeliest, between COOLEST and HOTTEST points.

    There the replies cost on the whole what they were to be expected to cost: the derivative of the
    likelihood's logarithm by 1 / temperature is the difference, and only falls.
    """
    costs = numpy.full((len(replies), max(len(reply.costs) for reply in replies)), numpy.inf)
    for row, reply in enumerate(replies):
        costs[row, : len(reply.costs)] = reply.costs
    finite = numpy.where(numpy.isfinite(costs), costs, 0.0)  # what is not open there has no odds
    cost = sum(reply.costs[reply.said] for reply in replies)
    cool, hot = COOLEST, HOTTEST
    while hot - cool > 1e-3:
        middle = (cool + hot) / 2
        odds = numpy.exp(-costs / middle)
        expected = float(((odds * finite).sum(axis=1) / odds.sum(axis=1)).sum())
        cool, hot = (middle, hot) if expected < cost else (cool, middle)
    return (cool + hot) / 2
