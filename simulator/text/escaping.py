"""Authored texts made fit for where they go: no invisible characters, escaped, cut to the room there is."""

import re
from unicodedata import east_asian_width

# Controls but for tab and line feed, and what turns the direction of the writing around it.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SIGNS = re.compile(r"([\\`*_\[\]<>&|~$@#{}]|:(?=//|[a-z0-9_+-]+:)|(?<=www)\.)", re.IGNORECASE)
_LIST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLOCK = re.compile(r"^([-+](?=\s|$)|[-=](?=[-=\s]*$))")


def visible_text(text: str) -> str:
    """The text without characters that nobody sees but that change what is seen."""
    return _INVISIBLE.sub("", text)


def markdown_text(text: str) -> str:
    """The text on one line, written so that Markdown shows it as it is, in a paragraph as in a table."""
    text = " ".join(visible_text(text).split())
    text = _SIGNS.sub(r"\\\1", text)
    return _BLOCK.sub(r"\\\1", _LIST.sub(r"\1\\\2", text))


def columns(text: str) -> int:
    """How many columns a text takes in a type of fixed width."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def shortened(text: str, room: int) -> str:
    """The text on one line, cut to so many columns with an ellipsis where it is longer."""
    text = " ".join(text.split())
    if columns(text) <= room:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) > room - 1:
            break
        kept += character
    return kept.rstrip() + "…"
