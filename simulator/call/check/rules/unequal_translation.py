"""A translation that can hardly say the same: by its length, its figures, its tone, or its language."""

import math
import re
from collections.abc import Iterator
from statistics import median

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.call.check.wording import TranslatedPair, figures, is_written_in, length, pairs
from simulator.text.message import Message

USUAL = 1.4
"""Characters of Chinese for a word of English, as people talk. The bundled cases have 1.3 and 1.4."""
ENOUGH = 20
"""Pairs from which on a case's own median counts instead: authors differ, and a median of few says little."""
LONG_ENOUGH = 8
"""Words, or as much Chinese, that one of the two must have: in short texts one word more is half the text."""
TIMES = 3.0
"""How many times longer or shorter than usual is suspicious. In 1,000 pairs of the bundled cases it was
never more than 2."""

_DISCOUNT = re.compile(r"\d\s*折")  # 8折 is 20% off: other figures, the same thing


def check(study: Study) -> Iterator[Remark]:
    """Look at each translated text beside its source."""
    by_language: dict[str, list[TranslatedPair]] = {}
    for pair in pairs(study):
        by_language.setdefault(pair.language, []).append(pair)
    for found in by_language.values():
        usual = _usual(found, study.document.language)
        for pair in found:
            message = _fault(pair, study.document.language, usual)
            if message is not None:
                yield Remark(pair.place, message)


def _fault(pair: TranslatedPair, original: str, usual: float) -> Message | None:
    """What is suspicious about a translation: the gravest alone, because the others often follow from it."""
    if not is_written_in(pair.translation, pair.language) and is_written_in(pair.source, original):
        return Message("This is not in the language of the translation. Translate it.")
    ratio = _ratio(pair, original)
    if ratio is not None and abs(math.log(ratio / usual)) > math.log(TIMES):
        if (ratio < usual) == (pair.language == "zh"):
            return Message("This is much shorter than what it translates. See whether something is missing.")
        return Message("This is much longer than what it translates. See whether something was added.")
    there, here = figures(pair.source), figures(pair.translation)
    # A figure in words cannot be seen here; so only texts that name as many in digits are compared.
    if (
        there != here
        and there.total() == here.total()
        and not _DISCOUNT.search(pair.source + pair.translation)
    ):
        return Message(
            "The figures differ: {there} in the case, {here} here.",
            there=", ".join((there - here).elements()),
            here=", ".join((here - there).elements()),
        )
    return None


def _ratio(pair: TranslatedPair, original: str) -> float | None:
    """Characters of Chinese for each word of English; None for texts that are too short to tell."""
    chinese, english = (
        (pair.source, pair.translation) if original == "zh" else (pair.translation, pair.source)
    )
    han, words = length(chinese, "zh"), length(english, "en")
    long_enough = max(han / USUAL, words) >= LONG_ENOUGH
    return max(han, 1) / max(words, 1) if long_enough else None


def _usual(found: list[TranslatedPair], original: str) -> float:
    """How much Chinese there is for a word of English in this case, held near to what is usual.

    A case in which half is missing must not make the other half look wrong.
    """
    ratios = [ratio for pair in found if (ratio := _ratio(pair, original)) is not None]
    return min(max(median(ratios), USUAL / 1.5), USUAL * 1.5) if len(ratios) >= ENOUGH else USUAL


RULE = CaseRule("unequal-translation", check)
