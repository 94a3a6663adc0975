"""The library: what trainers write, what trainees play, and that neither gets lost."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select

from simulator.database import tables
from simulator.database.database import Database
from simulator.library.bundles import BadUpload, read_folder
from simulator.library.library import (
    BUNDLED,
    CaseEntry,
    CaseHasErrors,
    DraftChanged,
    Library,
    NothingToPublish,
    PublishedVersion,
)
from simulator.library.unpacking import NoSuchCase
from simulator.resources import scenarios
from simulator.text.typed_text import UnusableText
from tests.database.desk import DAY, HOUR, NOW, attempt_of, audited, somebody

CASE = "late-parcel"
FILES = read_folder(Path(__file__).parents[1] / "cases" / CASE)


def edited(difficulty: int, files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    """Return the files of a case of another difficulty."""
    return files | {"case.yaml": files["case.yaml"].replace(b"difficulty: 2", b"difficulty: %d" % difficulty)}


@pytest.fixture
def library(database: Database, tmp_path: Path) -> Library:
    """Return an empty library."""
    return Library(database, tmp_path / "cache")


def kept_bundles(library: Library) -> int:
    """Return how many bundles are kept."""
    with library.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.bundles)) or 0


def test_draft_becomes_a_version(library: Library) -> None:
    """A trainer's case could not be played."""
    trainer = somebody(library.database, "trainer").id
    entry = library.save_draft(CASE, FILES, 0, trainer, NOW)
    assert entry == CaseEntry(CASE, None, entry.draft, 1, trainer, NOW, ())
    assert entry.draft == entry.latest
    assert library.all() == []
    assert library.all(include_drafts=True) == [entry]
    version = library.publish(CASE, trainer, NOW, " First. ", entry.revision)
    assert version == PublishedVersion(1, str(entry.draft), "First.", trainer, NOW)
    entry = library.entry(CASE)
    assert entry == CaseEntry(CASE, 1, None, 2, None, None, (version,))
    assert library.all() == [entry]
    assert entry.bundle == version.bundle == entry.latest
    assert library.files(version.bundle) == FILES
    assert library.case(version.bundle, "zh").title == "Delivered, but not here"
    assert [log.action for log in audited(library.database, f"case:{CASE}")] == [
        "case-published",
        "draft-saved",
    ]


def test_trainees_play_the_published_version_meanwhile(library: Library) -> None:
    """Half-written changes would be played."""
    library.save_draft(CASE, FILES, 0, None, NOW)
    first = library.publish(CASE, None, NOW)
    entry = library.save_draft(CASE, edited(3), 2, None, NOW)
    assert (entry.bundle, entry.published) == (first.bundle, 1)
    assert entry.latest == entry.draft != first.bundle
    second = library.publish(CASE, None, NOW)
    assert second.number == 2
    entry = library.entry(CASE)
    assert (entry.bundle, entry.versions) == (second.bundle, (first, second))
    assert library.case(first.bundle, "en").difficulty == 2
    assert library.case(second.bundle, "en").difficulty == 3


def test_two_trainers_do_not_overwrite_each_other(library: Library) -> None:
    """An afternoon's work would be gone with the other's save."""
    library.save_draft(CASE, FILES, 0, None, NOW)
    library.save_draft(CASE, edited(3), 1, None, NOW)
    for revision in (0, 1, 3):
        with pytest.raises(DraftChanged):
            library.save_draft(CASE, edited(4), revision, None, NOW)
    with pytest.raises(DraftChanged):
        library.publish(CASE, None, NOW, revision=1)
    with pytest.raises(DraftChanged):
        library.discard_draft(CASE, 1, None, NOW)
    library.publish(CASE, None, NOW, revision=2)
    with pytest.raises(DraftChanged):
        library.save_draft(CASE, edited(5), 2, None, NOW)
    assert library.case(str(library.entry(CASE).bundle), "en").difficulty == 3


