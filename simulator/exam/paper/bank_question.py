"""A question as the assembly of papers sees it: what it is about and how hard, not what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.text.message import Message

NEW, PERSISTENT, BASE = "new", "persistent", "base"
"""Tags: on what has changed, on what keeps going wrong, on what everybody has to know. Others may be used."""
TAGS: Mapping[str, Message] = {
    NEW: Message("new content"),
    PERSISTENT: Message("recurring gap"),
    BASE: Message("base knowledge"),
}


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the bank."""

    id: str
    topic: str
    kind: str
    difficulty: float = 0.0
    """The ability at which one in two is right; an estimate until data comes."""
    discrimination: float = 1.0
    enemies: frozenset[str] = frozenset()
    """Ids of questions that must not stand on the same paper; it is enough if one names the other."""
    exposure: int = 0
    """On how many papers it has been so far, as far back as the desk counts."""
    tags: frozenset[str] = frozenset()
    minutes: float = 1.0
