"""The time of day in a call: when it begins, where it stops to matter, and how long each reply takes.

The clock is kept in seconds as one more gauge, which never leaves its range; conditions read whole minutes.
"""

import re
from collections.abc import Iterable

from simulator.source.reading import Source
from simulator.text.message import Message

from .case import CLOCK, Gauge, Move
from .document import ClockPart, Document
from .record import Look, read_value

NO_CLOCK = Message(
    "This case has no clock; say when the call begins, as in “clock: {example}”.",
    example="{starts: 14:05, until: 15:30}",
)
STEP = 10
"""Seconds: finer times would only make more positions."""
_TAKES = re.compile(r"([0-9]{1,4}) ?(s|min|秒|分钟)")


def clock_gauge(document: Document, source: Source) -> Gauge | None:
    """The clock of a case that has one: from when the call begins up to where it stops, in seconds."""
    part = document.clock
    if part is None:
        return None
    starts, until = (_minutes(part, key, source) for key in ("starts", "until"))
    if starts >= until:
        message = Message("“until” must be later than “starts”, on the same day.")
        source.report("clock", message, source.place(("clock",), key=True))
        until = starts + 1
    if CLOCK in document.gauges:
        message = Message("“{name}” is the time of day in this case; choose another name.", name=CLOCK)
        source.report("clock", message, source.place(("gauges", CLOCK), key=True))
    return Gauge(CLOCK, Message("time of day"), starts * 60, starts * 60, until * 60)


def _minutes(part: ClockPart, key: str, source: Source) -> int:
    written = getattr(part, key)
    value = read_value(written)
    if value is None or value.look is not Look.TIME or isinstance(value.amount, str):
        message = Message("There is no such day or time of day: “{value}”.", value=written)
        source.report("clock", message, source.place(("clock", key)))
        return 0
    return value.amount


def seconds_of(takes: str | None) -> int | None:
    """The seconds that a reply is said to take, 0 if nothing is said; None where that is no time."""
    if takes is None:
        return 0
    found = _TAKES.fullmatch(takes)
    seconds = None if found is None else int(found[1]) * (60 if found[2] in ("min", "分钟") else 1)
    return None if seconds is None or seconds % STEP else seconds


def report_takes(document: Document, source: Source) -> None:
    """Report times that replies cannot take, and times in a case without a clock."""
    for scene, part in document.rehearsal.items():
        for name, move in part.moves.items():
            place = source.place(("rehearsal", scene, "moves", name, "takes"))
            if seconds_of(move.takes) is None:
                message = Message("Write how long it takes in steps of ten seconds, as in “40 s” or “2 min”.")
                source.report("clock", message, place)
            elif move.takes is not None and document.clock is None:
                source.report("clock", NO_CLOCK, place)


def tells_callers_apart(moves: Iterable[tuple[Move, int]]) -> bool:
    """Whether replies in the same words take different times, so that the clock says more than was heard."""
    known: dict[str, int] = {}
    return any(
        known.setdefault(form.say, seconds) != seconds for move, seconds in moves for form in move.all_forms
    )
