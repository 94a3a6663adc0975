"""Files that come in from a browser: a zip, or a folder. All of it is hostile until it is checked.

Nothing is written to the disk here, and never more than a case may have is unpacked, whatever a zip claims.
"""

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from simulator.call.case.loading import CASE_FILE
from simulator.text.message import Message

from .bundles import (
    MB,
    MOST_AUDIO,
    MOST_FILES,
    MOST_TEXT,
    BadUpload,
    Files,
    checked_files,
    is_audio,
    is_text,
    printable,
)

MOST_UPLOAD = 30 * MB
"""Of a zip, or of the files of a folder together: what does not belong to the case may be among them."""
MOST_RATIO = 200  # a text that shrinks to less was not written by anybody
SMALL = 64 * 1024  # bytes: whatever shrinks to it

_END = struct.Struct("<4s4H2LH")  # the record at the end of a zip
_END_SIGNATURE, _ZIP64_SIGNATURE = b"PK\x05\x06", b"PK\x06\x07"
_MOST_DIRECTORY = 1 * MB
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LINK, _KIND = 0o120000, 0o170000
_RUBBISH = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What operating systems put into folders behind their users' backs."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The files of a case, and for each file that was left out, why."""

    files: Files
    left_out: tuple[Message, ...] = ()


def read_zip(data: bytes) -> Upload:
    """The files of a case in a zip, which may have one folder around them. Raises BadUpload."""
    return _upload(zip_entries(data, _may_belong))


def zip_entries(data: bytes, wanted: Callable[[str], bool]) -> list[tuple[str, bytes]]:
    """The names of the files in a zip, each with what it holds, or with nothing where it is not wanted.

    Raises BadUpload.
    """
    _check_size(len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(_with_certain_end(data))) as archive:
            # Python 3.11 looks at the last letter of the name, and fails where there is none
            entries = [entry for entry in archive.infolist() if not entry.filename or not entry.is_dir()]
            _check_count(len(entries))
            names = [_name_of(entry) for entry in entries]
            room = MOST_UPLOAD
            found = []
            for name, entry in zip(names, entries, strict=True):
                _check_entry(name, entry)
                content = b""
                if wanted(name):
                    with archive.open(entry) as stream:
                        content = _bounded(name, stream, entry, room)
                room -= len(content)
                found.append((name, content))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as error:
        raise BadUpload(Message("This is not a zip file that can be read; pack it again.")) from error
    return found


def read_folder_upload(files: Iterable[tuple[str, bytes]]) -> Upload:
    """The files of a case in a folder, by the names that a browser gives. Raises BadUpload."""
    found = [(name, content) for name, content in files]
    _check_count(len(found))
    _check_size(sum(len(content) for _, content in found))
    return _upload(found)


