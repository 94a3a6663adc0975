"""A case in figures: how much there is to read, how hard it is to win, what asking is worth in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from simulator.call.case.case import Case, Move, Scene
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.solver.habits import at_random, greedily
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from simulator.call.solver.typical import TypicalTrainee

from .account import ASKING, Spread, spread
from .survey import Survey
from .wording import length, seconds

READING = 2.0
"""Read silently, a text takes about half as long as said aloud: 300 words of English a minute, not 150."""
MARKING = 8.0
"""Seconds to find the line and the mark of one detail."""
THINKING = 20.0
"""Seconds of thought that a question of the analysis takes."""
CHOOSING = 10.0
"""Seconds of thought that a reply takes, in the middle of a call."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How the call goes with one persona. Chances of a win-win are 0-1."""

    persona: str
    weight: int
    best: int
    winnable: bool
    typical: float
    """The chance of a win-win for a typical trainee, who is not told who is on the line: see `typical`."""
    random: Spread
    greedy: Spread
    """Of somebody who always takes the reply that pays at once: see `habits.greedily`."""

    def won(self, by: str) -> float:
        """The share of calls won by both sides, 0-1: `by` a "typical" trainee, "random" or "greedy" play."""
        made: float | Spread = getattr(self, by)
        return made.verdicts[Verdict.WIN_WIN] if isinstance(made, Spread) else made


@dataclass(frozen=True, slots=True)
class Asking:
    """What asking is worth: expected scores, 0-100, when all else is done as well as can be."""

    told: float
    """For somebody who is told who is on the line."""
    value: float
    """For a trainee, who is not told, but can ask."""
    without: float
    """For a trainee who asks nothing, neither for facts nor what is expected."""

    @property
    def worth(self) -> float:
        """The points that are lost by asking nothing."""
        return max(0.0, self.value - self.without)


@dataclass(frozen=True, slots=True)
class Measures:
    """A case in figures. What needs the solver is None where the budget was spent too early."""

    case: Case
    words: Mapping[str, int]
    """By part: words of English, or characters of Chinese, in the language of the case as loaded."""
    minutes: Mapping[str, float]
    """By stage: what playing it through once takes, about."""
    scenes: int
    moves: int
    endings: int
    positions: int
    complete: bool
    difficulty: tuple[Difficulty, ...] | None
    asking: Asking | None

    def share_won(self, by: str) -> float | None:
        """The share of calls that both sides win, 0-1, over all personas: see `Difficulty.won`."""
        if self.difficulty is None:
            return None
        weights = sum(persona.weight for persona in self.difficulty)
        return sum(persona.weight * persona.won(by) for persona in self.difficulty) / weights


def measures_of(case: Case, surveys: Sequence[Survey], budget: int) -> Measures:
    """The measures of a case whose rehearsal has been solved for all its personas."""
    solutions = [survey.solution for survey in surveys]
    complete = all(solution.reached.complete for solution in solutions)
    shoes = Shoes(case, solutions) if complete else None
    return Measures(
        case=case,
        words=words_of(case),
        minutes=minutes_of(case, surveys),
        scenes=len(case.scenes),
        moves=len(_moves(case)),
        endings=len(case.endings),
        positions=sum(len(solution.ended) for solution in solutions),
        complete=complete,
        difficulty=_difficulties(shoes) if shoes else None,
        asking=asking(shoes, budget) if shoes else None,
    )


def words_of(case: Case) -> dict[str, int]:
    """How much there is to read: what is heard, the questions, what customer and agent say, the feedback."""
    parts = {
        "recording": [line.words for line in case.lines],
        "questions": list(_questions(case)),
        "customer": [text for scene in case.scenes.values() for text in scene.customer.values()]
        + [text for ending in case.endings.values() if ending.customer for text in ending.customer.values()],
        "agent": [move.say for move in _moves(case)],
        "feedback": [why for move in _moves(case) for why in move.why.values()]
        + [why for ending in case.endings.values() for why in ending.why.values()],
    }
    return {part: sum(length(text, case.language) for text in texts) for part, texts in parts.items()}


