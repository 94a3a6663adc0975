"""A word of the stem that comes back in the right option alone: the ear finds the answer."""

import re
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, ChoiceQuestion, QuestionRule
from simulator.text.message import Message

_LONG = 6
"""Letters of an English word that is heard again."""
_HAN = 3
"""Characters of Chinese in a row that are heard again; two are any word."""
_WORD = re.compile(r"[a-z]+")
_HAN_ROW = re.compile("[\u4e00-\u9fff]+")


def check(study: BankStudy) -> Iterator[Remark]:
    """Look for words that the stem shares with the right option and no other."""
    for choice in study.choices("single"):
        (right,) = choice.right
        echo = _echo(choice)
        if echo:
            yield Remark(
                study.place(choice.question, "options", right, choice.language),
                Message("“{word}” stands in the question, here, and in no other option.", word=echo),
            )


def _echo(choice: ChoiceQuestion) -> str:
    right = "".join(text for option, text in choice.options if option.id in choice.right)
    others = "\n".join(text for option, text in choice.options if option.id not in choice.right)
    if choice.language == "en":
        words = [word for word in _WORD.findall(right.lower()) if len(word) >= _LONG]
        return next(
            (w for w in words if w in _WORD.findall(choice.stem.lower()) and w not in others.lower()), ""
        )
    rows = _HAN_ROW.findall(right)
    pieces = [row[at : at + _HAN] for row in rows for at in range(len(row) - _HAN + 1)]
    return next((piece for piece in pieces if piece in choice.stem and piece not in others), "")


RULE = QuestionRule("stem-echo", check)
