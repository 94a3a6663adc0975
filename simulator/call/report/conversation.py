"""The rehearsed call as it went: the feedback on each reply, and the curve of heat, trust and composure."""

from dataclasses import dataclass

from simulator.call.case.case import Case, Gauge, Position
from simulator.call.play.play import Play
from simulator.call.play.rehearsal import Spoken, last_words, moment
from simulator.render.charts import spread
from simulator.text.escaping import shortened
from simulator.text.language import Translator
from simulator.text.message import Message

from .answering import mismatch_told
from .moment import found_out_by
from .voice import Voice, voice_of
from .wording import KINDS, gauge_name, gauge_place


@dataclass(frozen=True, slots=True)
class Shift:
    """How one gauge stands before and after a reply."""

    gauge: str
    name: str
    before: int
    after: int

    @property
    def amount(self) -> int:
        """What was added; below zero where the gauge fell."""
        return self.after - self.before

    @property
    def signed(self) -> str:
        """What was added, with its sign."""
        return f"{self.amount:+d}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class ReplyReport:
    """A reply of the agent and what it did. `critical` says what is so bad about it, where it is an error.

    `learned` is what the agent found out by it; what the agent said or did is no news to them.
    """

    id: str
    say: str
    kinds: tuple[str, ...]
    why: str
    shifts: tuple[Shift, ...]
    learned: tuple[str, ...]
    critical: tuple[str, ...]
    mismatch: str | None
    """What was needed and what came instead, where these part."""


@dataclass(frozen=True, slots=True)
class TurnReport:
    """What was said to the agent, and the agent's reply; None where the play ended before it."""

    number: int
    customer: str
    voice: Voice
    screen: str | None
    reply: ReplyReport | None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The rehearsed call. `last_words` are the customer's, if the ending has any."""

    turns: tuple[TurnReport, ...]
    last_words: str | None


def conversation(play: Play, spoken: tuple[Spoken, ...], t: Translator) -> Conversation:
    """The rehearsed call, which must have begun; its last turn has no reply if the call was broken off."""
    case, position = play.case, play.progress.rehearsal
    assert position is not None
    turns = [
        _turn(case, number, entry.before, _reply(case, entry, t), t) for number, entry in enumerate(spoken, 1)
    ]
    if play.over:
        return Conversation(tuple(turns), last_words(case, position))
    turns.append(_turn(case, len(turns) + 1, position, None, t))
    return Conversation(tuple(turns), None)


def _turn(
    case: Case, number: int, position: Position, reply: ReplyReport | None, t: Translator
) -> TurnReport:
    now = moment(case, position)
    return TurnReport(number, now.customer, voice_of(now, t), now.screen, reply, now.time)


def _reply(case: Case, spoken: Spoken, t: Translator) -> ReplyReport:
    before, move, after = spoken.before, spoken.move, spoken.after
    new = after.flags & ~before.flags
    return ReplyReport(
        move.id,
        move.say,
        tuple(t(KINDS[kind]) for kind in move.kinds),
        move.why.at(before),
        tuple(level for level in levels(case, before, after, t) if level.amount),
        tuple(found_out_by(case, move, new)),
        tuple(error.text for error in case.critical.values() if (new | move.sets) & error.flag),
        mismatch_told(case.personas[before.persona], move, t),
    )


def levels(case: Case, before: Position, after: Position, t: Translator) -> tuple[Shift, ...]:
    """How every gauge stands after a reply and stood before it, in the case's order."""
    return tuple(
        Shift(gauge.id, gauge_name(gauge, t), was, now)
        for gauge, was, now in zip(case.levels, before.gauges, after.gauges, strict=False)
    )


_DRAWN = {"heat": Message("heat"), "trust": Message("trust"), "composure": Message("composure")}

# The picture is narrow, so that its writing stays readable on a phone; reports/curve.svg.j2 draws the rest.
WIDTH, HEIGHT = 360, 226
LEFT, RIGHT, TOP, BOTTOM = 32, 252, 14, 178
LABEL_GAP = 17  # from one label's line to the next
LABEL_ROOM = 10  # columns
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class GaugeSeries:
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

    series: tuple[GaugeSeries, ...]
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
        GaugeSeries(gauge, _name(case.gauges[places[gauge]], t), values, points, label)
        for (gauge, (values, points)), label in zip(drawn.items(), labels, strict=True)
    )
    every = next(step for step in (1, 2, 5, 10, 20, 50, 10**5) if len(spoken) <= step * MOST_TICKS)
    ticks = tuple((n, round(LEFT + n * stride, 1)) for n in range(0, len(spoken) + 1, every))
    return Curve(series, least, most, ticks)


def _name(gauge: Gauge, t: Translator) -> str:
    """A short name, or the author's own for a gauge that was given another."""
    return shortened(gauge.name, LABEL_ROOM) if isinstance(gauge.name, str) else t(_DRAWN[gauge.id])
