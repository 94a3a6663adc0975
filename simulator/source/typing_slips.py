"""Slips of typing that YAML takes for something else: full-width signs, a text that begins with a brace."""

import re
from typing import NamedTuple

from simulator.text.message import Message

from .expressions import NAME


class _Slip(NamedTuple):
    """A slip as it looks on a line, its first group the sign, and what the parser says because of it."""

    look: re.Pattern[str]
    parser_says: tuple[str, ...]
    message: Message


COLON = Message("This is the full-width “：”. Behind a key stand the plain “:” and a space.")
COMMA = Message(
    "This is the full-width “，”. Within braces and brackets a plain “,” and a space stand between two"
    " things."
)
BRACE = Message("A text that begins with “{sign}” goes between quotation marks.", sign="{")
_SLIPS = (
    _Slip(
        re.compile(rf"(?:^\s*(?:-\s+)?|[{{,]\s*){NAME}(：)"),
        ("could not find expected ':'", "mapping values are not allowed"),
        COLON,
    ),
    _Slip(re.compile(rf"[{{,][^\"']*?(，)\s*{NAME}\s*:"), ("did not find expected ',' or",), COMMA),
    _Slip(
        re.compile(rf"(?::|-)\s+(\{{)\s*{NAME}\s*\}}\s*[^\s,}}\]#]"),
        ("did not find expected key", "did not find expected ',' or", "did not find expected '-' indicator"),
        BRACE,
    ),
)


def slip_in(line: str, parser_says: str) -> tuple[Message, int] | None:
    """What was mistyped on a line that the parser complains about, and where; None if nothing was."""
    for slip in _SLIPS:
        found = slip.look.search(line)
        if found is not None and any(words in parser_says for words in slip.parser_says):
            return slip.message, found.start(1)
    return None
