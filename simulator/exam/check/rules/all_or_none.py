"""“All of the above”, “none of the above”: who knows two of the options knows the answer."""

import re
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message

_WORDS = {
    "zh": re.compile("以上(?:都|均|全|皆|各项|选项)|(?:都|均)(?:对|不对|正确|不正确|不是)$"),
    "en": re.compile(r"\b(?:all|none|any|both|neither) of (?:the above|these|the others)\b", re.IGNORECASE),
}


def check(study: BankStudy) -> Iterator[Remark]:
    """Look for such options."""
    for choice in study.choices("single", "multiple"):
        for option, text in choice.options:
            if _WORDS[choice.language].search(text.rstrip("。.")):
                yield Remark(
                    study.place(choice.question, "options", option.id, choice.language),
                    Message(
                        "Options come in another order for everyone, and this one rewards half knowledge; use"
                        " multiple choice, or a fourth real answer."
                    ),
                )


RULE = QuestionRule("all-or-none", check)
