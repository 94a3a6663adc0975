"""Desks for many players, and what is kept there when all is over."""

import random

from simulator import Play
from simulator.app.opening import open_desk
from simulator.database.database import Database
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import result_of
from simulator.web.services import now
from simulator.web.settings import Settings

from .player import Line, Player

CASES = ("ticket-rebooking", "ac-remote")
PLAYS_EACH = 10


def players_at(settings: Settings, port: int, count: int) -> list[Player]:
    """So many players at a new desk, signed in; every second one is a browser without script."""
    services = open_desk(settings)
    try:
        sessions = []
        for number in range(-(-count // PLAYS_EACH)):
            name = f"trainee-{number}"
            person = services[People].add(name, name, Role.TRAINEE, language="en", by=None, now=now())
            sessions.append(services[Sessions].begin(person.id, now()))
        cases = [services[Library].case(services[Library].entry(name).bundle or "", "en") for name in CASES]
        return [
            Player(
                number,
                Line(port, sessions[number // PLAYS_EACH]),
                cases[number % len(cases)],
                htmx=number % 3 > 0,
                chance=random.Random(number),
            )
            for number in range(count)
        ]
    finally:
        services.close()


def meet(url: str, players: list[Player]) -> None:
    """Let the players know who is on the line."""
    with Database.open(url) as database:
        attempts = Attempts(database)
        for player in players:
            player.knows(attempts.find(player.name))


def check_nothing_lost(url: str, players: list[Player]) -> int:
    """See that what was acknowledged is there, in its order, and at most the move that was on its way besides.

    Gives how many of those were saved without anybody having been told.
    """
    untold = 0
    with Database.open(url) as database:
        attempts = Attempts(database)
        for player in players:
            if not player.name:
                continue  # whether it was begun will be seen when it is asked for again
            kept = attempts.find(player.name)
            stored = [entry.move for entry in attempts.entries_after(kept.id, 0)]
            told = player.acknowledged
            assert stored in (told, [*told, player.pending]), player.name
            assert kept.version == len(stored), player.name
            untold += len(stored) - len(told)
    return untold


def check_all_whole(url: str, players: list[Player]) -> None:
    """See that each play is there once, with exactly the moves that were made, and can be gone on with."""
    with Database.open(url) as database:
        attempts = Attempts(database)
        names = [summary.name for summary in attempts.summaries()]
        assert sorted(names) == sorted(player.name for player in players)
        for player in players:
            kept, play = attempts.find(player.name), player.play
            assert play is not None
            assert [entry.move for entry in attempts.entries_after(kept.id, 0)] == player.acknowledged
            restored = Play.restore(player.case, kept.record.attempt)
            assert (restored.moves, restored.progress) == (play.moves, play.progress)
            assert kept.record.result == result_of(play)
