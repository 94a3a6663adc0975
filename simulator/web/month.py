"""A month in addresses and in words."""

import re
from datetime import date

from babel.dates import format_skeleton

from simulator.text.language import Language

from .access import NotFound
from .rendering import LOCALES

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])").fullmatch


def month_of(text: str) -> date:
    """The first day of a month written as 2026-11. Raises NotFound."""
    found = _MONTH(text)
    if found is None:
        raise NotFound
    return date(int(found[1]), int(found[2]), 1)


def written(month: date) -> str:
    """A month as addresses and the database have it: 2026-11."""
    return f"{month:%Y-%m}"


def in_words(month: date, language: Language) -> str:
    """A month in words: November 2026."""
    return format_skeleton("yMMMM", month, locale=LOCALES[language])


def beside(month: date, months: int) -> date:
    """The month so many months later, or before that."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
