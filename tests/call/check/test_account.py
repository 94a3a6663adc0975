"""The account of a case keeps its word: every call it shows, played, comes to what it says."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from simulator import Case, Play
from simulator.call.check.account import Account, FrontierPoint, Hindsight, WitnessCall, account_of
from simulator.call.check.survey import Survey
from simulator.call.play import rehearsal
from simulator.call.play.outcome import Verdict, outcome
from simulator.call.solver.solving import solve, solve_all
from tests.call.solver.small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def account(case: Case, budget: int = 1_000_000) -> Account:
    """The account of a case with all its personas."""
    return account_of(case, tuple(map(Survey, solve_all(case, budget))), budget)


def calls(persona: Hindsight) -> Iterator[WitnessCall]:
    """All calls that are shown for a persona."""
    shown = [persona.best.call, persona.worst.call, persona.win_win.call]
    shown += [point.call for point in (*persona.frontier.business, *persona.frontier.personal)]
    shown += [call for ending in persona.endings for call in (ending.call, ending.best)]
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
            if persona.best.call and persona.worst.call:
                assert persona.best.least == persona.best.call.score
                assert persona.worst.most == persona.worst.call.score
            for space in ("business", "personal"):
                points: tuple[FrontierPoint, ...] = getattr(persona.frontier, space)
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
        assert found.win_win.reachable in (True, None)
        assert known.win_win.reachable or not found.win_win.reachable
        if known.best.call is not None:
            assert found.best.least <= known.best.least <= found.best.most
            assert found.worst.least <= known.worst.most <= found.worst.most


@generated
@given(case=small_cases())
def test_best_of_each_ending_is_the_best_without_a_trap(case: Case) -> None:
    """An ending would look better than any decent agent can make it, or a way to win there would be missed."""
    for place, persona in enumerate(account(case).personas):
        found: dict[str, list[tuple[bool, int]]] = {ending: [] for ending in case.endings}
        start = rehearsal.opening(case, place)
        seen, waiting = {start}, [start]
        while waiting:
            position = waiting.pop()
            achieved = outcome(case, position)
            if achieved is not None:
                won = achieved.verdict is Verdict.WIN_WIN
                found[achieved.ending.id].append((won, achieved.score))
                continue
            replies = rehearsal.legal_replies(case, position)
            sound = [move for move in replies if not move.trap] or replies
            following = {rehearsal.reply(case, position, move) for move in sound} - seen
            seen |= following
            waiting += following
        for ending in persona.endings:
            best = ending.best and (ending.best.verdict is Verdict.WIN_WIN, ending.best.score)
            assert best == max(found[ending.ending], default=None)


@generated
@given(case=small_cases())
def test_moments_are_played(case: Case) -> None:
    """A trainer would look for a moment of the call where it does not occur."""
    shown = account(case).shoes
    assert shown is not None
    assert shown.cost == pytest.approx(shown.told - shown.value, abs=1e-9)
    for course in shown.courses:
        for moment in course.moments:
            play = played(case, course.persona, moment.moves)
            position = play.progress.rehearsal
            assert position is not None
            assert position.scene == moment.scene
            assert course.persona in moment.personas
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
    assert worried.best.call is not None
    assert worried.best.call.moves == ("feel-it", "when-expected", "send-courier")
    assert (worried.best.least, hurried.best.least) == (91, 85)
    assert [(p.customer, p.company) for p in worried.frontier.business] == [(100, 70), (90, 100)]
    assert worried.random is not None
    assert worried.random.endings["parcel-traced"] == pytest.approx(0.354, abs=0.001)
