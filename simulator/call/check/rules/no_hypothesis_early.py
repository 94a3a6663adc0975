"""An analysis that asks too late, or never, what the customer may really want."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message

EARLY = 2
"""The first supposition is one of so many first questions, or stands in the first third of a long analysis.

It is asked for while it can still be wrong. Revising it in the light of what comes is the exercise; the score
rewards being right early for the same reason.
"""


def check(study: Study) -> Iterator[Remark]:
    """Find the first step of the kind `hypothesis`."""
    analysis = study.case.analysis
    if analysis is None:
        return
    steps = list(analysis.steps.values())
    first = next((number for number, step in enumerate(steps, 1) if step.kind == "hypothesis"), None)
    if first is None:
        yield Remark(
            study.place("analysis", "steps", key=True),
            Message(
                "No question asks what the customer may really want. Begin with one of the kind “hypothesis”."
            ),
        )
    elif first > max(EARLY, -(-len(steps) // 3)):
        yield Remark(
            study.place("analysis", "steps", steps[first - 1].id, key=True),
            Message(
                "What the customer may really want is only asked as question {number} of {count}. Ask early,"
                " while the answer can still be wrong, and let it be revised.",
                number=first,
                count=len(steps),
            ),
        )


RULE = CaseRule("no-hypothesis-early", check)
