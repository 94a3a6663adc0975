"""The thread that writes: many writes in one commit, and if one fails, the others are still done."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from simulator.database.database import Database
from simulator.database.tables import settings
from simulator.database.unavailable import DatabaseUnavailable, Overloaded
from simulator.database.waiting import settled
from simulator.database.writer import MOST_AT_ONCE, Writer
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from tests.waiting import awaited

Work = Callable[[Connection], str]


class Unwilling(Refusal):
    """What a work of these tests says."""

    def __init__(self) -> None:
        super().__init__(Message("No."))


def keeping(key: str) -> Work:
    """Return a work that keeps a value."""

    def work(connection: Connection) -> str:
        connection.execute(insert(settings).values(key=key, value=1))
        return key

    return work


def kept(database: Database) -> set[str]:
    """Return the keys that are kept."""
    with database.read() as connection:
        return set(connection.execute(select(settings.c.key)).scalars())


class Held:
    """Keeps the writer busy, so that what is submitted meanwhile is one batch; counts commits."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.commits = 0
        self._waits, self._go = threading.Event(), threading.Event()
        event.listen(database.engine, "commit", self._count)

    def __enter__(self) -> "Held":
        self._first = self.database.submit(self._wait)
        assert self._waits.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self.commits = -1  # its own
        self._go.set()
        self._first.result(30)

    def _wait(self, _: Connection) -> None:
        self._waits.set()
        self._go.wait(30)

    def _count(self, _: Connection) -> None:
        self.commits += 1


def outcome(future: "Future[Any]") -> Any:
    """Return what came of a work, or the kind of what it raised."""
    try:
        return future.result(30)
    except Exception as error:
        return type(error)


def test_works_that_wait_share_a_commit(database: Database) -> None:
    """Every move would cost a flush of the disk of its own."""
    with Held(database) as held:
        futures = [database.submit(keeping(f"k{number}")) for number in range(100)]
    assert [outcome(future) for future in futures] == [f"k{number}" for number in range(100)]
    assert held.commits == 1
    assert kept(database) == {f"k{number}" for number in range(100)}


def test_works_are_done_in_the_order_in_which_they_came(database: Database) -> None:
    """A move could be written before the one that it follows."""
    seen: list[int] = []

    def adding(number: int) -> Callable[[Connection], None]:
        return lambda _: seen.append(number)

    with Held(database):
        futures = [database.submit(adding(number)) for number in range(2 * MOST_AT_ONCE)]
    assert [outcome(future) for future in futures] == [None] * len(futures)
    assert seen == list(range(2 * MOST_AT_ONCE))


def test_whoever_fails_fails_alone(database: Database) -> None:
    """Somebody's mistake would undo what others were told is safe, or hide what was written before it."""

    def breaking(connection: Connection) -> None:
        connection.execute(insert(settings).values(key="broken", value=1))
        raise ValueError("a mistake")

    with Held(database):
        futures: list[Future[Any]] = [
            database.submit(work)
            for work in [keeping("a"), breaking, keeping("b"), keeping("a"), keeping("c")]
        ]
    assert [outcome(future) for future in futures] == ["a", ValueError, "b", IntegrityError, "c"]
    assert kept(database) == {"a", "b", "c"}


def test_refusal_before_writing_disturbs_nobody(database: Database) -> None:
    """Every outdated move would make all moves beside it be written one by one."""
    runs: Counter[str] = Counter()

    def counted(key: str) -> Work:
        def work(connection: Connection) -> str:
            runs[key] += 1
            return keeping(key)(connection)

        return work

    def refusing(connection: Connection) -> None:
        connection.execute(select(settings)).all()
        raise Unwilling

    with Held(database) as held:
        futures: list[Future[Any]] = [
            database.submit(work) for work in [counted("a"), refusing, counted("b")]
        ]
    assert [outcome(future) for future in futures] == ["a", Unwilling, "b"]
    assert (runs, held.commits) == ({"a": 1, "b": 1}, 1)


def test_refusal_after_writing_undoes_what_was_written(database: Database) -> None:
    """Half of a refused change would stay."""

    def refusing(connection: Connection) -> None:
        connection.execute(insert(settings).values(key="half", value=1))
        raise Unwilling

    with Held(database):
        futures: list[Future[Any]] = [
            database.submit(work) for work in [keeping("a"), refusing, keeping("b")]
        ]
    assert [outcome(future) for future in futures] == ["a", Unwilling, "b"]
    assert kept(database) == {"a", "b"}


def test_failed_statement_that_a_work_hides_is_not_committed_in_silence(postgres_url: str) -> None:
    """PostgreSQL would roll the whole batch back, and everybody in it would be told that it is safe."""

    def hiding(connection: Connection) -> str:
        keeping("hidden")(connection)
        with suppress(IntegrityError):
            keeping("hidden")(connection)
        return "fine"

    with Database.open(postgres_url) as database:
        with Held(database):
            futures = [database.submit(work) for work in [keeping("a"), hiding, keeping("b")]]
        assert [outcome(future) for future in futures] == ["a", RuntimeError, "b"]
        assert kept(database) == {"a", "b"}


