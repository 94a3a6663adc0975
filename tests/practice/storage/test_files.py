"""Attempts on disk: safe when `save` returns, and never lost to a damaged neighbour."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator import Attempt, Verdict
from simulator.call.play.attempt import UnreadableAttempt
from simulator.disk import data_folder, write_atomically
from simulator.practice.storage.files import CannotSave, FileStore, read_record
from simulator.practice.store import NoSuchAttempt, Record, Result


def record(name: str = "a-1", started: str = "2026-01-01T10:00:00+00:00", **more: Any) -> Record:
    """Return an attempt to keep."""
    attempt = Attempt("parcel", "d" * 64, "worried", None, 7, started, ("hear", "mark 1 key"), (0.5, None))
    return Record(name, attempt, **more)


FINISHED = Result("worried", Verdict.CUSTOMER, 61, ("insult",))


@pytest.mark.parametrize("result", [None, FINISHED, Result("worried")])
def test_attempt_comes_back_as_it_was_saved(tmp_path: Path, result: Result | None) -> None:
    """A resumed attempt would not be the one that was left."""
    kept = record(result=result, language="zh", source="/some/where/case.yaml")
    FileStore(tmp_path).save(kept)
    assert FileStore(tmp_path).find("a-1") == kept


def test_saving_again_replaces(tmp_path: Path) -> None:
    """Every move would leave another attempt behind."""
    store = FileStore(tmp_path)
    store.save(record())
    store.save(record(result=FINISHED))
    assert store.records() == [record(result=FINISHED)]
    assert [file.name for file in store.folder.iterdir()] == ["a-1.json"]


def test_attempts_are_in_the_order_of_their_start(tmp_path: Path) -> None:
    """The run of wins would be counted in another order than it was played."""
    store = FileStore(tmp_path)
    began = {"x": "03T10:00:00+00:00", "y": "01T10:00:00+00:00", "z": "02T10:00:00+00:00"}
    began |= {"flown-west": "03T09:00:00.500-08:00", "flown-east": "03T09:30:00.500+08:00", "a": "?"}
    for name, time in began.items():
        store.save(record(name, f"2026-01-{time}"))
    assert [kept.id for kept in store.records()] == ["a", "y", "z", "flown-east", "x", "flown-west"]
    assert store.records("remote") == []


def test_file_is_an_attempt_for_the_library_too(tmp_path: Path) -> None:
    """A saved file could be read by the command alone."""
    store = FileStore(tmp_path)
    store.save(record())
    data = json.loads((store.folder / "a-1.json").read_text("utf-8"))
    assert Attempt.from_json(data) == record().attempt


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[1, 2]",
        b'{"winwin": 99}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"winwin": 1, "case": 3}',
        b'{"winwin": 1, "case": "c", "digest": "", "persona": "p", "stage": null, "seed": null, "started": null,'
        b' "moves": [], "times": [], "result": {"persona": "p", "verdict": "maybe"}}',
    ],
)
def test_damaged_file_hides_no_other(tmp_path: Path, damage: bytes) -> None:
    """One bad file would take all attempts with it."""
    store = FileStore(tmp_path)
    store.save(record())
    bad = store.folder / "bad.json"
    bad.write_bytes(damage)
    assert store.records() == [record()]
    assert store.damaged() == [bad]
    with pytest.raises(UnreadableAttempt):
        read_record(bad)
    assert bad.read_bytes() == damage


def test_unfinished_writing_is_no_attempt(tmp_path: Path) -> None:
    """A killed process would leave a damaged attempt behind."""
    store = FileStore(tmp_path)
    store.save(record())
    (store.folder / ".a-1.json.x.part").write_text("{")
    assert (store.records(), store.damaged()) == ([record()], [])


@pytest.mark.parametrize("name", ["../a-1", "a/b", "", ".", "nothing", "a-1.json", "x" * 300])
def test_only_names_of_attempts_are_found(tmp_path: Path, name: str) -> None:
    """A name could lead out of the folder."""
    store = FileStore(tmp_path)
    store.save(record())
    with pytest.raises(NoSuchAttempt):
        store.find(name)


def test_folder_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    """A full or read-only disk would end the play with a traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotSave) as refused:
        FileStore(tmp_path / "file").save(record())
    assert str(refused.value) == (
        f"Your attempts cannot be saved in {tmp_path}/file/attempts: Not a directory."
    )


def test_file_that_cannot_be_written_is_named_as_the_user_did(tmp_path: Path) -> None:
    """The user would read the name of a temporary file."""
    file = tmp_path / "none" / "report.html"
    with pytest.raises(FileNotFoundError) as error:
        write_atomically(file, "text")
    assert error.value.filename == str(file)


def test_failed_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation that took hours would be gone when the disk is full."""
    file = tmp_path / "case.zh.yaml"
    write_atomically(file, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(file, "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("case.zh.yaml", "old")]


def test_written_file_keeps_its_permissions(tmp_path: Path) -> None:
    """A shared file would become private when it is renewed."""
    file = tmp_path / "case.zh.yaml"
    file.write_text("old")
    file.chmod(0o664)
    write_atomically(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o664)


def test_new_file_is_as_private_as_the_user_wants_files_to_be(tmp_path: Path) -> None:
    """A report could not be read by the web server, or an attempt by everybody."""
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "report.html", "text")
    finally:
        os.umask(before)
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"WINWIN_HOME": "/data/w", "XDG_DATA_HOME": "/x"}, Path("/data/w")),
        ({"XDG_DATA_HOME": "/x"}, Path("/x/winwin")),
        ({"XDG_DATA_HOME": "relative"}, Path.home() / ".local/share/winwin"),
        ({"WINWIN_HOME": ""}, Path.home() / ".local/share/winwin"),
        ({}, Path.home() / ".local/share/winwin"),
    ],
)
def test_data_folder_is_where_the_user_wants_it(environ: dict[str, str], folder: Path) -> None:
    """Attempts would be looked for in another place than they were put."""
    assert data_folder(environ) == folder


SAVER = """
import sys
from pathlib import Path
from simulator import Attempt
from simulator.practice.storage.files import FileStore
from simulator.practice.store import Record
store = FileStore(Path(sys.argv[1]))
moves = ()
while True:
    moves += ("hear",) * 50
    store.save(Record("victim", Attempt("parcel", "d", "worried", moves=moves, times=(None,) * len(moves))))
    print(len(moves), flush=True)
"""


def test_killed_process_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    """A power cut in the middle of a call would lose the call."""
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
        kept = FileStore(tmp_path).find("victim")
        assert len(kept.attempt.moves) in (said[-1], said[-1] + 50)
