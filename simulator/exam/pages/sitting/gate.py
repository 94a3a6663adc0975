"""Who sits an exam now: whoever has begun one and neither handed it in nor run out of time."""

import time

from simulator.exam.storage.sittings import Sittings
from simulator.web.services import now
from simulator.web.sitting_gate import ExamSatNow, SittingGate

FRESH = 1.0
"""Seconds for which somebody is taken to sit nothing: another server process may have begun a sitting."""
MOST_KNOWN = 10_000


class ExamGate(SittingGate):
    """Asks the sittings that are kept. It may be used from any thread."""

    def __init__(self, sittings: Sittings) -> None:
        self._sittings = sittings
        self._free: dict[int, float] = {}
        """When it was asked whether somebody sits, and the answer was no."""
        self._begun: dict[int, float] = {}
        """When somebody last began to sit, at this server process."""

    def sat_now(self, person: int) -> ExamSatNow | None:
        """The exam that somebody sits now, from the database."""
        asked = time.monotonic()
        found = self._sittings.under_way(person, now())
        if found:
            return ExamSatNow(found[0].title, f"/sittings/{found[0].exam}")
        _put(self._free, person, asked)
        return None

    def known_free(self, person: int) -> bool:
        """Whether it was found out just now that somebody sits nothing."""
        asked = self._free.get(person)
        if asked is None or asked <= self._begun.get(person, 0.0):
            return False
        return time.monotonic() - asked < FRESH

    def begun(self, person: int) -> None:
        """Note that somebody begins to sit: whatever was found out before does not count any more."""
        _put(self._begun, person, time.monotonic())


def _put(times: dict[int, float], person: int, moment: float) -> None:
    if len(times) >= MOST_KNOWN:
        times.clear()
    times[person] = moment
