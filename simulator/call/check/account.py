"""What the solver knows of a case, in figures and witnesses: what `winwin solve` shows.

Every claim about play comes with a call that shows it: a list of moves that `winwin play --plan` plays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case
from simulator.call.play.outcome import Verdict
from simulator.call.solver.asking import Informative, informative
from simulator.call.solver.habits import VERDICTS, Habitual, at_random, verdicts_of
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Belief, Shoes
from simulator.call.solver.solving import BUDGET, Bounds, solve_all

from .survey import Survey

SPACES = ("business", "personal")
ASKING = frozenset({"ask", "probe"})
"""The kinds of moves that ask the customer something."""


@dataclass(frozen=True, slots=True)
class WitnessCall:
    """A whole call from the opening: its moves, and what it comes to."""

    ending: str
    verdict: Verdict
    score: int
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """What can be had for both sides of a space together (0-100 each), and the call that gets it."""

    customer: int
    company: int
    call: WitnessCall


@dataclass(frozen=True, slots=True)
class Reachable:
    """An ending: in how many positions it is reached, and a shortest call that comes to it."""

    ending: str
    positions: int
    call: WitnessCall | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How calls come out that are made by a habit: chances 0-1, mean score, mean number of replies."""

    mean: float
    replies: float
    verdicts: Mapping[Verdict, float]
    endings: Mapping[str, float]
    unended: float


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What can come of the call with one persona, when it is known who is on the line.

    Where the budget was spent before all positions were looked at, `complete` is false: the scores are only
    known to lie within their bounds, `win_win` is None unless one was found, the frontier is only what was
    found, and there is no `random`.
    """

    persona: str
    complete: bool
    positions: int
    moves: int
    best: Bounds
    worst: Bounds
    best_call: WitnessCall | None
    worst_call: WitnessCall | None
    win_win: bool | None
    winning_call: WitnessCall | None
    frontier: Mapping[str, tuple[FrontierPoint, ...]]
    endings: tuple[Reachable, ...]
    random: Spread | None


@dataclass(frozen=True, slots=True)
class MoveOption:
    """A move where it is not known who is on the line: what it is worth, and what its answer tells."""

    move: str
    kinds: tuple[str, ...]
    value: float
    """The expected score, 0-100, when all goes as well as it can from there."""
    information: float
    """How much of the cost of not knowing its answer takes away, in points."""


@dataclass(frozen=True, slots=True)
class OpenMoment:
    """A point of a call at which several personas may still be on the line."""

    scene: str
    personas: tuple[str, ...]
    """Those whom everything heard so far fits."""
    moves: tuple[str, ...]
    """The moves that led there."""
    value: float
    """The best expected score, 0-100, for somebody who knows no more than this."""
    told: float
    """The same for somebody who is now told who is on the line."""
    options: tuple[MoveOption, ...]

    @property
    def cost(self) -> float:
        """What it costs not to know, in points."""
        return max(0.0, self.told - self.value)


@dataclass(frozen=True, slots=True)
class InShoes:
    """What the call is worth to a trainee, who is not told who is on the line."""

    value: float
    told: float
    openings: tuple[OpenMoment, ...]
    """The ways in which a call can open, as they sound; usually all personas open alike."""
    courses: Mapping[str, tuple[OpenMoment, ...]]
    """By persona: the moments of a best call up to where it is clear who is on the line."""
    informative: tuple[Informative, ...]
    """The moves whose answers tell most, wherever they do so, the most telling first."""

    @property
    def cost(self) -> float:
        """What it costs not to know who is on the line, in points."""
        return max(0.0, self.told - self.value)


@dataclass(frozen=True, slots=True)
class Account:
    """All that is known of a case. `shoes` is None where the budget was too small for it."""

    case: Case
    budget: int
    personas: tuple[Hindsight, ...]
    shoes: InShoes | None


def account_of(
    case: Case, surveys: tuple[Survey, ...] | None = None, budget: int = BUDGET, with_shoes: bool = True
) -> Account:
    """The account of a case: of what was solved, for some of its personas or for all, or else solved now."""
    if surveys is None:
        surveys = tuple(map(Survey, solve_all(case, budget)))
    solutions = [survey.solution for survey in surveys]
    everybody = len(surveys) == len(case.personas) and all(
        solution.reached.complete for solution in solutions
    )
    personas = tuple(hindsight(survey) for survey in surveys)
    shoes = in_shoes(Shoes(case, solutions)) if with_shoes and everybody else None
    return Account(case, budget, personas, shoes)


def hindsight(survey: Survey) -> Hindsight:
    """What can come of the call with one persona."""
    solution = survey.solution
    complete = solution.reached.complete
    calls = _Calls(survey)
    return Hindsight(
        persona=solution.case.personas[solution.persona].id,
        complete=complete,
        positions=solution.reached.words.shape[1],
        moves=solution.reached.moves,
        best=solution.best_score,
        worst=solution.worst_score,
        best_call=calls.first(solution.ended & (solution.scores == solution.best[0])),
        worst_call=calls.first(solution.ended & (solution.scores == solution.worst[0])),
        win_win=True if solution.winnable[0] else False if complete else None,
        winning_call=calls.first(solution.wins),
        frontier={
            space: tuple(FrontierPoint(a, b, calls.to(number)) for a, b, number in solution.frontier(space))
            for space in SPACES
        },
        endings=tuple(_endings(survey, calls)),
        random=spread(at_random(solution)) if complete else None,
    )


def spread(calls: Habitual) -> Spread:
    """How calls come out that are made by a habit."""
    return Spread(calls.mean, calls.replies, calls.verdicts, calls.endings, calls.unended)


def in_shoes(shoes: Shoes, most: int = 12) -> InShoes:
    """What the call is worth in the trainee's shoes; of the telling moves, at most so many."""
    case = shoes.case
    judge = Judge(shoes)
    starts = list(dict.fromkeys(shoes.at_start(place) for place in range(len(case.personas))))
    openings = tuple(_moment(shoes, belief, ()) for belief in starts)
    shares = [
        sum(p.weight for p in case.personas if p.id in opening.personas) / sum(shoes.weights)
        for opening in openings
    ]
    return InShoes(
        value=float(sum(share * o.value for share, o in zip(shares, openings, strict=True))),
        told=float(sum(share * o.told for share, o in zip(shares, openings, strict=True))),
        openings=openings,
        courses={
            persona.id: tuple(_course(shoes, judge, place)) for place, persona in enumerate(case.personas)
        },
        informative=tuple(informative(shoes)[:most]),
    )


