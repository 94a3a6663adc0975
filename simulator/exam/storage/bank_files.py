"""The files of a bank: which ones there may be, what is wrong with them, what an upload brings."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from simulator.exam.bank.loading import QUESTIONS, BankFiles, examine_bank
from simulator.library.bundles import (
    MB,
    MOST_FILES,
    MOST_TEXT,
    MOST_TEXTS,
    BadUpload,
    Files,
    printable,
    write_folder,
)
from simulator.library.uploads import Upload, checked_paths, zip_entries
from simulator.policy.loading import POLICIES
from simulator.source.problems import Problem
from simulator.text.message import Message

_NAME = re.compile(rf"(?:{POLICIES}|{QUESTIONS})/\w[\w-]{{0,79}}\.yaml").fullmatch


def is_bank_file(name: str) -> bool:
    """Whether this is the name of a file that a bank may have."""
    return _NAME(name) is not None


def checked_bank_files(files: Files) -> dict[str, bytes]:
    """The files, in order, if they may be kept. Raises BadUpload for the first that may not."""
    if not files:
        raise BadUpload(Message("There are no policies and no questions in this folder."))
    if len(files) > MOST_FILES:
        raise BadUpload(Message("A bank may have {most} files at most.", most=MOST_FILES))
    seen: dict[str, str] = {}
    for name, content in files.items():
        if not is_bank_file(name):
            raise BadUpload(Message("“{name}” is not a file that a bank can have.", name=printable(name)))
        if len(content) > MOST_TEXT:
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
    if sum(map(len, files.values())) > MOST_TEXTS:
        raise BadUpload(Message("A bank may have {most} MB at most.", most=MOST_TEXTS // MB))
    return dict(sorted(files.items()))


def read_bank_folder(folder: Path) -> dict[str, bytes]:
    """The files in a folder that belong to a bank; everything else in it is passed over."""
    found = {}
    for part in (POLICIES, QUESTIONS):
        for file in sorted((folder / part).glob("*.yaml")):
            name = f"{part}/{file.name}"
            if is_bank_file(name) and file.is_file():
                found[name] = file.read_bytes()
    return found


def examined_bank(files: Files) -> tuple[tuple[Problem, ...], BankFiles | None]:
    """Everything that is wrong with the files of a bank, and the bank if it can be used.

    Places name the files as they are in the bank: `questions/returns.yaml`.
    """
    with tempfile.TemporaryDirectory(prefix="winwin-") as temporary:
        folder = Path(temporary).resolve()
        write_folder(checked_bank_files(files), folder)
        problems, found = examine_bank(folder)
        return tuple(problem.within(folder) for problem in problems), found


def read_bank_zip(data: bytes) -> Upload:
    """The files of a bank in a zip, whatever folders are around them. Raises BadUpload."""
    return _upload(
        zip_entries(data, lambda name: _name_of(PurePosixPath(name.replace("\\", "/"))) is not None)
    )


def read_bank_upload(files: Iterable[tuple[str, bytes]]) -> Upload:
    """The files of a bank in a folder, by the names that a browser gives. Raises BadUpload."""
    return _upload(files)


def _upload(found: Iterable[tuple[str, bytes]]) -> Upload:
    files: dict[str, bytes] = {}
    left_out = []
    for path, content in checked_paths(found):
        name = _name_of(path)
        if name is None:
            shown = printable(path.as_posix())
            left_out.append(
                Message("“{name}” was left out: a bank has policies/*.yaml and questions/*.yaml.", name=shown)
            )
        elif name in files:
            raise BadUpload(Message("“{name}” is there twice.", name=printable(name)))
        else:
            files[name] = content
    if not files:
        raise BadUpload(
            Message(
                "There is no folder “{one}” or “{other}” with files in it.", one=POLICIES, other=QUESTIONS
            )
        )
    return Upload(checked_bank_files(files), tuple(left_out))


def _name_of(path: PurePosixPath) -> str | None:
    """What a file would be called in the bank; None for one that belongs to none."""
    name = "/".join(path.parts[-2:])
    return name if is_bank_file(name) else None
