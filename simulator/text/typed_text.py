"""What people type into a form, made fit to keep: names, and short texts. All of it stays mere data."""

import re
import unicodedata

from .look_alikes import BLANK, mixed_word
from .message import Message
from .refusal import Refusal

MOST_NAME = 100  # characters

_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, half characters, foreign line ends
_RARE = frozenset({"Co", "Cn"})  # a rare character of a Chinese name may be newer than this program's Unicode
_JOINED = re.compile(r"(?<=[\u2190-\u2bff\U0001f000-\U0001faff])[\u200d\ufe0e\ufe0f]+")
"""What joins a sign to the next one or chooses its picture, in an emoji."""
_SELECTOR = re.compile("[\ufe00-\ufe0f]")
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
    """A name that others see, of a person, a team, the desk or a token. Raises UnusableText.

    Letters and figures have their plain form (NFKC): `Ｌｉ` is `Li`. Chinese punctuation keeps its width.
    """
    name, before = unicodedata.normalize("NFC", text), None
    while name != before:
        before = name
        plain = "".join(map(_plain, name))
        name = unicodedata.normalize("NFC", plain)
    return _name(name)


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
    seen = _JOINED.sub("", name)
    if BLANK.search(seen) or _SELECTOR.search(seen):
        raise _invisible()
    kinds = [unicodedata.category(letter) for letter in seen]
    if any(kind in _REFUSED or kind == "Cf" for kind in kinds):
        raise _invisible()
    if not any(kind[0] in "LNS" or kind in _RARE for kind in kinds):
        raise UnusableText(Message("A name needs a letter or a figure."))
    if (word := mixed_word(name)) is not None:
        raise UnusableText(
            Message(
                "“{word}” mixes letters of alphabets that look alike. Write it in one of them.", word=word
            )
        )
    return name


def _plain(letter: str) -> str:
    read = letter.isalnum() or "\u2e80" <= letter <= "\u2fdf"  # radicals look like characters
    return unicodedata.normalize("NFKC", letter) if read else letter


def _invisible() -> UnusableText:
    return UnusableText(Message("There is an invisible character in this text; take it out."))


def parted(line: str) -> list[str]:
    """The words of a line, whatever they are parted by."""
    for separator in (",", "，", "、", ";"):
        line = line.replace(separator, " ")
    return line.split()
