"""A question that no version of its policy gives a key: it could never be asked."""

from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.source.problems import Severity
from simulator.text.message import Message


def check(study: BankStudy) -> Iterator[Remark]:
    """Resolve each question's key in every version."""
    for question in study.questions:
        found = study.keys[question.id]
        if found and all(isinstance(key, Message) for key in found):
            message = Message("No version gives this question a key. {reason}", reason=found[-1])
            yield Remark(study.place(question, "key", key=True), message)


RULE = QuestionRule("key-unsupported", check, Severity.ERROR)
