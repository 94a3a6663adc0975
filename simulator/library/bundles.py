"""The files of a case as one thing: named by the hash of all of them, kept as one compressed text.

A bundle never changes, so whoever has its name knows what is in it. What may be in it is decided here: the
case, its translations and plans, and recordings, each under a name that cannot lead anywhere.
"""

import hashlib
import re
import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator.call.case.loading import CASE_FILE, LANGUAGES, CaseFiles, examine
from simulator.call.case.plan import PLAN_ENDING, plan_files, read_plan
from simulator.call.case.quoting import quotes
from simulator.call.check.plans import run_plan
from simulator.policy.loading import POLICIES
from simulator.source.problems import CaseError, Problem, in_reading_order
from simulator.source.reading import read_bytes
from simulator.text.message import Message
from simulator.text.refusal import Refusal

Files = Mapping[str, bytes]
"""The files of a case: contents by name, as `case.yaml` or `audio/line-1.mp3`."""

MB = 1024 * 1024
MOST_TEXT = 1 * MB  # of one file; `source.reading` would read more, but nobody writes more
MOST_TEXTS = 8 * MB
MOST_AUDIO = 20 * MB  # of all recordings of a case
MOST_FILES = 200
AUDIO = (".mp3", ".ogg", ".opus", ".m4a", ".wav")
DEFAULT_ID = "case"

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch
_HASH = re.compile(r"[0-9a-f]{64}").fullmatch
_STEM = r"\w[\w .()+-]{0,79}"
_TEXT = re.compile(
    rf"case\.yaml|case\.(?:{'|'.join(LANGUAGES)})\.yaml|\w[\w-]{{0,79}}{re.escape(PLAN_ENDING)}"
    rf"|{POLICIES}/\w[\w-]{{0,79}}\.yaml"
).fullmatch
_SOUND = re.compile(rf"(?:audio/)?{_STEM}(?:{'|'.join(map(re.escape, AUDIO))})", re.IGNORECASE).fullmatch
_LENGTHS = struct.Struct(">IQ")  # of a name and a content


class BadUpload(Refusal):
    """Files that are not those of a case, or that are too large, or that lead somewhere else."""


class DamagedBundle(Refusal):
    """What the database holds under a hash is not what had this hash."""


def is_text(name: str) -> bool:
    """Whether this is the name of a text that a case may have: the case, a translation, a plan, a policy."""
    return _TEXT(name) is not None


def is_audio(name: str) -> bool:
    """Whether this is the name of a recording that a case may have, in its folder or in `audio`."""
    return _SOUND(name) is not None


def is_case_id(name: str) -> bool:
    """Whether a case may have this id; only such a one becomes the name of a folder."""
    return len(name) <= 60 and _ID(name) is not None


def is_hash(name: str) -> bool:
    """Whether a bundle could have this name."""
    return _HASH(name) is not None