def write_zip(files: Files, folder: str) -> bytes:
    """The files as a zip, in a folder of this name; equal files give equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}")
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if is_audio(name) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return written.getvalue()


def _upload(found: Iterable[tuple[str, bytes]]) -> Upload:
    paths = checked_paths(found)
    top = {path.parts[0] for path, _ in paths}
    while len(top) == 1 and all(len(path.parts) > 1 for path, _ in paths):  # the folder of the case
        paths = [(PurePosixPath(*path.parts[1:]), content) for path, content in paths]
        top = {path.parts[0] for path, _ in paths}
    files: dict[str, bytes] = {}
    left_out = []
    for path, content in paths:
        name = path.as_posix()
        if name in files:
            raise BadUpload(Message("“{name}” is there twice.", name=printable(name)))
        if is_text(name) or is_audio(name):
            files[name] = content
        else:
            left_out.append(_why_not(path))
    if CASE_FILE not in files:
        below = [path for path, _ in paths if path.name == CASE_FILE]
        raise BadUpload(
            Message("There are several cases in it; upload one at a time.")
            if len(below) > 1
            else Message("There is no file “{name}” in it.", name=CASE_FILE)
        )
    return Upload(checked_files(files), tuple(left_out))


def checked_paths(found: Iterable[tuple[str, bytes]]) -> list[tuple[PurePosixPath, bytes]]:
    """The files that somebody put in by themselves, with names that lead nowhere else. Raises BadUpload."""
    paths = [(_checked_path(name), content) for name, content in found]
    return [(path, content) for path, content in paths if not set(path.parts) & set(_RUBBISH)]


def _why_not(path: PurePosixPath) -> Message:
    name = printable(path.as_posix())
    if path.suffix in (".yaml", ".yml"):
        return Message(
            "“{name}” was left out: a case has case.yaml, case.zh.yaml or case.en.yaml, and plans"
            " (*.plan.yaml).",
            name=name,
        )
    return Message("“{name}” was left out: it is no text of a case, and no recording.", name=name)


def _checked_path(name: str) -> PurePosixPath:
    """A name as a relative path. Raises BadUpload for one that leads, or may lead, somewhere else."""
    # macOS takes letters and their accents apart
    path = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/"))
    drive = len(path.parts) > 0 and path.parts[0].endswith(":")
    if path.is_absolute() or drive or ".." in path.parts or not path.parts or "\0" in name or len(name) > 500:
        raise BadUpload(Message("“{name}” does not lie in the case's folder.", name=printable(name)))
    return path


def _check_size(size: int) -> None:
    if size > MOST_UPLOAD:
        raise BadUpload(Message("This is too large: {most} MB at most.", most=MOST_UPLOAD // MB))


def _check_count(count: int) -> None:
    if count > 2 * MOST_FILES:  # not all of them need be of the case
        raise BadUpload(Message("A case may have {most} files at most.", most=MOST_FILES))


def _with_certain_end(data: bytes) -> bytes:
    """A zip cut off behind the one record that ends it, so that there are no two opinions on where it is.

    A directory of millions of files, which takes seconds to read, and zip64 are refused before reading it.
    """
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - 0xFFFF))
    if at < 0 or len(data) - at < _END.size:
        raise zipfile.BadZipFile
    end = list(_END.unpack_from(data, at))
    count, directory, comment = end[4], end[5], end[7]
    if at + _END.size + comment != len(data):
        raise zipfile.BadZipFile
    if directory > _MOST_DIRECTORY or data[at - 20 : at - 16] == _ZIP64_SIGNATURE:
        _check_count(max(count, 0xFFFF))
    end[7] = 0
    return data[:at] + _END.pack(*end)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name of a file in a zip: programs in China often write it as GBK, without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    chinese, universal = _decoded(raw, "gb18030"), _decoded(raw, "utf-8")
    # two Chinese letters in GBK may look like two others in UTF-8, but not like Chinese ones
    if chinese is not None and (universal is None or max(universal, default="") < "\u0800"):
        return chinese
    return universal or entry.orig_filename


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _may_belong(name: str) -> bool:
    """Whether it has to be unpacked: what is left out anyway may be as large as it likes."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return is_text(base) or is_audio(base)


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    if (entry.external_attr >> 16) & _KIND == _LINK:
        raise BadUpload(Message("“{name}” is a link; put the file itself in.", name=printable(name)))
    if entry.flag_bits & _ENCRYPTED:
        raise BadUpload(Message("“{name}” has a password; pack it without one.", name=printable(name)))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadUpload(
            Message("“{name}” is packed in an unusual way; pack it as an ordinary zip.", name=printable(name))
        )


def _bounded(name: str, stream: IO[bytes], entry: zipfile.ZipInfo, room: int) -> bytes:
    """The content of a file in a zip, unpacked no further than a case may have."""
    most = min(room, MOST_AUDIO if is_audio(PurePosixPath(name.replace("\\", "/")).name) else MOST_TEXT)
    most = min(most, max(SMALL, entry.compress_size * MOST_RATIO))
    content = stream.read(most + 1)
    if len(content) > most:
        raise BadUpload(Message("“{name}” is too large.", name=printable(name)))
    return content
