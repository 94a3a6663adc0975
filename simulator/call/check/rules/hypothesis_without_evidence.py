"""A supposition that nothing in the recording speaks for, or that nobody is asked to show."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for something to suppose upon, and for a question that points at it."""
    case = study.case
    if case.analysis is None or not case.lines:
        return
    steps = list(case.analysis.steps.values())
    suppositions = [step for step in steps if step.kind == "hypothesis"]
    telling = min((line.number for line in case.lines if line.details), default=len(case.lines) + 1)
    for step in suppositions:
        if step.upto < telling:
            yield Remark(
                study.place("analysis", "steps", step.id, key=True),
                Message(
                    "“{step}” asks for a hypothesis, but no line up to {line} is marked with "
                    "anything to base it on. Mark what is telling there, or ask later.",
                    step=step.id,
                    line=step.upto,
                ),
            )
    if suppositions and not any(step.kind == "point" for step in steps[: steps.index(suppositions[-1])]):
        yield Remark(
            study.place("analysis", "steps", suppositions[-1].id, key=True),
            Message(
                "Nobody has been asked before “{step}” which lines show what the customer wants. Put a"
                " question of the kind “point” before it.",
                step=suppositions[-1].id,
            ),
        )


RULE = CaseRule("hypothesis-without-evidence", check)
