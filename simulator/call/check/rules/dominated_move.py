"""A move that another of its scene always replaces: never better, with anybody, and sometimes worse."""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Scene
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message

Values = list[NDArray[numpy.int16]]


def check(study: Study) -> Iterator[Remark]:
    """Compare the best that can follow each move with the best that can follow each other, everywhere.

    Moves that are critical errors are left out: they are there to be wrong. A move that stays in the scene
    replaces no other: the other can still be said after it. Scores count as they are with hindsight.
    """
    for scene in study.case.scenes.values():
        values: Values = [survey.values(scene) for survey in study.surveys]
        moves = list(scene.moves.values())
        for row, move in enumerate(moves):
            if move.critical is not None:
                continue
            for other in range(len(moves)):
                instead = other != row and scene.id not in moves[other].to.values()
                found = _worse(values, row, other) if instead else None
                if found is not None:
                    yield Remark(
                        study.place("rehearsal", scene.id, "moves", move.id, key=True),
                        Message(
                            "“{move}” is never better than “{other}”, whoever is on the line, and here it"
                            " costs {loss} points. Let it be right for somebody, or at some moment.",
                            move=move.id,
                            other=moves[other].id,
                            loss=found[2],
                        ),
                        _witness(study, scene, move.id, *found[:2]),
                    )
                    break


def _worse(values: Values, row: int, other: int) -> tuple[int, int, int] | None:
    """Where one move loses most against another that it never beats: persona, place in the scene, points."""
    most: tuple[int, int, int] | None = None
    for persona, table in enumerate(values):
        both = numpy.flatnonzero((table[row] > -2) & (table[other] > -2))
        if not len(both):
            continue
        lost = table[other][both] - table[row][both]
        if lost.min() < 0:
            return None
        at = int(lost.argmax())
        if lost[at] > (most[2] if most else 0):
            most = persona, int(both[at]), int(lost[at])
    return most


def _witness(study: Study, scene: Scene, move: str, persona: int, place: int) -> Witness:
    survey = study.surveys[persona]
    number = int(survey.at(scene.id)[place])
    return Witness(study.case.personas[persona].id, (*survey.way_to(number), move))


RULE = CaseRule("dominated-move", check, about_play=True)
