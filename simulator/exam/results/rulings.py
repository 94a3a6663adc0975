"""Rulings on questions after an exam was sat: which count, which can be made, and how they change a mark.

A question can also be ruled to have several right answers, any of which counts: then the answer is a list of
them. That goes for those kinds whose answer is not a list anyway: single, true-false and number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from simulator.exam.bank.keys import Key
from simulator.exam.bank.marking import FULL, Mark, UnusableAnswer, mark
from simulator.exam.bank.question import Answer, Question
from simulator.exam.paper.exam import Ruling
from simulator.text.message import Message
from simulator.text.refusal import Refusal

ONE_ANSWER = ("single", "true-false", "number")
"""Kinds of which several answers can be ruled right."""
MOST_REASON = 2000


class RulingRefused(Refusal):
    """A ruling that says nothing, or an answer that the question cannot have."""


def in_force(rulings: Iterable[Ruling]) -> dict[str, Ruling]:
    """The ruling that counts for each question: the last one."""
    return {ruling.question: ruling for ruling in rulings}


def ruled(key: Key, ruling: Ruling | None) -> Key:
    """The key that counts after a ruling; one that is neither void nor has an answer takes rulings back."""
    if ruling is None or ruling.answer is None:
        return key
    answer = ruling.answer
    return replace(key, answer=tuple(answer) if isinstance(answer, list) else answer, ruled=True)


def right_answers(question: Question, answer: Answer) -> tuple[Answer, ...]:
    """The answers any of which is right: one, unless more were ruled to be."""
    if question.kind in ONE_ANSWER and isinstance(answer, tuple):
        return answer
    return (answer,)


def marked_by(question: Question, key: Key, given: Any) -> Mark:
    """The mark for a stored answer. One that the question cannot have is worth nothing."""
    try:
        found = [mark(question, answer, given) for answer in right_answers(question, key.answer)]
    except UnusableAnswer:
        return Mark(1 - FULL)
    return max(found, key=lambda one: one.credit)


def is_right(question: Question, key: Key, given: Any) -> bool:
    """Whether nothing is missing in an answer. Raises UnusableAnswer."""
    return any(mark(question, answer, given).right for answer in right_answers(question, key.answer))


def checked_answer(question: Question, answer: Any) -> Any:
    """The answer of a ruling as it is kept, as plain JSON. Raises RulingRefused."""
    several = question.kind in ONE_ANSWER and isinstance(answer, (list, tuple))
    answers = list(answer) if several else [answer]
    if not answers or not all(_is_key(question, one) for one in answers):
        raise RulingRefused(
            Message("This cannot be the right answer: the question is of the kind “{kind}”.",
                    kind=question.kind)
        )  # fmt: skip
    if several:
        return answers[0] if len(answers) == 1 else answers
    return _plain(answer)


def checked_reason(reason: str) -> str:
    """The reason of a ruling. Raises RulingRefused where there is none, or a very long one."""
    reason = reason.strip()
    if not reason:
        raise RulingRefused(Message("Say why: the examinees will ask."))
    if len(reason) > MOST_REASON:
        raise RulingRefused(Message("A reason may have {limit} characters at most.", limit=MOST_REASON))
    return reason


def _is_key(question: Question, answer: Any) -> bool:
    options = {option.id for option in question.options}
    match question.kind:
        case "single":
            return isinstance(answer, str) and answer in options
        case "true-false":
            return isinstance(answer, bool)
        case "number":
            return isinstance(answer, int) and not isinstance(answer, bool)
        case "multiple":
            return _names(answer, options) and 0 < len(answer) < len(options)
        case "ordering":
            return _names(answer, options) and len(answer) == len(options)
        case "short-text":
            return (
                isinstance(answer, (list, tuple))
                and bool(answer)
                and all(isinstance(text, str) and text.strip() for text in answer)
            )
        case "matching" | "triage":
            return (
                isinstance(answer, Mapping)
                and answer.keys() == question.items.keys()
                and all(isinstance(place, str) and place in question.places for place in answer.values())
            )
    return False  # a case is marked against the best that can be reached; it can only be void


def _names(answer: Any, options: set[str]) -> bool:
    if not isinstance(answer, (list, tuple)) or not all(isinstance(name, str) for name in answer):
        return False
    return len(set(answer)) == len(answer) and set(answer) <= options


def _plain(answer: Any) -> Any:
    if isinstance(answer, (list, tuple)):
        return list(answer)
    return dict(answer) if isinstance(answer, Mapping) else answer
