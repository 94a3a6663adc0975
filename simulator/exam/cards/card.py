"""A review card: a question that somebody missed, to be asked again until it sits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from simulator.text.message import Message


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody's card. `id` is None until it is kept."""

    id: int | None
    person: int
    question: str
    """What was missed."""
    asked: str
    """What is asked: a sibling of the question, or the question itself."""
    policy: str
    version: str
    """Of the policy, when the card was made."""
    state: Mapping[str, Any]
    """What the scheduler knows of the card, as data for JSON."""
    due: date
    retired: datetime | None = None
    reason: Message | None = None
    """Why it was retired."""
    made: datetime | None = None
    exam: int | None = None
    """Where it was missed."""
