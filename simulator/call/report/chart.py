"""The one picture of a debrief: the chance of a win-win over the call, with each reply as a point to open."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

MOST_RADIUS, LEAST_RADIUS = 14.0, 5.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room of a picture, in its own units; `foot` is what a row of faces takes below the numbers."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    foot: int
    radius: float


WIDE = Canvas("wide", 780, 348, left=50, right=26, top=34, bottom=36, foot=34, radius=MOST_RADIUS)
NARROW = Canvas("narrow", 358, 206, left=40, right=16, top=28, bottom=30, foot=26, radius=11.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line; `fall` where replies lost something in it."""

    path: str
    fall: bool


@dataclass(frozen=True, slots=True)
class ChanceChart:
    """The picture in one size. `points` are the opening and each reply; `bands` are a top and a height each.

    `stretches` make up the line, `area` is what lies below it.
    """

    canvas: Canvas
    points: tuple[tuple[float, float], ...]
    bands: tuple[tuple[float, float], ...]
    stretches: tuple[Stretch, ...]
    area: str
    floor: float
    radius: float


def chance_chart(
    chances: Sequence[float], faults: Sequence[bool], faces: bool, canvas: Canvas
) -> ChanceChart:
    """The picture of these chances (0-100): at the opening, and after each reply.

    `faults` says of each reply whether it lost something; with `faces` there is room for a row of them.
    """
    floor = float(canvas.height - canvas.bottom - (canvas.foot if faces else 0))
    stride = (canvas.width - canvas.left - canvas.right) / max(1, len(chances) - 1)
    points = tuple(
        (round(canvas.left + n * stride, 1), round(floor - chance / 100 * (floor - canvas.top), 1))
        for n, chance in enumerate(chances)
    )
    third = (floor - canvas.top) / 3
    steps = list(zip(faults, pairwise(points), strict=True))
    line = "".join(_bend(one, other) for one, other in pairwise(points))
    return ChanceChart(
        canvas,
        points,
        tuple((round(canvas.top + n * third, 1), round(third - 2, 1)) for n in range(3)),
        tuple(
            _stretch([pair for _, pair in pairs], fall)
            for fall, pairs in groupby(steps, key=lambda step: step[0])
        ),
        f"M{_at(points[0])}{line}L{points[-1][0]:g} {floor:g}L{points[0][0]:g} {floor:g}Z",
        floor,
        round(max(LEAST_RADIUS, min(canvas.radius, 0.46 * stride)), 1),
    )


Point = tuple[float, float]


def _stretch(pairs: Sequence[tuple[Point, Point]], fall: bool) -> Stretch:
    return Stretch(f"M{_at(pairs[0][0])}" + "".join(_bend(one, other) for one, other in pairs), fall)


def _bend(one: Point, other: Point) -> str:
    """From one point to the next, level at both."""
    middle = round((one[0] + other[0]) / 2, 1)
    return f"C{middle:g} {one[1]:g} {middle:g} {other[1]:g} {_at(other)}"


def _at(point: Point) -> str:
    return f"{point[0]:g} {point[1]:g}"