def test_saved_at_once_one_wins(database_url: str, tmp_path: Path) -> None:
    """Both would believe that theirs was saved."""
    with Database.open(database_url) as one, Database.open(database_url) as other:
        libraries = [Library(one, tmp_path), Library(other, tmp_path)]
        outcomes: list[int] = []

        def save(number: int) -> None:
            try:
                libraries[number % 2].save_draft(CASE, edited(10 * revision + number), revision, None, NOW)
                outcomes.append(number)
            except DraftChanged:
                outcomes.append(0)

        for revision in (0, 1):
            outcomes.clear()
            threads = [threading.Thread(target=save, args=(number,)) for number in range(1, 6)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            (winner,) = [number for number in outcomes if number]
            assert len(outcomes) == 5
            entry = libraries[0].entry(CASE)
            assert entry.revision == revision + 1
            assert libraries[0].files(str(entry.draft)) == edited(10 * revision + winner)


def test_save_of_the_same_changes_nothing(library: Library) -> None:
    """Opening and closing the editor would make a draft."""
    entry = library.save_draft(CASE, FILES, 0, None, NOW)
    assert library.save_draft(CASE, FILES, 1, None, NOW + HOUR) == entry
    library.publish(CASE, None, NOW)
    assert library.save_draft(CASE, FILES, 2, None, NOW + HOUR).draft is None


@pytest.mark.parametrize(
    "change",
    [
        {"case.yaml": b"id: [\n"},
        {"case.yaml": edited(9)["case.yaml"]},
        {"case.yaml": FILES["case.yaml"].replace(b"id: late-parcel", b"id: other")},
        {"bad.plan.yaml": b"moves: [fly]\n"},
        {"case.zh.yaml": b"translates: [\n"},
    ],
    ids=["unreadable", "invalid", "other id", "plan", "translation"],
)
def test_case_with_errors_is_kept_but_not_published(library: Library, change: dict[str, bytes]) -> None:
    """A trainee's call would end in the middle, or a trainer could not save before lunch."""
    entry = library.save_draft(CASE, FILES | change, 0, None, NOW)
    with pytest.raises(CaseHasErrors) as refused:
        library.publish(CASE, None, NOW)
    assert refused.value.problems != ()
    assert library.entry(CASE) == entry
    assert library.files(str(entry.draft)) == FILES | change


def test_there_must_be_something_to_publish(library: Library) -> None:
    """Versions without any difference would pile up."""
    with pytest.raises(NoSuchCase):
        library.publish(CASE, None, NOW)
    library.save_draft(CASE, FILES, 0, None, NOW)
    with pytest.raises(UnusableText):
        library.publish(CASE, None, NOW, "x" * 1001)
    library.publish(CASE, None, NOW)
    with pytest.raises(NothingToPublish):
        library.publish(CASE, None, NOW)
    library.save_draft(CASE, edited(3), 2, None, NOW)
    library.save_draft(CASE, FILES, 3, None, NOW)
    with pytest.raises(NothingToPublish):
        library.publish(CASE, None, NOW)


def test_withdrawn_case_stays_for_its_attempts(library: Library) -> None:
    """What was played could not be replayed any more."""
    library.save_draft(CASE, FILES, 0, None, NOW)
    version = library.publish(CASE, None, NOW)
    library.withdraw(CASE, None, NOW)
    library.withdraw(CASE, None, NOW)
    entry = library.entry(CASE)
    assert (library.all(), entry.bundle, entry.latest) == ([], None, version.bundle)
    assert library.case(version.bundle, "en").id == CASE
    library.save_draft(CASE, library.files(version.bundle), entry.revision, None, NOW)
    assert library.publish(CASE, None, NOW).number == 2
    assert [log.action for log in audited(library.database)][2] == "case-withdrawn"
    with pytest.raises(NoSuchCase):
        library.withdraw("nothing", None, NOW)


def test_older_version_comes_back(library: Library) -> None:
    """A change for the worse could not be undone."""
    library.save_draft(CASE, FILES, 0, None, NOW)
    first = library.files(library.publish(CASE, None, NOW).bundle)
    library.save_draft(CASE, edited(3), 2, None, NOW)
    library.publish(CASE, None, NOW)
    entry = library.save_draft(CASE, first, 4, None, NOW)
    assert entry.draft == entry.versions[0].bundle
    assert library.publish(CASE, None, NOW).number == 3
    with pytest.raises(NoSuchCase):
        library.entry(CASE).version(9)
    with pytest.raises(DraftChanged):
        library.save_draft(CASE, first, 5, None, NOW)


def test_discarded_draft_is_gone(library: Library) -> None:
    """A bad idea could not be given up."""
    library.save_draft(CASE, FILES, 0, None, NOW)
    library.discard_draft(CASE, 1, None, NOW)
    with pytest.raises(NoSuchCase):
        library.entry(CASE)
    library.save_draft(CASE, FILES, 0, None, NOW)
    version = library.publish(CASE, None, NOW)
    library.save_draft(CASE, edited(3), 2, None, NOW)
    library.discard_draft(CASE, 3, None, NOW)
    entry = library.entry(CASE)
    assert (entry.draft, entry.bundle, entry.revision) == (None, version.bundle, 4)
    assert kept_bundles(library) == 1


def test_saves_do_not_fill_the_database(library: Library) -> None:
    """Every save would leave twenty megabytes of recordings behind."""
    for revision in range(5):
        library.save_draft(CASE, edited(revision), revision, None, NOW)
    assert kept_bundles(library) == 1
    played = str(library.entry(CASE).draft)
    attempt = attempt_of(library.database, None)
    use = tables.attempts.update().where(tables.attempts.c.id == attempt).values(bundle=played)
    library.database.write(lambda connection: connection.execute(use).rowcount)
    library.save_draft(CASE, edited(5), 5, None, NOW)
    library.save_draft("other-parcel", FILES, 0, None, NOW)
    assert kept_bundles(library) == 3
    assert library.files(played) == edited(4)


def test_draft_shared_by_two_cases_stays(library: Library) -> None:
    """Discarding one copy would take the other's files away."""
    library.save_draft("one", FILES, 0, None, NOW)
    library.save_draft("two", FILES, 0, None, NOW)
    library.discard_draft("one", 1, None, NOW)
    assert library.files(str(library.entry("two").draft)) == FILES


@pytest.mark.parametrize(
    "case_id", ["", "..", "../x", "A", "a/b", "a.b", "a\0", "-a", "a--b", "a" * 61, "案例"]
)
def test_no_other_ids_than_those_of_cases(library: Library, case_id: str) -> None:
    """An id could lead out of a folder, or break an address."""
    for attempt in (
        lambda: library.save_draft(case_id, FILES, 0, None, NOW),
        lambda: library.entry(case_id),
        lambda: library.withdraw(case_id, None, NOW),
        lambda: library.discard_draft(case_id, 0, None, NOW),
        lambda: library.publish(case_id, None, NOW),
    ):
        with pytest.raises(NoSuchCase):
            attempt()


def test_bad_files_are_not_saved(library: Library) -> None:
    """A draft could hold what no upload may."""
    with pytest.raises(BadUpload):
        library.save_draft(CASE, FILES | {"../x.mp3": b""}, 0, None, NOW)
    assert library.all(include_drafts=True) == []


def folder_of(tmp_path: Path, files: dict[str, bytes]) -> Path:
    """Return a folder of bundled cases with these files of one."""
    folder = tmp_path / "scenarios"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / CASE).mkdir(parents=True)
    (folder / "case.schema.json").write_text("{}")
    for name, content in files.items():
        (folder / CASE / name).write_bytes(content)
    return folder


