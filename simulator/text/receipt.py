"""That an entry is safe, or why it is not: of everything that is kept by entries that are only ever added."""

from dataclasses import dataclass

from .message import Message
from .refusal import Hindrance, Refusal


class Outdated(Refusal):
    """An attempt went on elsewhere, in another tab or another window, since it was last looked at."""

    kind = Hindrance.OUTDATED

    def __init__(self) -> None:
        super().__init__(
            Message("This attempt has gone on in another window; this move was not made. Look at it anew.")
        )


class KeyReused(Refusal):
    """A request's key came a second time, with another move than the first."""

    kind = Hindrance.OUTDATED

    def __init__(self) -> None:
        super().__init__(Message("This key was used for another move; this one was not made."))


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry is safe, as this number (from 1); `repeated` when it had been safe before."""

    number: int
    repeated: bool = False
