"""The call curve: heat, trust and composure over the replies, laid out for drawing."""

from dataclasses import dataclass

from simulator.call.case.case import Case, Gauge
from simulator.call.case.position import Position
from simulator.call.play.rehearsal import Spoken
from simulator.render.charts import spread
from simulator.text.fitting import shortened
from simulator.text.language import Translator
from simulator.text.message import Message

from .wording import gauge_place

_DRAWN = {"heat": Message("heat"), "trust": Message("trust"), "composure": Message("composure")}

# The picture is narrow, so that its writing stays readable on a phone; reports/curve.svg.j2 draws the rest.
WIDTH, HEIGHT = 360, 226
LEFT, RIGHT, TOP, BOTTOM = 32, 252, 14, 178
LABEL_GAP = 17  # from one label's line to the next
LABEL_ROOM = 10  # columns
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Series:
    """One gauge over the call: its values from the opening on, one more than there are replies.

    `points` are their places in the picture, `label` the height of the name beside the last of them.
    """

    gauge: str
    name: str
    values: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    label: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The call curve; `least` and `most` bound its scale, `ticks` are reply numbers with their places."""

    series: tuple[Series, ...]
    least: int
    most: int
    ticks: tuple[tuple[int, float], ...]


def call_curve(case: Case, call: Position, spoken: tuple[Spoken, ...], t: Translator) -> Curve:
    """The curve of a call that has come to the position `call`."""
    positions = [*(entry.before for entry in spoken), call]
    places = {gauge: gauge_place(case, gauge) for gauge in _DRAWN}
    least = min(case.gauges[place].least for place in places.values())
    most = max(case.gauges[place].most for place in places.values())
    stride = (RIGHT - LEFT) / max(1, len(spoken))
    drawn = {}
    for gauge, place in places.items():
        values = tuple(position.gauges[place] for position in positions)
        heights = [BOTTOM - (value - least) / (most - least) * (BOTTOM - TOP) for value in values]
        points = tuple((round(LEFT + n * stride, 1), round(y, 1)) for n, y in enumerate(heights))
        drawn[gauge] = (values, points)
    labels = spread([points[-1][1] for _, points in drawn.values()], LABEL_GAP, TOP, BOTTOM)
    series = tuple(
        Series(gauge, _name(case.gauges[places[gauge]], t), values, points, label)
        for (gauge, (values, points)), label in zip(drawn.items(), labels, strict=True)
    )
    every = next(step for step in (1, 2, 5, 10, 20, 50, 10**5) if len(spoken) <= step * MOST_TICKS)
    ticks = tuple((n, round(LEFT + n * stride, 1)) for n in range(0, len(spoken) + 1, every))
    return Curve(series, least, most, ticks)


def _name(gauge: Gauge, t: Translator) -> str:
    """A short name, or the author's own for a gauge that was given another."""
    return shortened(gauge.name, LABEL_ROOM) if isinstance(gauge.name, str) else t(_DRAWN[gauge.id])
