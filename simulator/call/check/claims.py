"""What an author asserts of every call, proved over all positions of the solver or refuted with one call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated

import numpy
from pydantic import Field

from simulator.call.case.case import Case
from simulator.call.case.claims import BestUses, Claim, NeverOver, NoWinWithout
from simulator.call.case.sharing import origin
from simulator.call.solver.expanding import Truths
from simulator.call.solver.units import Moves, Name, Score
from simulator.text.message import Message

from .survey import Survey


class ClaimStanding(Enum):
    """Where a claim stands."""

    PROVED = "proved"
    """It holds of every call that can be made."""
    REFUTED = "refuted"
    """There is a call of which it does not hold."""
    OPEN = "open"
    """The budget of positions was spent before either was known."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A call of which a claim does not hold."""

    persona: Annotated[Name, Field(description="The caller with whom it does not hold.")]
    ending: Annotated[Name, Field(description="The ending that the call comes to.")]
    score: Annotated[Score, Field(description="The win-win score of the call.")]
    moves: Moves


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim of the author, and what came of looking at every call."""

    claim: Annotated[str, Field(description="The claim, as its author wrote it.")]
    standing: Annotated[ClaimStanding, Field(description="Whether it is proved, refuted, or open.")]
    call: Annotated[Counterexample | None, Field(description="A call that refutes it.")]


def judged_claims(case: Case, surveys: Sequence[Survey]) -> tuple[JudgedClaim, ...]:
    """The claims of a case with where each stands; the surveys are those of all its callers."""
    return tuple(_judged(claim, surveys) for claim in case.claims)


def _judged(claim: Claim, surveys: Sequence[Survey]) -> JudgedClaim:
    call = next(filter(None, (_refuting(claim, survey) for survey in surveys)), None)
    if call is not None:
        return JudgedClaim(claim.text, ClaimStanding.REFUTED, call)
    complete = all(survey.solution.reached.complete for survey in _concerned(claim, surveys))
    return JudgedClaim(claim.text, ClaimStanding.PROVED if complete else ClaimStanding.OPEN, None)


def _concerned(claim: Claim, surveys: Sequence[Survey]) -> Iterator[Survey]:
    """The callers that a claim speaks of."""
    for survey in surveys:
        if not isinstance(claim, BestUses) or survey.solution.persona in claim.callers:
            yield survey


def _refuting(claim: Claim, survey: Survey) -> Counterexample | None:
    """A call with one caller of which the claim does not hold, if one was reached."""
    match claim:
        case NoWinWithout():
            return _win_without(claim, survey)
        case NeverOver():
            return _over(claim, survey)
        case BestUses():
            return _best_without(claim, survey)


def _win_without(claim: NoWinWithout, survey: Survey) -> Counterexample | None:
    won = numpy.flatnonzero(survey.solution.wins)
    fact = survey.solution.case.flags[claim.fact]
    known = numpy.broadcast_to((survey.packing.seen(survey.words(won)).flags & fact) != 0, won.shape)
    lacking = won[~known]
    return _call(survey, int(lacking[0])) if len(lacking) else None


def _over(claim: NeverOver, survey: Survey) -> Counterexample | None:
    there = numpy.concatenate([survey.at(ending) for ending in sorted(claim.endings)])
    over = there[survey.solution.scores[there] > claim.most]
    return _call(survey, int(over.min())) if len(over) else None


def _best_without(claim: BestUses, survey: Survey) -> Counterexample | None:
    solution = survey.solution
    best = int(solution.best[0])
    if solution.persona not in claim.callers or not solution.reached.complete or best < 0:
        return None
    goals = numpy.flatnonzero(solution.ended & (solution.scores == best))
    found = survey.sound_way_without(_said(claim, solution.case), goals)
    return None if found is None else _call(survey, *found)


def _call(survey: Survey, number: int, moves: list[str] | None = None) -> Counterexample:
    """The call to a position in which it has ended: with these moves, or a shortest."""
    solution = survey.solution
    return Counterexample(
        solution.case.personas[solution.persona].id,
        survey.names[int(survey.scenes[number])],
        int(solution.scores[number]),
        tuple(survey.way_to(number) if moves is None else moves),
    )


def refutation(claim: Claim, call: Counterexample) -> Message:
    """What a call shows that refutes a claim, and what to do about it."""
    match claim:
        case NoWinWithout():
            return Message(
                "Not so: with {who} a call is a win-win without “{fact}”. Close this way, or take the claim"
                " back.",
                who=call.persona,
                fact=claim.fact,
            )
        case NeverOver():
            return Message(
                "Not so: with {who} a call that comes to “{ending}” scores {score}. Lower what it earns,"
                " or take the claim back.",
                who=call.persona,
                ending=call.ending,
                score=call.score,
            )
        case BestUses():
            return Message(
                "Not so: with {who} a call scores {score}, the best there is, without “{reply}”. Let the"
                " reply count for more, or take the claim back.",
                who=call.persona,
                score=call.score,
                reply=claim.reply,
            )


def _said(claim: BestUses, case: Case) -> Truths:
    """For each scene and each place among its moves, whether the move there is the reply of a claim."""
    slots = max(len(scene.moves) for scene in case.scenes.values())
    table = numpy.zeros((len(case.scenes), slots), dtype=bool)
    for row, scene in enumerate(case.scenes.values()):
        if claim.scene in (None, origin(scene.id)):
            table[row, : len(scene.moves)] = [move == claim.reply for move in scene.moves]
    return table
