"""A scene in which it makes no difference what the agent says."""

from collections.abc import Iterator

import numpy

from simulator.call.case.case import Scene
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for scenes with several moves, all of which lead to one position from wherever they are said."""
    for scene in study.case.scenes.values():
        witness = _indifferent(study, scene) if len(scene.moves) > 1 else None
        if witness is not None:
            yield Remark(
                study.place("rehearsal", scene.id, "moves", key=True),
                Message(
                    "Whatever is said in “{scene}”, the call goes on exactly alike. Let the replies differ in"
                    " what they do or where they lead.",
                    scene=scene.id,
                ),
                witness,
            )


def _indifferent(study: Study, scene: Scene) -> Witness | None:
    """A call in which several replies are open here and one is taken; None if any makes a difference."""
    witness = None
    for survey in study.surveys:
        here = len(survey.at(scene.id))
        target = numpy.full(here, -1, dtype=numpy.int32)
        count = numpy.zeros(here, dtype=numpy.int16)
        for move in scene.moves.values():
            replies = survey.replies(scene, move)
            rows = survey.within[replies.source]
            if ((target[rows] != replies.target) & (target[rows] >= 0)).any():
                return None
            target[rows] = replies.target
            count[rows] += 1
        if witness is None and (count > 1).any():
            number = int(survey.at(scene.id)[numpy.argmax(count > 1)])
            persona = study.case.personas[survey.packing.persona].id
            move_id = next(iter(survey.solution.options(number)))
            witness = Witness(persona, (*survey.way_to(number), move_id))
    return witness


RULE = CaseRule("same-result", check, about_play=True)
