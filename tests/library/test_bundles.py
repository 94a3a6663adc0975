"""Bundles: the same files have the same name, and what comes out is what was put in."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.library.bundles import (
    MB,
    MOST_AUDIO,
    MOST_FILES,
    MOST_TEXT,
    BadUpload,
    DamagedBundle,
    bundle_hash,
    case_id_of,
    checked_files,
    examined,
    is_audio,
    is_text,
    packed,
    read_folder,
    unpacked_files,
    write_folder,
)
from simulator.resources import scenarios
from simulator.source.problems import errors

CASE = Path(__file__).parents[1] / "cases" / "late-parcel"
names = st.from_regex(r"\A[a-z]{1,8}(\.plan\.yaml|\.mp3)\Z")
bundles = st.dictionaries(names, st.binary(max_size=200), max_size=5)


@settings(max_examples=60, deadline=None)
@given(files=bundles)
def test_unpacked_is_what_was_packed(files: dict[str, bytes]) -> None:
    """An attempt would be replayed on another case than it was played on."""
    assert unpacked_files(packed(files), bundle_hash(files)) == files


@settings(max_examples=60, deadline=None)
@given(one=bundles, other=bundles)
def test_only_equal_files_have_one_hash(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Two cases would be taken for one."""
    assert (bundle_hash(one) == bundle_hash(other)) == (one == other)
    assert bundle_hash(dict(reversed(one.items()))) == bundle_hash(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a.mp3": b"b.mp3"}, {"a.mp3b.mp3": b""}),
        ({"a.mp3": b"1", "b.mp3": b""}, {"a.mp3": b"", "b.mp3": b"1"}),
        ({"a.mp3": b""}, {}),
    ],
)
def test_parts_cannot_be_moved_from_file_to_file(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Without lengths in the hash, another division of the same bytes would be the same case."""
    assert bundle_hash(one) != bundle_hash(other)


def test_hash_stays_what_it_is() -> None:
    """Every attempt that is kept would lose its case with the next version."""
    files = {"case.yaml": b"id: a\n", "audio/1.mp3": b"\xff"}
    assert bundle_hash(files) == "59fdba99224d937515c8f757349d4deb76c75b400a79d9da5ce77312b6434fb1"


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"not zlib",
        lambda: zlib.compress(b"\0" * 10),
        lambda: zlib.compress(struct.pack(">IQ", 2**31, 2**60)),
        lambda: zlib.compress(b"\0" * 200 * MB),
        lambda: packed({"case.yaml": b"other"}),
        lambda: packed({"case.yaml": b"id: a"})[:-8],
    ],
    ids=["nothing", "no-zlib", "zeros", "lengths", "bomb", "another", "cut-off"],
)
def test_damaged_content_is_refused(made: Callable[[], bytes]) -> None:
    """A damaged database would show another case, or take all memory."""
    with pytest.raises(DamagedBundle):
        unpacked_files(made(), bundle_hash({"case.yaml": b"id: a"}))


GOOD_TEXTS = [
    "case.yaml",
    "case.zh.yaml",
    "case.en.yaml",
    "whole.plan.yaml",
    "best-anxious.plan.yaml",
    "双赢.plan.yaml",
]
GOOD_SOUNDS = ["call.mp3", "audio/line 1.ogg", "audio/第一句.OPUS", "a (1).m4a", "audio/x.wav"]
BAD_NAMES = [
    "",
    ".",
    "..",
    "../case.yaml",
    "/case.yaml",
    "x/case.yaml",
    "case.yaml/",
    "case.fr.yaml",
    "CASE.YAML",
    "case.yaml\n",
    "case.yaml\0",
    ".plan.yaml",
    "-.plan.yaml",
    "a/b.plan.yaml",
    "..\\x.plan.yaml",
    ".hidden.mp3",
    "audio/../x.mp3",
    "audio/audio/x.mp3",
    "audio//x.mp3",
    "audio/.mp3",
    "audio\\x.mp3",
    "x.mp3\n",
    "x.mp4",
    "x.html",
    "c:x.mp3",
    "x\u202egnp.mp3",
    "x" * 99 + ".mp3",
]


def test_names_that_a_case_can_have() -> None:
    """A recording or a plan could not be uploaded."""
    assert [name for name in GOOD_TEXTS if not is_text(name) or is_audio(name)] == []
    assert [name for name in GOOD_SOUNDS if not is_audio(name) or is_text(name)] == []


@pytest.mark.parametrize("name", BAD_NAMES)
def test_other_names_are_refused(name: str) -> None:
    """A file could be written outside of the case's folder, or served as a page."""
    assert not is_text(name)
    assert not is_audio(name)
    with pytest.raises(BadUpload):
        checked_files({"case.yaml": b"", name: b""})


@settings(max_examples=300, deadline=None)
@given(name=st.text(max_size=30) | st.text("./\\ca se.ymlpnudio3:\0\n", max_size=20))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    """One clever name would be enough."""
    if is_text(name) or is_audio(name):
        inside = Path("/folder/of/case")
        assert (inside / name).resolve().is_relative_to(inside)
        assert name.isprintable()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no file “case.yaml”"),
        ({"case.yaml": b" " * (MOST_TEXT + 1)}, "“case.yaml” is too large"),
        (
            {"case.yaml": b"", "a.mp3": b" " * MOST_AUDIO, "b.mp3": b" "},
            "recordings of a case may have 20 MB",
        ),
        (
            {f"{n}.plan.yaml": b" " * MOST_TEXT for n in range(9)} | {"case.yaml": b""},
            "texts of a case may have 8",
        ),
        ({f"{n}.mp3": b"" for n in range(MOST_FILES)} | {"case.yaml": b""}, "200 files at most"),
        ({"case.yaml": b"", "a.mp3": b"", "A.mp3": b""}, "differ in case only"),
        ({"case.yaml": b"", "e\u0301.mp3": b""}, "not a file that a case can have"),
    ],
)
def test_too_much_is_refused(files: dict[str, bytes], words: str) -> None:
    """One upload could fill the disk, or mean two things on two machines."""
    with pytest.raises(BadUpload, match=words):
        checked_files(files)


