"""Backups: all of it, in one file, for either kind of database."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from simulator import Attempt, Verdict
from simulator.database import tables
from simulator.database.backup import CannotOverwrite, NotABackup, back_up, restore
from simulator.database.database import Database
from simulator.database.schema import WrongSchema
from simulator.database.unavailable import DatabaseUnavailable
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry, Record, Result
from tools import postgresql

NOW = datetime(2026, 11, 21, 10, 0, 0, 123000, tzinfo=UTC)


def quiet(done: int, total: int) -> None:
    """Hear of progress and say nothing."""


def fill(database: Database) -> None:
    """Put at least one row, with everything that is hard to copy, into every table."""
    rows: dict[str, list[dict[str, Any]]] = {
        "teams": [{"id": 3, "name": "甲组 'A'; --"}],
        "people": [
            {"id": 5, "name": "ann", "shown": "安\u0301 <b>", "look": "an", "role": "lead", "team": 3, "active": True, "created": NOW},
            {"id": 9, "name": "bo", "shown": "Bo", "look": "bo", "role": "trainee", "team": None, "active": False, "created": NOW},
        ],
        "sessions": [{"hash": "s" * 64, "person": 5, "csrf": "c", "created": NOW, "expires": NOW}],
        "links": [{"hash": "l" * 64, "person": 5, "purpose": "reset", "expires": NOW}],
        "tokens": [{"id": 2, "hash": "t" * 64, "person": 5, "name": "HR", "created": NOW, "expires": None}],
        "failures": [{"id": 1, "whom": "ann", "at": NOW}],
        "audit": [{"id": 7, "at": NOW, "person": 5, "action": "x", "subject": "y", "detail": {"a": [1, None, "é"]}, "salt": "s", "digest": "d", "hash": "h"}],
        "bundles": [{"hash": "b" * 64, "content": bytes(range(256)), "created": NOW}],
        "cases": [{"id": "parcel", "published": 1, "draft": "b" * 64, "revision": 2, "drafted_by": 5, "drafted": NOW}],
        "versions": [{"case": "parcel", "number": 1, "bundle": "b" * 64, "note": "", "by": None, "at": NOW}],
        "assignments": [{"id": 4, "case": "parcel", "person": None, "team": 3, "due": NOW.date(), "note": "", "by": 5, "at": NOW}],
        "comments": [{"id": 8, "attempt": 1, "move": 1, "by": 5, "at": NOW, "text": "说得好\n"}],
        "targets": [{"team": 3, "month": "2026-11", "total": 40}],
        "shares": [{"team": 3, "month": "2026-11", "person": 9, "amount": 7}],
        "settings": [{"key": "name", "value": "双赢"}, {"key": "nothing", "value": None}],
        "bank_versions": [{"number": 2, "bundle": "b" * 64, "note": "", "by": 5, "at": NOW}],
        "bank_draft": [{"id": 1, "bundle": None, "revision": 7, "by": None, "at": NOW}],
        "imports": [{"question": "q", "by": 5, "at": NOW, "approved_by": None, "approved": None}],
        "exams": [{"id": 6, "title": "月考", "desk": "airline", "day": NOW.date(), "bank": "b" * 64, "plan": {"topics": {}}, "opens": NOW, "closes": NOW, "minutes": 30, "pass_share": 0.1 + 0.2, "judged": True, "forms": [[{"question": "q"}]], "state": "set", "by": 5, "made": NOW}],
        "sittings": [{"id": 3, "exam": 6, "person": 9, "form": 0, "extra": 5, "seed": 2**40, "begun": NOW, "entries": 1}, {"id": 4, "exam": 6, "person": None, "form": 0, "extra": 0, "seed": 1, "begun": None, "entries": 0}],
        "sitting_entries": [{"sitting": 3, "number": 1, "act": "begin", "data": '{"a":"é"}', "at": NOW, "by": None, "key": "k"}],
        "rulings": [{"id": 1, "exam": 6, "question": "q", "void": True, "answer": None, "reason": "x", "by": 5, "at": NOW}, {"id": 2, "exam": 6, "question": "q", "void": False, "answer": False, "reason": "x", "by": 5, "at": NOW}],
        "decisions": [{"id": 1, "sitting": 3, "passed": True, "reason": "x", "by": 5, "at": NOW}],
        "judges": [{"id": 1, "exam": 6, "person": 5}],
        "estimates": [{"judge": 1, "question": "q", "share": 0.1, "at": NOW}],
        "bulletin_reads": [{"person": 9, "bulletin": "b", "at": NOW}],
        "cards": [{"id": 2, "person": 9, "question": "q", "asked": "p", "policy": "x", "version": "v1", "state": {"a": None}, "due": NOW.date(), "retired": None, "reason": None, "made": NOW, "exam": 6}],
        "card_answers": [{"card": 2, "key": "k", "right": True, "at": NOW}],
    }  # fmt: skip

    def work(connection: Any) -> None:
        for name, values in rows.items():
            if name != "comments":
                connection.execute(insert(tables.metadata.tables[name]), values)
        connection.execute(tables.teams.update().values(lead=5))

    database.write(work)
    attempts = Attempts(database)
    for number in range(3):
        attempt = Attempt("parcel", "d" * 64, "worried", seed=2**40 + number, moves=("hear",) * 500)
        kept = attempts.begin(Record(f"a-{number}", attempt), 5, "b" * 64)
        result = Result("worried", Verdict.WIN_WIN, 70, ("insult",)) if number else None
        attempts.append(kept.id, 500, MoveEntry("close", 0.1 + 0.2, "k"), result, now=NOW).result()
        attempts.keep_findings(kept.id, {"n": number})
    database.write(lambda connection: connection.execute(insert(tables.comments), rows["comments"]))
    assert all(everything(database).values())


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in tables.metadata.sorted_tables
        }


def lasting(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a restored desk has to have."""
    return rows | {"sessions": [], "links": [], "tokens": [], "failures": []}


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: postgresql.Server
) -> Iterator[Callable[[str], str]]:
    """Give the address of a database of a kind in which there is nothing, not even tables."""

    def new(kind: str) -> str:
        return f"sqlite:///{tmp_path}/new/desk.sqlite" if kind == "sqlite" else postgres.create("restored")

    yield new
    postgres.drop("restored")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_backup_holds_everything_and_goes_into_either_kind(
    database: Database, kind: str, elsewhere: Callable[[str], str], tmp_path: Path
) -> None:
    """A desk could lose something on its way through a backup, or never move to PostgreSQL."""
    fill(database)
    before = everything(database)
    said: list[tuple[int, int]] = []
    file = tmp_path / "backup.sqlite"
    back_up(database, file, lambda *progress: said.append(progress))
    assert said[-1][0] == said[-1][1] > 0
    assert everything(database) == before
    url = elsewhere(kind)
    restore(url, file, quiet)
    with Database.open(url) as restored:
        restored.check()
        assert everything(restored) == lasting(before)
        # whoever comes next gets a number of their own
        assert Attempts(restored).begin(Record("new", Attempt("parcel", "d", "worried")), 5).id == 4


