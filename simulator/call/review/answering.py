"""Whether what a reply gives is what the customer needs: told beside the reply, and never scored."""

from collections.abc import Mapping
from typing import NamedTuple

from simulator.call.case.case import Move, Persona

MEETS: Mapping[str, frozenset[str]] = {
    "matter": frozenset({"improvement", "promise", "compensation"}),
    "service": frozenset({"apology", "improvement"}),
    "speed": frozenset({"improvement", "promise"}),
    "suggest": frozenset({"improvement", "promise"}),
    "vent": frozenset({"comfort", "empathy"}),
}
"""Which responses meet each need."""


class Mismatch(NamedTuple):
    """What the customer needed, and what came instead."""

    needs: tuple[str, ...]
    responses: tuple[str, ...]


def mismatch(persona: Persona, move: Move) -> Mismatch | None:
    """Where need and response part: a reply gives something, and nothing of it is what this person needs."""
    if not persona.needs or not move.responses:
        return None
    if any(response in MEETS[need] for need in persona.needs for response in move.responses):
        return None
    return Mismatch(persona.needs, move.responses)
