"""What the solver knows of a case, in figures and witnesses: what `winwin solve` shows.

Every claim about play comes with a call that shows it: a list of moves that `winwin play --plan` plays. The
classes are those of its JSON, too: programs get what is declared here, and nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy
from numpy.typing import NDArray
from pydantic import Field

from simulator.call.case.case import Case
from simulator.call.play.outcome import Verdict
from simulator.call.solver.asking import Informative, informative
from simulator.call.solver.habits import VERDICTS, Habitual, at_random, verdicts_of
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Belief, Shoes
from simulator.call.solver.solving import BUDGET, Bounds, solve_all
from simulator.call.solver.units import Amount, Chance, Moves, Name, Points, Score

from .claims import JudgedClaim, judged_claims
from .survey import Survey

ASKING = frozenset({"ask", "probe"})
"""The kinds of moves that ask the customer something."""


@dataclass(frozen=True, slots=True)
class WitnessCall:
    """A whole call, which plays out as it says."""

    ending: Annotated[Name, Field(description="The ending it comes to.")]
    verdict: Annotated[Verdict, Field(description="Who won.")]
    score: Annotated[Score, Field(description="The win-win score.")]
    moves: Moves


@dataclass(frozen=True, slots=True)
class ScoreBounds:
    """A score and the call that gets it; `least` and `most` differ where the budget was spent first."""

    least: Annotated[Score, Field(description="The score is not below this.")]
    most: Annotated[Score, Field(description="The score is not above this.")]
    call: Annotated[WitnessCall | None, Field(description="The best, or worst, call that was found.")]


@dataclass(frozen=True, slots=True)
class WinWin:
    """Whether a win-win can be reached."""

    reachable: Annotated[bool | None, Field(description="null: none was found within the budget.")]
    call: Annotated[WitnessCall | None, Field(description="A shortest call that is one.")]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """What both sides can have together in one space: more for one is less for the other."""

    customer: Annotated[Score, Field(description="The customer's cell.")]
    company: Annotated[Score, Field(description="The company's cell.")]
    call: WitnessCall


@dataclass(frozen=True, slots=True)
class Frontiers:
    """The Pareto frontiers of the two spaces."""

    business: Annotated[tuple[FrontierPoint, ...], Field(description="Of the matter itself.")]
    personal: Annotated[tuple[FrontierPoint, ...], Field(description="Between the people.")]


@dataclass(frozen=True, slots=True)
class Reachable:
    """An ending, whether it is reached, and the best that can end there."""

    ending: Name
    positions: Annotated[int, Field(ge=0, description="In how many positions; 0: it was not reached.")]
    call: Annotated[WitnessCall | None, Field(description="A shortest call that comes to it.")]
    best: Annotated[
        WitnessCall | None,
        Field(description="The best call that ends there without a trap: a win-win before a higher score."),
    ]


@dataclass(frozen=True, slots=True)
class Spread:
    """How calls come out that are made by a habit."""

    mean: Annotated[Points, Field(description="The mean score; a call that never ends counts as 0.")]
    replies: Annotated[Amount, Field(description="The mean number of replies.")]
    verdicts: Annotated[Mapping[Verdict, Chance], Field(description="The chance of each verdict.")]
    endings: Annotated[Mapping[Name, Chance], Field(description="The chance of each ending.")]
    unended: Annotated[Chance, Field(description="The chance that a call comes to no ending.")]


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What can come of the call with one persona, when it is known who is on the line.

    Where the budget was spent before all positions were looked at, `complete` is false: the scores are only
    known to lie within their bounds, and the frontier is only what was found.
    """

    persona: Name
    complete: Annotated[bool, Field(description="Whether all positions were looked at.")]
    positions: Annotated[int, Field(ge=1, description="How many positions were.")]
    moves: Annotated[int, Field(ge=0, description="How many moves there are between them.")]
    best: ScoreBounds
    worst: ScoreBounds
    win_win: WinWin
    frontier: Frontiers
    endings: tuple[Reachable, ...]
    random: Annotated[
        Spread | None,
        Field(description="Random play: every legal move is as likely; null if incomplete."),
    ]


@dataclass(frozen=True, slots=True)
class MoveOption:
    """A move, for somebody who does not know who is on the line."""

    move: Name
    kinds: Annotated[tuple[Name, ...], Field(description="What the move does: ask, probe, feel, offer …")]
    value: Annotated[Points, Field(description="The best expected score after it.")]
    information: Annotated[
        Points, Field(description="What its answer takes away of the cost of not knowing.")
    ]


@dataclass(frozen=True, slots=True)
class OpenMoment:
    """A point of a call at which it may be open who is on the line."""

    scene: Name
    personas: Annotated[tuple[Name, ...], Field(description="Whom everything heard so far fits.")]
    moves: Moves
    value: Annotated[Points, Field(description="The best expected score for who knows no more than this.")]
    told: Annotated[Points, Field(description="The same for who is now told who is on the line.")]
    cost: Annotated[Points, Field(description="The difference.")]
    options: tuple[MoveOption, ...]


