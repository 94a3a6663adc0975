"""An answer that the trainee picks without learning why it is right or wrong."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for options without `why`; an order is one answer, and its `why` is the step's."""
    if study.case.analysis is None:
        return
    for step in study.case.analysis.steps.values():
        at = ("analysis", "steps", step.id)
        if step.kind in ("single", "multiple"):
            for option in step.options.values():
                if not option.why:
                    yield Remark(
                        study.place(*at, "options", option.id, key=True),
                        Message(
                            "Whoever picks “{option}” does not learn what is right or wrong with it."
                            " Say so with “why”.",
                            option=option.id,
                        ),
                    )
        elif step.kind == "order" and not step.why and not any(o.why for o in step.options.values()):
            yield Remark(
                study.place(*at, key=True),
                Message("Nobody learns why “{step}” goes in this order. Say so with “why”.", step=step.id),
            )


RULE = CaseRule("option-without-feedback", check)
