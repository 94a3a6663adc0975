"""Bundles as files: whole or not at all, whatever happened to the cache folder."""

import multiprocessing
import os
import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import update

from simulator.database import tables
from simulator.database.database import Database
from simulator.library.bundles import BadUpload, DamagedBundle, read_folder
from simulator.library.unpacking import CASES_AT_HAND, Bundles, NoSuchBundle, NoSuchCase
from simulator.source.problems import CaseError
from tests.database.desk import NOW

CASE = Path(__file__).parents[1] / "cases"
FILES = read_folder(CASE / "late-parcel") | {"audio/line 1.mp3": b"sound"}


@pytest.fixture
def bundles(database: Database, tmp_path: Path) -> Bundles:
    """Return the bundles of an empty desk."""
    return Bundles(database, tmp_path / "cache" / "bundles")


def test_kept_files_come_back(bundles: Bundles) -> None:
    """An attempt could not be replayed."""
    kept = bundles.keep(FILES, NOW)
    assert bundles.keep(FILES, NOW) == kept
    assert bundles.files(kept) == FILES
    folder = bundles.unpacked(kept)
    assert folder == bundles.folder / kept / "late-parcel"
    assert read_folder(folder) == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["late-parcel"]
    assert (bundles.folder / kept).stat().st_mode & 0o077 == 0
    assert bundles.case(kept, "en").id == "late-parcel"


def test_what_is_not_kept_is_refused(bundles: Bundles) -> None:
    """A hash in an address could lead to any folder."""
    for name in ("0" * 64, "", "..", "../../etc", "\0"):
        for look in (bundles.files, bundles.unpacked, bundles.languages):
            with pytest.raises(NoSuchBundle):
                look(name)
    with pytest.raises(BadUpload):
        bundles.keep(FILES | {"../x.mp3": b""}, NOW)
    assert not bundles.folder.exists()


def test_folder_has_the_name_under_which_the_case_is_kept(bundles: Bundles) -> None:
    """A trainer would be told to rename a folder that nobody sees."""
    odd = bundles.keep(FILES | {"case.yaml": b"id: ../../x\n"}, NOW)
    assert bundles.unpacked(odd).name == "case"
    assert bundles.unpacked(odd, "late-parcel").name == "late-parcel"
    with pytest.raises(NoSuchCase):
        bundles.unpacked(odd, "../x")


def test_damaged_cache_is_made_anew(bundles: Bundles) -> None:
    """A half-written folder, or a changed file, would be played."""
    kept = bundles.keep(FILES, NOW)
    folder = bundles.unpacked(kept)
    for damage in (
        lambda: (folder / "case.yaml").write_bytes(b"id: other"),
        lambda: (folder / "audio" / "line 1.mp3").unlink(),
        lambda: (folder / "extra.plan.yaml").write_bytes(b""),
        lambda: shutil.rmtree(folder),
        lambda: shutil.rmtree(bundles.folder),
    ):
        damage()
        assert read_folder(Bundles(bundles.database, bundles.folder).unpacked(kept)) == FILES
        assert [path.name for path in folder.parent.iterdir()] == ["late-parcel"]


def test_lost_cache_is_made_anew_while_running(bundles: Bundles) -> None:
    """Clearing the cache would break a running server."""
    kept = bundles.keep(FILES, NOW)
    folder = bundles.unpacked(kept)
    shutil.rmtree(bundles.folder)
    assert bundles.unpacked(kept) == folder
    assert read_folder(folder) == FILES


def test_damaged_database_is_told(bundles: Bundles) -> None:
    """Another case than the one that was played would be shown."""
    kept = bundles.keep(FILES, NOW)
    damage = update(tables.bundles).values(content=b"damaged")
    bundles.database.write(lambda connection: connection.execute(damage).rowcount)
    with pytest.raises(DamagedBundle):
        bundles.unpacked(kept)


def test_case_is_shared(bundles: Bundles) -> None:
    """Every play would read the case anew, and hold its own."""
    ticket = read_folder(Path(__file__).parents[2] / "scenarios" / "ticket-rebooking")
    kept = bundles.keep(ticket, NOW)
    chinese, english = bundles.case(kept, "zh"), bundles.case(kept, "en")
    assert bundles.languages(kept) == ("zh", "en")
    assert (chinese.language, english.language) == ("zh", "en")
    assert bundles.case(kept, "zh") is chinese
    assert bundles.case(kept, "fr") is chinese


def test_case_that_cannot_be_played_is_told(bundles: Bundles) -> None:
    """A broken draft would end in an error page."""
    kept = bundles.keep({"case.yaml": b"id: [\n"}, NOW)
    with pytest.raises(CaseError):
        bundles.case(kept, "zh")


def test_cases_at_hand_are_bounded(bundles: Bundles) -> None:
    """The memory of a server would grow with every version that was ever played."""
    for number in range(CASES_AT_HAND + 3):
        kept = bundles.keep(FILES | {"case.yaml": FILES["case.yaml"] + b"# %d\n" % number}, NOW)
        assert bundles.case(kept, "en").id == "late-parcel"
    assert len(bundles._at_hand) == CASES_AT_HAND
    assert bundles.case(kept, "en") is bundles.case(kept, "en")


def test_threads_get_the_same_case(bundles: Bundles) -> None:
    """Two first requests at once would fail, or play two copies."""
    kept = bundles.keep(FILES, NOW)
    barrier = threading.Barrier(8)
    found: list[object] = []

    def look() -> None:
        barrier.wait()
        found.append(bundles.case(kept, "en"))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({id(case) for case in found}) == 1


def unpack(url: str, folder: Path, kept: str, barrier: "threading.Barrier") -> None:
    """Unpack a bundle again and again, as a server process of many."""
    with Database.open(url) as database:
        barrier.wait()
        for _ in range(20):
            found = Bundles(database, folder).unpacked(kept)
            if read_folder(found) != FILES:
                os._exit(1)


def test_processes_unpack_at_once(bundles: Bundles, database_url: str) -> None:
    """Two server processes that start together would get in each other's way."""
    kept = bundles.keep(FILES, NOW)
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(3)
    processes = [
        spawn.Process(target=unpack, args=(database_url, bundles.folder, kept, barrier)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert [path.name for path in (bundles.folder / kept).iterdir()] == ["late-parcel"]
