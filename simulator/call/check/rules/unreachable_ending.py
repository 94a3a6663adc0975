"""An ending that no call reaches, with any persona and any replies."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look for endings in which none of the reachable positions lies."""
    for name, ending in study.case.endings.items():
        if any(len(survey.at(name)) for survey in study.surveys):
            continue
        if ending.when is not None:
            message = Message(
                "No call ever ends in “{name}”: what it waits for never comes about. Ask for less, lead a"
                " move to it, or take it out.",
                name=name,
            )
        else:
            message = Message(
                "No call ever ends in “{name}”. Lead a move to it, or take it out.",
                name=name,
            )
        yield Remark(study.place("endings", name, key=True), message)


RULE = CaseRule("unreachable-ending", check, about_play=True)
