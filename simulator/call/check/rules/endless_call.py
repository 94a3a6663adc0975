"""A call that need not end: replies that come back to the very same position."""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.survey import Survey
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for a circle among the reachable positions, and show the first that is found."""
    for survey in study.surveys:
        lasting = _lasting(survey)
        if not lasting.any():
            continue
        start, circle = _circle(survey, lasting)
        scene = survey.names[survey.scenes[start]]
        yield Remark(
            study.place("rehearsal", scene, key=True),
            Message(
                "From “{scene}” a call can go on for ever, by “{moves}” again and again. Let every reply take"
                " some patience (“each-reply”) and an ending wait for its end, or let what is repeated be"
                " said only “once”.",
                scene=scene,
                moves=", ".join(circle),
            ),
            Witness(study.case.personas[survey.packing.persona].id, (*survey.way_to(start), *circle)),
        )
        return


def _lasting(survey: Survey) -> NDArray[numpy.bool_]:
    """The positions from which somebody can go on without ever coming to an end.

    At first all that have a move; then, from the last layer to the first, only those that lead to one that
    is left, until nothing changes. Where no move leads back there is nothing to look for.
    """
    layers = survey.solution.reached.layers
    lasting = numpy.zeros(len(survey.scenes), dtype=bool)
    if not any(len(layer.target) and bool((layer.target < layer.beyond).any()) for layer in layers):
        return lasting
    lasting[survey.all_replies().source] = True
    left = -1
    while left != (left := int(lasting.sum())):
        for layer in reversed(layers):
            going = layer.source[lasting[layer.target]]
            lasting[layer.first : layer.beyond] = False
            lasting[going] = True
    return lasting


def _circle(survey: Survey, lasting: NDArray[numpy.bool_]) -> tuple[int, list[str]]:
    """A position that somebody can come back to, and the moves that do it."""
    number = int(numpy.argmax(lasting))
    been: dict[int, int] = {}
    moves: list[str] = []
    while number not in been:
        been[number] = len(moves)
        options = survey.solution.options(number)
        move = next(move for move, target in options.items() if lasting[target])
        moves.append(move)
        number = options[move]
    return number, moves[been[number] :]


RULE = CaseRule("endless-call", check, about_play=True)
