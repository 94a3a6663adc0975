"""Questions, keys and lengths of time in words, for those who may see keys."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from simulator.case.exam.document import QuestionKind
from simulator.case.exam.question import Question
from simulator.case.messages import Message
from simulator.language import Language, translator

KINDS: Mapping[QuestionKind, Message] = {
    "single": Message("one answer"),
    "multiple": Message("several answers"),
    "true-false": Message("true or false"),
    "ordering": Message("putting in order"),
    "matching": Message("matching"),
    "number": Message("a number"),
    "short-text": Message("a short text"),
    "triage": Message("triage"),
    "case": Message("a call"),
}
QUADRANT_WORDS: Mapping[str, Message] = {
    "urgent-important": Message("Urgent and important"),
    "important": Message("Important, not urgent"),
    "urgent": Message("Urgent, not important"),
    "neither": Message("Neither urgent nor important"),
}
UNITS: Mapping[str, Message] = {
    "yuan": Message("{value} yuan"),
    "percent": Message("{value} %"),
    "days": Message("{value} days"),
    "hours": Message("{value} hours"),
    "minutes": Message("{value} minutes"),
    "times": Message("{value} times"),
}
TRUE, FALSE = Message("True"), Message("False")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def form_name(number: int) -> str:
    """What a parallel form is called: A, B …"""
    return LETTERS[number]


def answer_words(question: Question, answer: Any, language: Language) -> tuple[str, ...]:
    """An answer in words, a line for each part; empty for a blank. Also several that are all right."""
    if answer is None:
        return ()
    t = translator(language)
    options = {option.id: option.text.said_in(language) for option in question.options}
    kind = question.kind
    if kind in ("single", "true-false", "number") and isinstance(answer, (list, tuple)):
        return tuple(line for one in answer for line in answer_words(question, one, language))
    if kind == "true-false":
        return (t(TRUE if answer else FALSE),)
    if kind == "single":
        return (options.get(answer, str(answer)),)
    if kind == "multiple":
        return tuple(options.get(one, str(one)) for one in answer)
    if kind == "ordering":
        return tuple(f"{number}. {options.get(one, str(one))}" for number, one in enumerate(answer, 1))
    if kind in ("matching", "triage"):
        return tuple(
            t(
                "{item}: {place}",
                item=_item(question, item, language),
                place=place_words(question, place, language),
            )
            for item, place in answer.items()
        )
    if kind == "number" and question.unit and isinstance(answer, int):
        return (t(UNITS[question.unit], value=answer),)
    if kind == "short-text" and isinstance(answer, (list, tuple)):
        return tuple(answer)
    return (t("the best that can be reached"),) if kind == "case" else (str(answer),)


def place_words(question: Question, place: str, language: Language) -> str:
    """A place of a matching or triage in words."""
    if question.kind == "triage":
        return translator(language)(QUADRANT_WORDS[place]) if place in QUADRANT_WORDS else place
    return next((one.text.said_in(language) for one in question.options if one.id == place), place)


def _item(question: Question, item: str, language: Language) -> str:
    return question.items[item].said_in(language) if item in question.items else item


def lasted(span: timedelta) -> str:
    """A length of time as 0:05 or 1:02:03; a negative one as none at all."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def in_all(spans: Sequence[timedelta]) -> timedelta:
    """Lengths of time together."""
    return sum(spans, timedelta())
