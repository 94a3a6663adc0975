"""What is recommended after calls that were lost at random, over all cases: nothing that a handler would refuse.

The sentences of the debrief are read here, not the figures behind them.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import Case, Play, load_case
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict
from simulator.call.report.review import review_part
from simulator.call.review.review import Fault, Review, review
from simulator.call.solver.judging import Judge, judge_of
from simulator.cli.finding import bundled_cases, found_case
from simulator.text.language import translator

LOST_CALLS = 500
LONGEST = 200  # replies; a random call is over long before
OTHERS = Path(__file__).parents[2] / "cases"


def all_cases() -> list[str]:
    """The bundled cases, and those that are kept with the tests."""
    return [*bundled_cases(), *(str(folder) for folder in sorted(OTHERS.iterdir()))]


def lost_calls(case: Case, judge: Judge, count: int) -> Iterator[Review]:
    """Reviews of calls in which somebody said whatever came, and which were no win-win."""
    chance = random.Random(case.id)
    while count:
        play = Play.start(case, chance.choice(case.personas).id, "rehearsal")
        while not play.over and len(play.moves) < LONGEST:
            position = play.progress.rehearsal
            assert position is not None
            play.push(chance.choice(list(call.legal_replies(case, position))).id)
        found = review(play, judge)
        assert found is not None
        if found.outcome is not None and found.outcome.verdict is not Verdict.WIN_WIN:
            count -= 1
            yield found


@pytest.mark.parametrize("name", all_cases(), ids=lambda name: Path(name).name)
def test_nothing_is_recommended_that_a_handler_would_refuse(name: str) -> None:
    """A trainee would be told to say a brush-off, what its own comment condemns, or anything once it is too late."""
    case = load_case(found_case(name), "zh")
    judge = judge_of(case)
    assert judge is not None
    t = translator("en")
    for found in lost_calls(case, judge, LOST_CALLS // len(all_cases())):
        assert found.lost is not None or not any(decision.winnable_before for decision in found.decisions)
        for fault in found.faults:
            _check(found, fault, judge)
        part = review_part(found, t)
        assert bool(part.lost) == (found.lost is not None)
        for reply, decision in zip(part.replies, found.decisions, strict=True):
            # of nothing that its author condemns it is said that nothing was better
            assert reply.name != "best" or not (decision.move.trap or found.too_late(decision))
        for shown in part.faults:
            assert (shown.better is None) == bool(shown.unmendable)


def _check(found: Review, fault: Fault, judge: Judge) -> None:
    decision, better = fault.decision, fault.better
    if found.too_late(decision) and decision is not found.lost:
        assert better is None
        return
    if better is None:
        return
    said = list(call.spoken(found.case, decision.before, better.line))
    assert not any(one.move.trap for one in said)
    assert not any(
        set(call.critical_errors(found.case, one.after)) - set(call.critical_errors(found.case, one.before))
        for one in said
    )
    assert not decision.judgements[better.reply.id].trap
    assert better.reply.id != decision.move.id
    if decision.winnable_before:
        solution = judge.shoes.solutions[found.persona]
        here = decision.belief[found.persona]
        assert here is not None
        assert solution.winnable[solution.options(here)[better.reply.id]]
        # “how it could have gone on” would end in a call that is lost
        assert better.outcome is None or better.outcome.verdict is Verdict.WIN_WIN
