"""Calibration: how sure against how right."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Case
from simulator.call.play.analysis import StatedBelief as Stated
from simulator.call.play.scoring import brier
from simulator.practice.calibration import BINS, ENOUGH, Tendency, calibration, first_beliefs, last_beliefs
from simulator.practice.findings import BeliefFinding, Findings
from simulator.text.proportion import Proportion

unhurried = settings(deadline=None)  # other processes may want the machine


def belief(confidence: int, right: bool, brier: float = 0.5) -> BeliefFinding:
    """A hypothesis among three expectations."""
    return BeliefFinding("first", "worried" if right else "money", confidence, right, 3, brier)


def stated(confidence: int, right: int, of: int) -> list[BeliefFinding]:
    """So many hypotheses of one confidence, so many of them right."""
    return [belief(confidence, number < right) for number in range(of)]


@pytest.mark.parametrize(
    ("beliefs", "tendency"),
    [
        ([], Tendency.TOO_FEW),
        (stated(100, 0, ENOUGH - 1), Tendency.TOO_FEW),
        (stated(90, 5, 10), Tendency.OVER),
        (stated(90, 9, 10), Tendency.FITS),
        (stated(90, 10, 10), Tendency.FITS),
        (stated(100, 9, 10), Tendency.OVER),
        (stated(60, 10, 10), Tendency.UNDER),
        (stated(60, 8, 10), Tendency.FITS),
        (stated(30, 0, 10), Tendency.OVER),
        (stated(20, 8, 10) + stated(80, 2, 10), Tendency.FITS),
        (stated(0, 1, 10), Tendency.UNDER),
    ],
)
def test_tendency(beliefs: list[BeliefFinding], tendency: Tendency) -> None:
    """A trainee would be called too sure for bad luck, or not for being so."""
    assert calibration(beliefs).tendency is tendency


@pytest.mark.parametrize("right", range(ENOUGH + 1))
def test_tendency_equals_brute_force(right: int) -> None:
    """The odds by which somebody is called too sure would be wrong."""
    chances = [0.5, 0.6, 0.7, 0.9, 0.95, 0.4, 0.8, 0.8, 0.3, 0.75]
    low = high = 0.0
    for hits in product((0, 1), repeat=len(chances)):
        odds = 1.0
        for hit, chance in zip(hits, chances, strict=True):
            odds *= chance if hit else 1 - chance
        low += odds * (sum(hits) <= right)
        high += odds * (sum(hits) >= right)
    expected = Tendency.OVER if low < 0.05 else Tendency.UNDER if high < 0.05 else Tendency.FITS
    beliefs = [belief(round(100 * chance), number < right) for number, chance in enumerate(chances)]
    assert calibration(beliefs).tendency is expected


def test_figures() -> None:
    """The bins, the means or the bias would not be those of the hypotheses."""
    found = calibration(
        [belief(20, False, 0.4), belief(21, True, 0.9), belief(60, True, 0.2), belief(100, False, 2.0)]
    )
    assert [(one.least, one.most, one.stated, one.right) for one in found.bins] == [
        (0, 20, 20.0, Proportion(0, 1)),
        (21, 40, 21.0, Proportion(1, 1)),
        (41, 60, 60.0, Proportion(1, 1)),
        (61, 80, None, Proportion(0, 0)),
        (81, 100, 100.0, Proportion(0, 1)),
    ]
    assert (found.right, found.stated, found.bias) == (Proportion(2, 4), 50.25, 0.25)
    assert (found.brier, found.ignorance) == pytest.approx((0.875, 2 / 3))
    assert found.skill == pytest.approx(1 - 0.875 / (2 / 3))


def test_nothing_supposed() -> None:
    """A class that has supposed nothing would break the page."""
    found = calibration([])
    assert (found.stated, found.bias, found.brier, found.skill) == (None, None, None, None)
    assert str(found.words) == "There are too few hypotheses to judge by."


def test_words_name_both_figures() -> None:
    """The sentence would not say how sure and how right."""
    assert str(calibration(stated(90, 5, 10)).words).startswith(
        "Too sure: 90 % sure on average, and right in 50 % of cases."
    )
    assert str(calibration(stated(60, 10, 10)).words).startswith("Not sure enough: 60 % sure on average")
    assert "Well calibrated" in str(calibration(stated(90, 9, 10)).words)


@unhurried
@given(st.lists(st.tuples(st.integers(0, 100), st.booleans())))
def test_every_hypothesis_is_in_one_bin(pairs: list[tuple[int, bool]]) -> None:
    """A confidence would fall between two bins, or into both."""
    found = calibration([belief(*pair) for pair in pairs])
    assert (sum(one.right.hits for one in found.bins), sum(one.right.of for one in found.bins)) == (
        found.right.hits,
        found.right.of,
    )
    assert found.bins[0].least == 0
    assert tuple(one.most for one in found.bins) == BINS
    assert BINS[-1] == 100


def test_no_idea_has_no_skill(small_case: Case) -> None:
    """Stating all expectations alike would count as knowing, or as worse than saying nothing."""
    assert small_case.analysis is not None
    among = len(small_case.analysis.expectations)
    assert 1 - 1 / among == pytest.approx(brier(small_case, None))
    sure = brier(small_case, Stated(0, small_case.analysis.recorded, 100))
    one = BeliefFinding("first", "worried", 100, True, among, sure)
    assert calibration([one]).skill == 1.0


def test_first_and_last_of_each_attempt() -> None:
    """Somebody who revised often would count more than somebody who did not."""
    one, two, three = belief(30, False), belief(60, True), belief(90, True)
    attempts = [Findings(beliefs=(one, two, three)), Findings(), Findings(beliefs=(two,))]
    assert first_beliefs(attempts) == [one, two]
    assert last_beliefs(attempts) == [three, two]
