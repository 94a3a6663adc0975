"""A persona with whom a single list of replies wins: every other reply, at any moment, loses or is a trap."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.solver.solving import Solution
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Follow the win-win from the opening for as long as one reply alone keeps it."""
    for persona, solution in zip(study.case.personas, study.solutions, strict=True):
        moves = _only_way(solution)
        if moves is not None:
            yield Remark(
                study.place("personas", persona.kind, key=True),
                Message(
                    "Only one list of replies wins with “{persona}”: {moves}. Let a slip be "
                    "made up for, or a second way lead there.",
                    persona=persona.id,
                    moves=", ".join(moves),
                ),
                Witness(persona.id, tuple(moves)),
            )


def _only_way(solution: Solution) -> list[str] | None:
    """The moves of the only call that wins; None where there are several, or none.

    Each position from which a win can be reached begins at least one such call; so two replies that keep it
    are two ways, and no call needs to be counted.
    """
    if not solution.winnable[0]:
        return None
    number, moves = 0, []
    while not solution.ended[number]:
        keeping = [(move, to) for move, to in solution.recommendable(number).items() if solution.winnable[to]]
        if len(keeping) > 1:
            return None
        move, number = keeping[0]
        moves.append(move)
    return moves


RULE = CaseRule("one-way-to-win", check, about_play=True)
