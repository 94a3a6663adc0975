"""The bank of a desk: what authors draft, what exams use, and what came with the program."""

import threading
from itertools import product
from pathlib import Path

import pytest

from simulator.database.database import Database
from simulator.exam.storage.bank_files import checked_bank_files, examined_bank, read_bank_folder
from simulator.exam.storage.banks import BANKS_AT_HAND, BankHasErrors, Banks
from simulator.library.bundles import BadUpload
from simulator.library.library import BUNDLED, DraftChanged, NothingToPublish, PublishedVersion
from simulator.library.unpacking import NoSuchBundle
from simulator.resources import scenarios
from simulator.text.typed_text import UnusableText
from tests.database.desk import HOUR, NOW, audited, somebody
from tests.exam.check.rules.small_bank import POLICY, QUESTION, written

from .exam_desk import FILES, edited, planned, rows_in

BROKEN = FILES | {"questions/damage.yaml": QUESTION.replace("policy: damage", "policy: nothing").encode()}


@pytest.fixture
def banks(database: Database) -> Banks:
    """Return a desk's bank, which is empty."""
    return Banks(database)


def test_version_comes_back_as_it_was_published(banks: Banks) -> None:
    """An exam would be marked by another bank than it was set from."""
    author = somebody(banks.database, "author").id
    assert (banks.current(), banks.versions(), banks.draft()) == (None, [], None)
    first = banks.publish(FILES, " First. ", author, NOW)
    assert first == PublishedVersion(1, first.bundle, "First.", author, NOW)
    second = banks.publish(edited("What now?"), "", author, NOW + HOUR)
    assert (banks.current(), banks.versions()) == (second, [first, second])
    assert banks.files(first.bundle) == FILES
    assert banks.bank(second.bundle).questions["first-words"].stem.en.endswith("What now?")
    assert banks.bank(first.bundle).questions["first-words"].stem.en.endswith("What comes first?")
    assert [log.subject for log in audited(banks.database)[:2]] == ["bank:2", "bank:1"]
    back = banks.publish(FILES, "back", author, NOW)
    assert (back.number, back.bundle) == (3, first.bundle)