def test_bundled_cases_are_there_from_the_start(library: Library) -> None:
    """A new desk would be empty."""
    added = library.add_bundled(scenarios(), NOW)
    assert added == [entry.id for entry in library.all()] == ["ac-remote", "ticket-rebooking"]
    assert library.add_bundled(scenarios(), NOW + DAY) == []
    for entry in library.all():
        assert entry.bundle is not None
        assert entry.versions == (PublishedVersion(1, entry.bundle, BUNDLED, None, NOW),)
        assert library.files(entry.bundle) == read_folder(scenarios() / entry.id)
        assert library.case(entry.bundle, "en").id == entry.id


def test_bundled_case_is_renewed(library: Library, tmp_path: Path) -> None:
    """A desk would play the cases of the version it began with."""
    library.add_bundled(folder_of(tmp_path, FILES), NOW)
    assert library.add_bundled(folder_of(tmp_path, edited(3)), NOW) == [CASE]
    entry = library.entry(CASE)
    assert (entry.published, len(entry.versions)) == (2, 2)
    library.withdraw(CASE, None, NOW)
    assert library.add_bundled(folder_of(tmp_path, edited(4)), NOW) == [CASE]
    entry = library.entry(CASE)
    assert (entry.published, len(entry.versions)) == (None, 3)


def test_trainers_case_is_left_alone(library: Library, tmp_path: Path) -> None:
    """An update would undo what a trainer has changed."""
    library.add_bundled(folder_of(tmp_path, FILES), NOW)
    trainer = somebody(library.database, "trainer").id
    library.save_draft(CASE, edited(3), 0, trainer, NOW)
    before = library.entry(CASE)
    assert library.add_bundled(folder_of(tmp_path, edited(4)), NOW) == []
    assert library.entry(CASE) == before
    library.publish(CASE, trainer, NOW)
    before = library.entry(CASE)
    assert library.add_bundled(folder_of(tmp_path, edited(4)), NOW) == []
    assert library.entry(CASE) == before


def test_servers_that_start_at_once_add_once(database_url: str, tmp_path: Path) -> None:
    """Two server processes would add every case twice, or fail to start."""
    with Database.open(database_url) as one, Database.open(database_url) as other:
        added: list[str] = []
        barrier = threading.Barrier(4)

        def add(database: Database) -> None:
            barrier.wait()
            added.extend(Library(database, tmp_path).add_bundled(scenarios(), NOW))

        threads = [threading.Thread(target=add, args=(database,)) for database in (one, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(added) == ["ac-remote", "ticket-rebooking"]
        assert [len(entry.versions) for entry in Library(one, tmp_path).all()] == [1, 1]
