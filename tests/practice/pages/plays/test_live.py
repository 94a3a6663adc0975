"""Plays in memory: one move at a time, never ahead of the disk, never in the way of another process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from simulator import Play
from simulator.call.play.illegal import IllegalMove
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.practice.pages.plays import live
from simulator.practice.pages.plays.live import PAUSE, CaseNotKept, LiveAttempt, LiveAttempts, MoveMade, NoKey
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry, Record
from simulator.text.receipt import KeyReused, Outdated
from simulator.web.access import NotFound
from simulator.web.services import Services, now
from tests.waiting import awaited

from .calling import CASE

LANGUAGE = "en"


@pytest.fixture
def lin(person: Callable[[str], Person]) -> Person:
    """A trainee."""
    return person("lin")


def begin(
    services: Services, lin: Person, name: str = "one", stage: str = "rehearsal", kept: bool = True
) -> str:
    """An attempt of lin's that has just begun."""
    bundle = services[Library].entry(CASE).bundle
    assert bundle
    play = Play.start(services[Library].case(bundle, LANGUAGE), "anxious", stage)
    record = Record(name, play.attempt(now().isoformat()), language=LANGUAGE)
    services[Attempts].begin(record, lin.id, bundle if kept else None)
    return name


def plays_of(services: Services, most: int = live.MOST_LIVE) -> LiveAttempts:
    """The plays of one more server process."""
    return LiveAttempts(services[Attempts], services[Library], most)


def moves(services: Services, name: str = "one") -> list[str | None]:
    """The entries of an attempt."""
    return [entry.move for entry in services[Attempts].entries_after(services[Attempts].find(name).id, 0)]


async def make(
    plays: LiveAttempts, lin: Person, version: int, key: str, move: str | None, language: str = LANGUAGE
) -> MoveMade:
    """A request that makes one move."""
    async with plays.held("one", lin.id, language) as play:
        return await plays.make(play, version, key, move)


def opening(services: Services, count: int = 2) -> list[str]:
    """The first replies that are open in the case."""
    bundle = services[Library].entry(CASE).bundle
    assert bundle
    play = Play.start(services[Library].case(bundle, LANGUAGE), "anxious", "rehearsal")
    return play.legal_moves()[:count]


def test_the_same_request_at_the_same_time_makes_one_move(services: Services, lin: Person) -> None:
    """Two clicks that arrive together would make two moves."""
    begin(services, lin)
    move, _ = opening(services)

    async def both() -> list[MoveMade]:
        plays = plays_of(services)
        return await asyncio.gather(*(make(plays, lin, 0, "k", move) for _ in range(5)))

    made = awaited(both())
    assert sorted(one.repeated for one in made) == [False, True, True, True, True]
    assert {(one.version, one.move) for one in made} == {(1, move)}
    assert moves(services) == [move]


def test_of_two_moves_at_the_same_time_one_is_made(services: Services, lin: Person) -> None:
    """Two different moves at the same time would fork the play."""
    begin(services, lin)
    one, other = opening(services)

    async def both() -> tuple[MoveMade | BaseException, MoveMade | BaseException]:
        plays = plays_of(services)
        return await asyncio.gather(
            make(plays, lin, 0, "a", one), make(plays, lin, 0, "b", other), return_exceptions=True
        )

    made, refused = awaited(both())
    assert isinstance(made, MoveMade)
    assert isinstance(refused, Outdated)
    assert moves(services) == [one]


def test_of_two_processes_one_makes_the_move(services: Services, lin: Person) -> None:
    """Two workers at one database would fork a play that both have in memory."""
    begin(services, lin)
    one, other = opening(services)

    async def both() -> None:
        here, there = plays_of(services), plays_of(services)
        for plays in (here, there):
            async with plays.held("one", lin.id, LANGUAGE):
                pass
        await make(here, lin, 0, "a", one)
        with pytest.raises(Outdated):
            await make(there, lin, 0, "b", other)
        async with there.held("one", lin.id, LANGUAGE) as play:
            assert (play.version, play.play.moves) == (1, [one])

    awaited(both())
    assert moves(services) == [one]


