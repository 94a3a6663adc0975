"""What people type into a form, made fit to keep: names, and short texts. All of it stays mere data."""

import re
import unicodedata

from .message import Message
from .refusal import Refusal

MOST_NAME = 100  # characters

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, half characters, foreign line ends
_SPACE = re.compile(r"\s+")


class UnusableText(Refusal):
    """A name or a text that is empty, too long, or holds characters that nobody can see."""


def account_name(text: str) -> str:
    """A sign-in name as it is kept: `Ｌｉ Wei` and `li wei` are one. Raises UnusableText.

    Width and case are unified, so that two accounts cannot look alike for want of a shift key, and so that an
    input method left in full width does not lock anybody out.
    """
    name, before = text, None
    while name != before:  # a folded letter may have a compatibility form of its own; two rounds are the rule
        before = name
        name = unicodedata.normalize("NFKC", name).casefold()
    if any(unicodedata.category(letter) == "Cf" for letter in name):
        raise _invisible()
    return _name(name)


def shown_name(text: str) -> str:
    """A name that others see, of a person, a team, the desk or a token. Raises UnusableText."""
    return _name(unicodedata.normalize("NFC", text))


def short_text(text: str, most: int, empty: bool = True) -> str:
    """A text of at most `most` characters; line breaks and tabs may stand in it. Raises UnusableText."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not (text or empty):
        raise UnusableText(Message("Please write something."))
    if len(text) > most:
        raise UnusableText(
            Message(
                "This text has {count} characters; it may have {most} at most.", count=len(text), most=most
            )
        )
    if any(unicodedata.category(letter) in _REFUSED and letter not in "\n\t" for letter in text):
        raise _invisible()
    return text


def _name(text: str) -> str:
    name = _SPACE.sub(" ", text).strip()
    if not name:
        raise UnusableText(Message("A name is missing."))
    if len(name) > MOST_NAME:
        raise UnusableText(Message("A name may have {most} characters at most.", most=MOST_NAME))
    if any(unicodedata.category(letter) in _REFUSED or letter in _BIDI for letter in name):
        raise _invisible()
    return name


def _invisible() -> UnusableText:
    return UnusableText(Message("There is an invisible control character in this text; take it out."))
