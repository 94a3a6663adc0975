"""Who says something in a call, and how it sounds: what stands beside the words wherever a call is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from simulator.text.language import Translator
from simulator.text.message import Message

MOODS: Mapping[str, Message] = {
    "calm": Message("calm"),
    "hurried": Message("hurried"),
    "angry": Message("angry"),
    "cold": Message("cold"),
    "shaky": Message("shaky"),
    "easing": Message("easing"),
}
CUSTOMER = Message("Customer")
ON_HOLD = Message("customer on hold")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and how; `mood` is the word's id and `mood_name` the word."""

    speaker: str | None = None
    """Somebody else than the customer, in the language of the case."""
    on_hold: bool = False
    mood: str | None = None
    mood_name: str = ""
    cue: str | None = None

    def who(self, t: Translator) -> str:
        """Who speaks, in words."""
        return self.speaker or t(CUSTOMER)

    def manner(self, t: Translator) -> str | None:
        """Whether the customer waits meanwhile, the mood and the cue, as far as anything is said of them."""
        held = t(ON_HOLD) if self.on_hold else ""
        return t("; ").join(part for part in (held, self.mood_name, self.cue) if part) or None


class Sounding(Protocol):
    """A moment of a call, as far as it is told who speaks and how."""

    @property
    def speaker(self) -> str | None:
        """Who speaks, if not the customer."""

    @property
    def on_hold(self) -> bool:
        """Whether the customer waits meanwhile."""

    @property
    def mood(self) -> str | None:
        """How it sounds, by the word's id."""

    @property
    def cue(self) -> str | None:
        """How it is said, in the author's words."""


def voice_of(now: Sounding, t: Translator) -> Voice:
    """Who speaks at a moment, and how."""
    return Voice(now.speaker, now.on_hold, now.mood, mood_name(now.mood, t), now.cue)


def mood_name(mood: str | None, t: Translator) -> str:
    """The word for a mood; nothing where none is stated."""
    return t(MOODS[mood]) if mood else ""