def test_processes_continue_each_other_s_plays(services: Services, lin: Person) -> None:
    """A play would depend on which worker its browser happens to reach."""
    begin(services, lin)

    async def by_turns() -> list[str]:
        both = plays_of(services), plays_of(services)
        said = []
        for version in range(6):
            plays = both[version % 2]
            async with plays.held("one", lin.id, LANGUAGE, fresh=True) as play:
                assert play.version == version
                move = None if version in (2, 4) else play.play.legal_moves()[0]
                await plays.make(play, version, f"k{version}", move)
                said.append(list(play.play.moves))
        async with both[0].held("one", lin.id, LANGUAGE, fresh=True) as play:
            return play.play.moves

    first, _ = opening(services)
    assert awaited(by_turns())[0] == first
    assert services[Attempts].find("one").version == 6


def test_a_receipt_is_given_again_however_late(services: Services, lin: Person) -> None:
    """A program that lost its answer could not learn whether its move was made."""
    begin(services, lin)
    move, other = opening(services)

    async def late() -> MoveMade:
        plays = plays_of(services)
        await make(plays, lin, 0, "a", move)
        await make(plays, lin, 1, "b", None)
        await make(plays, lin, 2, "c", other)
        with pytest.raises(KeyReused):
            await make(plays, lin, 0, "a", other)
        with pytest.raises(Outdated):
            await make(plays, lin, 0, "z", move)
        return await make(plays, lin, 0, "a", move)

    receipt = awaited(late())
    assert (receipt.version, receipt.move, receipt.repeated, receipt.before) == (1, move, True, None)
    assert moves(services) == [move, None, other]


