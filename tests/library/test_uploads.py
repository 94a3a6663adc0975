"""Uploads: a trainer's folder comes in whole; a hostile zip not at all."""

import io
import resource
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.library.bundles import MB, MOST_AUDIO, BadUpload, read_folder
from simulator.library.uploads import MOST_UPLOAD, Upload, read_folder_upload, read_zip, write_zip

CASE = read_folder(Path(__file__).parents[1] / "cases" / "late-parcel")
YAML = CASE["case.yaml"]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these files, as any program makes it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def linked(target: str) -> bytes:
    """Return a zip in which a recording is a symbolic link."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("case.yaml", YAML)
        entry = zipfile.ZipInfo("call.mp3")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, target)
    return written.getvalue()


def renamed(name: bytes, flag: int = 0) -> bytes:
    """Return a zip whose second file has this name, byte by byte."""
    stand_in = "x" * len(name)
    data = zipped({"case.yaml": YAML, stand_in: b"moves: []\n"}).replace(stand_in.encode(), name)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.rfind(signature) + at
        data = data[:place] + struct.pack("<H", flag) + data[place + 2 :]
    return data


def test_written_zip_is_read_again() -> None:
    """What a trainer downloads could not be uploaded elsewhere."""
    files = CASE | {"audio/line 1.mp3": b"\0" * 5000, "双赢.plan.yaml": b"moves: []\n"}
    data = write_zip(files, "late-parcel")
    assert data == write_zip(dict(reversed(files.items())), "late-parcel")
    assert read_zip(data) == Upload(files)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name.split("/")[0] for name in archive.namelist()} == {"late-parcel"}


@pytest.mark.parametrize("folder", ["", "late-parcel/", "late-parcel\\", "案例/late-parcel/", "./"])
def test_folder_around_the_case_is_taken_off(folder: str) -> None:
    """A trainer would have to know whether to pack the folder or what is in it."""
    files = {folder + "case.yaml": YAML, folder + "audio/1.mp3": b"sound"}
    assert read_zip(zipped(files)) == Upload({"audio/1.mp3": b"sound", "case.yaml": YAML})
    assert read_folder_upload(files.items()) == Upload({"audio/1.mp3": b"sound", "case.yaml": YAML})


def test_rest_is_left_out_and_named() -> None:
    """A file that somebody relies on would be dropped without a word."""
    files = {"c/case.yaml": YAML, "c/notes.docx": b"x", "c/draft.yaml": b"", "c/deep/er/a.mp3": b"x"}
    files |= {"c/photo.png": b"\0" * 3 * MB}
    rubbish = {
        "c/.DS_Store": b"x",
        "__MACOSX/c/._case.yaml": b"x",
        "c/Thumbs.db": b"x",
        "c/desktop.ini": b"x",
    }
    for upload in (read_zip(zipped(files | rubbish)), read_folder_upload((files | rubbish).items())):
        assert upload.files == {"case.yaml": YAML}
        assert [message.values["name"] for message in upload.left_out] == [
            "notes.docx",
            "draft.yaml",
            "deep/er/a.mp3",
            "photo.png",
        ]
        assert "case.zh.yaml" in str(upload.left_out[1])


@pytest.mark.parametrize(
    ("name", "flag", "read"),
    [
        ("双赢.plan.yaml".encode("gb18030"), 0, "双赢.plan.yaml"),
        ("投诉升级.plan.yaml".encode("gb18030"), 0, "投诉升级.plan.yaml"),
        ("双赢.plan.yaml".encode(), 0, "双赢.plan.yaml"),
        ("双赢.plan.yaml".encode(), 0x800, "双赢.plan.yaml"),
        ("cafe\u0301.plan.yaml".encode(), 0x800, "caf\u00e9.plan.yaml"),
        (b"plain.plan.yaml", 0, "plain.plan.yaml"),
    ],
)
def test_names_are_read_as_they_were_written(name: bytes, flag: int, read: str) -> None:
    """Zips made in China would come out as gibberish."""
    assert set(read_zip(renamed(name, flag)).files) == {"case.yaml", read}


@pytest.mark.parametrize(
    "name",
    [
        "../case.yaml",
        "c/../../x.plan.yaml",
        "/etc/cron.d/x.plan.yaml",
        "C:\\x.plan.yaml",
        "C:/x.plan.yaml",
        "..\\..\\x.plan.yaml",
        "\\\\server\\share\\x.mp3",
        "audio/../../x.mp3",
        "x" * 600 + ".mp3",
    ],
)
def test_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """A file on the server could be overwritten."""
    reads: list[Callable[[], object]] = [
        lambda: read_zip(zipped({"case.yaml": YAML, name: b""})),
        lambda: folder({name: b""}),
    ]
    for read in reads:
        with pytest.raises(BadUpload, match="does not lie in the case's folder"):
            read()


def folder(files: dict[str, bytes]) -> Upload:
    """Return what comes of a folder with a case and these files."""
    return read_folder_upload([("case.yaml", YAML), *files.items()])


def test_zero_byte_in_a_name_is_refused() -> None:
    """Half of a name could be checked, and all of it used."""
    for flag in (0, 0x800):
        with pytest.raises(BadUpload):
            read_zip(renamed(b"x.mp3\0.plan.yaml", flag))
    with pytest.raises(BadUpload):
        folder({"x.mp3\0.plan.yaml": b""})


def test_link_is_refused() -> None:
    """A recording could be any file of the server."""
    with pytest.raises(BadUpload, match="is a link"):
        read_zip(linked("/etc/passwd"))


def test_password_and_foreign_methods_are_refused() -> None:
    """An upload would end in an error, or in memory without bound."""
    data = bytearray(zipped({"case.yaml": YAML}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadUpload, match="has a password"):
        read_zip(bytes(data))
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(BadUpload, match="unusual way"):
            read_zip(zipped({"case.yaml": YAML}, method))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no file “case.yaml”"),
        ({"a.plan.yaml": b""}, "no file “case.yaml”"),
        ({"a/case.yaml": YAML, "b/case.yaml": YAML}, "several cases"),
        ({"case.yaml": b"a" * (MB + 1)}, "“case.yaml” is too large"),
        ({"case.yaml": YAML, "a.mp3": b"\0" * (MOST_AUDIO + 1)}, "“a.mp3” is too large"),
        ({"case.yaml": YAML} | {f"{n}.txt": b"" for n in range(400)}, "200 files at most"),
    ],
)
def test_what_is_no_case_is_refused(files: dict[str, bytes], words: str) -> None:
    """A trainer would not learn what is wrong."""
    with pytest.raises(BadUpload, match=words):
        read_zip(
            zipped(files, zipfile.ZIP_STORED) if sum(map(len, files.values())) < 9 * MB else zipped(files)
        )


def test_same_name_twice_is_refused() -> None:
    """Which of the two is kept would be chance."""
    for files in ([("case.yaml", YAML), ("case.yaml", b"x")], [("case.yaml", YAML), (".\\case.yaml", b"x")]):
        with pytest.raises(BadUpload, match="there twice"):
            read_folder_upload(files)


def bomb_of_overlaps(count: int) -> bytes:
    """Return a zip whose directory names the same megabytes again and again."""
    kernel = zipped({"0.mp3": b"\0" * 15 * MB})
    local, directory = kernel[: kernel.find(b"PK\x01\x02")], kernel[kernel.find(b"PK\x01\x02") : -22]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory) * count, len(local), 0)
    return local + directory * count + end


def bomb_of_names(count: int) -> bytes:
    """Return a zip with very many empty files."""
    directory = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 9, 1, 0, 0, 0, 0, 0, 0) + b"x"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory) * count, 0, 0)
    return directory * count + end


@pytest.mark.parametrize(
    "made",
    [
        lambda: zipped({"case.yaml": b" " * 900_000}),
        lambda: zipped({"case.yaml": YAML, "a.mp3": b"\0" * 200 * MB}),
        lambda: zipped({"case.yaml": YAML} | {f"{n}.mp3": b"\0" * 8 * MB for n in range(20)}),
        lambda: zipped({"case.yaml": zipped({"case.yaml": b" " * 100 * MB})}),
        lambda: bomb_of_overlaps(300),
        lambda: bomb_of_names(600_000),
        lambda: b"\0" * (MOST_UPLOAD + 1),
        lambda: b"PK" * 10 * MB,
        lambda: b"PK\x05\x06" * 5 * MB,
    ],
    ids=["ratio", "one", "many", "nested", "overlaps", "names", "large", "signatures", "ends"],
)
def test_bomb_does_not_go_off(made: Callable[[], bytes]) -> None:
    """One upload could stop the server for everybody."""
    data = made()  # not when tests are collected: that takes seconds
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        upload = read_zip(data)
    except BadUpload:
        pass
    else:  # a zip within a text is no text, which is the checker's to say
        assert list(upload.files) == ["case.yaml"]
    assert time.process_time() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120 * 1024  # KB


def test_zip64_is_refused() -> None:
    """Its second directory could be another one than the one that was looked at."""
    data = zipped({"case.yaml": YAML})
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    with pytest.raises(BadUpload):
        read_zip(data[:-22] + locator + data[-22:])


def test_comment_does_not_matter() -> None:
    """Zips of some programs would be refused; and a comment could hold a second directory."""
    data = zipped({"case.yaml": YAML})
    commented = data[:-2] + struct.pack("<H", 5) + b"hello"
    assert read_zip(commented).files == {"case.yaml": YAML}
    with pytest.raises(BadUpload):
        read_zip(data + b"more")


def test_wrong_checksum_is_refused() -> None:
    """A case damaged on its way would be kept."""
    data = bytearray(zipped({"case.yaml": YAML}, zipfile.ZIP_STORED))
    data[200] ^= 1
    with pytest.raises(BadUpload, match="pack it again"):
        read_zip(bytes(data))


def test_a_name_that_begins_with_nothing_is_refused() -> None:
    """An upload whose names were damaged would end in an error page."""
    data = zipped({"c/case.yaml": YAML}).replace(b"c/case.yaml", b"\0/case.yaml")
    with pytest.raises(BadUpload, match="does not lie in the case's folder"):
        read_zip(data)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_zip_is_read_or_refused(data: st.DataObject) -> None:
    """A damaged upload would end in an error page."""
    zip_file = bytearray(zipped({"c/case.yaml": b"id: a\n", "c/audio/1.mp3": b"\0" * 100}))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(zip_file) - 1))
        zip_file[at] = data.draw(st.integers(0, 255))
    content = bytes(
        zip_file[: data.draw(st.integers(0, len(zip_file)))] if data.draw(st.booleans()) else zip_file
    )
    try:
        upload = read_zip(content)
    except BadUpload:
        return
    assert "case.yaml" in upload.files


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """A picture uploaded by mistake would end in an error page."""
    with pytest.raises(BadUpload):
        read_zip(content)
    with pytest.raises(BadUpload):
        read_zip(content + zlib.compress(content) + b"PK\x05\x06" + content[:18])
