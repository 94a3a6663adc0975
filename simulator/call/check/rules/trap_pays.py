"""A trap that would earn more than every decent reply: the points contradict what its author says of it."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.call.case.case import Scene
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message


class _Gain(NamedTuple):
    """What a trap earns above every reply that is none: points, with whom, at which position."""

    points: int
    persona: int
    position: int


def check(study: Study) -> Iterator[Remark]:
    """Look at every position where a trap and something else can be said, with hindsight."""
    for scene in study.case.scenes.values():
        for row, move in enumerate(scene.moves.values()):
            most = max(_gains(study, scene, row), default=None) if move.trap else None
            if most is None:
                continue
            persona = study.case.personas[most.persona].id
            yield Remark(
                study.place("rehearsal", scene.id, "moves", move.id, key=True),
                Message(
                    "“{move}” is a trap, and with {who} it earns {points} points more than anything else that"
                    " can be said there. Let it cost what it costs in real life, or give the agent something"
                    " better to say.",
                    move=move.id,
                    who=persona,
                    points=most.points,
                ),
                Witness(persona, (*study.surveys[most.persona].way_to(most.position), move.id)),
            )


def _gains(study: Study, scene: Scene, row: int) -> Iterator[_Gain]:
    """For each persona, where the trap earns most above the best reply that is none."""
    sound = [place for place, move in enumerate(scene.moves.values()) if not move.trap]
    if not sound:
        return
    for persona, survey in enumerate(study.surveys):
        values = survey.values(scene)
        best = values[sound].max(axis=0)
        gain = values[row] - best
        gain[(best < 0) | (values[row] < 0)] = 0
        if len(gain) and gain.max() > 0:
            at = int(gain.argmax())
            yield _Gain(int(gain[at]), persona, int(survey.at(scene.id)[at]))


RULE = CaseRule("trap-pays", check, about_play=True)