def test_bundled_cases_can_be_kept(tmp_path: Path) -> None:
    """The limits would shut out real cases."""
    for folder in (*scenarios().glob("*/case.yaml"), CASE / "case.yaml"):
        files = checked_files(read_folder(folder.parent))
        assert case_id_of(files) == folder.parent.name
        again = tmp_path / folder.parent.name
        again.mkdir()
        write_folder(files, again)
        assert read_folder(again) == files
        assert set(files) == {file.name for file in folder.parent.iterdir()}


@pytest.mark.parametrize(
    "text", ["", "id: ../../etc", "id: [a]", "- id", "id: a\nid: b", "id: " + "a" * 61, "id: A", "id: 'a\\n'"]
)
def test_hostile_id_is_none(text: str) -> None:
    """An id could lead out of the cache folder."""
    assert case_id_of({"case.yaml": text.encode()}) in (None, "a")


def test_problems_name_files_as_their_author_does() -> None:
    """A trainer would read the names of temporary folders on the server."""
    files = read_folder(CASE)
    files["case.yaml"] = files["case.yaml"].replace(b"id: late-parcel", b"id: other\nwrong: 1")
    files["bad.plan.yaml"] = b"moves: [fly]\n"
    files["case.en.yaml"] = b"translates: [\n"
    problems, parts = examined(files, "late-parcel")
    assert parts is None
    assert {problem.place.file for problem in problems} == {"case.yaml"}
    files["case.yaml"] = files["case.yaml"].replace(b"wrong: 1", b"")
    problems, parts = examined(files, "late-parcel")
    assert parts is not None
    assert {"case.yaml", "case.en.yaml", "bad.plan.yaml"} <= {problem.place.file for problem in problems}
    assert not [problem for problem in problems if "winwin-" in str(problem) or "/" in problem.place.file]


def test_bundled_cases_have_no_errors() -> None:
    """They could be played but not published."""
    for folder in scenarios().glob("*/case.yaml"):
        problems, parts = examined(read_folder(folder.parent))
        assert parts is not None
        assert errors(problems) == ()
