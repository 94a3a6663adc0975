"""The solver against whole lists of moves, played one by one through the engine."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from simulator import Case, Play
from simulator.call.case.case import Move, Position
from simulator.call.case.loading import parse_case
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Outcome, Verdict, outcome
from simulator.call.solver.expanding import reach
from simulator.call.solver.solving import solve
from simulator.source.reading import read_file

from .small_cases import small_cases, timed_cases

SMALL_CASE = Path(__file__).parents[2] / "cases" / "late-parcel"
A_CHUNK = 150_000_000
"""Bytes for the positions that are followed at a time, whatever the case."""
generated = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def sound_replies(case: Case, position: Position) -> list[Move]:
    """What a decent agent may say: no traps, unless there is nothing else."""
    replies = call.legal_replies(case, position)
    return [move for move in replies if not move.trap] or replies


def whole_calls(
    case: Case,
    position: Position,
    replies_at: Callable[[Case, Position], list[Move]] = call.legal_replies,
) -> Iterator[tuple[list[str], Outcome, float]]:
    """Every whole call from a position: its moves, what it achieves, and its chance under random play."""
    achieved = outcome(case, position)
    if achieved is not None:
        yield [], achieved, 1.0
        return
    replies = replies_at(case, position)
    for move in replies:
        for moves, achieved, chance in whole_calls(case, call.reply(case, position, move), replies_at):
            yield [move.id, *moves], achieved, chance / len(replies)


def positions(case: Case, persona: int) -> Iterator[Position]:
    """Every position that can be reached, once."""
    seen = {call.opening(case, persona)}
    layer = list(seen)
    while layer:
        yield from layer
        following = {
            call.reply(case, position, move)
            for position in layer
            for move in call.legal_replies(case, position)
        }
        layer = list(following - seen)
        seen |= following


@generated
@given(case=small_cases() | timed_cases())
def test_solver_equals_brute_force(case: Case) -> None:
    """The solver would claim something else than what every whole call taken together shows."""
    for persona in range(len(case.personas)):
        solution = solve(case, persona)
        reachable = set(positions(case, persona))
        count = solution.reached.words.shape[1]
        reached = solution.reached
        assert {reached.position(number) for number in range(count)} == set(
            map(reached.packing.counted, reachable)
        )
        for position in reachable:
            number = solution.number(position)
            calls = list(whole_calls(case, position))
            scores = [achieved.score for _, achieved, _ in calls]
            sound = [achieved for _, achieved, _ in whole_calls(case, position, sound_replies)]
            assert (
                int(solution.best[number]),
                int(solution.worst[number]),
                bool(solution.winnable[number]),
                set(solution.options(number)),
            ) == (
                max((achieved.score for achieved in sound), default=-1),
                min(scores, default=101),
                any(achieved.verdict is Verdict.WIN_WIN for achieved in sound),
                {move.id for move in call.legal_replies(case, position)},
            )
            mean = sum(achieved.score * chance for _, achieved, chance in calls)
            assert solution.at_random[number] == pytest.approx(mean)


@generated
@given(case=small_cases())
def test_witnesses_keep_their_word(case: Case) -> None:
    """A plan that the solver shows would not play out as claimed."""
    for place, persona in enumerate(case.personas):
        solution = solve(case, place)
        for line, claimed in (
            (solution.best_line(), solution.best[0]),
            (solution.worst_line(), solution.worst[0]),
        ):
            if 0 <= claimed <= 100:
                play = Play.start(case, persona.id, "rehearsal")
                for move in line:
                    play.push(move)
                achieved = play.outcome()
                assert achieved is not None
                assert achieved.score == claimed


@generated
@given(case=small_cases())
def test_frontier(case: Case) -> None:
    """A reachable outcome would be better than the frontier for one side and no worse for the other."""
    solution = solve(case, 0)
    outcomes = [achieved for _, achieved, _ in whole_calls(case, call.opening(case, 0))]
    for space in ("business", "personal"):
        pairs = {
            (getattr(o.cells, f"customer_{space}"), getattr(o.cells, f"company_{space}")) for o in outcomes
        }
        best = {p for p in pairs if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in pairs)}
        assert {(a, b) for a, b, _ in solution.frontier(space)} == best


@pytest.mark.parametrize("room", [6_000_000, 30_000_000])
def test_hostile_case_takes_no_more_memory_than_it_is_given(room: int) -> None:
    """A case with many replies to be said once, and many gauges, would take gigabytes whatever positions are allowed."""
    gauges = {f"g{number}": {"name": "Gauge", "starts": 10} for number in range(12)}
    data = read_file(SMALL_CASE / "case.yaml").data
    replies = {
        f"once-{number}": {
            "say": f"Reply {number}.",
            "once": True,
            "effect": {f"g{number % 12}": 1 + number, f"g{(number + 5) % 12}": 2},
            "why": "So it is.",
        }
        for number in range(22)
    }
    data["gauges"] = {"battery": data["gauges"]["battery"], **gauges}
    data["rehearsal"]["opening"]["moves"] |= replies
    del data["endings"]["hangs-up"]
    for persona in data["personas"].values():
        persona["reacts"] = {}
    for name in ("opening", "told-which"):
        for move in data["rehearsal"][name]["moves"].values():
            move.get("effect", {}).pop("patience", None)
    case = parse_case(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))
    tracemalloc.start()
    reached = reach(case, 0, room=room)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not reached.complete
    assert reached.bytes <= room
    assert peak <= room + A_CHUNK


@generated
@given(case=small_cases())
def test_a_spent_budget_gives_bounds(case: Case) -> None:
    """A case too large to solve would be given a wrong number."""
    whole, cut = solve(case, 0), solve(case, 0, budget=5)
    bounds = cut.best_score
    assert bounds.least <= max(0, int(whole.best[0])) <= bounds.most
    assert cut.reached.complete == (whole.reached.words.shape[1] <= 5)
