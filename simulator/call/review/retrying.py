"""Mistakes put right: hints for a reply to be found again, and what was found in the end.

The first hint says what kind of reply is meant, the second how it begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from simulator.text.message import Message

from .review import Fault

WORDS = 4
CHARACTERS = 6  # of a language that writes no spaces
MARKS = "\"'“”‘’,.;:!?…，。；：！？、"
SHARE = 3  # at most one part in three is given away


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: the kinds of the reply that is meant, or else its first words."""

    kinds: tuple[str, ...] = ()
    begins: str = ""


def summary(found: int, alone: int, count: int) -> Message:
    """How many of the mistakes were put right; `alone` at the first try and without a hint."""
    if not alone:
        return Message("Found: {found} of {count}.", found=found, count=count)
    return Message(
        "Found: {found} of {count}, {alone} of them at once and without a hint.",
        found=found,
        count=count,
        alone=alone,
    )


def hints(fault: Fault) -> Iterator[Hint]:
    """The hints for a fault, from the slightest on."""
    if fault.better.kinds:
        yield Hint(kinds=fault.better.kinds)
    yield Hint(begins=first_words(fault.better.say))


def first_words(text: str) -> str:
    """How a text begins: a few words or characters, and never more than a third of it."""
    if any(east_asian_width(character) in "WF" for character in text):
        begins = text[: max(1, min(CHARACTERS, len(text) // SHARE))]
    else:
        words = text.split()
        begins = " ".join(words[: max(1, min(WORDS, len(words) // SHARE))])
    return begins.rstrip(MARKS) or begins
