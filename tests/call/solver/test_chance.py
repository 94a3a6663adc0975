"""The win-win chance against a walk over every whole call, each weighted by how likely it is chosen."""

from functools import cache
from math import exp

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case
from simulator.call.case.case import Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.judging import ERRING, MISTAKE, practised_chances
from simulator.call.solver.solving import solve

from .small_cases import small_cases
from .test_solving import sound_replies

generated = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@generated
@given(case=small_cases())
def test_chance_equals_brute_force(case: Case) -> None:
    """The curve would show another chance than what a practised agent, who errs, really has."""

    @cache
    def best(position: Position) -> tuple[int, bool]:
        """The best score, and whether a win-win is possible, without a trap unless there is nothing else."""
        achieved = outcome(case, position)
        if achieved is not None:
            return achieved.score, achieved.verdict is Verdict.WIN_WIN
        values = [best(call.reply(case, position, move)) for move in sound_replies(case, position)]
        return max((score for score, _ in values), default=-1), any(won for _, won in values)

    @cache
    def chance(position: Position) -> float:
        achieved = outcome(case, position)
        if achieved is not None:
            return float(achieved.verdict is Verdict.WIN_WIN)
        most, winnable = best(position)
        if not winnable:
            return 0.0
        sound = sound_replies(case, position)
        odds: list[float] = []
        chances: list[float] = []
        for move in call.legal_replies(case, position):
            after = call.reply(case, position, move)
            lost = most - best(after)[0]
            odds.append(exp(-(lost if move in sound else max(lost, MISTAKE)) / ERRING))
            chances.append(chance(after))
        return sum(odd * one for odd, one in zip(odds, chances, strict=True)) / sum(odds)

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
