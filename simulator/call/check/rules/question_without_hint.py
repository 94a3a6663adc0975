"""A question that leaves a trainee who is stuck without help."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for steps of the analysis without hints."""
    if study.case.analysis is None:
        return
    for step in study.case.analysis.steps.values():
        if not step.hints:
            yield Remark(
                study.place("analysis", "steps", step.id, key=True),
                Message(
                    "The question “{step}” has no hint. Give it some, from a nudge to nearly telling.",
                    step=step.id,
                ),
            )


RULE = CaseRule("question-without-hint", check)
