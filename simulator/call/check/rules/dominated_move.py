"""A move that another of its scene always replaces: never better, with anybody, and sometimes worse."""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Move, Scene
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message

Values = list[NDArray[numpy.int16]]
LEAST = 5
"""Points that a reply must lose somewhere to be worth a word: as much as an inaccuracy in the review."""


def check(study: Study) -> Iterator[Remark]:
    """Compare the best that can follow each move with the best that can follow each other, everywhere.

    Moves that are there to be wrong are left out: critical errors, traps, what is beyond the agent's
    authority. A move that stays in the scene replaces no other: the other can still be said after it. Nor
    does one that is not open wherever the first is. Scores count as they are with hindsight.
    """
    for scene in study.case.scenes.values():
        values: Values = [survey.values(scene) for survey in study.surveys]
        moves = list(scene.moves.values())
        for row, move in enumerate(moves):
            if _meant_wrong(study, move):
                continue
            for other in range(len(moves)):
                instead = other != row and scene.id not in moves[other].to.values()
                instead = instead and not moves[other].trap
                found = _worse(values, row, other) if instead else None
                if found is not None:
                    yield Remark(
                        study.place("rehearsal", scene.id, "moves", move.id, key=True),
                        Message(
                            "“{move}” is never better than “{other}”, whoever is on the line, and with {who}"
                            " it costs {loss} points. Let it be right for somebody, or at some moment; or"
                            " call it a trap.",
                            move=move.id,
                            other=moves[other].id,
                            who=study.case.personas[found[0]].id,
                            loss=found[2],
                        ),
                        _witness(study, scene, move.id, *found[:2]),
                    )
                    break


def _meant_wrong(study: Study, move: Move) -> bool:
    critical = any(form.critical is not None for form in move.all_forms)
    return critical or move.trap or study.case.beyond(move)


def _worse(values: Values, row: int, other: int) -> tuple[int, int, int] | None:
    """Where one move loses most against another that it never beats: persona, place in the scene, points.

    None where it beats the other somewhere, can be said where the other cannot, or loses less than `LEAST`.
    """
    most: tuple[int, int, int] | None = None
    for persona, table in enumerate(values):
        said = numpy.flatnonzero(table[row] > -2)
        if not len(said):
            continue
        lost = table[other][said] - table[row][said]
        if lost.min() < 0:
            return None
        at = int(lost.argmax())
        if lost[at] > (most[2] if most else LEAST - 1):
            most = persona, int(said[at]), int(lost[at])
    return most


def _witness(study: Study, scene: Scene, move: str, persona: int, place: int) -> Witness:
    survey = study.surveys[persona]
    number = int(survey.at(scene.id)[place])
    return Witness(study.case.personas[persona].id, (*survey.way_to(number), move))


RULE = CaseRule("dominated-move", check, about_play=True)
