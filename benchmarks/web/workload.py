"""Plays for the clients to go on with: one for each, of a made-up call that never ends by itself."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from benchmarks import workload
from benchmarks.web.clients import Client
from simulator.app.opening import open_desk
from simulator.call.case.case import Case
from simulator.call.play import rehearsal as call
from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.people.person import Role
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.practice.pages.plays.rehearsal import open_replies
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import Record
from simulator.text.language import translator
from simulator.web.services import Services
from simulator.web.settings import Settings

SCENES = 60  # as many as a large case has
WALK = 10_000
LONG = 200
THREADS = 32


def prepared(settings: Settings, connections: int, length: int, stored: int = 0) -> list[Client]:
    """Fill a new database with people who are signed in, each in a play of so many moves.

    `stored` moves of other plays lie there besides.
    """
    scenes = workload.call(SCENES)
    walk = tuple(step.move for step in workload.walk(scenes, WALK))
    services = open_desk(settings)
    try:
        now = datetime.now(UTC)
        text = workload.as_case(scenes).encode()
        bundle = services[Library].keep({"case.yaml": text}, now)
        case = services[Library].case(bundle, "en")
        play = Play.start(case, stage="rehearsal")
        for number, move in enumerate(walk[:length]):
            play.push(move, float(number))
        attempt = play.attempt(now.isoformat())
        replies = tuple(_posted(play, walk[length:]))
        clients = []
        for number in range(connections):
            name = f"client-{number}"
            person = services[People].add(name, name, Role.TRAINEE, None, "en", by=None, now=now)
            session = services[Sessions].begin(person.id, now)
            services[Attempts].begin(Record(name, attempt, language="en"), person.id, bundle)
            path = f"/plays/{name}/moves"
            clients.append(Client(path, session.token, session.csrf, length, replies))
        _store(services, case, walk, bundle, stored)
        return clients
    finally:
        services.close()


def _posted(play: Play, walk: Iterable[str]) -> Iterator[str]:
    """The replies of a walk as the page of the play posts them."""
    t = translator("en")
    for move in walk:
        position = play.progress.rehearsal
        assert position is not None
        names = [reply.id for reply in call.replies(play.case, position)]
        yield open_replies(play.case, position, t)[names.index(move)].token
        play.push(move)


def _store(services: Services, case: Case, walk: tuple[str, ...], bundle: str, moves: int) -> None:
    """Keep so many moves in attempts of other people, each as long as a long call."""
    play = Play.start(case, stage="rehearsal")
    for number, move in enumerate(walk[:LONG], 1):
        play.push(move, float(number))
    attempt = play.attempt(datetime.now(UTC).isoformat())

    def keep(number: int) -> None:
        services[Attempts].begin(Record(f"other-{number}", attempt, language="en"), None, bundle)

    with ThreadPoolExecutor(THREADS) as pool:  # which share commits
        list(pool.map(keep, range(moves // LONG)))
