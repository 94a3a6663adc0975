"""Disks that are full, files that are locked, servers that die: a clear word, and nothing acknowledged is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

from simulator import Attempt
from simulator.database import database as module
from simulator.database.backup import back_up
from simulator.database.database import Database
from simulator.database.unavailable import DatabaseUnavailable
from simulator.exam.paper.exam import Window
from simulator.exam.storage.sittings import Sittings
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import KeptAttempt, MoveEntry, Record
from simulator.text.receipt import Receipt
from tests.exam.storage.exam_desk import sat_by
from tools import postgresql

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAYS = Window(NOW, NOW + timedelta(days=2))
LOST_NOTHING = "This was not saved; nothing saved before is lost."


def begun(database: Database, name: str = "a-1") -> KeptAttempt:
    """Begin an attempt."""
    return Attempts(database).begin(Record(name, Attempt("parcel", "d" * 64, "worried")), None)


def add(
    database: Database, kept: KeptAttempt, after: int, move: str = "hear", key: str | None = None
) -> Receipt:
    """Add a move and wait until it is safe."""
    return Attempts(database).append(kept.id, after, MoveEntry(move, None, key), now=NOW).result(60)


def moves(database: Database, name: str = "a-1") -> int:
    """Return how many moves an attempt has; it must not be torn."""
    kept = Attempts(database).find(name)
    assert kept.version == len(kept.record.attempt.moves)
    return kept.version


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """See that something is refused for a reason, in words for people."""
    with pytest.raises(DatabaseUnavailable) as error:
        yield
    assert str(error.value) == f"The database cannot be written to: {reason}. {LOST_NOTHING}"


def test_full_disk_loses_nothing_that_was_acknowledged(sqlite_url: str) -> None:
    """A trainee would be told that a move is safe, and lose it; or the desk would stay broken."""
    database = Database.open(sqlite_url)
    room = 80

    @event.listens_for(database.engine, "connect")
    def little_room(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={room}")

    kept = begun(database)
    version = 0
    with refused("the disk is full"):
        while version < 10_000:
            version = add(database, kept, version, "hear " + "x" * 400).number
    assert 0 < version == moves(database)
    with refused("the disk is full"):
        add(database, kept, version, "hear " + "x" * 4000)
    room = 100_000
    assert add(database, kept, version, "next") == Receipt(version + 1)
    database.close()
    with Database.open(sqlite_url) as again:
        assert moves(again) == version + 1


def test_full_disk_refuses_what_does_not_fit_and_takes_the_rest(sqlite_url: str) -> None:
    """One large upload would take everybody's moves with it."""
    with Database.open(sqlite_url) as database:

        @event.listens_for(database.engine, "connect")
        def little_room(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA max_page_count=100")

        kept = [begun(database, f"a-{number}") for number in range(10)]
        go = threading.Event()
        database.submit(lambda _: go.wait(30))
        attempts = Attempts(database)
        futures = [attempts.append(one.id, 0, MoveEntry("hear"), now=NOW) for one in kept[:5]]
        large = "INSERT INTO bundles (hash, content, created) VALUES ('h', zeroblob(1000000), 0)"
        upload = database.submit(lambda connection: connection.execute(text(large)))
        futures += [attempts.append(one.id, 0, MoveEntry("hear"), now=NOW) for one in kept[5:]]
        go.set()
        assert [future.result(30) for future in futures] == [Receipt(1)] * 10
        with refused("the disk is full"):
            upload.result(30)


# The limit is on one file, the journal; SQLite is told by the system, in the middle of its own writing.
FILLING = """
import resource, signal, sys
from datetime import UTC, datetime
from simulator import Attempt
from simulator.practice.storage.attempts import Attempts
from simulator.database.database import Database
from simulator.database.unavailable import DatabaseUnavailable
from simulator.practice.store import MoveEntry, Record

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database.open(sys.argv[1])
attempts = Attempts(database)
kept = attempts.begin(Record("a-1", Attempt("parcel", "d", "worried")), None)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
version = 0
try:
    while version < 100_000:
        version = attempts.append(kept.id, version, MoveEntry("hear " + "x" * 300), now=datetime.now(UTC)).result().number
except DatabaseUnavailable as refusal:
    print(version, refusal)
"""


def test_system_that_refuses_to_write_loses_nothing_that_was_acknowledged(sqlite_url: str) -> None:
    """A write that is cut short in the middle would damage what was there before."""
    done = subprocess.run(
        [sys.executable, "-c", FILLING, sqlite_url], capture_output=True, text=True, timeout=120
    )
    acknowledged, _, words = done.stdout.strip().partition(" ")
    assert (words, done.stderr) == (
        f"The database cannot be written to: the disk reports an error. {LOST_NOTHING}", "",
    )  # fmt: skip
    with Database.open(sqlite_url) as database:
        assert moves(database) == int(acknowledged) > 10
        kept = Attempts(database).find("a-1")
        assert add(database, kept, kept.version).number == kept.version + 1


def test_locked_database_is_said_and_goes_on_when_it_is_free(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup program that holds the file would make the desk hang, or lose moves."""
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.2)
    with Database.open(sqlite_url) as database:
        kept = begun(database)
        assert add(database, kept, 0) == Receipt(1)
        other = sqlite3.connect(str(database.file), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with refused("another program is holding it"):
            add(database, kept, 1)
        assert time.monotonic() - began < 5
        assert moves(database) == 1  # what is there can still be read
        other.execute("ROLLBACK")
        other.close()
        assert add(database, kept, 1) == Receipt(2)


def test_short_lock_is_waited_for(sqlite_url: str) -> None:
    """A terminal that stores a move at the same moment would make the desk refuse one."""
    with Database.open(sqlite_url) as database:
        kept = begun(database)
        other = sqlite3.connect(str(database.file), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
        timer.start()
        assert add(database, kept, 0) == Receipt(1)
        timer.join()
        other.close()


def test_database_that_may_only_be_read_is_said(sqlite_url: str) -> None:
    """A disk that was mounted read-only would end in an error that nobody understands."""
    with Database.open(sqlite_url) as database:
        kept = begun(database)
    with Database.open(sqlite_url) as database:

        @event.listens_for(database.engine, "connect")
        def read_only(connection: sqlite3.Connection, _: object) -> None:
            connection.execute("PRAGMA query_only=ON")

        with refused("it may only be read"):
            add(database, kept, 0)
        assert moves(database) == 0


def test_damaged_database_is_said(sqlite_url: str) -> None:
    """A damaged file would end in an error that nobody understands."""
    with Database.open(sqlite_url) as database:
        file = database.file
    assert file is not None
    file.write_bytes(b"no database at all " * 1000)
    with Database.open(sqlite_url) as database:
        with pytest.raises(DatabaseUnavailable) as error:
            database.check()
        assert "the file is damaged, or is not a database" in str(error.value)
        with pytest.raises(DatabaseUnavailable, match="the file is damaged, or is not a database"):
            begun(database)


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A typing error in an address would end in a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnavailable) as error:
        Database.open(f"sqlite:///{tmp_path}/file/winwin/desk.sqlite")
    assert (
        str(error.value)
        == f"The database {tmp_path}/file/winwin/desk.sqlite cannot be made: Not a directory."
    )


WRITING = """
import asyncio, sys
from datetime import UTC, datetime
from simulator import Attempt
from simulator.practice.storage.attempts import Attempts
from simulator.database.database import Database
from simulator.database.waiting import settled
from simulator.practice.store import MoveEntry, Record

attempts = Attempts(Database.open(sys.argv[1]))

async def play(number):
    kept = attempts.begin(Record(f"{sys.argv[2]}-{number}", Attempt("parcel", "d", "worried")), None)
    version = 0
    while True:
        entry = MoveEntry(f"move {version + 1}", version / 2, f"key {version + 1}")
        receipt = await settled(attempts.append(kept.id, version, entry, now=datetime.now(UTC)))
        version = receipt.number
        print(number, version, flush=True)

async def main():
    await asyncio.gather(*(play(number) for number in range(16)))

asyncio.run(main())
"""


ANSWERING = """
import asyncio, sys
from datetime import datetime
from simulator.database.database import Database
from simulator.exam.storage.sittings import Sittings
from simulator.database.waiting import settled
from simulator.exam.sitting.sitting import Act, SittingEntry

url, exam, now = sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
sittings = Sittings(Database.open(url))

async def sit(number):
    sitting = sittings.begin(exam, number + 1, "begin", now)
    version = len(sittings.entries_after(sitting, 0))
    while True:
        entry = SittingEntry(Act.ANSWER, now, {"place": 0, "answer": version + 1}, f"key {version + 1}")
        receipt = await settled(sittings.append(sitting, version, entry, now))
        version = receipt.number
        print(number, version, flush=True)

async def main():
    await asyncio.gather(*(sit(number) for number in range(16)))

asyncio.run(main())
"""


def acknowledged_until_killed(url: str, name: str, seconds: float, writing: str = WRITING) -> list[int]:
    """Have sixteen plays written by a process that is killed in the midst; give what each was told is safe."""
    command = [sys.executable, "-c", writing, url, name, NOW.isoformat()]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    first = process.stdout.readline()  # or it would be killed before it has begun
    timer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
    timer.start()
    told = [0] * 16
    for line in (first + process.stdout.read()).splitlines():
        with suppress(ValueError):  # the last line may be cut short
            number, version = map(int, line.split())
            told[number] = version
    process.stdout.close()
    timer.join()
    assert process.wait() == -signal.SIGKILL
    return told


def test_killed_process_loses_nothing_that_was_acknowledged(database_url: str) -> None:
    """A crash would lose moves that the trainee was told are safe, tear a play, or make a move twice."""
    chance = random.Random(4)
    for turn in range(5):
        told = acknowledged_until_killed(database_url, f"t{turn}", chance.uniform(0.05, 0.5))
        assert sum(told) > 0
        with Database.open(database_url) as database:
            attempts = Attempts(database)
            for number, version in enumerate(told):
                if version == 0:
                    continue  # perhaps it was not even begun
                kept = attempts.find(f"t{turn}-{number}")
                assert kept.version >= version
                expected = tuple(f"move {place + 1}" for place in range(kept.version))
                assert kept.record.attempt.moves == expected
                # the browser that was not told sends it again
                again = MoveEntry(f"move {version}", None, f"key {version}")
                receipt = attempts.append(kept.id, version - 1, again, now=NOW).result(30)
                assert receipt == Receipt(version, repeated=True)


def test_killed_process_loses_no_answer_that_was_acknowledged(database_url: str) -> None:
    """A crash in mid-paper would lose answers that the examinee was told are safe, or count one twice."""
    chance = random.Random(5)
    with Database.open(database_url) as database:
        exam, people = sat_by(database, *(f"p{number}" for number in range(16)), window=DAYS)
        assert people == list(range(1, 17))
    safe = [0] * 16
    for _ in range(4):  # each goes on where the one before was killed
        told = acknowledged_until_killed(database_url, str(exam.id), chance.uniform(0.05, 0.4), ANSWERING)
        assert sum(told) > 0
        safe = list(map(max, safe, told))
        with Database.open(database_url) as database:
            sittings = Sittings(database)
            kept = {person: entries for person, (_, entries) in sittings.of_exam(exam.id).items()}
            for person, version in zip(people, safe, strict=True):
                entries = kept.get(person, [])
                assert len(entries) >= version
                assert [entry.data["answer"] for entry in entries[1:]] == list(range(2, len(entries) + 1))
                if version > 1:  # the browser that was not told sends it again
                    sitting = sittings.find(exam.id, person)
                    assert sitting.version == len(entries)
                    again = replace(entries[version - 1], at=NOW)
                    receipt = sittings.append(sitting.id, version - 1, again, NOW).result(30)
                    assert receipt == Receipt(version, repeated=True)


@pytest.fixture
def own_server() -> Iterator[postgresql.Server]:
    """Run a server that these tests may stop."""
    with postgresql.running() as server:
        yield server


def test_server_that_goes_away_is_said_and_loses_nothing(own_server: postgresql.Server) -> None:
    """A restart of PostgreSQL would need a restart of the desk, or lose moves."""
    with Database.open(own_server.create("desk")) as database:
        database.upgrade()
        kept = begun(database)
        assert add(database, kept, 0, key="k1") == Receipt(1)
        own_server.stop("immediate")
        with refused("the database does not answer"):
            add(database, kept, 1, key="k2")
        with pytest.raises(DatabaseUnavailable) as error:
            moves(database)
        assert str(error.value).startswith("The database cannot be read: the database does not answer.")
        own_server.start()
        assert moves(database) == 1
        assert add(database, kept, 1, key="k2") == Receipt(2)
        own_server.stop("fast")
        own_server.start()
        # nobody notices a restart between two moves
        assert moves(database) == 2
        assert add(database, kept, 2, key="k3") == Receipt(3)


def test_connection_lost_while_saving_is_said_and_tried_again_safely(postgres_url: str) -> None:
    """Nobody would know whether a move was made, or it would be made twice."""
    with Database.open(postgres_url) as database, Database.open(postgres_url) as other:
        kept = begun(database)

        def cut_off(connection: Connection) -> None:
            connection.execute(text("DELETE FROM failures"))
            own = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            ending = text("SELECT pg_terminate_backend(:own, 5000)")
            other.write(lambda writing: writing.execute(ending, {"own": own}))

        with pytest.raises(DatabaseUnavailable) as error:
            database.write(cut_off)
        assert str(error.value).startswith("The database went away while it was saving this.")
        assert add(database, kept, 0, key="k") == Receipt(1)
        assert add(database, kept, 0, key="k") == Receipt(1, repeated=True)


def test_idle_connections_that_the_server_ended_are_not_noticed(
    postgres: postgresql.Server, postgres_url: str
) -> None:
    """After a restart of PostgreSQL everybody's next page would be an error."""
    name = postgres_url.split("/")[-1].split("?")[0]
    with Database.open(postgres_url) as database:
        kept = begun(database)
        for version in range(3):
            assert moves(database) == version
            postgres.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                f" WHERE datname = '{name}' AND application_name = 'winwin'"
            )
            assert moves(database) == version
            assert add(database, kept, version) == Receipt(version + 1)


def test_server_that_may_only_be_read_is_said(postgres_url: str) -> None:
    """A standby server would end in an error that nobody understands."""

    def forbidden(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("DELETE FROM moves"))

    with Database.open(postgres_url) as database:
        kept = begun(database)
        with refused("it may only be read"):
            database.write(forbidden)
        assert add(database, kept, 0) == Receipt(1)


def test_backup_onto_a_full_disk_leaves_the_old_one(sqlite_url: str, tmp_path: Path) -> None:
    """The only backup would be destroyed by one that did not fit."""
    code = (
        "import resource, signal, sys; from pathlib import Path;"
        "from simulator.database.backup import back_up; from simulator.database.database import Database;"
        "from simulator.database.unavailable import DatabaseUnavailable;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000));"
        "back_up(Database.open(sys.argv[1]), Path(sys.argv[2]), lambda *_: None, force=True)"
    )
    file = tmp_path / "backup" / "desk.sqlite"
    file.parent.mkdir()
    with Database.open(sqlite_url) as database:
        begun(database)
        back_up(database, file, lambda *_: None)
        before = file.read_bytes()
        done = subprocess.run(
            [sys.executable, "-c", code, sqlite_url, file], capture_output=True, text=True, timeout=60
        )
        assert done.stderr.splitlines()[-1].startswith("simulator.database.unavailable.DatabaseUnavailable: ")
    assert [path.name for path in file.parent.iterdir()] == ["desk.sqlite"]
    assert file.read_bytes() == before
    assert os.path.getsize(file) > 50_000
