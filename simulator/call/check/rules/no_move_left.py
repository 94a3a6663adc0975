"""A scene in which a call can come to where the agent has nothing left to say."""

from collections.abc import Iterator

import numpy

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for positions that are not an ending and from which no move is legal; one remark a scene."""
    seen: set[str] = set()
    for survey in study.surveys:
        stuck = ~survey.solution.ended
        stuck[survey.all_replies().source] = False
        numbers = numpy.flatnonzero(stuck)
        scenes, first = numpy.unique(survey.scenes[numbers], return_index=True)
        for place, at in sorted(zip(scenes.tolist(), first.tolist(), strict=True)):
            name = survey.names[place]
            if name not in seen:
                seen.add(name)
                moves = survey.way_to(int(numbers[at]))
                yield Remark(
                    study.place("rehearsal", name, "moves", key=True),
                    Message(
                        "A call can come to “{scene}” when no reply is left there. Let one of them have"
                        " neither “when” nor “once”, nor need anything else.",
                        scene=name,
                    ),
                    Witness(study.case.personas[survey.packing.persona].id, tuple(moves)),
                )


RULE = CaseRule("no-move-left", check, about_play=True)
