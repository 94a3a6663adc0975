"""The account of a case keeps its word: every call it shows, played, comes to what it says."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case, Play
from simulator.call.check.account import Account, Hindsight, WitnessCall, account_of
from simulator.call.check.survey import Survey
from simulator.call.solver.solving import solve, solve_all
from tests.call.solver.small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def account(case: Case, budget: int = 1_000_000) -> Account:
    """The account of a case with all its personas."""
    return account_of(case, tuple(map(Survey, solve_all(case, budget))), budget)


def calls(persona: Hindsight) -> Iterator[WitnessCall]:
    """All calls that are shown for a persona."""
    shown = [persona.best_call, persona.worst_call, persona.winning_call]
    shown += [point.call for points in persona.frontier.values() for point in points]
    shown += [ending.call for ending in persona.endings]
    yield from (call for call in shown if call is not None)


def played(case: Case, persona: str, moves: tuple[str, ...]) -> Play:
    """A rehearsal of these moves."""
    play = Play.start(case, persona, "rehearsal")
    for move in moves:
        play.push(move)
    return play


@generated
@given(case=small_cases())
def test_calls_come_to_what_is_claimed(case: Case) -> None:
    """A trainer would play what the solver shows, and something else would come of it."""
    for budget in (1_000_000, 8):
        for persona in account(case, budget).personas:
            for call in calls(persona):
                achieved = played(case, persona.persona, call.moves).outcome()
                assert achieved is not None
                assert call == WitnessCall(achieved.ending.id, achieved.verdict, achieved.score, call.moves)
            if persona.best_call and persona.worst_call:
                assert persona.best.least == persona.best_call.score
                assert persona.worst.most == persona.worst_call.score
            for space, points in persona.frontier.items():
                for point in points:
                    achieved = played(case, persona.persona, point.call.moves).outcome()
                    assert achieved is not None
                    assert point.customer == getattr(achieved.cells, f"customer_{space}")
                    assert point.company == getattr(achieved.cells, f"company_{space}")


@generated
@given(case=small_cases())
def test_a_small_budget_claims_nothing_more(case: Case) -> None:
    """A case too large would be said to be lost, or its chances would be given for half of it."""
    whole, cut = account(case), account(case, 5)
    for known, found in zip(whole.personas, cut.personas, strict=True):
        if found.complete:
            assert found == known
            continue
        assert (found.random, cut.shoes) == (None, None)
        assert found.win_win in (True, None)
        assert known.win_win or not found.win_win
        if known.best_call is not None:
            assert found.best.least <= known.best.least <= found.best.most
            assert found.worst.least <= known.worst.most <= found.worst.most


@generated
@given(case=small_cases())
def test_moments_are_played(case: Case) -> None:
    """A trainer would look for a moment of the call where it does not occur."""
    shown = account(case).shoes
    assert shown is not None
    assert shown.cost == pytest.approx(shown.told - shown.value, abs=1e-9)
    for persona, moments in shown.courses.items():
        for moment in moments:
            play = played(case, persona, moment.moves)
            position = play.progress.rehearsal
            assert position is not None
            assert position.scene == moment.scene
            assert persona in moment.personas
            assert [option.move for option in moment.options] == play.legal_moves()
            values = [option.value for option in moment.options]
            assert moment.value == pytest.approx(min(values, key=lambda value: abs(value - moment.value)))
            assert moment.value <= max(values) + 1e-9, "traps may promise more, and do not count"


def test_one_persona_alone(small_case: Case) -> None:
    """Asking for one customer would give another, or the shoes of a trainee who may meet only this one."""
    alone = account_of(small_case, (Survey(solve(small_case, 1)),), 1_000)
    assert [persona.persona for persona in alone.personas] == ["hurried"]
    assert alone.shoes is None


def test_account_of_the_small_case(small_case: Case) -> None:
    """The figures that the docs show would not be those that are worked out."""
    worried, hurried = account(small_case).personas
    assert worried.best_call is not None
    assert worried.best_call.moves == ("feel-it", "when-expected", "send-courier")
    assert (worried.best.least, hurried.best.least) == (91, 85)
    assert [(p.customer, p.company) for p in worried.frontier["business"]] == [(100, 70), (90, 100)]
    assert worried.random is not None
    assert worried.random.endings["parcel-traced"] == pytest.approx(0.354, abs=0.001)
