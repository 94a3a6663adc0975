"""A recording in which one of the five kinds of detail, or any key sentence, is nowhere marked."""

from collections.abc import Iterator

from simulator.call.case.case import Detail
from simulator.call.check.study import CaseRule, Remark, Study
from simulator.text.message import Message


def check(study: Study) -> Iterator[Remark]:
    """Look which kinds no line of the replay has."""
    marked = {detail for line in study.case.lines for detail in line.details}
    missing = [detail.value for detail in Detail if detail not in marked]
    if study.case.lines and missing:
        yield Remark(
            study.place("replay", "lines", key=True),
            Message(
                "No line of the recording is marked: {missing}. Mark where it can be heard: nobody learns to"
                " hear what is never there.",
                missing=", ".join(missing),
            ),
        )


RULE = CaseRule("detail-kinds-missing", check)
