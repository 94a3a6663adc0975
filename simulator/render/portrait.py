"""Drawn heads of the people in a case: made from ids alone, so that they never change."""

import hashlib
from dataclasses import dataclass

HUES = ("coral", "plum", "teal", "amber", "moss", "rose", "navy")
HAIR = {
    "short": ("",),
    "side": ("",),
    "bob": ("bob", "bun"),
    "sweep": ("long", "bun"),
    "tufts": ("",),
    "curly": ("",),
}
"""The hair in front (a persona's `look`), with what may fall behind the head."""
EXTRAS = ("", "", "glasses")


@dataclass(frozen=True, slots=True)
class Portrait:
    """How somebody is drawn: a colour, hair before and behind the head, and glasses, a beard or nothing."""

    hue: str
    front: str
    back: str
    extra: str


CALLER = Portrait("mood", "dome", "", "handset")
"""The one head of every call: who is on the line must not be told by it."""


def portrait(case: str, persona: str, look: str | None = None) -> Portrait:
    """The head of a persona, by the ids of case and persona, with the hair that its author chose."""
    lot = hashlib.sha256(f"{case} {persona}".encode()).digest()
    front = look if look in HAIR else list(HAIR)[lot[1] % len(HAIR)]
    behind = HAIR[front]
    return Portrait(
        hue_of(f"{case} {persona}"), front, behind[lot[2] % len(behind)], EXTRAS[lot[3] % len(EXTRAS)]
    )


def hue_of(name: str) -> str:
    """The colour that goes with a name: staff have a letter on it, never a drawn face."""
    return HUES[hashlib.sha256(name.encode()).digest()[0] % len(HUES)]
