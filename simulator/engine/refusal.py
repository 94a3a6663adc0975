"""What a play says to a move that it does not take."""

from simulator.case.messages import Message


class Refusal(Exception):
    """A move or an attempt that was refused; nothing has changed. `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class IllegalMove(Refusal):
    """A move that does not exist here, or that is not open now."""


class PlayIsOver(Refusal):
    """A move after the end."""

    def __init__(self) -> None:
        super().__init__(Message("This play is over."))
