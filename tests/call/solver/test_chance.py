"""The win-win chance against a walk over every whole call, each weighted by how likely it is chosen."""

from functools import cache
from math import exp

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.case.case import Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.judging import ERRING, practised_chances
from simulator.call.solver.solving import solve

from .small_cases import small_cases

generated = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def after_each(case: Case, position: Position) -> list[Position]:
    """Where the legal replies at a position lead."""
    return [call.reply(case, position, move) for move in call.legal_replies(case, position)]


@generated
@given(case=small_cases())
def test_chance_equals_brute_force(case: Case) -> None:
    """The curve would show another chance than what a practised agent, who errs, really has."""

    @cache
    def best(position: Position) -> int:
        achieved = outcome(case, position)
        if achieved is not None:
            return achieved.score
        return max((best(after) for after in after_each(case, position)), default=-1)

    @cache
    def chance(position: Position) -> float:
        achieved = outcome(case, position)
        if achieved is not None:
            return float(achieved.verdict is Verdict.WIN_WIN)
        following = after_each(case, position)
        odds = [exp((best(after) - best(position)) / ERRING) for after in following]
        shares = (odd * chance(after) for odd, after in zip(odds, following, strict=True))
        return sum(shares) / sum(odds) if following else 0.0

    for persona in range(len(case.personas)):
        solution = solve(case, persona)
        chances = practised_chances(solution)
        for number in range(len(chances)):
            assert chances[number] == pytest.approx(chance(solution.reached.position(number)), abs=1e-5)


@generated
@given(case=small_cases())
def test_a_chance_that_is_none_shows_as_none(case: Case) -> None:
    """A call that cannot be won any more would be shown as one that can."""
    solution = solve(case, 0)
    chances = practised_chances(solution)
    assert not chances[~solution.winnable].any()
    assert (chances <= 1 + 1e-9).all()