class _Calls:
    """Shortest calls to positions in which the call has ended."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        ended = survey.solution.ended
        self.verdicts = numpy.empty(len(ended), dtype=numpy.int8)
        self.verdicts[ended] = verdicts_of(survey.solution)

    def to(self, number: int) -> WitnessCall:
        solution = self.survey.solution
        ending = self.survey.names[int(self.survey.scenes[number])]
        verdict = VERDICTS[self.verdicts[number]]
        return WitnessCall(ending, verdict, int(solution.scores[number]), tuple(self.survey.way_to(number)))

    def first(self, such: NDArray[numpy.bool_]) -> WitnessCall | None:
        """The shortest call to one of these positions: they are numbered as they were reached."""
        number = int(numpy.argmax(such))
        return self.to(number) if such[number] else None


def _endings(survey: Survey, calls: _Calls) -> Iterator[Reachable]:
    counts = survey.solution.endings()
    for ending in survey.solution.case.endings:
        call = calls.to(int(survey.at(ending)[0])) if counts[ending] else None
        yield Reachable(ending, counts[ending], call)


def _course(shoes: Shoes, judge: Judge, persona: int) -> Iterator[OpenMoment]:
    """The moments of a best call with a persona while others may be there too; the opening comes first."""
    belief = shoes.at_start(persona)
    said: tuple[str, ...] = ()
    for move in judge.best_line(belief, persona):
        if sum(number is not None for number in belief) < 2:
            return
        yield _moment(shoes, belief, said)
        belief = shoes.after(belief, move, persona)
        said = (*said, move)


def _moment(shoes: Shoes, belief: Belief, said: tuple[str, ...]) -> OpenMoment:
    case = shoes.case
    alive = [(place, number) for place, number in enumerate(belief) if number is not None]
    place, number = alive[0]
    scene = shoes.solutions[place].reached.position(number).scene
    weights = numpy.array([case.personas[place].weight for place, _ in alive], dtype=float)
    worth = [max(0, int(shoes.solutions[place].best[number])) for place, number in alive]
    moves = case.scenes[scene].moves
    return OpenMoment(
        scene=scene,
        personas=tuple(case.personas[place].id for place, _ in alive),
        moves=said,
        value=shoes.value(belief),
        told=float(weights @ worth / weights.sum()),
        options=tuple(
            MoveOption(name, moves[name].kinds, choice.value, choice.information)
            for name, choice in shoes.choices(belief).items()
        ),
    )
