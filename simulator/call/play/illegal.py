"""What a play says to a move that it does not take."""

from simulator.text.message import Message
from simulator.text.refusal import Refusal


class IllegalMove(Refusal):
    """A move that does not exist here, or that is not open now."""


class PlayIsOver(Refusal):
    """A move after the end."""

    def __init__(self) -> None:
        super().__init__(Message("This play is over."))