def test_bank_is_parsed_once(banks: Banks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page would read thousands of questions anew."""
    hashes = [banks.publish(edited(f"No. {n}?"), "", None, NOW).bundle for n in range(BANKS_AT_HAND + 1)]
    found = [banks.bank(one) for one in hashes]
    assert banks.bank(hashes[-1]) is found[-1]
    monkeypatch.setattr(Banks, "files", lambda *_: pytest.fail("read again"))
    assert [banks.bank(one) for one in hashes[1:]] == found[1:]
    with pytest.raises(pytest.fail.Exception):
        banks.bank(hashes[0])


def test_bank_with_errors_is_not_published(banks: Banks) -> None:
    """Nobody could set an exam, and nobody could say why."""
    with pytest.raises(BankHasErrors, match="errors to fix: 1") as refused:
        banks.publish(BROKEN, "", None, NOW)
    (problem,) = [one for one in refused.value.problems if one.place.file == "questions/damage.yaml"]
    assert problem.place.line > 1
    with pytest.raises(UnusableText):
        banks.publish(FILES, "x" * 1001, None, NOW)
    assert (banks.current(), rows_in(banks.database, "bundles")) == (None, 0)
    banks.publish(FILES, "", None, NOW)
    with pytest.raises(NothingToPublish):
        banks.publish(dict(FILES), "again", None, NOW)


@pytest.mark.parametrize(
    "name",
    [
        "damage.yaml",
        "policies/x.yml",
        "policies/../questions/x.yaml",
        "/policies/x.yaml",
        "questions/a/b.yaml",
        "questions\\x.yaml",
        "questions/x\n.yaml",
        "questions/.yaml",
        "other/x.yaml",
        "Questions/x.yaml",
        f"questions/{'x' * 81}.yaml",
    ],
)
def test_file_that_no_bank_has_is_refused(name: str) -> None:
    """A file could be written anywhere on the server."""
    with pytest.raises(BadUpload):
        examined_bank(FILES | {name: b""})


def test_files_are_checked_before_they_are_kept(banks: Banks) -> None:
    """A file of another kind would come out of the database one day."""
    wrong = FILES | {"policies/../x.yaml": b""}
    with pytest.raises(BadUpload):
        banks.publish(wrong, "", None, NOW)
    with pytest.raises(BadUpload):
        banks.save_draft(wrong, None, NOW, 0)
    assert rows_in(banks.database, "bundles") == 0


@pytest.mark.parametrize(
    "files",
    [
        {},
        FILES | {"questions/Damage.yaml": b""},
        FILES | {"questions/x.yaml": b"#" * (1024 * 1024 + 1)},
        FILES | {f"questions/x{n}.yaml": b"#" * 1024 * 1024 for n in range(8)},
        FILES | {f"questions/x{n}.yaml": b"" for n in range(200)},
    ],
    ids=["none", "case", "large", "large-in-all", "many"],
)
def test_bank_has_a_measure(files: dict[str, bytes]) -> None:
    """The disk could be filled, or two files overwrite each other where letters' case is lost."""
    with pytest.raises(BadUpload):
        checked_bank_files(files)


def test_draft_is_one_author_s_at_a_time(banks: Banks) -> None:
    """Two authors would overwrite each other unseen."""
    author = somebody(banks.database, "author").id
    draft = banks.save_draft(FILES, author, NOW, 0)
    assert banks.draft() == draft
    assert (draft.files, draft.revision, draft.by) == (FILES, 1, author)
    for revision in (0, 2):
        with pytest.raises(DraftChanged):
            banks.save_draft(edited("Mine?"), author, NOW, revision)
    second = banks.save_draft(BROKEN, author, NOW, 1)
    assert (second.revision, banks.draft()) == (2, second)
    assert banks.save_draft(BROKEN, None, NOW + HOUR, 2) == second
    with pytest.raises(DraftChanged):
        banks.discard_draft(1, author, NOW)
    banks.discard_draft(2, author, NOW)
    assert banks.draft() is None
    with pytest.raises(DraftChanged):
        banks.discard_draft(3, author, NOW)
    # whoever still has an older one open learns that it is gone
    banks.save_draft(FILES, author, NOW, 0)
    for revision in (0, 1, 2):
        with pytest.raises(DraftChanged):
            banks.save_draft(edited("Mine?"), author, NOW, revision)
    assert [log.action for log in audited(banks.database, "bank:draft")] == [
        "bank-draft-saved",
        "bank-draft-discarded",
        "bank-draft-saved",
        "bank-draft-saved",
    ]


def test_drafts_leave_nothing_behind(banks: Banks) -> None:
    """Every save would fill the database, or one would take a version's files along."""
    version = banks.publish(FILES, "", None, NOW)
    exam = planned(banks.database)
    revision = 0
    for number in range(4):
        revision = banks.save_draft(edited(f"No. {number}?"), None, NOW, revision).revision
    revision = banks.save_draft(FILES, None, NOW, revision).revision
    banks.discard_draft(revision, None, NOW)
    assert rows_in(banks.database, "bundles") == 1
    assert banks.files(exam.bank) == banks.files(version.bundle) == FILES


def test_published_draft_is_a_draft_no_more(banks: Banks) -> None:
    """An author would be asked to publish what everybody has already."""
    draft = banks.save_draft(FILES, None, NOW, 0)
    for revision in (0, 2):
        with pytest.raises(DraftChanged):
            banks.publish(draft.files, "", None, NOW, revision)
    banks.publish(draft.files, "", None, NOW, draft.revision)
    assert (banks.draft(), rows_in(banks.database, "bundles")) == (None, 1)
    other = banks.save_draft(edited("What else?"), None, NOW, 0)
    banks.publish(edited("What now?"), "imported", None, NOW)
    assert banks.draft() == other
    banks.publish(other.files, "", None, NOW)
    assert banks.draft() is None


def test_one_of_two_saves_at_once_is_kept(banks: Banks, database_url: str) -> None:
    """An author would be told that the text is saved, and it is not."""
    banks.save_draft(FILES, None, NOW, 0)
    outcomes: list[object] = []
    with Database.open(database_url) as other:
        barrier = threading.Barrier(4)

        def save(own: Banks, number: int) -> None:
            barrier.wait()
            try:
                outcomes.append(own.save_draft(edited(f"No. {number}?"), None, NOW, 1))
            except DraftChanged:
                outcomes.append(None)

        owners = [Banks(one) for one in (banks.database, other) * 2]
        threads = [threading.Thread(target=save, args=pair) for pair in zip(owners, range(4), strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [one for one in outcomes if one is not None] == [banks.draft()]
    assert len(outcomes) == 4


def test_bank_of_the_program_comes_along_and_is_renewed(banks: Banks, tmp_path: Path) -> None:
    """A new desk would have no questions, and an old one those of years ago."""
    folder = written(tmp_path / "bank", POLICY, QUESTION)
    assert banks.add_bundled(tmp_path, NOW) is None
    first = banks.add_bundled(folder, NOW)
    assert first == banks.current() == PublishedVersion(1, first.bundle if first else "", BUNDLED, None, NOW)
    assert banks.add_bundled(folder, NOW) is None
    (folder / "questions" / "file-0.yaml").write_text(QUESTION.replace("first?", "then?"), encoding="utf-8")
    second = banks.add_bundled(folder, NOW)
    assert second is not None
    assert second.number == 2
    assert banks.files(second.bundle) == read_bank_folder(folder)


def test_bank_of_the_desk_is_left_alone(banks: Banks, tmp_path: Path) -> None:
    """An update of the program would throw away the desk's own questions."""
    folder = written(tmp_path / "bank", POLICY, QUESTION)
    draft = banks.save_draft(edited("Ours?"), None, NOW, 0)
    assert banks.add_bundled(folder, NOW) is None
    own = banks.publish(draft.files, "Ours", somebody(banks.database).id, NOW, draft.revision)
    assert banks.add_bundled(folder, NOW) is None
    assert banks.current() == own


def test_bundled_bank_can_be_kept(banks: Banks) -> None:
    """The first start of a new desk would fail."""
    version = banks.add_bundled(scenarios(), NOW)
    assert version is not None
    assert len(banks.bank(version.bundle).questions) >= 100


def test_bank_that_is_not_there_is_refused(banks: Banks) -> None:
    """A wrong address would end in an error."""
    for use, name in product((banks.files, banks.bank), ("", "x", "0" * 64, "Ü" * 64)):
        with pytest.raises(NoSuchBundle):
            use(name)
