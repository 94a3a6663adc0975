"""Scripted plays: a plan played on its case, and the result compared with what its author expected."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.call.case.case import Case, Stage
from simulator.call.case.plan import ExpectPart, Plan
from simulator.call.play.draw import next_persona
from simulator.call.play.outcome import Outcome
from simulator.call.play.play import Play
from simulator.source.problems import Problem, did_you_mean
from simulator.text.message import Message
from simulator.text.refusal import Refusal

_LISTS = {"known", "verbs"}
"""The values of a refusal that already say what was open."""

MOST_NAMED = 8  # open moves that a problem lists: in the replay there are hundreds


@dataclass(frozen=True, slots=True)
class PlanRun:
    """A plan that was played: the play as far as it came, and where it is not as its author expected."""

    play: Play
    problems: tuple[Problem, ...] = ()


def run_plan(
    case: Case, plan: Plan, persona: str | None = None, stage: str | None = None, seed: int | None = None
) -> PlanRun:
    """Play a plan to its end, or up to the first move that is refused.

    `persona`, `stage` and `seed` are used instead of the plan's own. Where neither names a persona, a seed
    draws one, and without a seed it is the case's first.
    """
    persona, stage = persona or plan.part.persona, stage or plan.part.stage
    seed = plan.part.seed if seed is None else seed
    if persona is not None:
        seed = None  # nobody is drawn
    elif seed is not None:
        persona = next_persona(case, (), seed)
    unknown = tuple(_unknown(case, plan, persona, stage))
    if unknown:
        return PlanRun(Play.start(case), unknown)
    play = Play.start(case, persona, stage, seed)
    for number, move in enumerate(plan.moves):
        try:
            play.push(move)
        except Refusal as refusal:
            return PlanRun(play, (_refused(play, plan, number, refusal),))
    return PlanRun(play, tuple(_unexpected(play, plan)))


def _unknown(case: Case, plan: Plan, persona: str | None, stage: str | None) -> Iterator[Problem]:
    personas = [candidate.id for candidate in case.personas]
    if persona is not None and persona not in personas:
        message = Message(
            "The case has no persona “{name}”; it has: {names}.{hint}",
            name=persona,
            names=", ".join(personas),
            hint=did_you_mean(persona, personas),
        )
        yield Problem(plan.place("persona"), "plan-persona", message)
    stages = [candidate.value for candidate in case.stages]
    if stage is not None and stage not in stages:
        message = Message(
            "The case has no stage “{name}”; it has: {names}.", name=stage, names=", ".join(stages)
        )
        yield Problem(plan.place("stage"), "plan-stage", message)


def _refused(play: Play, plan: Plan, number: int, refusal: Refusal) -> Problem:
    move = plan.moves[number]
    moves = play.legal_moves()
    message = Message(
        "This move is refused at {state}, with {persona} on the line: {reason}{hint}{open}",
        state=play.state,
        persona=play.persona,
        reason=refusal.message,
        hint=did_you_mean(move, moves),
        open=Message("") if _LISTS & refusal.message.values.keys() else _open(moves),
    )
    return Problem(plan.place("moves", number), "plan-move", message)


def _open(moves: list[str]) -> Message:
    if not moves:
        return Message("")
    if len(moves) > MOST_NAMED:
        return Message(
            " Open there: {moves} and {more} more.",
            moves=", ".join(moves[:MOST_NAMED]),
            more=len(moves) - MOST_NAMED,
        )
    return Message(" Open there: {moves}.", moves=", ".join(moves))


def _unexpected(play: Play, plan: Plan) -> Iterator[Problem]:
    expect = plan.part.expect
    if expect == ExpectPart():
        return
    outcome = play.outcome()
    if outcome is not None:
        for key, message in _differences(expect, outcome):
            yield Problem(plan.place("expect", key), "plan-outcome", message)
        return
    message = (
        Message("The plan expects an outcome, but it only plays the stage “{stage}”.", stage=_stage(play))
        if play.over
        else Message(
            "The plan ends before the call does, at {state}.{open}",
            state=play.state,
            open=_open(play.legal_moves()),
        )
    )
    yield Problem(plan.place("expect"), "plan-outcome", message)


def _stage(play: Play) -> str:
    return (play.stage_played or Stage.REHEARSAL).value


def _differences(expect: ExpectPart, outcome: Outcome) -> Iterator[tuple[str, Message]]:
    """What is not as expected: the key of the expectation, and the actual value."""
    if expect.ending not in (None, outcome.ending.id):
        yield (
            "ending",
            Message("The call came to the ending “{came}” instead.", came=outcome.ending.id),
        )
    if expect.verdict not in (None, outcome.verdict.value):
        yield "verdict", Message("The verdict came out as “{came}” instead.", came=outcome.verdict.value)
    scored = Message("The score came to {came}.", came=outcome.score)
    if expect.score not in (None, outcome.score):
        yield "score", scored
    if expect.at_least is not None and outcome.score < expect.at_least:
        yield "at-least", scored
    if expect.at_most is not None and outcome.score > expect.at_most:
        yield "at-most", scored
    if expect.critical is not None and sorted(expect.critical) != sorted(outcome.critical):
        made = ", ".join(outcome.critical) or Message("none")
        yield "critical", Message("The critical errors made were: {came}.", came=made)
