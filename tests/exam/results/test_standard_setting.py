"""The judges' pass mark is the mean of what they say, weighted by the questions' marks."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.paper.exam import PaperItem
from simulator.exam.results.standard_setting import EstimateRefused, angoff, checked_estimate

ITEMS = (PaperItem("a"), PaperItem("b", 3), PaperItem("c"))


def test_weighted_mean_and_spread() -> None:
    """A question of three marks would weigh as much as one of one, or half a sheet as a whole."""
    sheet = {1: {"a": 0.5, "b": 0.9, "c": 0.4}, 2: {"a": 0.8, "b": 0.5, "c": 0.2}, 3: {"a": 0.2}}
    cut = angoff(ITEMS, sheet)
    assert cut.share == pytest.approx((0.5 + 3 * 0.7 + 0.3) / 5)
    assert cut.judges == {1: pytest.approx(0.72), 2: pytest.approx(0.5)}
    assert cut.error == pytest.approx(0.22 / sqrt(2) / sqrt(2))
    assert [(judged.question, judged.count, judged.split) for judged in cut.questions] == [
        ("a", 3, True), ("b", 2, True), ("c", 2, False),
    ]  # fmt: skip
    assert cut.questions[0].deviation == pytest.approx(0.3)


def test_no_cut_before_each_question_was_judged() -> None:
    """The pass mark would rest on the questions that somebody happened to begin with."""
    cut = angoff(ITEMS, {1: {"a": 0.5, "b": 0.5}})
    assert (cut.share, cut.error, cut.missing, cut.judges) == (None, None, 1, {})
    assert angoff(ITEMS, {}).missing == 3
    assert angoff((), {1: {"a": 0.5}}).share is None


def test_void_questions_count_for_nothing() -> None:
    """The pass mark would ask for marks that cannot be had."""
    cut = angoff(ITEMS, {1: {"a": 0.5, "b": 0.9}}, void=["c"])
    assert cut.share == pytest.approx(0.8)
    assert cut.judges == pytest.approx({1: 0.8})


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=5))
def test_cut_lies_between_the_judges(sheets: list[list[float]]) -> None:
    """The mean would be one that no judge comes near."""
    cut = angoff(ITEMS, {judge: dict(zip("abc", sheet, strict=True)) for judge, sheet in enumerate(sheets)})
    assert cut.share is not None
    assert min(cut.judges.values()) - 1e-9 <= cut.share <= max(cut.judges.values()) + 1e-9


def test_estimates_are_shares() -> None:
    """80 would be taken for a share."""
    assert [checked_estimate(share) for share in (0, 0.5, 1)] == [0, 0.5, 1]
    for share in (-0.01, 1.01, 80, float("nan")):
        with pytest.raises(EstimateRefused):
            checked_estimate(share)
