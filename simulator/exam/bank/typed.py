"""Typed answers: which texts say the same, which number was meant, and what to write if none can be read."""

import re
from fractions import Fraction

from simulator.text.message import Message

from .amounts import Measure, amount, plain_number
from .document import Unit
from .numerals import folded, in_digits

MAX_TYPED = 500  # characters of an answer; what follows is not looked at

_ARTICLE = re.compile(r"\b(?:[Tt]he|THE|[Aa]n|AN|a|(?<!\w )(?<!\w)A)\s+(?=[^\W_])")
_RANGE = re.compile(r"(?<=\d)\s*(?:--?|~|到|至|\bto\b)\s*(?=\d)")
_APART = re.compile(r"(?<=\d)[\W_]+(?=\d)")
"""What stands between two figures: it parts them, whatever it is."""
_KEPT = re.compile(r"[<>≤≥≠%‰]|(?<!\w)-(?=\.?\d)|(?<=\w)\++")
_SAID = {"<=": "≤", "=<": "≤", ">=": "≥", "=>": "≥", "!=": "≠"}
_SEVERAL = re.compile(r"\d\s*(?:-|~|到|至|to\b|or\b|或)\s*\d")
_TIME_UNITS = {"minutes": 1, "hours": 60, "days": 1440}
_NAMES: dict[Unit, Message] = {
    "yuan": Message("yuan"),
    "percent": Message("%"),
    "days": Message("days"),
    "hours": Message("hours"),
    "minutes": Message("minutes"),
    "times": Message("times"),
}
_NUMBERS_AROUND = ("", "within", "from", "before")
"""What may stand around a number that is asked for: the question says whether it is the least or the most."""


def normalised(text: str) -> str:
    """What a text comes to when only its letters and figures count; two answers that say the same agree."""
    return _bare(_ARTICLE.sub(" ", _upright(text[:MAX_TYPED])))


def same_answer(typed: str, accepted: str) -> bool:
    """Whether a typed text says what an accepted one says; amounts may be in another unit."""
    plain = normalised(typed)
    if plain and plain == normalised(accepted):
        return True
    # “form a” in small letters is “Form A”, whose letter is no article
    if plain and _bare(typed[:MAX_TYPED]) == _bare(accepted[:MAX_TYPED]):
        return True
    one = amount(_for_numbers(typed))
    return one is not None and one == amount(_for_numbers(accepted))


def number_of(text: str, unit: Unit | None) -> Fraction | None:
    """The number that somebody typed, in `unit`; None if it is none, several, or has another unit behind it.

    Durations are converted: 72 hours are three days. A number alone is taken to be in the unit.
    """
    text = _for_numbers(text)
    number = plain_number(text)
    if number is not None or unit is None:
        return number
    measure: Measure = "minutes" if unit in _TIME_UNITS else unit  # type: ignore[assignment]
    found = amount(text, (measure,))
    if found is None or found.relation not in _NUMBERS_AROUND:
        return None
    return found.value / _TIME_UNITS.get(unit, 1)


def number_needed(text: str, unit: Unit | None) -> Message | None:
    """What an examinee has to write instead, where no number can be read from what was typed."""
    if not text.strip() or number_of(text, unit) is not None:
        return None
    plain = _for_numbers(text)
    if _SEVERAL.search(plain):
        return Message("One number is needed here, not several or a range.")
    found = amount(plain)
    if unit is None:
        if found is not None:
            return Message("Write the number alone, without a unit.")
        return Message("Write one number and nothing else, such as 30.")
    if found is not None and found.relation in _NUMBERS_AROUND:
        return Message("The answer is needed in another unit: {unit}.", unit=_NAMES[unit])
    return Message(
        "Write one number and nothing else, such as 30; the unit may follow: {unit}.", unit=_NAMES[unit]
    )


def _upright(text: str) -> str:
    """A text that is all in capitals in small letters, so that its articles are seen."""
    return text.lower() if text.isupper() and len(text.split()) > 1 else text


def _bare(text: str) -> str:
    plain = in_digits(folded(text))
    for said, sign in _SAID.items():
        plain = plain.replace(said, sign)
    plain = _RANGE.sub("-", plain)
    plain = re.sub(r"(?<=\d)个(?!月)", "", plain)
    kept = {at for found in _KEPT.finditer(plain) for at in range(found.start(), found.end())}
    apart = {found.start(): found[0] for found in _APART.finditer(plain)}
    inside = {at for start, words in apart.items() for at in range(start, start + len(words))}
    shown = "".join(
        (apart[at].strip() or " ") if at in apart else "" if at in inside else c
        for at, c in enumerate(plain)
        if c.isalnum() or at in kept or at in apart
    )
    # nothing but signs, such as √: these are the answer
    return shown or "".join(plain.split())


def _for_numbers(text: str) -> str:
    return in_digits(folded(text[:MAX_TYPED]).strip().rstrip(" .。!?"))
