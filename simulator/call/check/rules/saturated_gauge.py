"""A gauge that is mostly at its limit already when something should move it further."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message

PINNED = 0.5
"""The share of moves that find the gauge at its end, and so do nothing to it, from which on the gauge tells
next to nothing: in most calls that come there, what the author wrote is lost."""


@dataclass
class _Tally:
    """How often moves should change a gauge, how often they cannot, and the first time that one cannot."""

    tried: int = 0
    lost: int = 0
    shown: tuple[int, int, str] | None = None
    """A persona, a position, a move."""


def check(study: Study) -> Iterator[Remark]:
    """Count, over all positions and the moves open there, how often a stated change changes nothing."""
    tallies = [_Tally() for _ in study.case.gauges]
    for place in range(len(study.surveys)):
        _count(study, place, tallies)
    for gauge, tally in zip(study.case.levels, tallies, strict=False):
        if tally.shown is not None and tally.lost > PINNED * tally.tried:
            persona, number, move = tally.shown
            survey = study.surveys[persona]
            scene = survey.names[survey.scenes[number]]
            yield Remark(
                study.place("rehearsal", scene, "moves", move, key=True),
                Message(
                    "Of all the times that a reply should move “{gauge}”, it already stands at its end in"
                    " {percent} percent, as here. Smaller amounts, another start or a wider range would let"
                    " each of them count.",
                    gauge=gauge.id,
                    percent=100 * tally.lost // tally.tried,
                ),
                Witness(study.case.personas[persona].id, (*survey.way_to(number), move)),
            )


def _count(study: Study, persona: int, tallies: list[_Tally]) -> None:
    survey = study.surveys[persona]
    for scene in study.case.scenes.values():
        moving = [
            (gauge, amount, move)
            for move in scene.moves.values()
            for gauge, amount in move.changes[persona]
            if gauge != study.case.clock
        ]
        if not moving or not len(survey.at(scene.id)):
            continue
        words = survey.words(survey.at(scene.id))
        ends = {}
        for gauge, amount, move in moving:
            end = study.case.ranges[gauge][amount > 0]
            if (gauge, end) not in ends:
                ends[gauge, end] = survey.packing.gauge(words, gauge) == end
            source = survey.replies(scene, move).source
            lost = ends[gauge, end][survey.within[source]]
            tally = tallies[gauge]
            tally.tried += len(source)
            tally.lost += int(lost.sum())
            if tally.shown is None and lost.any():
                tally.shown = persona, int(source[lost.argmax()]), move.id


RULE = CaseRule("saturated-gauge", check, about_play=True)
