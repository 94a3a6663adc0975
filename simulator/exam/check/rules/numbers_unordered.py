"""Options that are numbers and stand in no order: the eye looks for a reason, and often there is one."""

import re
from collections.abc import Iterator
from itertools import pairwise

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def check(study: BankStudy) -> Iterator[Remark]:
    """See that numbers go up or down where the options are nothing but numbers with the same words."""
    told = set()
    for choice in study.choices("single", "multiple"):
        texts = [text for _, text in choice.options]
        figures = [_NUMBER.findall(text) for text in texts]
        rests = {re.sub(r"s\b", "", _NUMBER.sub("", text)) for text in texts}
        if len(rests) > 1 or any(len(found) != 1 for found in figures) or choice.question.id in told:
            continue
        values = [float(found[0].replace(",", "")) for found in figures]
        steps = {a < b for a, b in pairwise(values)}
        if len(steps) > 1:
            told.add(choice.question.id)
            yield Remark(
                study.place(choice.question, "options", key=True),
                Message("These numbers stand in no order; put the smallest first."),
            )


RULE = QuestionRule("numbers-unordered", check)
