"""A question whose policy has changed since its key or its texts were given: on hold until somebody looks."""

from collections.abc import Iterator

from simulator.call.check.study import Remark
from simulator.exam.bank.keys import Key
from simulator.exam.bank.quoting import outdated_text
from simulator.exam.check.study import BankStudy, QuestionRule
from simulator.text.message import Message


def check(study: BankStudy) -> Iterator[Remark]:
    """Resolve the key of each question that is not retired in the newest version of its policy."""
    for question in study.questions:
        found = study.keys[question.id]
        reason = found[-1] if found else None
        was_good = any(isinstance(key, Key) for key in found)
        if isinstance(reason, Message) and was_good and question.retired is None:
            message = Message("{reason} Give a key for it, or retire the question.", reason=reason)
            yield Remark(study.place(question, "key", key=True), message)
        elif isinstance(reason, Key) and question.retired is None:
            policy = study.bank.policies[question.policy]
            quoted = outdated_text(question, policy, policy.versions[-1])
            if quoted is not None:
                message = Message(
                    "{reason} Write what is said from this version on, or list it under “still-holds”.",
                    reason=quoted,
                )
                yield Remark(study.place(question, "explanation", key=True), message)


RULE = QuestionRule("key-stale", check)
