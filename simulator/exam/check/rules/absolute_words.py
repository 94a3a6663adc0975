"""Options with “always” and “never”: the life of a desk has exceptions, so examinees strike them out."""

import re
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

_WORDS = {
    "zh": re.compile("一定|绝对|永远|从来|任何情况|无论如何|必定|百分之百|所有情况"),
    "en": re.compile(
        r"\b(?:always|never|absolutely|in every case|in all cases|no matter what|under no circumstances)\b",
        re.IGNORECASE,
    ),
}


def check(study: BankStudy) -> Iterator[Remark]:
    """Look for such words in the options."""
    for place, word in study.words_in_options(_WORDS):
        yield Remark(
            place, Message("“{word}” gives an option away as wrong; say what is done, and when.", word=word)
        )


RULE = QuestionRule("absolute-words", check)