def test_work_of_two_processes_on_the_same_rows_is_done(postgres_url: str) -> None:
    """Two workers that wait for each other would both fail."""
    meet = threading.Barrier(2)

    def crossing(first: str, second: str) -> Work:
        tries = 0

        def work(connection: Connection) -> str:
            nonlocal tries
            tries += 1
            for key in (first, second):
                connection.execute(update(settings).where(settings.c.key == key).values(value=first))
                if key == first and tries == 1:
                    meet.wait(30)
            return first

        return work

    with Database.open(postgres_url) as one, Database.open(postgres_url) as other:
        one.write(keeping("a"))
        one.write(keeping("b"))
        futures = [one.submit(crossing("a", "b")), other.submit(crossing("b", "a"))]
        assert [outcome(future) for future in futures] == ["a", "b"]


def test_more_than_can_wait_is_refused_at_once(sqlite_url: str) -> None:
    """An overloaded desk would take on more and more, and answer nobody."""
    with Database.open(sqlite_url) as database:
        writer = Writer(database.engine, most_waiting=3)
        waits, go = threading.Event(), threading.Event()

        def holding(_: Connection) -> bool:
            waits.set()
            return go.wait(30)

        first = writer.submit(holding)
        assert waits.wait(30)
        waiting = [writer.submit(keeping(key)) for key in "abc"]
        with pytest.raises(Overloaded):
            writer.submit(keeping("d"))
        go.set()
        futures: list[Future[Any]] = [first, *waiting]
        assert [outcome(future) for future in futures] == [True, "a", "b", "c"]
        assert writer.submit(keeping("e")).result(30) == "e"
        writer.stop()


def test_closing_writes_what_is_waiting(database: Database, database_url: str) -> None:
    """Whoever was just about to be told that it is safe would lose it at every restart."""
    futures = [database.submit(keeping(f"k{number}")) for number in range(50)]
    database.close()
    assert all(future.done() for future in futures)
    with pytest.raises(DatabaseUnavailable):
        database.submit(keeping("late"))
    with Database.open(database_url) as again:
        assert kept(again) == {f"k{number}" for number in range(50)}


def test_work_that_is_given_up_before_its_turn_is_not_done(database: Database) -> None:
    """What a reader has given up waiting for would be done all the same, or stop the writer."""
    with Held(database):
        given_up = database.submit(keeping("a"))
        other = database.submit(keeping("b"))
        assert given_up.cancel()
    assert other.result(30) == "b"
    assert kept(database) == {"b"}


def test_work_within_a_work_is_a_mistake_and_not_the_end(database: Database) -> None:
    """The writer would wait for itself, and nobody could save anything any more."""
    with pytest.raises(RuntimeError):
        database.write(lambda _: database.write(keeping("a")))
    assert database.write(keeping("b")) == "b"
    assert kept(database) == {"b"}


def test_what_reads_cannot_write(database: Database) -> None:
    """A write would go past the writer, and could be lost or in its way."""
    with pytest.raises(DatabaseUnavailable), database.read() as connection:
        connection.execute(insert(settings).values(key="a", value=1))
    assert kept(database) == set()


@pytest.mark.usefixtures("flushing")
def test_commits_are_durable(database: Database) -> None:
    """A power cut would take moves that were acknowledged."""

    def asked(connection: Connection) -> object:
        if database.kind == "sqlite":
            return [
                connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("synchronous", "journal_mode")
            ]
        return connection.execute(text("SHOW synchronous_commit")).scalar()

    assert database.write(asked) in ([2, "wal"], "on")


def test_event_loop_gets_what_the_writer_did(database: Database) -> None:
    """A page would wait for ever, or be told of somebody else's success."""

    def refusing(connection: Connection) -> str:
        raise Unwilling

    async def one(number: int) -> str:
        if number % 10 == 9:
            with pytest.raises(Unwilling):
                await settled(database.submit(refusing))
            return "refused"
        return await settled(database.submit(keeping(f"k{number}")))

    async def many() -> list[str]:
        return await asyncio.gather(*(one(number) for number in range(200)))

    for _ in range(2):  # every loop has its own
        found = awaited(asyncio.wait_for(many(), 60))
        assert found == [f"k{number}" if number % 10 != 9 else "refused" for number in range(200)]
        database.write(lambda connection: connection.execute(settings.delete()))


def test_reader_who_leaves_takes_nothing_along(database: Database) -> None:
    """A browser that is closed would cancel a move that others, or a second try, rely on."""

    async def leaving() -> None:
        with Held(database):
            future = database.submit(keeping("a"))
            task = asyncio.create_task(settled(future))
            await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await settled(database.submit(keeping("b")))

    awaited(leaving())
    assert kept(database) == {"a", "b"}


def test_many_threads_read_while_one_writes(database: Database) -> None:
    """A reader would see half of a transaction, or be locked out."""
    wrong: list[object] = []
    stop = threading.Event()

    def pair(number: int) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            keeping(f"left {number}")(connection)
            keeping(f"right {number}")(connection)

        return work

    def look() -> None:
        while not stop.is_set():
            try:
                with database.read() as connection:
                    count = connection.execute(select(func.count()).select_from(settings)).scalar_one()
                if count % 2:
                    wrong.append(count)
            except Exception as error:
                wrong.append(error)

    readers = [threading.Thread(target=look) for _ in range(8)]
    for reader in readers:
        reader.start()
    futures = [database.submit(pair(number)) for number in range(300)]
    for future in futures:
        future.result(30)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
