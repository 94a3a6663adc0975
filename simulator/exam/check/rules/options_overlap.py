"""Options that say the same, or ranges that share a number: two would be right, or none."""

import re
from collections.abc import Iterator
from itertools import combinations

from simulator.call.check.study import Remark
from simulator.exam.bank.typed import normalised
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

_RANGE = re.compile(r"(\d+)\s*(?:[-–—~～至到]|to)\s*(\d+)", re.IGNORECASE)


def check(study: BankStudy) -> Iterator[Remark]:
    """Compare the options of each question two by two, in each language."""
    for choice in study.choices("single", "multiple", "ordering", "matching"):
        for (_, first), (option, second) in combinations(choice.options, 2):
            place = study.place(choice.question, "options", option.id, choice.language)
            if normalised(first) == normalised(second):
                yield Remark(place, Message("This says the same as “{other}”.", other=first))
            elif (shared := _shared(first, second)) is not None:
                yield Remark(
                    place,
                    Message(
                        "Both this and “{other}” hold for {number}; let one end before the other begins.",
                        other=first,
                        number=shared,
                    ),
                )


def _shared(first: str, second: str) -> int | None:
    """A number that lies in the ranges of both, when each names one and they are worded alike."""
    one, other = _RANGE.search(first), _RANGE.search(second)
    if one is None or other is None or _RANGE.sub("", first) != _RANGE.sub("", second):
        return None
    least = max(int(one[1]), int(other[1]))
    return least if least <= min(int(one[2]), int(other[2])) else None


RULE = QuestionRule("options-overlap", check)
