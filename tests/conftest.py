"""Cases for all tests: a small one with everything in it, and ways to write faulty ones."""

import gc
import itertools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, expect

from simulator import Case, load_case
from simulator.database import database as database_module
from simulator.database.database import Database
from tests import kinds, scheduling
from tests.drawing import without_queries
from tests.golden import Golden
from tools import postgresql
from tools.chromium import started as chromium_started

# where the tests run in the background, what they start would not notice an interrupt either
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# every command and every server that a test starts would compile the whole program
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# how long an example takes says more about what else the machine is doing than about the program
settings.register_profile("winwin", deadline=None)
settings.load_profile("winwin")

SMALL_CASE = Path(__file__).parent / "cases" / "late-parcel"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what is asked for after a change of what people read."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption(
        "--mutations",
        type=int,
        default=12,
        help="how many damaged files of each kind are tried; 12 by default",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test of damaged files the numbers of the damages, from 0; a number damages in the same way each time."""
    if "mutation" in metafunc.fixturenames:
        metafunc.parametrize("mutation", range(metafunc.config.getoption("mutations")))


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse two tests of one name, mark what each needs, and put first what takes longest.

    The order is only changed where several processes share the tests.
    """
    if shared := scheduling.shared_ids(item.nodeid for item in items):
        raise pytest.UsageError("Several tests have the same name: " + ", ".join(shared))
    for item in items:
        kinds.mark(item)
    if hasattr(config, "workerinput") and not config.pluginmanager.hasplugin("randomly"):
        items[:] = scheduling.in_order(items)


def pytest_collection_finish() -> None:
    """Spare the garbage collector the thousands of tests: none of them goes away before the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Say how many processes `--numprocesses auto` means."""
    return scheduling.processes()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.LongestFirst | None:
    """Give the tests out in that order, which is not that of their number in a file."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return scheduling.LongestFirst(config, log)


PATIENCE = 60_000
"""Milliseconds that a page may take for anything, on a machine that has much else to do."""


@pytest.fixture(scope="session", autouse=True)
def templates_without_queries() -> Iterator[None]:
    """Let a page fail whose template asks the database, in whatever test."""
    with without_queries():
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser, started once: Playwright cannot be started a second time beside itself."""
    expect.set_options(timeout=PATIENCE)
    with chromium_started() as browser:
        yield browser


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return the golden files beside the test; `--update-golden` writes them anew."""
    return Golden(request.path.parent, anew=request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def small_case() -> Case:
    """A case with all three stages, two personas and every mechanism, played in a minute."""
    return load_case(SMALL_CASE)


@pytest.fixture
def edited_case(tmp_path: Path) -> Callable[..., Path]:
    """Write a copy of the small case with one piece of text replaced by another; gives its folder."""

    def edit(old: str = "", new: str = "", file: str = "case.yaml") -> Path:
        folder = tmp_path / SMALL_CASE.name
        if not folder.exists():
            shutil.copytree(SMALL_CASE, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, old
        written = tmp_path / f"{file}.new"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(text.replace(old, new, 1), encoding="utf-8")
        written.replace(folder / file)  # at once: a program that watches the folder sees no half of it
        return folder

    return edit


def spare_flushing(patch: pytest.MonkeyPatch) -> None:
    """Leave out what only a power cut could make one miss: most of a write's time is spent waiting for the disk."""
    patch.setattr(os, "fsync", lambda _: None)
    prepare = database_module._prepare_sqlite
    patch.setattr(
        database_module, "_prepare_sqlite", lambda engine, reading, safe: prepare(engine, reading, False)
    )


@pytest.fixture(scope="session", autouse=True)
def power_stays_on() -> Iterator[pytest.MonkeyPatch]:
    """Spare it in this process; the servers and commands that tests start write as they always do."""
    with pytest.MonkeyPatch.context() as patch:
        spare_flushing(patch)
        yield patch


@pytest.fixture
def flushing(power_stays_on: pytest.MonkeyPatch) -> Iterator[None]:
    """Have everything flushed in this test after all."""
    power_stays_on.undo()
    yield
    spare_flushing(power_stays_on)


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Server]:
    """Run a PostgreSQL server for these tests alone; they never cut its power, so it need not flush."""
    with postgresql.running("fsync=off", "full_page_writes=off", "max_connections=200") as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: postgresql.Server) -> str:
    """Return the name of a database with a desk's tables, to be copied."""
    with Database.open(postgres.create("template_desk")) as database:
        database.upgrade()
    return "template_desk"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a desk's tables, to be copied."""
    file = tmp_path_factory.mktemp("template") / "desk.sqlite"
    with Database.open(f"sqlite:///{file}") as database:
        database.upgrade()
    return file


_numbers = itertools.count(1)


@pytest.fixture
def postgres_url(postgres: postgresql.Server, postgres_template: str) -> Iterator[str]:
    """Return the address of a PostgreSQL database with a desk's tables and nothing in them."""
    name = f"desk_{next(_numbers)}"
    yield postgres.create(name, postgres_template)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the address of an SQLite database with a desk's tables and nothing in them."""
    file = tmp_path / "desk" / "desk.sqlite"
    file.parent.mkdir(mode=0o700)
    shutil.copy(sqlite_template, file)
    file.chmod(0o600)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a database with a desk's tables and nothing in them, of each kind."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a desk's database, of each kind."""
    with Database.open(database_url) as opened:
        yield opened
