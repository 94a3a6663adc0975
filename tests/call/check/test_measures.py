"""The figures of a case, against what they are made of."""

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case, load_case
from simulator.call.check.measures import (
    CHOOSING,
    MARKING,
    READING,
    THINKING,
    asking,
    measures_of,
    minutes_of,
    without_asking,
    words_of,
)
from simulator.call.check.survey import Survey
from simulator.call.check.wording import seconds
from simulator.call.play.outcome import Verdict
from simulator.call.solver.habits import greedily
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from simulator.call.solver.typical import TypicalTrainee
from tests.call.solver.small_cases import small_cases
from tests.conftest import SMALL_CASE

BUDGET = 100_000


def surveys(case: Case) -> list[Survey]:
    """A case, solved."""
    return [Survey(solution) for solution in solve_all(case, BUDGET)]


def test_words(small_case: Case) -> None:
    """An author would be told another length than the case has."""
    assert words_of(small_case) == {
        "recording": 39, "questions": 85, "customer": 38, "agent": 83, "feedback": 87,
    }  # fmt: skip
    chinese = load_case(SMALL_CASE.parent / "no-cold-air")
    assert words_of(chinese)["customer"] > 0
    assert words_of(chinese)["recording"] == words_of(chinese)["questions"] == 0


def test_minutes(small_case: Case) -> None:
    """A trainer would plan for half an hour what takes five minutes."""
    taken = minutes_of(small_case, surveys(small_case))
    details = sum(len(line.details) for line in small_case.lines)
    times = [line.at for line in small_case.lines]
    assert small_case.analysis is not None
    if all(at is not None for at in times):
        heard = max(at for at in times if at is not None) + seconds(small_case.lines[-1].words)
    else:
        heard = sum(seconds(line.words) for line in small_case.lines)
    assert taken["replay"] == pytest.approx((heard + MARKING * details) / 60)
    assert taken["analysis"] * 60 > THINKING * len(small_case.analysis.steps)
    assert taken["rehearsal"] * 60 > CHOOSING * 3
    assert READING > 1
    call_only = load_case(SMALL_CASE.parent / "no-cold-air")
    assert list(minutes_of(call_only, surveys(call_only))) == ["rehearsal"]


def test_difficulty_is_weighted(small_case: Case) -> None:
    """A rare customer would count as much as a frequent one."""
    found = measures_of(small_case, surveys(small_case), BUDGET)
    assert found.difficulty is not None
    weights = [persona.weight for persona in small_case.personas]
    greedy = [greedily(s).verdicts[Verdict.WIN_WIN] for s in solve_all(small_case)]
    expected = sum(w * won for w, won in zip(weights, greedy, strict=True)) / sum(weights)
    assert found.share_won("greedy") == pytest.approx(expected)
    assert [persona.best for persona in found.difficulty] == [91, 85]


def test_difficulty_is_that_for_a_trainee(small_case: Case) -> None:
    """An author would take a case for easy that only those win who are told who is on the line."""
    found = measures_of(small_case, surveys(small_case), BUDGET)
    shoes = Shoes(small_case, list(solve_all(small_case)))
    weights = [persona.weight for persona in small_case.personas]
    starts = [TypicalTrainee(shoes).chance(shoes.at_start(place), place) for place in range(len(weights))]
    expected = sum(w * won for w, won in zip(weights, starts, strict=True)) / sum(weights)
    assert found.share_won("typical") == pytest.approx(expected)


def test_spent_budget_leaves_open(small_case: Case) -> None:
    """Half of a case would be measured."""
    cut = [Survey(solution) for solution in solve_all(small_case, 20)]
    found = measures_of(small_case, cut, 20)
    assert (found.complete, found.difficulty, found.asking) == (False, None, None)
    assert (found.share_won("random"), found.scenes) == (None, 3)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=small_cases())
def test_asking_never_hurts(case: Case) -> None:
    """A trainee would be told to ask less, or that asking makes up for more than there is."""
    found = asking(Shoes(case, list(solve_all(case))), BUDGET)
    assert found is not None
    assert found.without <= found.value + 1e-9
    assert found.value <= found.told + 1e-9
    silent = without_asking(case)
    moves = {(scene.id, move.id) for scene in silent.scenes.values() for move in scene.moves.values()}
    assert moves == {
        (scene.id, move.id)
        for scene in case.scenes.values()
        for move in scene.moves.values()
        if not {"ask", "probe"} & set(move.kinds)
    }
