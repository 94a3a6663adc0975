"""What each reply is worth to somebody who knows only what was heard: its loss, its grade, what is better.

The loss of a reply is its regret: the expected best score before it, less the expected best score after it,
both in the trainee's shoes and in points of 100. It is taken before the customer answers, so that nobody is
blamed, or praised, for what an answer then happened to reveal.

How a call stands is told by the chance of a win-win that a typical trainee still has: see `typical`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.cache import Cache
from simulator.call.case.case import Case

from .grading import MISTAKE, Grade, grade
from .shoes import Belief, Shoes
from .solving import BUDGET, Solution, solve
from .typical import TEMPERATURE, TypicalTrainee

EXACT = 1e-6
"""A loss smaller than this is only the rounding of the computation."""
MOST_TEMPERED = 4
"""Judges that are kept for other temperatures: 8 bytes for each position, each."""


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

    def __init__(self, shoes: Shoes, temperature: float = TEMPERATURE) -> None:
        self.shoes = shoes
        self.trainee = TypicalTrainee(shoes, temperature)
        self._tempered = Cache[float, Judge](MOST_TEMPERED)

    def tempered(self, temperature: float) -> "Judge":
        """The judge who takes this for the temperature of a typical trainee, in points."""
        if temperature == self.trainee.temperature:
            return self
        return self._tempered.of(temperature, lambda: Judge(self.shoes, temperature))

    @property
    def case(self) -> Case:
        """The case whose replies are judged."""
        return self.shoes.case

    def value(self, belief: Belief) -> float:
        """The best expected score, 0-100, for somebody who knows no more than this."""
        return self.shoes.value(belief)

    def chance(self, belief: Belief) -> float:
        """The chance of a win-win, 0-100, when a typical trainee goes on who knows no more than this."""
        return 100 * self.trainee.chance(belief)

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
        keeps = {move: self.winnable(self.replied(belief, move, place)) for move in choices}
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

    def replied(self, belief: Belief, move: str, persona: int) -> Belief:
        """Where each persona stands after a reply of this one, before anything is heard of it."""
        solutions = self.shoes.solutions
        return tuple(
            None
            if number is None
            else solutions[place].options(number)[self.shoes.same(belief, move, persona, place)]
            for place, number in enumerate(belief)
        )


def costs(judgements: Mapping[str, Judgement]) -> tuple[float, ...]:
    """What each of the replies at one place costs a typical trainee, in points: a trap at least a mistake."""
    only_traps = all(judged.trap for judged in judgements.values())
    return tuple(
        max(judged.regret, MISTAKE) if judged.trap and not only_traps else judged.regret
        for judged in judgements.values()
    )


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
