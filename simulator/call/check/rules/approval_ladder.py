"""Approvals that go in circles, or lead downwards: escalations that end where they began."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.call.case.case import Move, Scene
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


class _Rung(NamedTuple):
    """A reply that passes the matter on, with the scenes that it can lead to."""

    scene: str
    move: Move
    leads: tuple[str, ...]


def check(study: Study) -> Iterator[Remark]:
    """Walk from escalation to escalation, as one scene leads to the next.

    A rung that can be taken only once, or where a condition decides, ends a circle; whether it ends it soon
    enough is for the rules of play.
    """
    scenes = study.case.scenes
    rungs = {name: _rungs(scene, scenes) for name, scene in scenes.items()}
    told: set[frozenset[str]] = set()
    for here in [rung for found in rungs.values() for rung in found]:
        place = study.place("rehearsal", here.scene, "moves", here.move.id, key=True)
        circle = _way_back(here, rungs)
        if circle == [here.scene] and frozenset(circle) not in told:
            yield Remark(
                place,
                Message(
                    "“{move}” asks for approval and stays where it is, and can be said again and again."
                    " Let it lead on, or say “once: true”.",
                    move=here.move.id,
                ),
            )
        elif circle and frozenset(circle) not in told:
            yield Remark(
                place,
                Message(
                    "“{move}” asks for an approval that goes in circles: {scenes}. Let one of these steps"
                    " lead to a decision.",
                    move=here.move.id,
                    scenes=" → ".join([*circle, here.scene]),
                ),
            )
        told.add(frozenset(circle))
        for name in here.leads:
            for above in rungs[name]:
                if 0 < above.move.authority < here.move.authority:
                    yield Remark(
                        study.place("rehearsal", name, "moves", above.move.id, "authority", key=True),
                        Message(
                            "“{above}” requires authority level {lower}; “{move}”, which led "
                            "there, required level {higher} already. Let the levels rise from "
                            "step to step.",
                            above=above.move.id,
                            lower=above.move.authority,
                            move=here.move.id,
                            higher=here.move.authority,
                        ),
                    )


def _rungs(scene: Scene, scenes: Mapping[str, Scene]) -> list[_Rung]:
    return [
        _Rung(scene.id, move, tuple(dict.fromkeys(t for t in move.to.values() if t in scenes)))
        for move in scene.moves.values()
        if "escalate" in move.kinds
    ]


def _way_back(start: _Rung, rungs: dict[str, list[_Rung]]) -> list[str]:
    """The scenes of the shortest circle of escalations through a rung, from its own scene; or none."""
    if not _stays_open(start.move):
        return []
    ways = [([start.scene], name) for name in start.leads]
    seen = set(start.leads)
    for way, name in ways:
        if name == start.scene:
            return way
        for rung in rungs[name]:
            for following in rung.leads if _stays_open(rung.move) else ():
                if following not in seen:
                    seen.add(following)
                    ways.append(([*way, name], following))
    return []


def _stays_open(move: Move) -> bool:
    return not move.once and move.when is None and not move.to.cases


RULE = CaseRule("approval-ladder", check)
