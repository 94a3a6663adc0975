"""Confidence intervals hold the truth as often as they say."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exam.statistics.marks import (
    NORMAL,
    Interval,
    Marks,
    consistency_interval,
    correlation_interval,
    paper_statistics,
    share_interval,
)


@settings(deadline=None)  # other processes may want the machine
@given(st.integers(1, 200).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_ends_of_a_share_are_where_the_score_test_turns(counts: tuple[int, int]) -> None:
    """The interval would not be Wilson's: at its ends the observed share is just 1.96 errors away."""
    hits, of = counts
    interval = share_interval(hits / of, of)
    for end in (interval.least, interval.most):
        if 1e-6 < end < 1 - 1e-6:
            assert abs(hits / of - end) == pytest.approx(NORMAL * (end * (1 - end) / of) ** 0.5, abs=1e-9)
    assert 0 <= interval.least <= hits / of <= interval.most <= 1


def test_known_intervals() -> None:
    """A formula could be wrong and still turn where it should."""
    wilson = share_interval(0.8, 10)
    assert (wilson.least, wilson.most) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    fisher = correlation_interval(0.5, 28)
    assert (fisher.least, fisher.most) == pytest.approx((0.1560, 0.7359), abs=1e-4)


def test_too_few_say_nothing() -> None:
    """Two or three answers would look like knowledge."""
    assert share_interval(0.0, 0) == Interval(0.0, 1.0)
    assert correlation_interval(0.9, 3) == Interval(-1.0, 1.0)
    assert consistency_interval(0.9, 10, 2) == Interval(float("-inf"), 1.0)
    assert (correlation_interval(1.0, 9), consistency_interval(1.0, 5, 9)) == (Interval(1, 1), Interval(1, 1))


def test_interval_of_consistency_holds_the_truth() -> None:
    """A paper would be called reliable, or not, by luck: 95 % should hold, of 400 papers."""
    draw = numpy.random.default_rng(1)
    questions, examinees, noise = 10, 60, 2.0
    truth = questions / (questions + noise**2)
    held = 0
    for _ in range(400):
        ability = draw.standard_normal((examinees, 1))
        # any marks will do, as long as all questions measure the same
        answers = 500 + 5 * (ability + noise * draw.standard_normal((examinees, questions)))
        interval = paper_statistics(Marks.of(answers, [1000.0] * questions)).consistency_interval
        assert interval is not None
        held += interval.least <= truth <= interval.most
    assert 0.92 <= held / 400 <= 0.98
