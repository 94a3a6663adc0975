"""What is refused, and why, in one sentence."""

from enum import Enum

from .message import Message


class Hindrance(Enum):
    """What stands in the way: a front end has a status, or an exit code, for each kind."""

    RULES = "understood, and refused by the rules"
    STRANGER = "nobody is signed in"
    FORBIDDEN = "not for this person"
    ABSENT = "not there, or not for this person to know of"
    GONE = "there no more"
    OUTDATED = "something else came first"
    TOO_LARGE = "more than is taken"
    UNREADABLE = "not what it says it is"
    TOO_OFTEN = "to be tried again later"
    BUSY = "not now"


class Refusal(Exception):
    """A move or an attempt that was refused; nothing has changed. `message` says why and what to do."""

    kind = Hindrance.RULES

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
