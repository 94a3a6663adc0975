"""Mastery: wins in a row, with different customers."""

from dataclasses import replace

import pytest

from simulator import Case, Verdict
from simulator.practice.standing import Mastery, mastery
from simulator.practice.store import Result

WIN_A, WIN_B = Result("worried", Verdict.WIN_WIN, 80), Result("hurried", Verdict.WIN_WIN, 75)
LOSS = Result("worried", Verdict.CUSTOMER, 60)
DISASTER = Result("hurried", Verdict.WIN_WIN, 30, ("unwarned-hangup",))
LISTENED = Result("worried")


@pytest.mark.parametrize(
    ("results", "run"),
    [
        ([], ()),
        ([WIN_A], ("worried",)),
        ([WIN_A, WIN_B], ("worried", "hurried")),
        ([WIN_A, WIN_A], ("worried",)),
        ([WIN_A, LOSS], ()),
        ([WIN_A, WIN_B, LOSS, WIN_B], ("hurried",)),
        ([WIN_A, DISASTER], ()),
        ([WIN_A, LISTENED, WIN_B], ("worried", "hurried")),
        ([WIN_A, Result("gone", Verdict.LOSE_LOSE, 0)], ("worried",)),
    ],
)
def test_run_is_of_wins_with_different_customers(
    small_case: Case, results: list[Result], run: tuple[str, ...]
) -> None:
    """Somebody would master a case by winning against one customer, or in spite of losses."""
    assert mastery(small_case, results) == Mastery(2, run)


def test_mastered_when_everybody_was_won(small_case: Case) -> None:
    """A case with two customers could never be mastered with three different ones."""
    assert [mastery(small_case, played).mastered for played in ([WIN_A], [WIN_A, WIN_B])] == [False, True]


def test_case_with_many_customers_takes_three(small_case: Case) -> None:
    """The more customers a case had, the longer it would take."""
    many = replace(small_case, personas=tuple(replace(small_case.personas[0], id=f"p-{n}") for n in range(5)))
    wins = [Result(f"p-{n}", Verdict.WIN_WIN, 80) for n in range(3)]
    assert mastery(many, wins) == Mastery(3, ("p-0", "p-1", "p-2"))
    assert mastery(many, wins).mastered