def minutes_of(case: Case, surveys: Sequence[Survey]) -> dict[str, float]:
    """About how long playing each stage takes: hearing, reading, and a little thought.

    The call is taken to go as a best call does, on average over the personas, with its debrief read.
    """
    taken: dict[str, float] = {}
    if case.lines:
        times = [line.at for line in case.lines if line.at is not None]
        said = [seconds(line.words) for line in case.lines]
        heard = max(times) + said[-1] if len(times) == len(said) else sum(said)
        taken["replay"] = heard + MARKING * sum(len(line.details) for line in case.lines)
    if case.analysis is not None:
        read = sum(map(seconds, _questions(case))) / READING
        taken["analysis"] = read + THINKING * len(case.analysis.steps)
    weights = sum(persona.weight for persona in case.personas)
    calls = (case.personas[s.solution.persona].weight * _call_seconds(s) for s in surveys)
    taken["rehearsal"] = sum(calls) / weights
    return {stage: amount / 60 for stage, amount in taken.items()}


def asking(shoes: Shoes, budget: int) -> Asking | None:
    """What asking is worth in a case; None where that is too large for the budget."""
    case, solutions = shoes.case, shoes.solutions
    silent = without_asking(case)
    others = list(solve_all(silent, budget))
    if not all(solution.reached.complete for solution in others):
        return None
    weights = [persona.weight for persona in case.personas]
    best = (weight * s.best_score.least for weight, s in zip(weights, solutions, strict=True))
    value = _opening_value(shoes)
    # Where a question is all that can be said but traps, the silent agent is left with the traps.
    without = min(value, _opening_value(Shoes(silent, others)))
    return Asking(told=sum(best) / sum(weights), value=value, without=without)


def without_asking(case: Case) -> Case:
    """The case in which the agent has no move that asks the customer anything."""
    return replace(case, scenes={name: _silent(scene) for name, scene in case.scenes.items()})


def _silent(scene: Scene) -> Scene:
    return replace(scene, moves={n: m for n, m in scene.moves.items() if not ASKING & set(m.kinds)})


def _opening_value(shoes: Shoes) -> float:
    values = [shoes.value(shoes.at_start(place)) for place in range(len(shoes.solutions))]
    return float(shoes.weights @ values / shoes.weights.sum())


def _difficulties(shoes: Shoes) -> tuple[Difficulty, ...]:
    trainee = TypicalTrainee(shoes)
    return tuple(
        Difficulty(
            persona=persona.id,
            weight=persona.weight,
            best=solution.best_score.least,
            winnable=bool(solution.winnable[0]),
            typical=trainee.chance(shoes.at_start(place), place),
            random=spread(at_random(solution)),
            greedy=spread(greedily(solution)),
        )
        for place, (persona, solution) in enumerate(zip(shoes.case.personas, shoes.solutions, strict=True))
    )


def _call_seconds(survey: Survey) -> float:
    """How long a best call takes: to hear the customer, read the replies, choose one, read its why."""
    solution = survey.solution
    case = solution.case
    way = survey.way_to(int(numpy.argmax(solution.ended & (solution.scores == solution.best[0]))))
    taken = 0.0
    for before, move, _ in call.spoken(case, call.opening(case, solution.persona), way):
        offered = [reply.say for reply in call.legal_replies(case, before)]
        taken += seconds(call.moment(case, before).customer) + CHOOSING
        taken += (sum(map(seconds, offered)) + seconds(move.why.at(before))) / READING
    return taken


def _questions(case: Case) -> Iterator[str]:
    if case.analysis is None:
        return
    for step in case.analysis.steps.values():
        yield step.question
        for option in step.options.values():
            yield option.text
        if step.why:
            yield step.why


def _moves(case: Case) -> list[Move]:
    return [move for scene in case.scenes.values() for move in scene.moves.values()]
