"""A room full of examinees at a server that is killed again and again, and what is kept when all is over."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from simulator.app.opening import open_desk
from simulator.database.database import Database
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.exam.pages.sitting.bank import PLACES
from tests.exam.pages.sitting.examinees import set_exam

from .examinee import Candidate, Sent
from .server import Server

ASKED = tuple(name for name in PLACES if name != "lookup")
"""One question of each kind, all answered without the handbook."""
SETTLE = 0.3  # seconds in which the examinees read what had been answered before
FEW, MANY = 10, 100
"""How many answers come between two kills, at least and at most."""


@dataclass
class Kills:
    """What the kills of a server met."""

    under_way: list[int] = field(default_factory=list)
    """By kill, how many requests were on their way."""
    untold: list[int] = field(default_factory=list)
    """By kill, how many entries were saved without anybody having been told."""


def candidates_at(settings: Settings, port: int, count: int) -> list[Candidate]:
    """So many examinees of one exam at a new desk, signed in; every third is a browser without script."""
    services = open_desk(settings)
    try:
        people = [
            services[People].add(f"t{number}", f"T {number}", Role.TRAINEE, language="en", by=None, now=now())
            for number in range(count)
        ]
        exam = set_exam(services, *(person.id for person in people), questions=ASKED, minutes=600)
        return [
            Candidate.of(services, exam, person, port, script=number % 3 > 0)
            for number, person in enumerate(people)
        ]
    finally:
        services.close()


async def sat_through_kills(
    server: Server,
    url: str,
    candidates: list[Candidate],
    kills: int,
    chance: random.Random,
    tell: Callable[[Kills], None] = lambda _: None,
) -> Kills:
    """Let all answer at once, kill the server at random moments, then let them hand in.

    After each kill `tell` is told what was met so far.
    """
    met, over = Kills(), asyncio.Event()

    async def sit(one: Candidate) -> None:
        await one.begin()
        while not over.is_set():
            await one.answer_something()
        await one.hand_in()

    sitting = asyncio.gather(*map(sit, candidates))
    for number in range(kills):
        await _made(candidates, chance.randint(FEW, MANY) if number else FEW, sitting)
        await asyncio.sleep(chance.random() * 0.02)
        server.kill()
        met.under_way.append(sum(one.waiting for one in candidates))
        await asyncio.sleep(SETTLE)
        met.untold.append(check_nothing_lost(url, candidates))
        tell(met)
        await asyncio.to_thread(server.start)
    over.set()
    await sitting
    return met


def check_nothing_lost(url: str, candidates: list[Candidate]) -> int:
    """See that what was acknowledged is there once, in its order, and at most what was on its way besides.

    Gives how many entries were saved without anybody having been told.
    """
    untold = 0
    with Database.open(url) as database:
        kept = Sittings(database).of_exam(candidates[0].exam)
        for one in candidates:
            _, entries = kept.get(one.person, (0, []))
            begun, made = entries[:1], entries[1:]
            assert [entry.act for entry in begun] in ([Act.BEGIN], [] if not one.begun else [Act.BEGIN])
            told = [_line(sent) for sent in one.acknowledged]
            stored = [_entry(entry) for entry in made]
            pending = [_line(one.pending)] if one.pending else []
            assert stored in (told, told + pending), one.person
            untold += len(stored) - len(told) + (len(begun) - one.begun)
    return untold


def check_all_whole(url: str, file: Path, candidates: list[Candidate]) -> None:
    """See that every paper is handed in, with exactly the entries that were acknowledged."""
    assert all(one.pending is None and one.acknowledged[-1].place is None for one in candidates)
    assert check_nothing_lost(url, candidates) == 0
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


async def _made(candidates: list[Candidate], count: int, sitting: "asyncio.Future[list[None]]") -> None:
    """Wait until so many more answers were acknowledged: a time would mean another part on each machine."""
    before = sum(len(one.acknowledged) for one in candidates)
    while sum(len(one.acknowledged) for one in candidates) < before + count:
        if sitting.done():
            sitting.result()  # which tells what went wrong
        await asyncio.sleep(0.005)


def _line(sent: Sent) -> tuple[str, str, object]:
    if sent.place is None:
        return sent.key, Act.HAND_IN.value, {}
    return sent.key, Act.ANSWER.value, {"place": sent.place, "answer": sent.stored}


def _entry(entry: SittingEntry) -> tuple[str | None, str, object]:
    return entry.key, entry.act.value, dict(entry.data)