def test_backup_is_one_private_file(database: Database, tmp_path: Path) -> None:
    """Half of a backup would lie in a second file, or everybody could read it."""
    fill(database)
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(database, folder / "desk.sqlite", quiet)
    assert [(file.name, file.stat().st_mode & 0o777) for file in folder.iterdir()] == [("desk.sqlite", 0o600)]
    connection = sqlite3.connect(folder / "desk.sqlite")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_backup_is_of_one_moment_while_the_desk_goes_on(database: Database, tmp_path: Path) -> None:
    """An attempt in a backup could have more moves, or fewer, than it says."""
    attempts = Attempts(database)
    kept = [attempts.begin(Record(f"a-{number}", Attempt("c", "d", "p")), None) for number in range(5)]
    stop = threading.Event()

    def play() -> None:
        version = 0
        while not stop.is_set():
            futures = [attempts.append(one.id, version, MoveEntry("hear"), now=NOW) for one in kept]
            version = min(future.result().number for future in futures)

    player = threading.Thread(target=play)
    player.start()
    try:
        for number in range(4):
            file = tmp_path / f"{number}.sqlite"
            back_up(database, file, quiet)
            with Database.open(f"sqlite:///{file}") as copy:
                for found in (Attempts(copy).find(one.record.id) for one in kept):
                    assert len(found.record.attempt.moves) == found.version
    finally:
        stop.set()
        player.join()


def test_backup_overwrites_only_when_told(database: Database, tmp_path: Path) -> None:
    """A slip would destroy another file."""
    file = tmp_path / "thesis.txt"
    file.write_text("years of work")
    with pytest.raises(CannotOverwrite):
        back_up(database, file, quiet)
    assert file.read_text() == "years of work"
    back_up(database, file, quiet, force=True)
    assert file.read_bytes().startswith(b"SQLite")


def test_backup_never_overwrites_the_desk(sqlite_url: str) -> None:
    """A slip would destroy the desk."""
    with Database.open(sqlite_url) as database:
        assert database.file is not None
        with pytest.raises(CannotOverwrite):
            back_up(database, database.file, quiet, force=True)


def test_backup_to_nowhere_is_an_error_about_that_place(database: Database, tmp_path: Path) -> None:
    """The user would read the name of a temporary file."""
    with pytest.raises(FileNotFoundError) as error:
        back_up(database, tmp_path / "none" / "desk.sqlite", quiet)
    assert error.value.filename == str(tmp_path / "none" / "desk.sqlite")


