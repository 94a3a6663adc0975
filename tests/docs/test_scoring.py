"""docs/scoring.md: every example is right, in both languages, and is what the engine works out."""

import ast
import operator
import re
from math import floor
from pathlib import Path

import pytest

from simulator import Case
from simulator.call.case.case import Detail, Position, TwoByTwo
from simulator.call.play.analysis import AnalysisProgress, StatedBelief, analysis_of, share_right
from simulator.call.play.outcome import Outcome
from simulator.call.play.replay import ReplayProgress
from simulator.call.play.scoring import QuestionScore, brier, details, hypothesis_score, replay_score

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {page: (DOCS / page).read_text(encoding="utf-8") for page in ("scoring.md", "scoring.zh.md")}
EXAMPLE = re.compile(r"`([^`]+) = ([0-9.]+)`")
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def examples(page: str) -> list[tuple[str, str]]:
    """The formulas of a page with the results that it states."""
    return [(formula, result) for formula, result in EXAMPLE.findall(PAGES[page])]


def value(formula: str) -> float:
    """What a formula comes to."""
    for sign, python in (("·", "*"), ("²", "**2"), ("^", "**"), ("⌊", "floor("), ("⌋", ")")):
        formula = formula.replace(sign, python)
    return worked_out(ast.parse(formula, mode="eval").body)


def worked_out(node: ast.expr) -> float:
    """The value of a sum, and of nothing else."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.BinOp():
            return float(OPERATORS[type(node.op)](worked_out(node.left), worked_out(node.right)))
        case ast.Call(func=ast.Name(id="floor"), args=[inner]):
            return floor(worked_out(inner) + 1e-9)  # a fourth root of 80⁴ is not quite 80
    raise ValueError(ast.dump(node))


@pytest.mark.parametrize("page", list(PAGES))
def test_examples_add_up(page: str) -> None:
    """Whoever checks a score by hand would come to another figure than the page."""
    found = examples(page)
    assert len(found) == 27
    for formula, result in found:
        digits = len(result.partition(".")[2])
        assert f"{value(formula):.{digits}f}" == result, formula


def test_both_languages_say_the_same() -> None:
    """Chinese and English readers would be scored by different pages."""
    assert examples("scoring.md") == examples("scoring.zh.md")
    assert [PAGES[page].count("\n#") for page in PAGES] == [16, 16]


def stated(formula: str) -> float:
    """The result that the page states for a formula."""
    ((_, result),) = [example for example in examples("scoring.md") if example[0] == formula]
    return float(result)


def test_replay(small_case: Case) -> None:
    """The page would explain another scoring of the replay than the engine's."""
    marks = frozenset(
        {
            (2, Detail.REPEATED),
            (3, Detail.REPEATED),
            (4, Detail.HEATED),
            (6, Detail.SOFTENED),
            (7, Detail.EXAGGERATED),
            (2, Detail.KEY),
            (1, Detail.KEY),
        }
    )
    progress = ReplayProgress(7, marks)
    assert details(small_case, progress)[0].f1 == stated("2 · 1 / (2 · 1 + 1 + 1)")
    assert replay_score(small_case, progress) == stated(
        "100 · (0.7 · (0.5 + 1 + 1 + 0 + 1) / 5 + 0.3 · 2 / 3)"
    )


def test_questions(small_case: Case) -> None:
    """The page would explain another scoring of the questions than the engine's."""
    steps = analysis_of(small_case).steps
    assert share_right(steps["which-two"], ("door",)) == stated("(1 - 0) / 2")
    assert share_right(steps["which-two"], ("door", "name")) == stated("(1 - 1) / 2")
    assert round(share_right(steps["in-which-order"], ("check", "hear", "act")), 2) == stated("(2 - 1) / 3")
    assert QuestionScore(steps["what-is-repeated"], 1.0, hints=1, answers=2, help_costs=20).credit == stated(
        "1 · (1 - 0.2 · 2)"
    )


def test_hypothesis(small_case: Case) -> None:
    """The page would explain another scoring of the hypothesis than the engine's."""
    figures = [
        brier(small_case, belief)
        for belief in (
            StatedBelief(0, "worried", 60),
            StatedBelief(0, "worried", 95),
            StatedBelief(0, "money", 60),
            None,
        )
    ]
    assert figures == pytest.approx(
        [
            stated("(0.6 - 1)² + 0.2² + 0.2²"),
            stated("(0.95 - 1)² + 0.025² + 0.025²"),
            stated("(0.2 - 1)² + 0.6² + 0.2²"),
            stated("(1/3 - 1)² + (1/3)² + (1/3)²"),
        ],
        abs=5e-5,
    )
    early = AnalysisProgress(5, beliefs=(StatedBelief(0, "worried", 60), StatedBelief(5, "worried", 95)))
    late = AnalysisProgress(5, beliefs=(StatedBelief(3, "worried", 60), StatedBelief(5, "worried", 95)))
    assert round(hypothesis_score(small_case, early), 2) == stated("1 - (5 · 0.24 + 0.00375) / 6 / 0.6667")
    assert round(hypothesis_score(small_case, late), 2) == stated(
        "1 - (3 · 0.6667 + 2 · 0.24 + 0.00375) / 6 / 0.6667"
    )


def test_cells(small_case: Case) -> None:
    """The page would explain other cells than the engine's."""
    gauges = {"heat": 15, "trust": 95, "understood": 90, "solved": 90, "composure": 80}
    values = tuple(gauges.get(gauge.id, 0) for gauge in small_case.gauges)
    position = Position("parcel-traced", 0, values, 0)
    assert [int(cell(position)) for cell in small_case.cells.cells()] == [
        90,
        stated("(90 + 95 + 100 - 15) / 3"),
        100,
        stated("⌊(95 + 80) / 2⌋"),
    ]


@pytest.mark.parametrize(
    "cells",
    [
        (90, 90, 100, 87),
        (80, 80, 80, 80),
        (100, 100, 20, 60),
        (10, 10, 100, 100),
        (0, 90, 100, 90),
        (28, 27, 30, 25),
        (38, 27, 50, 34),
    ],
)
def test_win_win_score(small_case: Case, cells: tuple[int, int, int, int]) -> None:
    """The page would explain another win-win score than the engine's."""
    outcome = Outcome(small_case.endings["resigned"], TwoByTwo(*cells), 70, ())
    assert outcome.score == stated("⌊({} · {} · {} · {}) ^ (1/4)⌋".format(*cells))
