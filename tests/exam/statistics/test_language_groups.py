"""Questions that are harder in one language."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sittings import sitting
from simulator.exam.statistics.language_groups import language_differences
from simulator.exam.statistics.marks import ENOUGH, Marks, MarksRefused

unhurried = settings(deadline=None, max_examples=60)


def test_planted_difference_is_found_and_ability_is_not_taken_for_one() -> None:
    """A badly translated question would stay; or every question would be blamed for who sat in which language."""
    made = sitting(1200, 30, seed=4)
    english = made.abilities + numpy.random.default_rng(2).standard_normal(1200) > 0.3  # abler on average
    table = made.right.copy()
    # question 7 goes wrong in English for every third who knew it
    table[:, 7] *= ~(english & (numpy.arange(1200) % 3 == 0))
    found = language_differences(Marks.of(table), english)
    assert [place for place, one in enumerate(found) if one.differs] == [7]
    assert str(found[7].words).startswith("Harder in this language, by ")
    assert sum((one.plain or 0) > 0.05 for one in found) > 20  # the plain differences would have misled
    turned = language_differences(Marks.of(table), ~english)
    assert str(turned[7].words).startswith("Easier in this language, by ")


def test_false_alarms_are_rare() -> None:
    """Authors would rewrite good questions: of 300 that are alike at most a few may be named."""
    alarms = 0
    for seed in range(10):
        made = sitting(200, 30, seed=seed)
        group = numpy.random.default_rng(seed).random(200) < 0.4
        alarms += sum(one.differs for one in language_differences(Marks.of(made.right), group))
    assert alarms <= 6


@unhurried
@given(
    st.lists(
        st.tuples(st.booleans(), *[st.sampled_from([0.0, 0.5, 1.0, float("nan")])] * 3),
        min_size=1,
        max_size=12,
    )
)
def test_difference_is_the_weighted_mean_over_totals(rows: list[tuple[bool, float, float, float]]) -> None:
    """The difference would be of people who know more against people who know less."""
    marks, group = Marks.of([row[1:] for row in rows]), [row[0] for row in rows]
    for place, found in enumerate(language_differences(marks, group)):
        gaps, weights = [], []
        asked = [row for row in rows if row[place + 1] == row[place + 1]]
        # with so few people every level is one total share
        levels = {round(float(numpy.nanmean(row[1:])), 9) for row in asked}
        for level in levels:
            there = [row for row in asked if round(float(numpy.nanmean(row[1:])), 9) == level]
            inside = [row[place + 1] for row in there if row[0]]
            outside = [row[place + 1] for row in there if not row[0]]
            if inside and outside:
                gaps.append(sum(inside) / len(inside) - sum(outside) / len(outside))
                weights.append(len(inside))
        expected = sum(g * w for g, w in zip(gaps, weights, strict=True)) / sum(weights) if weights else None
        assert found.matched == (None if expected is None else pytest.approx(expected))
        assert found.counts == (sum(row[0] for row in asked), sum(not row[0] for row in asked))


def test_mantel_haenszel_by_hand() -> None:
    """The test would not be the one that it is named after."""
    # one level: everybody has one of two right; 30 + 30 people; the group right 22 times, the others 8
    first = [1.0] * 22 + [0.0] * 8 + [1.0] * 8 + [0.0] * 22
    marks = Marks.of([[one, 1 - one] for one in first])
    found = language_differences(marks, [True] * 30 + [False] * 30)[0]
    variance = 30 * 30 * 30 * 30 / (60**2 * 59)
    assert found.matched == pytest.approx(14 / 30)
    assert found.errors == pytest.approx((22 - 15) / variance**0.5)
    assert found.differs


def test_too_few_and_nobody() -> None:
    """Three people would decide on a translation."""
    made = sitting(100, 5)
    group = numpy.arange(100) < ENOUGH - 1
    found = language_differences(Marks.of(made.right), group)
    assert {str(one.words) for one in found} == {
        "Too few in one language to judge: 29; at least 30 are needed."
    }
    alone = language_differences(Marks.of(made.right), numpy.zeros(100, dtype=bool))
    assert {(one.plain, one.matched, one.errors) for one in alone} == {(None, None, None)}
    with pytest.raises(MarksRefused):
        language_differences(Marks.of(made.right), [True])