def test_desk_that_is_not_empty_is_replaced_only_when_told(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """A slip would destroy a desk."""
    fill(database)
    file = tmp_path / "backup.sqlite"
    back_up(database, file, quiet)
    Attempts(database).delete("a-1")
    before = everything(database)
    database.close()
    with pytest.raises(CannotOverwrite):
        restore(database_url, file, quiet)
    with Database.open(database_url) as again:
        assert everything(again) == before
    restore(database_url, file, quiet, force=True)
    with Database.open(database_url) as again:
        assert Attempts(again).find("a-1").version == 501
        assert everything(again).keys() == before.keys()


def test_running_desk_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    """The running desk would go on writing into a file that is no longer there."""
    with Database.open(sqlite_url) as database:
        fill(database)
        before = everything(database)
        file = tmp_path / "backup.sqlite"
        back_up(database, file, quiet)
        with pytest.raises(DatabaseUnavailable):
            restore(sqlite_url, file, quiet, force=True)
        Attempts(database).append(1, 501, MoveEntry("hear"), now=NOW).result()
    with Database.open(sqlite_url) as database:
        assert len(everything(database)["moves"]) == len(before["moves"]) + 1


def test_running_desk_on_postgresql_is_not_replaced(postgres_url: str, tmp_path: Path) -> None:
    """People would go on in a desk that has become another one under their hands."""
    file = tmp_path / "backup.sqlite"
    with Database.open(postgres_url) as database:
        fill(database)
        back_up(database, file, quiet)
        before = everything(database)
        with pytest.raises(DatabaseUnavailable) as refused:
            restore(postgres_url, file, quiet, force=True)
        assert str(refused.value) == "The desk is running on this database. Stop it first."
        assert everything(database) == before
    assert restore(postgres_url, file, quiet, force=True)


def test_backup_with_another_content_than_its_checksum_is_refused(database: Database, tmp_path: Path) -> None:
    """A disk that has changed one letter would change a mark, and nobody would see it."""
    fill(database)
    file = tmp_path / "backup.sqlite"
    back_up(database, file, quiet)
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE sitting_entries SET data = replace(data, 'é', 'e')")
    connection.close()
    with pytest.raises(NotABackup, match="does not fit its checksum"):
        restore(f"sqlite:///{tmp_path}/other/desk.sqlite", file, quiet)
    back_up(database, file, quiet, force=True)
    assert restore(f"sqlite:///{tmp_path}/other/desk.sqlite", file, quiet)


def test_file_without_a_checksum_is_restored_and_said(sqlite_url: str, tmp_path: Path) -> None:
    """The copy of a desk that somebody saved from a broken disk could not be used."""
    with Database.open(sqlite_url) as database:
        fill(database)
        before = everything(database)
        own = database.file
    assert own is not None
    file = tmp_path / "copy.sqlite"
    shutil.copy(own, file)
    url = f"sqlite:///{tmp_path}/other/desk.sqlite"
    assert not restore(url, file, quiet)
    with Database.open(url) as restored:
        assert everything(restored) == lasting(before)


def test_damaged_desk_is_replaced(sqlite_url: str, tmp_path: Path) -> None:
    """A backup would be of no use just when it is needed."""
    with Database.open(sqlite_url) as database:
        fill(database)
        before = everything(database)
        back_up(database, tmp_path / "backup.sqlite", quiet)
        own = database.file
    assert own is not None
    own.write_bytes(b"no database at all " * 1000)
    restore(sqlite_url, tmp_path / "backup.sqlite", quiet, force=True)
    with Database.open(sqlite_url) as database:
        assert everything(database) == lasting(before)


@pytest.mark.parametrize("damage", [b"", b"hello", b"SQLite format 3\0" + b"\xff" * 5000])
def test_only_a_backup_is_restored(database_url: str, tmp_path: Path, damage: bytes) -> None:
    """A desk would be replaced by a damaged file."""
    file = tmp_path / "backup.sqlite"
    file.write_bytes(damage)
    with pytest.raises(NotABackup):
        restore(database_url, file, quiet, force=True)
    foreign = sqlite3.connect(tmp_path / "foreign.sqlite")
    foreign.execute("CREATE TABLE moves (x)")
    foreign.close()
    with pytest.raises(NotABackup):
        restore(database_url, tmp_path / "foreign.sqlite", quiet, force=True)
    assert file.read_bytes() == damage
    with pytest.raises(FileNotFoundError):
        restore(database_url, tmp_path / "none.sqlite", quiet, force=True)
    with Database.open(database_url) as database:
        database.check()


def test_torn_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    """A backup whose copying was cut short would be restored as far as it goes."""
    with Database.open(sqlite_url) as database:
        fill(database)
        back_up(database, tmp_path / "whole.sqlite", quiet)
    whole = (tmp_path / "whole.sqlite").read_bytes()
    torn = tmp_path / "torn.sqlite"
    for size in (len(whole) // 3, len(whole) - 4096):
        torn.write_bytes(whole[:size])
        with pytest.raises(NotABackup):
            restore(f"sqlite:///{tmp_path}/other/desk.sqlite", torn, quiet)


def test_backup_of_a_later_version_is_refused(
    database_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    """A desk would be replaced by one that this version cannot read."""
    file = tmp_path / "backup.sqlite"
    shutil.copy(sqlite_template, file)
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(WrongSchema):
        restore(database_url, file, quiet, force=True)
    with Database.open(database_url) as database:
        database.check()
