"""What each reply is worth to somebody who knows only what was heard: its loss, its grade, what is better.

The loss of a reply is its regret: the expected best score before it, less the expected best score after it,
both in the trainee's shoes and in points of 100. It is taken before the customer answers, so that nobody is
blamed, or praised, for what an answer then happened to reveal.

Under best play the chance is nearly always 0 or 1, and under random play nearly always 0; neither says how
a call stands. So, as in chess, where a position's winning chances are those among people who play well and
still err, the agent here prefers better replies the more the more they are better: a reply's odds fall by
the factor e with every `ERRING` points that it costs (the logit choice of Luce, 1959, and of McKelvey &
Palfrey, 1995); a trap counts as a mistake at least. The chance is 0 where no win-win can be reached any more
without a trap, and 1 where none can be missed; a good reply raises it, because one opportunity to go wrong
has passed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import exp

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case

from .expanding import sound_moves
from .shoes import Belief, Shoes
from .solving import BUDGET, Solution, solve

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
    for layer, sound in zip(solution.reached.layers, sound_moves(solution.reached), strict=True):
        if not len(layer.source):
            continue
        source = layer.source - layer.first
        lost = best[layer.source] - best[layer.target]
        if sound is not None:  # a trap may promise more than what should be said
            lost = numpy.where(sound, lost, numpy.maximum(lost, int(MISTAKE)))
        odds = _ODDS[lost]
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


EXACT = 1e-6
"""A loss smaller than this is only the rounding of the computation."""

# The limits are those by which chess.com grades moves by the expected points that they lose (0.05, 0.10 and
# 0.20 of a game); lichess has the same steps. The win-win score stands for the expected points.
INACCURACY, MISTAKE, BLUNDER = 5.0, 10.0, 20.0


class Grade(Enum):
    """How good a reply was, by what it lost."""

    BEST = "best"
    """Nothing was better."""
    GOOD = "good"
    """Less than 5 points were lost."""
    INACCURACY = "inaccuracy"
    """5 points or more."""
    MISTAKE = "mistake"
    """10 points or more, or the last chance of a win-win."""
    BLUNDER = "blunder"
    """20 points or more."""


FAULTS = (Grade.INACCURACY, Grade.MISTAKE, Grade.BLUNDER)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reply is worth: the expected best score after it (0-100), and what it loses (0-100 points)."""

    value: float
    regret: float
    grade: Grade
    trap: bool = False
    """Whether it is a trap for anybody who may be on the line: then it is a mistake, whatever it earns, where
    something else could be said."""

    @property
    def counts(self) -> float:
        """The points that count for the accuracy: what it loses, and for a mistake no less than 10."""
        return max(self.regret, MISTAKE) if self.grade is Grade.MISTAKE else self.regret

    @property
    def recommendable(self) -> bool:
        """Whether nothing was better, and a decent agent may say it; of traps alone, nothing is."""
        return not self.regret and not self.trap


