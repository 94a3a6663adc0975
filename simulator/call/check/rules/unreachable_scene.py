"""A scene that no call reaches, with any persona and any replies."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for scenes in which none of the reachable positions lies."""
    reached = {name for solution in study.solutions for name in solution.places()}
    for name in study.case.scenes:
        if name not in reached:
            yield Remark(
                study.place("rehearsal", name, key=True),
                Message(
                    "No call ever comes to the scene “{name}”. Lead a move to it, or take it out.", name=name
                ),
            )


RULE = CaseRule("unreachable-scene", check, about_play=True)
