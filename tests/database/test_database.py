"""The desk's database: private, of the right shape, and found where it should be."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from simulator.database.database import BadDatabase, Database, database_url, sqlite_file
from simulator.database.schema import MIGRATIONS, WrongSchema, is_current, is_empty, latest
from simulator.database.tables import metadata
from simulator.disk import data_folder
from tools import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path, postgres: postgresql.Server) -> str:
    """Return the address of a database of each kind, in which there is nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bare/desk.sqlite"
    request.addfinalizer(lambda: postgres.drop("bare"))  # noqa: PT021 - dropped after the test has closed it
    return postgres.create("bare")


def test_migrations_make_the_tables_that_the_program_knows(bare_url: str) -> None:
    """A desk that was upgraded would lack a column, and a new one would have it."""
    with Database.open(bare_url) as database:
        database.upgrade()
        with database.engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, metadata) == []


def test_migrations_say_the_same_as_the_tables_to_the_letter(sqlite_template: Path, tmp_path: Path) -> None:
    """What the comparison does not look at, such as what happens to the rows of a deleted person, would differ."""
    made = create_engine(f"sqlite:///{tmp_path}/made.sqlite")
    metadata.create_all(made)
    made.dispose()
    assert definitions(sqlite_template) == definitions(tmp_path / "made.sqlite")


def definitions(file: Path) -> dict[str, set[str]]:
    """Return what defines each table and index, whatever the order."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {
        # SQLite puts quotation marks around the name of a table that was made anew
        name: {line.strip().rstrip(",").replace(f'"{name}"', name) for line in sql.splitlines()}
        for name, sql in rows
        if name != "alembic_version"
    }


def test_database_is_checked_before_it_is_used(bare_url: str) -> None:
    """A desk of another version would be served, and fail in the middle of a call."""
    with Database.open(bare_url) as database:
        with database.read() as connection:
            assert (is_empty(connection), is_current(connection)) == (True, False)
        with pytest.raises(WrongSchema) as refused:
            database.check()
        assert "winwin db upgrade" in str(refused.value)
        database.upgrade()
        database.check()
        with database.read() as connection:
            assert (is_empty(connection), is_current(connection)) == (False, True)
        later = text("UPDATE alembic_version SET version_num = '9999'")
        database.write(lambda connection: connection.execute(later))
        for use in (database.check, database.upgrade):
            with pytest.raises(WrongSchema) as refused:
                use()
            assert "later version of winwin (9999)" in str(refused.value)


def test_database_is_upgraded_once_whoever_begins(bare_url: str) -> None:
    """Two servers that start at once would both make the tables, and one would fail."""

    def upgraded(_: int) -> bool:
        with Database.open(bare_url) as database:
            database.upgrade()
            with database.read() as connection:
                return is_current(connection)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(upgraded, range(4))) == [True] * 4


def test_failed_upgrade_changes_nothing(bare_url: str) -> None:
    """A desk would be left between two versions, for ever."""
    with Database.open(bare_url) as database:
        # the migrations come to this table in the midst of their work
        database.write(lambda connection: connection.execute(text("CREATE TABLE moves (x INTEGER)")))
        with pytest.raises(Exception, match="moves"):
            database.upgrade()
        with database.read() as connection:
            assert is_empty(connection)
        database.write(lambda connection: connection.execute(text("DROP TABLE moves")))
        database.upgrade()
        database.check()


def test_upgrade_keeps_what_refers_to_each_other(bare_url: str) -> None:
    """SQLite would not look after references any more, and deleted people would leave traces."""
    with Database.open(bare_url) as database:
        database.upgrade()
        wrong = text(
            "INSERT INTO sessions (hash, person, csrf, created, expires) VALUES ('h', 77, 'c', 0, 0)"
        )
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            database.write(lambda connection: connection.execute(wrong))


def test_every_migration_is_one_step_behind_the_next() -> None:
    """Two developers' migrations would fork, and neither desk could be upgraded."""
    steps = sorted(file.stem[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert steps == [f"{number:04}" for number in range(1, len(steps) + 1)]
    assert latest() == steps[-1]


def test_database_is_private(tmp_path: Path) -> None:
    """Everybody on the machine could read what trainees said."""
    with Database.open(f"sqlite:///{tmp_path}/new/deep/desk.sqlite") as database:
        database.upgrade()
        database.write(lambda connection: connection.execute(text("DELETE FROM failures")))
        modes = {file.name: stat.filemode(file.stat().st_mode) for file in (tmp_path / "new").rglob("*")}
    assert modes.pop("deep") == "drwx------"
    assert set(modes.values()) == {"-rw-------"}
    assert "desk.sqlite-wal" in modes


def test_closed_database_leaves_one_file(tmp_path: Path) -> None:
    """Who copies the file of a desk that is closed would not copy all of it."""
    with Database.open(f"sqlite:///{tmp_path}/desk.sqlite") as database:
        database.upgrade()
    assert [file.name for file in tmp_path.iterdir()] == ["desk.sqlite"]


def test_database_that_forgets_leaves_nothing() -> None:
    """Tests and trials would fill the disk."""
    with Database.open("sqlite://") as database:
        database.upgrade()
        database.check()
        file = database.file
        assert file is not None
        assert file.exists()
    assert not file.parent.exists()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "sqlite", "mysql://host/x", "postgresql+psycopg2://host/x", "oracle://x", "http://x"],
)
def test_address_of_another_kind_is_refused(url: str) -> None:
    """A typing error would end in a traceback, or make a file with a strange name."""
    with pytest.raises(BadDatabase):
        Database.open(url)


def test_refused_address_gives_no_password_away() -> None:
    """A password would be shown, and stand in a log."""
    for url in ("mysql://desk:secret@host/x", "desk:secret@host"):
        with pytest.raises(BadDatabase) as refused:
            Database.open(url)
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"WINWIN_HOME": "/data"}, "sqlite:////data/desk.sqlite"),
        ({"WINWIN_HOME": "/data", "WINWIN_DATABASE_URL": ""}, "sqlite:////data/desk.sqlite"),
        ({"WINWIN_HOME": "/data", "WINWIN_DATABASE_URL": "postgresql:///x"}, "postgresql:///x"),
    ],
)
def test_database_is_where_the_user_wants_it(environ: dict[str, str], expected: str) -> None:
    """A desk would be looked for in another place than it was put."""
    assert database_url(environ) == expected
    assert sqlite_file(expected) == (Path("/data/desk.sqlite") if "sqlite" in expected else None)
    assert data_folder(environ) == Path("/data")


def test_folder_with_signs_of_an_address_is_that_folder(tmp_path: Path) -> None:
    """A data folder called “50% #1?” would be another one, or none."""
    folder = tmp_path / "50% #1? &x=y@z"
    url = database_url({"WINWIN_HOME": str(folder)})
    with Database.open(url) as database:
        database.upgrade()
        assert database.file == folder / "desk.sqlite"
    assert sqlite_file(url) == folder / "desk.sqlite"
    assert [file.name for file in folder.iterdir()] == ["desk.sqlite"]
