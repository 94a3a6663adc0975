"""The pictures of the exam reports, laid out for drawing: bars, columns, months, and one scale for all.

All are narrow, so that their writing stays readable on a phone; reports/exam_charts.svg.j2 draws them. What a
picture shows is also said in its title and description, and stands in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.text.escaping import shortened

WIDTH = 360
LABEL_ROOM = 40
"""Columns of type that a bar's label may take."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: `size` is its share of the full width, `least` and `most` where its interval lies, all 0-1."""

    label: str
    says: str
    """The value in words."""
    size: float
    least: float | None = None
    most: float | None = None
    tone: str = ""
    """`good`, `bad` or `mind`, beside what `says` says."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other, each under its label."""

    title: str
    bars: tuple[Bar, ...]
    mark: float | None = None
    """A share that all are measured by, say the pass mark."""

    @property
    def description(self) -> str:
        """What the picture shows, in words."""
        return "; ".join(f"{bar.label}: {bar.says}" for bar in self.bars)


def bars(title: str, found: Sequence[Bar], mark: float | None = None) -> Bars:
    """A picture of bars, with labels that fit."""
    fitting = tuple(
        Bar(shortened(bar.label, LABEL_ROOM), bar.says, bar.size, bar.least, bar.most, bar.tone)
        for bar in found
    )
    return Bars(title, fitting, mark)


@dataclass(frozen=True, slots=True)
class Columns:
    """How many lie in each step of a share from 0 to 1, the last one with its end; `mark` is a share."""

    title: str
    description: str
    counts: tuple[int, ...]
    mark: float | None = None

    @property
    def highest(self) -> int:
        """The largest count, at least 1."""
        return max(1, *self.counts)


def columns(
    title: str, description: str, shares: Sequence[float], mark: float | None, steps: int = 10
) -> Columns:
    """How many of the shares lie in each step."""
    counts = [0] * steps
    for share in shares:
        counts[min(steps - 1, int(share * steps + 1e-9))] += 1
    return Columns(title, description, tuple(counts), mark)


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of a month, where it is drawn, with the ends of its interval if it has one."""

    x: float
    y: float
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A line over the months; `name` is written at its end, at the height `label`."""

    name: str
    kind: str
    """`first` or `second`: told apart by dashes and marks as well as by colour."""
    dots: tuple[Dot, ...]
    label: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Values over the months. `ticks` are those of the height, `months` those along it, with their places."""

    title: str
    description: str
    ticks: tuple[tuple[str, float], ...]
    months: tuple[tuple[str, float], ...]
    series: tuple[Series, ...]


LEFT, RIGHT, TOP, BOTTOM = 40, 268, 14, 166
LABEL_GAP = 17
MOST_MONTHS_NAMED = 6

Value = tuple[float, float | None, float | None] | None
"""A value with its interval, or none for a month."""


def lines(
    title: str,
    description: str,
    months: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[Value]]],
    ticks: Sequence[tuple[str, float]],
) -> Lines:
    """A picture of values over months; the lowest and the highest tick bound the heights."""
    bottom, top = ticks[0][1], ticks[-1][1]

    def height(value: float) -> float:
        share = (min(max(value, bottom), top) - bottom) / (top - bottom)
        return round(BOTTOM - share * (BOTTOM - TOP), 1)

    stride = (RIGHT - LEFT) / max(1, len(months) - 1) if len(months) > 1 else 0.0
    places = [round(LEFT + place * stride, 1) for place in range(len(months))]
    drawn = []
    for name, kind, values in series:
        dots = tuple(
            Dot(
                place,
                height(value[0]),
                None if value[1] is None else height(value[1]),
                None if value[2] is None else height(value[2]),
            )
            for place, value in zip(places, values, strict=True)
            if value is not None
        )
        if dots:
            drawn.append((name, kind, dots))
    labels = _spread([dots[-1].y for _, _, dots in drawn])
    every = -(-len(months) // MOST_MONTHS_NAMED)
    return Lines(
        title,
        description,
        tuple((name, height(value)) for name, value in ticks),
        tuple(
            (name, place)
            for number, (name, place) in enumerate(zip(months, places, strict=True))
            if (len(months) - 1 - number) % every == 0
        ),
        tuple(
            Series(name, kind, dots, label) for (name, kind, dots), label in zip(drawn, labels, strict=True)
        ),
    )


def _spread(heights: list[float]) -> list[float]:

    return spread(heights, LABEL_GAP, TOP, BOTTOM)


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A step of the scale: how many people are as able, and which questions are as hard, by number."""

    least: float
    people: int
    questions: tuple[int, ...]

    @property
    def numbers(self) -> str:
        """The questions' numbers, as far as there is room for them."""
        return shortened(" ".join(map(str, self.questions)), 24)


@dataclass(frozen=True, slots=True)
class Scale:
    """People and questions on one scale, the ablest and hardest on top: a Wright map."""

    title: str
    description: str
    steps: tuple[ScaleStep, ...]
    wide: float
    """How wide a step is, in standard deviations of those who sat."""

    @property
    def crowd(self) -> int:
        """The most people in a step, at least 1."""
        return max(1, *(step.people for step in self.steps))


STEP = 0.5
SPAN = 4.0
"""Values further out are in the outermost step."""


def scale(
    title: str, description: str, abilities: Sequence[float], difficulties: Sequence[tuple[int, float]]
) -> Scale:
    """People, and questions by number, on one scale."""
    count = round(2 * SPAN / STEP)

    def step(value: float) -> int:
        return min(count - 1, max(0, int((value + SPAN) // STEP)))

    people, asked = [0] * count, [[] for _ in range(count)]  # type: tuple[list[int], list[list[int]]]
    for ability in abilities:
        people[step(ability)] += 1
    for number, difficulty in difficulties:
        asked[step(difficulty)].append(number)
    used = [place for place in range(count) if people[place] or asked[place]]
    kept = range(used[-1], used[0] - 1, -1) if used else range(0)
    return Scale(
        title,
        description,
        tuple(ScaleStep(place * STEP - SPAN, people[place], tuple(asked[place])) for place in kept),
        STEP,
    )


def spread(heights: list[float], gap: float, top: float, bottom: float) -> list[float]:
    """The heights, moved so that all are `gap` apart and, if there is room, within the bounds."""
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    moved = list(heights)
    lowest = top - gap
    for place in order:
        lowest = moved[place] = max(moved[place], lowest + gap)
    highest = bottom + gap
    for place in reversed(order):
        highest = moved[place] = min(moved[place], highest - gap)
    return [round(height, 1) for height in moved]