def test_what_could_not_be_written_is_not_in_memory(
    services: Services, lin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed write the next look would show a move that the database has never seen."""
    begin(services, lin)
    move, other = opening(services)

    async def failing() -> None:
        plays = plays_of(services)
        with monkeypatch.context() as broken:
            broken.setattr(Attempts, "append", lambda *_, **__: _failed(OSError("disk")))
            with pytest.raises(OSError, match="disk"):
                await make(plays, lin, 0, "a", move)
        await make(plays, lin, 0, "b", other)
        async with plays.held("one", lin.id, LANGUAGE) as play:
            assert play.play.moves == [other]

    awaited(failing())
    assert moves(services) == [other]


def test_a_request_that_is_given_up_leaves_the_truth(services: Services, lin: Person) -> None:
    """A browser that goes away in the middle of a move would leave memory and database at odds."""
    begin(services, lin)
    move, _ = opening(services)

    async def given_up() -> tuple[int, list[str]]:
        plays = plays_of(services)
        async with plays.held("one", lin.id, LANGUAGE):
            pass
        request = asyncio.create_task(make(plays, lin, 0, "a", move))
        await asyncio.sleep(0)
        request.cancel()
        await asyncio.wait([request])
        services.database.write(lambda connection: None)  # whatever was under way is done
        async with plays.held("one", lin.id, LANGUAGE) as play:
            return play.version, list(play.play.moves)

    version, said = awaited(given_up())
    assert (version, said) == (len(moves(services)), moves(services))


def test_a_refused_move_changes_nothing(services: Services, lin: Person) -> None:
    """A refused move would leave its traces in the play."""
    begin(services, lin)
    move, _ = opening(services)

    async def refused() -> None:
        plays = plays_of(services)
        with pytest.raises(IllegalMove):
            await make(plays, lin, 0, "a", "no-such-reply")
        with pytest.raises(NoKey):
            await make(plays, lin, 0, "", move)
        await make(plays, lin, 0, "a", move)  # the key is still free

    awaited(refused())
    assert moves(services) == [move]


def test_a_play_goes_on_in_another_language(services: Services, lin: Person) -> None:
    """Switching the language in the middle of a call would lose the call, or change nothing."""
    begin(services, lin)
    move, _ = opening(services)

    async def switching() -> None:
        plays = plays_of(services)
        await make(plays, lin, 0, "a", move)
        async with plays.held("one", lin.id, "zh") as play:
            assert play.play.case.language == "zh"
            assert (play.version, play.play.moves) == (1, [move])
            await plays.make(play, 1, "b", play.play.legal_moves()[0])
        async with plays.held("one", lin.id, "en") as play:
            assert play.play.case.language == "en"
            assert play.version == 2

    awaited(switching())


def test_only_its_owner_holds_a_play(
    services: Services, lin: Person, person: Callable[[str], Person]
) -> None:
    """Anybody could play anybody's attempts."""
    begin(services, lin)

    async def other() -> None:
        plays = plays_of(services)
        for _ in range(2):
            with pytest.raises(NotFound):
                async with plays.held("one", person("wei").id, LANGUAGE):
                    raise AssertionError
            async with plays.held("one", lin.id, LANGUAGE):
                pass
        with pytest.raises(NotFound):
            async with plays.held("none", lin.id, LANGUAGE):
                raise AssertionError
        assert len(plays) == 1

    awaited(other())


def test_an_attempt_at_a_case_that_is_not_here_says_so(services: Services, lin: Person) -> None:
    """An attempt at a case that only the terminal has would be a fault in the browser."""
    begin(services, lin, kept=False)

    async def look() -> None:
        with pytest.raises(CaseNotKept):
            async with plays_of(services).held("one", lin.id, LANGUAGE):
                raise AssertionError

    awaited(look())


def test_memory_is_bounded(services: Services, lin: Person) -> None:
    """A server's memory would grow with every play it has ever seen."""
    for number in range(5):
        begin(services, lin, f"n{number}")

    async def many() -> None:
        plays = plays_of(services, most=2)
        async with plays.held("n0", lin.id, LANGUAGE) as held:
            for number in range(1, 5):
                async with plays.held(f"n{number}", lin.id, LANGUAGE):
                    pass
            assert len(plays) == 2
            await plays.make(held, 0, "k", opening(services)[0])  # what is held is not let go of
        async with plays.held("n0", lin.id, LANGUAGE) as again:
            assert again is held

    awaited(many())


def test_only_replies_of_this_call_are_taken_back(services: Services, lin: Person) -> None:
    """An undo could reach into the stages before, where answers cost credit."""
    begin(services, lin, stage="replay")

    async def undo() -> None:
        plays = plays_of(services)
        await make(plays, lin, 0, "a", "hear")
        with pytest.raises(IllegalMove):
            await make(plays, lin, 1, "b", None)

    awaited(undo())
    assert moves(services) == ["hear"]


def test_the_clock_leaves_pauses_out(services: Services, lin: Person) -> None:
    """A lunch break would count as thinking time."""
    begin(services, lin)
    kept = services[Attempts].find("one")
    start = kept.started
    attempt = replace(kept.record.attempt, moves=(opening(services)[0],), times=(12.0,))
    case = services[Library].case(kept.bundle or "", LANGUAGE)
    held = LiveAttempt("one")
    left = start + timedelta(days=2)
    held.take(replace(kept, updated=left), Play.restore(case, attempt), LANGUAGE)
    assert held.seconds(left + timedelta(seconds=3)) == 15.0
    lunch = left + timedelta(hours=1)
    after = 15.0 + PAUSE.total_seconds()
    assert held.seconds(lunch) == after
    assert held.seconds(lunch + timedelta(seconds=2)) == after + 2
    assert held.seconds(left) == after + 2  # a clock that was put back takes nothing away
    assert held.call_seconds(lunch + timedelta(seconds=5)) == after + 5


def test_times_only_grow(services: Services, lin: Person) -> None:
    """A reply taken back would turn the clock back with it."""
    begin(services, lin)
    move, other = opening(services)

    async def play() -> None:
        plays = plays_of(services)
        for version, done in enumerate((move, None, other, None, move)):
            await make(plays, lin, version, f"k{version}", done)

    awaited(play())
    attempt = services[Attempts].find("one")
    times = [entry.at for entry in services[Attempts].entries_after(attempt.id, 0)]
    assert None not in times
    assert times == sorted(times, key=lambda at: at or 0.0)


def test_entries_that_do_not_fit_are_read_anew(services: Services, lin: Person) -> None:
    """A play that a terminal has taken back to before its beginning could never go on."""
    begin(services, lin, stage="replay")
    attempt = services[Attempts].find("one")

    async def play() -> None:
        plays = plays_of(services)
        await make(plays, lin, 0, "a", "hear")
        services[Attempts].append(attempt.id, 1, MoveEntry(None), now=now()).result()
        async with plays.held("one", lin.id, LANGUAGE, fresh=True) as held:
            assert (held.version, held.play.moves) == (2, [])

    awaited(play())


def _failed(error: Exception) -> "Future[Any]":
    future: Future[Any] = Future()
    future.set_exception(error)
    return future
