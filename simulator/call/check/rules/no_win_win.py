"""A persona with whom no call comes to a win-win, whatever the agent says."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look at whether the opening can be won, persona by persona; the witness is the best there is."""
    for persona, solution in zip(study.case.personas, study.solutions, strict=True):
        if not solution.winnable[0]:
            yield Remark(
                study.place("personas", persona.kind, key=True),
                Message(
                    "No call with “{persona}” comes to a win-win; the best scores {score}. "
                    "Open a way: effects that count for more, an ending that makes up for a "
                    "loss, or a lower bar.",
                    persona=persona.id,
                    score=solution.best_score.least,
                ),
                Witness(persona.id, tuple(solution.best_line())),
            )


RULE = CaseRule("no-win-win", check, about_play=True)
