"""A wrong option without a reason: an examinee who chose it learns that it was wrong, and not why."""

from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message


def check(study: BankStudy) -> Iterator[Remark]:
    """Look for wrong options without a reason."""
    told = set()
    for choice in study.choices("single", "multiple"):
        for option, _ in choice.options:
            at = choice.question.id, option.id
            if option.id not in choice.right and not any(option.why) and at not in told:
                told.add(at)
                yield Remark(
                    study.place(choice.question, "options", option.id, key=True),
                    Message("Say in “why” what tempts here, and what is wrong with it."),
                )


RULE = QuestionRule("option-without-why", check)
