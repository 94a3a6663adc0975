"""How the reports of an exam call things: forms, answers in words, who bears a cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from simulator.exam.bank.document import Bearer
from simulator.exam.bank.question import Question
from simulator.render.rendering import LANGUAGE_TAGS
from simulator.text.bilingual import Pair
from simulator.text.language import Language, translator
from simulator.text.message import Message

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
BEARERS: Mapping[Bearer, Message] = {
    "customer": Message("Customer"),
    "company": Message("Company"),
    "agent": Message("Agent"),
}
TRUE, FALSE = Message("True"), Message("False")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Said:
    """An author's text; `tag` is that of its language where this is not the report's, else empty."""

    text: str
    tag: str = ""


def said(pair: Pair, language: Language) -> Said:
    """A text of the bank in a language, or in the other one where it is not there."""
    there = pair.zh if language == "zh" else pair.en
    text = pair.said_in(language)
    return Said(text, "" if there or not text else LANGUAGE_TAGS["en" if language == "zh" else "zh"])


def form_name(number: int) -> str:
    """What a parallel form is called: A, B …"""
    return LETTERS[number]


def moment_shown(moment: datetime | None, zone: tzinfo) -> str:
    """A moment on the clock of the desk, to the minute; empty for none."""
    return "" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def answer_words(question: Question, answer: Any, language: Language) -> tuple[str, ...]:
    """An answer in words, a line for each part; empty for a blank. Also several that are all right."""
    if answer is None or answer in ("", [], (), {}):
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
                item=question.items[item].said_in(language) if item in question.items else item,
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