class Judge:
    """Judges the replies of one case. Made once, it serves every attempt at it."""

    def __init__(self, shoes: Shoes) -> None:
        self.shoes = shoes
        self._chances: dict[int, NDArray[numpy.float64]] = {}

    @property
    def case(self) -> Case:
        """The case whose replies are judged."""
        return self.shoes.case

    def value(self, belief: Belief) -> float:
        """The best expected score, 0-100, for somebody who knows no more than this."""
        return self.shoes.value(belief)

    def chance(self, belief: Belief) -> float:
        """The chance of a win-win, 0-100, when a practised agent goes on from here: see `chance`."""
        alive = [(place, number) for place, number in enumerate(belief) if number is not None]
        weights = [self.case.personas[place].weight for place, _ in alive]
        chances = [self._chance(place, number) for place, number in alive]
        return 100 * sum(w * c for w, c in zip(weights, chances, strict=True)) / sum(weights)

    def judgements(self, belief: Belief, persona: int | None = None) -> dict[str, Judgement]:
        """The legal replies at a belief, in the author's order, each with what it is worth.

        They bear the names that they have for this persona, or else for the first who may be on the line.
        """
        choices = self.shoes.choices(belief, persona)
        place = next(p for p, at in enumerate(belief) if at is not None) if persona is None else persona
        sound = {move: choice for move, choice in choices.items() if not choice.trap} or choices
        most = max((choice.value for choice in sound.values()), default=0.0)
        regrets = {
            move: most - choice.value if most - choice.value > EXACT else 0.0
            for move, choice in choices.items()
        }
        keeps = {move: self.winnable(self._after(belief, move, place)) for move in choices}
        kept = any(keeps[move] for move in sound if not regrets[move])
        return {
            move: Judgement(
                choice.value,
                regrets[move],
                grade(regrets[move], kept and not keeps[move], move not in sound),
                choice.trap,
            )
            for move, choice in choices.items()
        }

    def winnable(self, belief: Belief) -> bool:
        """Whether a win-win can still be reached with anybody who may be on the line."""
        solutions = self.shoes.solutions
        return any(solutions[p].winnable[number] for p, number in enumerate(belief) if number is not None)

    def best_line(self, belief: Belief, persona: int) -> list[str]:
        """Replies without any loss from a belief to the end of the call, when this persona is on the line.

        Of equally good replies it takes the one after which a win-win is likeliest; once it is known who is
        on the line, it is the shortest such line. Empty where the call need not end.
        """
        solution = self.shoes.solutions[persona]
        seen = {belief}
        ways: list[tuple[Belief, tuple[str, ...]]] = [(belief, ())]
        while ways:
            here, line = ways.pop()
            number = here[persona]
            if number is None or solution.ended[number]:
                return list(line)
            if sum(other is not None for other in here) == 1:
                return [*line, *solution.best_line(number)]
            judged = self.judgements(here, persona)
            lossless = [move for move, judgement in judged.items() if judgement.recommendable]
            following = {move: self.shoes.after(here, move, persona) for move in reversed(lossless)}
            for move in sorted(following, key=lambda move: self.chance(following[move])):
                if following[move] not in seen:
                    seen.add(following[move])
                    ways.append((following[move], (*line, move)))
        return []

    def _after(self, belief: Belief, move: str, persona: int) -> Belief:
        """Where each persona stands after a reply of this one, before anything is heard of it."""
        solutions = self.shoes.solutions
        return tuple(
            None
            if number is None
            else solutions[place].options(number)[self.shoes.same(belief, move, persona, place)]
            for place, number in enumerate(belief)
        )

    def _chance(self, persona: int, number: int) -> float:
        if persona not in self._chances:
            self._chances[persona] = practised_chances(self.shoes.solutions[persona])
        return float(self._chances[persona][number])


def judge_of(
    case: Case, budget: int = BUDGET, solved: Callable[[Case, int, int], Solution] = solve
) -> Judge | None:
    """A judge of a case; None where it has more positions than the budget, for a persona.

    `solved` gives the solution for the persona at a place, within the budget.
    """
    solutions = []
    for place in range(len(case.personas)):
        solution = solved(case, place, budget)
        if not solution.reached.complete:
            return None
        solutions.append(solution)
    return Judge(Shoes(case, solutions))


def grade(regret: float, gives_away: bool = False, trap: bool = False) -> Grade:
    """The grade of a reply that loses so many points, perhaps the last chance of a win-win, or is a trap."""
    if regret >= BLUNDER:
        return Grade.BLUNDER
    if trap or regret >= MISTAKE or (regret and gives_away):
        return Grade.MISTAKE
    if not regret:
        return Grade.BEST
    return Grade.INACCURACY if regret >= INACCURACY else Grade.GOOD


def reply_accuracy(points: float) -> float:
    """How accurate one reply was, 0-100: 100 for the best, 80 for 5 points lost, 40 for 20, 9 for 50.

    The curve is the one that lichess fitted to moves by the winning chances that they lose, in percent.
    """
    return max(0.0, min(100.0, 103.1668 * exp(-0.04354 * points) - 3.1668))


def accuracy(losses: Sequence[float]) -> float | None:
    """How accurate a whole call was, 0-100, by the points that its replies lost; None where there were none.

    As with lichess, the mean of the arithmetic mean, for which every reply counts alike, and the harmonic
    mean, which a single bad reply pulls down: one is enough to lose a call.
    """
    if not losses:
        return None
    shares = [reply_accuracy(points) for points in losses]
    harmonic = len(shares) / sum(1 / share for share in shares) if all(shares) else 0.0
    return (sum(shares) / len(shares) + harmonic) / 2