def checked_files(files: Files) -> dict[str, bytes]:
    """The files, in order, if they may be kept. Raises BadUpload for the first that may not."""
    if CASE_FILE not in files:
        raise BadUpload(Message("There is no file “{name}”.", name=CASE_FILE))
    if len(files) > MOST_FILES:
        raise BadUpload(Message("A case may have {most} files at most.", most=MOST_FILES))
    seen: dict[str, str] = {}
    room = {True: MOST_TEXTS, False: MOST_AUDIO}
    for name, content in files.items():
        text = is_text(name)
        if not text and not is_audio(name):
            raise BadUpload(Message("“{name}” is not a file that a case can have.", name=printable(name)))
        if text and len(content) > MOST_TEXT:
            raise BadUpload(
                Message(
                    "“{name}” is too large: a text may have {most} MB at most.",
                    name=name,
                    most=MOST_TEXT // MB,
                )
            )
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise BadUpload(Message("“{one}” and “{other}” differ in case only.", one=twin, other=name))
        room[text] -= len(content)
    if room[True] < 0:
        raise BadUpload(Message("The texts of a case may have {most} MB at most.", most=MOST_TEXTS // MB))
    if room[False] < 0:
        raise BadUpload(
            Message("The recordings of a case may have {most} MB at most.", most=MOST_AUDIO // MB)
        )
    return dict(sorted(files.items()))


def bundle_hash(files: Files) -> str:
    """The name of a bundle: SHA-256 over names, lengths and contents, in the order of names."""
    digest = hashlib.sha256()
    for part in _parts(files):
        digest.update(part)
    return digest.hexdigest()


def packed(files: Files) -> bytes:
    """The files as the database keeps them."""
    # recordings are compressed already; level 1 finds that out quickly
    compressor = zlib.compressobj(1 if any(map(is_audio, files)) else 6)
    return b"".join([*map(compressor.compress, _parts(files)), compressor.flush()])


def unpacked_files(content: bytes, name: str) -> dict[str, bytes]:
    """The files of the bundle with the hash `name`. Raises DamagedBundle."""
    most = MOST_TEXTS + MOST_AUDIO + MOST_FILES * 1024
    try:
        data = zlib.decompressobj().decompress(content, most)
        files = dict(_files(data))
    except (zlib.error, struct.error, UnicodeDecodeError) as error:
        raise _damaged(name) from error
    if bundle_hash(files) != name:
        raise _damaged(name)
    return files


def case_id_of(files: Files) -> str | None:
    """The id that a case's file gives it, as far as it can be read and could be one."""
    data = read_bytes(files.get(CASE_FILE, b""), CASE_FILE).data
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) and is_case_id(found) else None


def write_folder(files: Files, folder: Path) -> None:
    """Write checked files into a folder that is there and empty."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.write_bytes(content)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files in a folder that belong to a case; everything else in it is passed over."""
    found = {}
    for file in sorted([*folder.iterdir(), *(folder / "audio").glob("*"), *(folder / POLICIES).glob("*")]):
        name = file.relative_to(folder).as_posix()
        if (is_text(name) or is_audio(name)) and file.is_file():
            found[name] = file.read_bytes()
    return found


def with_quoted(files: Files, policies: Files) -> dict[str, bytes]:
    """The files of a case, with a copy of each policy that it quotes: what it quotes stays what it is."""
    text = files.get(CASE_FILE, b"").decode(errors="replace")
    wanted = {
        name: content
        for name, content in policies.items()
        if is_text(name) and quotes(text, name.removeprefix(f"{POLICIES}/").removesuffix(".yaml"))
    }
    return {**files, **wanted}


def examined(files: Files, case_id: str | None = None) -> tuple[tuple[Problem, ...], CaseFiles | None]:
    """Everything that is wrong with the files of a case and its plans; its parts, if it can be played.

    Places name the files as they are in the bundle. `case_id` is the id that the case is kept under.
    """
    with tempfile.TemporaryDirectory(prefix="winwin-") as temporary:
        folder = Path(temporary).resolve() / (case_id or case_id_of(files) or DEFAULT_ID)
        folder.mkdir()
        write_folder(files, folder)
        return examined_folder(folder)


def examined_folder(folder: Path) -> tuple[tuple[Problem, ...], CaseFiles | None]:
    """What `examined` gives, for files that lie in a folder."""
    problems, parts = examine(folder)
    found = list(problems)
    if parts is not None:
        for file in plan_files(folder):
            try:
                found += run_plan(parts.case, read_plan(file)).problems
            except CaseError as error:
                found += error.problems
    return in_reading_order(problem.within(folder) for problem in found), parts


def printable(name: str) -> str:
    """A hostile name, short and with its invisible characters made visible."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[:100])
    return shown + "…" if len(name) > 100 else shown


def _parts(files: Files) -> Iterator[bytes]:
    for name, content in sorted(files.items()):
        encoded = name.encode()
        yield _LENGTHS.pack(len(encoded), len(content))
        yield encoded
        yield content


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(data):
        length, size = _LENGTHS.unpack_from(data, at)
        at += _LENGTHS.size
        yield data[at : at + length].decode(), data[at + length : at + length + size]
        at += length + size


def _damaged(name: str) -> DamagedBundle:
    return DamagedBundle(
        Message("The files of this case are damaged in the database ({hash}).", hash=name[:12])
    )
