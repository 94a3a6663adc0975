"""A condition that always holds where calls look at it, so that it decides nothing."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look at every condition over all positions in which a call comes to it."""
    for condition in study.conditions:
        if not condition.fails:
            place = study.place(*condition.location, key=condition.move is None)
            if condition.move is not None:
                message = Message(
                    "“{condition}” holds in every call that comes here. Take it out, or ask for more.",
                    condition=condition.text,
                )
            else:
                message = Message(
                    "“{condition}” holds in every call that comes here, so what stands below it never comes"
                    " up. Let “otherwise” say this, or ask for more.",
                    condition=condition.text,
                )
            yield Remark(place, message)


RULE = CaseRule("guard-always-true", check, about_play=True)
