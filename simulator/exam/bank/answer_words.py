"""Answers in words: what was chosen, written or put somewhere, or what is right."""

from typing import Any

from simulator.text.language import Language, translator

from .question import Question
from .wording import QUADRANTS, TRUTHS, amount


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
        return (t(TRUTHS[bool(answer)]),)
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
    if kind == "number" and isinstance(answer, int):
        return (t(amount(answer, question.unit)),)
    if kind == "short-text" and isinstance(answer, (list, tuple)):
        return tuple(answer)
    return (t("the best that can be reached"),) if kind == "case" else (str(answer),)


def place_words(question: Question, place: str, language: Language) -> str:
    """A place of a matching or triage in words."""
    if question.kind == "triage":
        return translator(language)(QUADRANTS[place]) if place in QUADRANTS else place
    return next((one.text.said_in(language) for one in question.options if one.id == place), place)


def names_option(answer: Any, option: str) -> bool:
    """Whether an answer names an option; the truth is an option called “true” or “false”."""
    if isinstance(answer, bool):
        return option == ("true" if answer else "false")
    if isinstance(answer, str):
        return option == answer
    return isinstance(answer, (list, tuple)) and option in answer
