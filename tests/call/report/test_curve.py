"""The call curve: its values are the call's, and its labels can be read."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Case
from simulator.call.report.conversation import BOTTOM, LABEL_GAP, LEFT, RIGHT, TOP, Curve
from simulator.call.report.debrief import debrief
from simulator.render.charts import spread

from .plays import WON, played


def curve_of(case: Case, moves: list[str]) -> Curve:
    """The curve of a call."""
    curve = debrief(played(case, moves, stage="rehearsal"), "en").curve
    assert curve is not None
    return curve


def edited(case: Case) -> Case:
    """The case with a customer who never hangs up."""
    return replace(case, endings={name: replace(ending, when=None) for name, ending in case.endings.items()})


def test_values(small_case: Case) -> None:
    """The curve would show another call."""
    curve = curve_of(small_case, WON)
    assert {series.name: series.values for series in curve.series} == {
        "heat": (50, 35, 35, 15),
        "trust": (45, 45, 55, 95),
        "composure": (80, 80, 80, 80),
    }
    assert (curve.least, curve.most, [number for number, _ in curve.ticks]) == (0, 100, [0, 1, 2, 3])


def test_points_are_to_scale(small_case: Case) -> None:
    """A rise would look like a fall, or run out of the picture."""
    heat = curve_of(small_case, WON).series[0]
    assert heat.points[0] == (LEFT, (TOP + BOTTOM) / 2)
    assert heat.points[-1] == (RIGHT, round(BOTTOM - 0.15 * (BOTTOM - TOP), 1))


@pytest.mark.parametrize(
    ("replies", "numbers"), [(0, [0]), (1, [0, 1]), (9, [0, 2, 4, 6, 8]), (13, list(range(0, 13, 2)))]
)
def test_ticks_stay_apart(small_case: Case, replies: int, numbers: list[int]) -> None:
    """The numbers under a long call would run into each other."""
    moves = ["feel-it", "when-expected", *["read-status"] * 20][:replies]
    curve = curve_of(edited(small_case), moves)
    assert [number for number, _ in curve.ticks] == numbers
    assert {len(series.values) for series in curve.series} == {replies + 1}


@given(heights=st.lists(st.floats(TOP, BOTTOM), min_size=1, max_size=5))
def test_labels_never_overlap(heights: list[float]) -> None:
    """Lines that end together would have unreadable names."""
    moved = spread(heights, LABEL_GAP, TOP, BOTTOM)
    assert all(following - one >= LABEL_GAP - 0.11 for one, following in pairwise(sorted(moved)))
    assert min(moved) >= TOP - 0.1
    assert max(moved) <= BOTTOM + 0.1
    assert sorted(range(len(heights)), key=lambda n: (heights[n], n)) == sorted(
        range(len(heights)), key=moved.__getitem__
    )


def test_labels_with_room_stay_where_they_are() -> None:
    """Names would stand away from their lines without need."""
    assert spread([100.0, 20.0, 150.0], 17, 14, 178) == [100.0, 20.0, 150.0]
