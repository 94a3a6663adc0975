"""Options with “usually” and “may”: whether they are right depends on who reads them."""

import re
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

_WORDS = {
    "zh": re.compile("一般|通常|往往|有时|大概|也许|视情况|酌情|适当|尽量|原则上|差不多"),
    "en": re.compile(
        r"\b(?:usually|often|generally|normally|sometimes|probably|perhaps|mostly|as appropriate)\b",
        re.IGNORECASE,
    ),
}


def check(study: BankStudy) -> Iterator[Remark]:
    """Look for such words in the options."""
    for place, word in study.words_in_options(_WORDS):
        yield Remark(
            place, Message("“{word}” can be argued about; name the condition or the figure.", word=word)
        )


RULE = QuestionRule("vague-words", check)
