"""Money that is spent without being stated: past the agent's budget, which only sees what `cost` says."""

from collections.abc import Iterator

from simulator.call.case.case import COST, Change
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Compare what replies and scenes add to the gauge `cost` with what the replies state.

    What an ending costs comes after the last decision, and what every reply costs (`each-reply`) is the
    time on the line: neither is for the agent to grant.
    """
    case = study.case
    running = case.gauges[COST].each_reply
    for scene in case.scenes.values():
        for move in scene.moves.values():
            spending = [(_most(form.changes) - running - form.cost, form.cost) for form in move.all_forms]
            spent, cost = max(spending)
            if spent > 0:
                yield Remark(
                    study.place("rehearsal", scene.id, "moves", move.id, "effect", key=True),
                    Message(
                        "“{move}” spends {spent} yuan past the agent's budget, which only counts “cost”."
                        " State it there: “cost: {stated}”.",
                        move=move.id,
                        spent=spent,
                        stated=cost + spent,
                    ),
                )
        arrival = max(map(_most, scene.changes.all))
        if arrival > 0 and scene is not case.opening:
            yield Remark(
                study.place("rehearsal", scene.id, "effect", key=True),
                Message(
                    "Coming to “{scene}” spends {spent} yuan that no reply has stated. Let the replies that"
                    " lead here state them as their “cost”.",
                    scene=scene.id,
                    spent=arrival,
                ),
            )


def _most(changes: tuple[Change, ...]) -> int:
    """The most that is added to the cost, over all personas."""
    return max(sum(amount for gauge, amount in change if gauge == COST) for change in changes)


RULE = CaseRule("beyond-stated-authority", check)
