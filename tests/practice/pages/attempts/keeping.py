"""Attempts at the small case, kept at a desk as if they had been made there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from simulator import Case, Play
from simulator.call.case.case import Stage
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.people.person import Person
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, Record, result_of
from simulator.web.services import Services, now
from tests.call.report.plays import ANALYSED, LISTENED, LOST, WON
from tests.conftest import SMALL_CASE

CASE = SMALL_CASE.name
WHOLE = LISTENED + ANALYSED + WON
BEGUN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

__all__ = ["ANALYSED", "BEGUN", "CASE", "LISTENED", "LOST", "WHOLE", "WON", "keep", "published"]


def published(services: Services) -> str:
    """The bundle of the small case, which trainees can play."""
    try:
        return services[Library].entry(CASE).bundle or ""
    except NoSuchCase:
        services[Library].save_draft(CASE, read_folder(SMALL_CASE), 0, None, now())
        return services[Library].publish(CASE, None, now()).bundle


def keep(
    services: Services,
    person: Person,
    moves: Sequence[str] = LOST,
    persona: str = "hurried",
    stage: str | None = "rehearsal",
    *,
    bundle: str | None = None,
    preview: bool = False,
    number: int = 0,
) -> KeptAttempt:
    """An attempt of somebody's, finished or not; the one with the next number was begun an hour later."""
    files = bundle or published(services)
    case: Case = services[Library].case(files, "en")
    play = Play.start(case, persona, None if stage is None else Stage(stage))
    for move in moves:
        play.push(move)
    began = BEGUN + timedelta(hours=number)
    attempt = play.attempt(began.isoformat(timespec="milliseconds"))
    record = Record(f"a{number}-{person.name}", attempt, result_of(play), language="en")
    return services[Attempts].begin(record, person.id, files, preview=preview)
