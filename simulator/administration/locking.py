"""Locking an account. Whoever sits an exam cannot go on without it, so the clock of the exam stops."""

from contextlib import suppress
from datetime import datetime

from simulator.exam.sitting.sitting import SittingRefused
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.people import People
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.web.services import Services

_REASON = Message("The account was locked.")


def set_account_active(
    services: Services, person: int, active: bool, by: int, moment: datetime, t: Translator
) -> None:
    """Let somebody in again, or out. `t` gives the reason of a pause in the language of who locks.

    An exam that somebody sits is paused, and goes on when an invigilator says so. Raises NoSuchPerson,
    LastAdministrator.
    """
    services[People].set_active(person, active, by, moment)
    if active:
        return
    for sat in services[Sittings].under_way(person, moment):
        with suppress(SittingRefused):  # it stands still already, or was handed in just now
            services[Sittings].pause(sat.exam, person, t(_REASON), by, moment)
