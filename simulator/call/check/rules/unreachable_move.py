"""A move that can never be said, with any persona and after any call."""

from collections.abc import Iterator

from simulator.call.case.case import BEYOND_AUTHORITY, Case, Move
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for moves of reached scenes that are legal nowhere, though their own condition may well hold."""
    never = {
        condition.location[:-1] for condition in study.conditions if condition.move and not condition.holds
    }
    for scene in study.case.scenes.values():
        if not any(len(survey.at(scene.id)) for survey in study.surveys):
            continue  # unreachable-scene says so
        for move in scene.moves.values():
            way = ("rehearsal", scene.id, "moves", move.id)
            if way in never or any(len(survey.replies(scene, move).source) for survey in study.surveys):
                continue
            yield Remark(study.place(*way, key=True), _message(study.case, move))


def _message(case: Case, move: Move) -> Message:
    if BEYOND_AUTHORITY not in case.critical and move.authority > case.authority:
        return Message(
            "Nobody can ever say “{move}”: it takes authority level {needed}, and the agent has {held}. Raise"
            " the agent's, or take the move out.",
            move=move.id,
            needed=move.authority,
            held=case.authority,
        )
    return Message(
        "Nobody can ever say “{move}”: whenever a call comes here, something that it needs is missing. Ask"
        " less of it, or take it out.",
        move=move.id,
    )


RULE = CaseRule("unreachable-move", check, about_play=True)
