"""The form of a key: what is right, in the bank's own ids, typed by somebody who may see keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.exam.bank.question import Question
from simulator.exam.results.rulings import ONE_ANSWER, RulingRefused, checked_answer
from simulator.text.message import Message

FIELD, RANK, ITEM = "key", "rank-", "item-"
UNNUMBERED = Message("Give each a number of its own, from 1 to {count}.")
NO_NUMBER = Message("Write whole numbers, one on each line where several are right.")


def key_typed(question: Question, form: Mapping[str, Sequence[str]]) -> Any:
    """The answer that a form says is right, as it is kept. Raises RulingRefused.

    The fields are `key` (once or several times; for numbers and short texts a line for each that is right),
    `rank-OPTION` with a number from 1, and `item-ITEM` with a place.
    """
    values = [value for value in form.get(FIELD, ()) if value]
    lines = [line.strip() for value in values for line in value.splitlines() if line.strip()]
    match question.kind:
        case "true-false":
            answer: Any = [value == "true" for value in values if value in ("true", "false")]
        case "number":
            if not all(_is_whole(line) for line in lines):
                raise RulingRefused(NO_NUMBER)
            answer = [int(line) for line in lines]
        case "short-text":
            answer = lines
        case "ordering":
            answer = _ranked(question, form)
        case "matching" | "triage":
            answer = {item: (form.get(ITEM + item) or [""])[-1] for item in question.items}
        case _:
            answer = values
    if question.kind in ONE_ANSWER and len(answer) == 1:
        answer = answer[0]
    return checked_answer(question, answer)


def key_fields(question: Question, answer: Any) -> dict[str, list[str]]:
    """The form's fields as they show a key; `key_typed` reads them back."""
    if answer is None:
        return {}
    several = answer if isinstance(answer, (list, tuple)) else [answer]
    match question.kind:
        case "true-false":
            return {FIELD: ["true" if one else "false" for one in several]}
        case "number" | "short-text":
            return {FIELD: ["\n".join(map(str, several))]}
        case "ordering":
            return {RANK + option: [str(rank)] for rank, option in enumerate(several, 1)}
        case "matching" | "triage":
            return {ITEM + item: [place] for item, place in answer.items()}
    return {FIELD: [str(one) for one in several]}


def _ranked(question: Question, form: Mapping[str, Sequence[str]]) -> list[str]:
    ranks = {option.id: (form.get(RANK + option.id) or [""])[-1] for option in question.options}
    wanted = [str(number) for number in range(1, len(ranks) + 1)]
    if sorted(ranks.values()) != sorted(wanted):
        raise RulingRefused(Message(UNNUMBERED.text, count=len(wanted)))
    return sorted(ranks, key=lambda option: int(ranks[option]))


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) < 12
