"""A question that asks for what is not so, without saying it loudly: it is read over."""

import re
from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import LANGUAGES, BankStudy, QuestionRule, asking, in_language
from simulator.text.message import Message

_NEGATIVE = {
    "zh": re.compile("不(?!足|同|久|论|管|仅|过|良|满|久|止|少)|(?<!有)没有|错误|除了|除外|未(?!来|必)"),
    "en": re.compile(r"\b(?:not|except|incorrect|untrue|cannot)\b|n['’]t\b"),
}
_MARKED = re.compile(r"【[^】]*】")
_EITHER = re.compile(r"(\w)[不没]\1")


def check(study: BankStudy) -> Iterator[Remark]:
    """Look at the sentence that asks. Marked is NOT in capitals, and 【不】 in these brackets."""
    for question in study.questions:
        if question.kind not in ("single", "multiple", "true-false"):
            continue
        for language in LANGUAGES:
            found = negative(in_language(question.stem, language), language)
            if found:
                marked = f"【{found}】" if language == "zh" else found.upper()
                yield Remark(
                    study.place(question, "stem", language),
                    Message("“{word}” is read over; ask the other way round, or write “{marked}”.",
                            word=found, marked=marked),
                )  # fmt: skip


def negative(stem: str, language: str) -> str:
    """The unmarked word by which a stem's last sentence asks for what is not so; empty if there is none."""
    words = _EITHER.sub("", _MARKED.sub("", asking(stem)))
    found = _NEGATIVE[language].search(words)
    return found[0] if found else ""


RULE = QuestionRule("negative-unmarked", check)
