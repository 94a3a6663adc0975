"""What is closed while somebody sits an exam: every page and operation that does not say that it stays open.

Who sits is known by a higher room, which extends `SittingGate`.
"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal


@dataclass(frozen=True, slots=True)
class ExamSatNow:
    """An exam that somebody sits now, with the address of its page."""

    title: str
    address: str


class NotWhileSitting(Refusal):
    """Something in which rules, keys or earlier answers could be read, while one sits an exam."""

    kind = Hindrance.FORBIDDEN

    def __init__(self, sat: ExamSatNow) -> None:
        self.sat = sat
        super().__init__(
            Message("You are sitting “{title}” now. This opens again after you hand in.", title=sat.title)
        )


class SittingGate:
    """Who knows whether somebody sits an exam now; here, nobody does."""

    def sat_now(self, person: int) -> ExamSatNow | None:
        """The exam that somebody sits now, from the database."""
        return None

    def known_free(self, person: int) -> bool:
        """Whether it was found out just now that somebody sits nothing."""
        return True

    async def check(self, person: int) -> None:
        """Raise NotWhileSitting where somebody sits an exam now."""
        if self.known_free(person):
            return
        sat = await run_in_threadpool(self.sat_now, person)
        if sat is not None:
            raise NotWhileSitting(sat)
