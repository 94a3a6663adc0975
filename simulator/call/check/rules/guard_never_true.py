"""A condition that never holds where calls look at it, so that what it guards never comes up."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look at every condition over all positions in which a call comes to it."""
    for condition in study.conditions:
        if not condition.holds:
            place = study.place(*condition.location, key=condition.move is None)
            if condition.move is not None:
                message = Message(
                    "“{condition}” holds in no call that comes here, so nobody can ever say “{move}”. Ask for"
                    " something that can be, or take the move out.",
                    condition=condition.text,
                    move=condition.move,
                )
            else:
                message = Message(
                    "“{condition}” holds in no call that comes here, so what stands behind it never comes up."
                    " Ask for something that can be, or take the line out.",
                    condition=condition.text,
                )
            yield Remark(place, message)


RULE = CaseRule("guard-never-true", check, about_play=True)
