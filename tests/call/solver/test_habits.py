"""Calls by habit against every whole call, each with its chance."""

from collections.abc import Callable, Iterator

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from simulator import Case, parse_case
from simulator.call.case.case import Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import Outcome, Verdict, outcome
from simulator.call.solver.habits import Habitual, at_random, greedily
from simulator.call.solver.solving import solve

from .small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
Chosen = Callable[[Case, Position], list[Move]]


def greedy_replies(case: Case, position: Position) -> list[Move]:
    """The replies after which the two-by-two looks best, had the call ended then."""
    standing = {}
    for move in call.legal_replies(case, position):
        after = call.reply(case, position, move)
        there = after if after.scene in case.endings else after._replace(scene=next(iter(case.endings)))
        now = outcome(case, there)
        assert now is not None
        standing[move.id] = move, now.score
    most = max((score for _, score in standing.values()), default=0)
    return [move for move, score in standing.values() if score == most]


def can_end(case: Case, position: Position, chosen: Chosen) -> bool:
    """Whether a call made by a habit can come to an ending from here."""
    return outcome(case, position) is not None or any(
        can_end(case, call.reply(case, position, move), chosen) for move in chosen(case, position)
    )


def calls(
    case: Case, position: Position, chosen: Chosen, chance: float, replies: int
) -> Iterator[tuple[Outcome | None, float, int]]:
    """Every call made by a habit up to where it has ended, or cannot any more: outcome, chance, replies."""
    achieved = outcome(case, position)
    moves = [] if achieved else chosen(case, position)
    if not moves or not can_end(case, position, chosen):
        moves = []
        yield achieved, chance, replies
    for move in moves:
        yield from calls(case, call.reply(case, position, move), chosen, chance / len(moves), replies + 1)


@pytest.mark.parametrize(
    ("habit", "chosen"),
    [(at_random, call.legal_replies), (greedily, greedy_replies)],
    ids=["random", "greedy"],
)
def test_calls_by_habit_equal_brute_force(habit: Callable[..., Habitual], chosen: Chosen) -> None:
    """A trainer would be told wrong chances of how a call ends."""

    @generated
    @given(case=small_cases())
    def check(case: Case) -> None:
        for place in range(len(case.personas)):
            made = habit(solve(case, place))
            all_calls = list(calls(case, call.opening(case, place), chosen, 1.0, 0))
            ended = [(achieved, chance) for achieved, chance, _ in all_calls if achieved]
            assert made.mean == pytest.approx(sum(a.score * chance for a, chance in ended))
            assert made.replies == pytest.approx(sum(chance * count for _, chance, count in all_calls))
            assert made.unended == pytest.approx(1 - sum(chance for _, chance in ended), abs=1e-9)
            assert made.verdicts == pytest.approx(
                {v: sum(chance for a, chance in ended if a.verdict is v) for v in Verdict}
            )
            assert made.endings == pytest.approx(
                {e: sum(chance for a, chance in ended if a.ending.id == e) for e in case.endings}
            )
            assert sum(made.places()[ending] for ending in case.endings) == pytest.approx(
                1 - made.unended, abs=1e-9
            )

    check()


def test_calls_that_go_round() -> None:
    """The working out would never come to an end where a call need not, or chances would be lost there."""
    move = {"say": "s", "why": "w"}
    case = parse_case(
        yaml.safe_dump(
            {
                "id": "round",
                "language": "en",
                "title": "t",
                "personas": {"p": {"name": "n", "who": "w", "expects": "e", "gives-away": "g"}},
                "rehearsal": {
                    "start": {
                        "customer": "c",
                        "moves": {
                            "again": move | {"to": "start"},
                            "enter": move | {"to": "trap"},
                            "leave": move | {"to": "end", "effect": {"solved": 50}},
                        },
                    },
                    "trap": {"customer": "c", "moves": {"round": move | {"to": "trap"}}},
                },
                "endings": {"end": {"title": "t", "why": "w"}},
            },
            sort_keys=False,
        )
    )
    made = at_random(solve(case, 0))
    assert made.endings == pytest.approx({"end": 0.5})
    assert made.unended == pytest.approx(0.5)
    assert made.places() == pytest.approx({"start": 1.5, "trap": 0.5, "end": 0.5})
    assert made.replies == pytest.approx(1.5)
