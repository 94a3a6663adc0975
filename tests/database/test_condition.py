"""A database file that is deleted, replaced or damaged in use: nothing more is confirmed, and the log tells."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select

from simulator.administration.leaving import delete_person
from simulator.database import database as module
from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database
from simulator.database.unavailable import DatabaseUnavailable
from simulator.people.person import Role
from simulator.people.storage.people import People
from tests.database.desk import NOW, somebody

REMOVED = "its file was deleted or replaced while the desk was running"
DAMAGED = "the file is damaged, or is not a database"


def keeping(key: str) -> Callable[[Connection], str]:
    """Return a work that keeps a value."""

    def work(connection: Connection) -> str:
        connection.execute(insert(tables.settings).values(key=key, value=1))
        return key

    return work


def file_of(database: Database) -> Path:
    """Return the file of an SQLite database."""
    assert database.file is not None
    return database.file


def delete(file: Path) -> None:
    """Delete the file alone."""
    file.unlink()


def delete_all(file: Path) -> None:
    """Delete the file and what lies beside it."""
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()


def delete_journal(file: Path) -> None:
    """Delete what was not copied into the file yet."""
    file.with_name(f"{file.name}-wal").unlink()


def replace(file: Path) -> None:
    """Put a copy in the place of the file."""
    copy = file.with_name("copy")
    shutil.copy(file, copy)
    copy.replace(file)


def move_folder(file: Path) -> None:
    """Move the folder elsewhere."""
    file.parent.rename(file.parent.with_name("elsewhere"))


@pytest.mark.parametrize("harm", [delete, delete_all, delete_journal, replace, move_folder])
def test_nothing_is_confirmed_that_is_in_no_file(
    sqlite_template: Path, tmp_path: Path, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    """People would go on for a day, be told that each move is safe, and lose all of them at the restart."""
    file = tmp_path / "desk" / "desk.sqlite"
    file.parent.mkdir()
    shutil.copy(sqlite_template, file)
    with Database.open(f"sqlite:///{file}") as database:
        database.write(keeping("before"))
        database.probe()
        harm(file)
        with caplog.at_level(logging.WARNING):
            for number in range(3):
                with pytest.raises(DatabaseUnavailable) as refused:
                    database.write(keeping(f"k{number}"))
                assert str(refused.value) == (
                    f"The database cannot be written to: {REMOVED}. This was not saved, and trying again does"
                    " not help: tell your administrator."
                )
            with pytest.raises(DatabaseUnavailable, match=REMOVED):
                database.probe()
        said = [one.getMessage() for one in caplog.records if one.name == "winwin.database"]
        assert said == [f"Writing the database fails: {REMOVED} ()"]
        if harm in (delete, delete_all):
            assert not file.exists(), "an empty database in its place would look like a new desk"


def test_a_probe_sees_that_the_file_is_gone_before_anybody_writes(sqlite_url: str) -> None:
    """Whoever watches the server would learn of it from the first trainee."""
    with Database.open(sqlite_url) as database:
        database.probe()
        file_of(database).unlink()
        with pytest.raises(DatabaseUnavailable, match=REMOVED):
            database.probe()


def test_a_probe_writes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full would be called healthy until somebody loses a move."""
    commits = 0

    @event.listens_for(database.engine, "commit")
    def count(_: Connection) -> None:
        nonlocal commits
        commits += 1

    monkeypatch.setattr(module, "PROBE_SECONDS", 3600.0)
    for _ in range(5):
        database.probe()
    assert commits == 1, "once in a while, as anybody can ask"


def test_a_full_disk_is_told_until_it_has_room_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk would reach neither the log nor the one who watches."""
    with Database.open(sqlite_url) as database:
        room = 1

        @event.listens_for(database.engine, "connect")
        def little_room(connection: sqlite3.Connection, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count={room}")

        monkeypatch.setattr(module, "PROBE_SECONDS", 3600.0)
        database.probe()
        large = {"hash": "h", "content": bytes(1_000_000), "created": NOW}

        def upload(connection: Connection) -> None:
            connection.execute(insert(tables.bundles), [large])

        for _ in range(2):
            with pytest.raises(DatabaseUnavailable, match="the disk is full"):
                database.write(upload)
            with pytest.raises(DatabaseUnavailable, match="the disk is full"):
                database.probe()
        room = 100_000
        database.write(upload)
        database.probe()
    said = [one.getMessage().partition(" (")[0] for one in caplog.records if one.name == "winwin.database"]
    assert said == ["Writing the database fails: the disk is full", "Writing the database works again"]


def test_damage_is_not_called_harmless(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """“Nothing is lost; try again” would be said of a file that has lost half of what it held."""
    with Database.open(sqlite_url) as database:
        database.write(keeping("before"))
        file = file_of(database)
    content = file.read_bytes()
    with Database.open(sqlite_url) as database:
        file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
        with pytest.raises(DatabaseUnavailable) as refused, database.read() as connection:
            connection.execute(select(tables.settings)).all()
        assert str(refused.value) == (
            f"The database cannot be read: {DAMAGED}. Trying again does not help: tell your administrator."
        )
        with pytest.raises(DatabaseUnavailable, match=DAMAGED):
            database.write(keeping("after"))
        with pytest.raises(DatabaseUnavailable, match=DAMAGED):
            database.probe()
    assert "the file is damaged" in caplog.text


def test_a_deleted_person_is_nowhere_in_the_files(sqlite_url: str) -> None:
    """Whoever gets at the disk would read the names of people who had themselves deleted."""
    name = "zhangsanfeng-unmistakable"
    with Database.open(sqlite_url) as database:
        people = People(database)
        keeper = somebody(database, "keeper", role=Role.ADMIN)
        for number in range(40):
            somebody(database, f"other-{number}")
        person = somebody(database, name)
        details = [{"name": [f"{name}-{number}", name]} for number in range(30)]

        def write_entries(connection: Connection) -> None:
            for detail in details:
                record(connection, NOW, keeper.id, Action.PERSON_CHANGED, f"person:{person.id}", detail)

        database.write(write_entries)
        people.change(person.id, keeper.id, NOW, shown=f"{name} the Elder")
        assert traces(file_of(database), name) > 0
        delete_person(people, person.id, keeper.id, NOW)
        assert traces(file_of(database), name) == 0
        assert people.named("other-7") is not None


def traces(file: Path, name: str) -> int:
    """Return how often a name is in a database's files, however it is written."""
    return sum(one.read_bytes().lower().count(name.encode()) for one in file.parent.glob(f"{file.name}*"))
