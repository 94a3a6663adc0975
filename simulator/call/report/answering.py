"""What the customer needed and what came instead, in words."""

from collections.abc import Mapping

from simulator.call.case.case import Move, Persona
from simulator.call.review.answering import mismatch
from simulator.text.language import Translator
from simulator.text.message import Message

NEEDS: Mapping[str, Message] = {
    "matter": Message("an answer on the matter itself"),
    "service": Message("better service"),
    "speed": Message("speed"),
    "suggest": Message("an ear for a suggestion"),
    "vent": Message("room to vent"),
}
RESPONSES: Mapping[str, Message] = {
    "comfort": Message("comfort"),
    "empathy": Message("sympathy"),
    "apology": Message("an apology"),
    "improvement": Message("an improvement"),
    "promise": Message("a promise"),
    "compensation": Message("compensation"),
}


def mismatch_told(persona: Persona, move: Move, t: Translator) -> str | None:
    """The sentence beside a reply that gave what this customer did not need; None for any other reply."""
    found = mismatch(persona, move)
    if found is None:
        return None
    return t(
        "What was needed: {needs}. What came: {responses}.",
        needs=t(", ").join(t(NEEDS[need]) for need in found.needs),
        responses=t(", ").join(t(RESPONSES[response]) for response in found.responses),
    )
