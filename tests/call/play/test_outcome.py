"""The two-by-two, the verdict and the win-win score, on figures worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Case, Play
from simulator.call.case.case import TwoByTwo
from simulator.call.play.outcome import Outcome, Verdict

cell = st.integers(0, 100)
cells = st.tuples(cell, cell, cell, cell)


def outcome(case: Case, *values: int) -> Outcome:
    """An outcome with these cells."""
    return Outcome(next(iter(case.endings.values())), TwoByTwo(*values), 70, ())


@pytest.mark.parametrize(
    ("values", "score", "sides", "verdicts"),
    [
        ((70, 70, 70, 70), 70, (70, 70), "win-win win-win win-win"),
        ((100, 100, 100, 100), 100, (100, 100), "win-win win-win win-win"),
        ((100, 100, 0, 100), 0, (100, 0), "customer win-win customer"),
        ((0, 50, 100, 100), 0, (0, 100), "company company company"),
        ((90, 80, 60, 75), 75, (84, 67), "customer win-win customer"),
        ((90, 60, 95, 80), 80, (73, 87), "win-win company company"),
        ((69, 100, 69, 100), 83, (83, 83), "lose-lose win-win lose-lose"),
        ((20, 20, 100, 100), 44, (20, 100), "company company company"),
    ],
)
def test_by_hand(
    small_case: Case, values: tuple[int, ...], score: int, sides: tuple[int, int], verdicts: str
) -> None:
    """A trainee would be told another score than docs/scoring.md works out."""
    found = outcome(small_case, *values)
    told = " ".join(v.value for v in (found.business, found.personal, found.verdict))
    assert (found.score, (found.customer, found.company), told) == (score, sides, verdicts)


@given(values=cells)
def test_score_is_the_exact_fourth_root(small_case: Case, values: tuple[int, int, int, int]) -> None:
    """A rounding error would put a call on the wrong side of a mark."""
    score = outcome(small_case, *values).score
    product = values[0] * values[1] * values[2] * values[3]
    assert score**4 <= product < (score + 1) ** 4


@given(values=cells)
def test_score_and_verdict_agree(small_case: Case, values: tuple[int, int, int, int]) -> None:
    """A win-win could score below the bar, or a call with an empty cell above 0."""
    found = outcome(small_case, *values)
    assert found.verdict is not Verdict.WIN_WIN or found.score >= found.bar
    assert min(values) > 0 or found.score == 0


@given(values=cells)
def test_sides_are_treated_alike(small_case: Case, values: tuple[int, int, int, int]) -> None:
    """The customer's point would weigh more than the company's, or less."""
    a, b, c, d = values
    assert outcome(small_case, a, b, c, d).score == outcome(small_case, c, d, a, b).score


def test_a_critical_error_lowers_every_cell(small_case: Case) -> None:
    """An insult could be made good by gauges."""
    play = Play.start(small_case, "worried", "rehearsal")
    for move in ("feel-it", "when-expected", "hang-up"):
        play.push(move)
    found = play.outcome()
    assert found is not None
    assert (found.critical, found.cells.cells(), found.verdict) == (
        ("unwarned-hangup",),
        (0, 18, 12, 20),
        Verdict.LOSE_LOSE,
    )