@dataclass(frozen=True, slots=True)
class BestCourse:
    """A best call with one persona, as far as it leaves open who is on the line."""

    persona: Name
    moments: tuple[OpenMoment, ...]


@dataclass(frozen=True, slots=True)
class InShoes:
    """What the call is worth to a trainee, who is not told who is on the line."""

    value: Annotated[Points, Field(description="The best expected score in the trainee's shoes.")]
    told: Annotated[Points, Field(description="The best expected score for who is told.")]
    cost: Annotated[Points, Field(description="The difference: what it costs not to know.")]
    openings: Annotated[tuple[OpenMoment, ...], Field(description="The ways a call can open, as they sound.")]
    courses: tuple[BestCourse, ...]
    informative: Annotated[tuple[Informative, ...], Field(description="The most telling first.")]


@dataclass(frozen=True, slots=True)
class Account:
    """All that is known of a case. `shoes` is None where the budget was too small for it."""

    case: Case
    budget: int
    personas: tuple[Hindsight, ...]
    shoes: InShoes | None
    claims: tuple[JudgedClaim, ...] | None
    """What the author claims; None where not all callers were looked at."""


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
    claims = judged_claims(case, surveys) if len(surveys) == len(case.personas) else None
    return Account(case, budget, personas, shoes, claims)


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
        best=calls.bounded(solution.best_score, int(solution.best[0])),
        worst=calls.bounded(solution.worst_score, int(solution.worst[0])),
        win_win=WinWin(
            True if solution.winnable[0] else False if complete else None, calls.first(solution.wins)
        ),
        frontier=Frontiers(calls.frontier("business"), calls.frontier("personal")),
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
    value = float(sum(share * o.value for share, o in zip(shares, openings, strict=True)))
    told = float(sum(share * o.told for share, o in zip(shares, openings, strict=True)))
    return InShoes(
        value=value,
        told=told,
        cost=max(0.0, told - value),
        openings=openings,
        courses=tuple(
            BestCourse(persona.id, tuple(_course(shoes, judge, place)))
            for place, persona in enumerate(case.personas)
        ),
        informative=tuple(informative(shoes)[:most]),
    )


class _Calls:
    """Shortest calls to positions in which the call has ended."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        ended = survey.solution.ended
        self.verdicts = numpy.empty(len(ended), dtype=numpy.int8)
        self.verdicts[ended] = verdicts_of(survey.solution)

    def to(self, number: int, sound: bool = False) -> WitnessCall:
        """The call to one of these positions; `sound` leaves traps out, which must be possible."""
        solution = self.survey.solution
        ending = self.survey.names[int(self.survey.scenes[number])]
        verdict = VERDICTS[self.verdicts[number]]
        way = self.survey.sound_way_to(number) if sound else self.survey.way_to(number)
        return WitnessCall(ending, verdict, int(solution.scores[number]), tuple(way))

    def first(self, such: NDArray[numpy.bool_]) -> WitnessCall | None:
        """The shortest call to one of these positions: they are numbered as they were reached."""
        number = int(numpy.argmax(such))
        return self.to(number) if such[number] else None

    def bounded(self, bounds: Bounds, score: int) -> ScoreBounds:
        """The bounds of a score, and a shortest call that gets it."""
        solution = self.survey.solution
        return ScoreBounds(bounds.least, bounds.most, self.first(solution.ended & (solution.scores == score)))

    def frontier(self, space: str) -> tuple[FrontierPoint, ...]:
        return tuple(
            FrontierPoint(customer, company, self.to(number))
            for customer, company, number in self.survey.solution.frontier(space)
        )

    def best_at(self, ending: str) -> WitnessCall | None:
        """The best call that ends there without a trap; a win-win goes before a higher score."""
        solution, there = self.survey.solution, self.survey.at(ending)
        there = there[self.survey.soundly_reached(there)]
        if not len(there):
            return None
        worth = solution.scores[there] + 101 * solution.wins[there].astype(int)
        return self.to(int(there[numpy.argmax(worth)]), sound=True)


def _endings(survey: Survey, calls: _Calls) -> Iterator[Reachable]:
    counts = survey.solution.endings()
    for ending in survey.solution.case.endings:
        call = calls.to(int(survey.at(ending)[0])) if counts[ending] else None
        yield Reachable(ending, counts[ending], call, calls.best_at(ending))


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
    value = shoes.value(belief)
    told = float(weights @ worth / weights.sum())
    return OpenMoment(
        scene=scene,
        personas=tuple(case.personas[place].id for place, _ in alive),
        moves=said,
        value=value,
        told=told,
        cost=max(0.0, told - value),
        options=tuple(
            MoveOption(name, moves[name].kinds, choice.value, choice.information)
            for name, choice in shoes.choices(belief).items()
        ),
    )
