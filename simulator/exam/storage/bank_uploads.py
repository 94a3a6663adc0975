"""A bank that comes in from a browser, as a zip or a folder; what is no part of it is left out and named."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from simulator.exam.bank.loading import QUESTIONS
from simulator.library.bundles import BadUpload, printable
from simulator.library.uploads import Upload, checked_paths, zip_entries
from simulator.policy.loading import POLICIES
from simulator.text.message import Message

from .bank_files import checked_bank_files, is_bank_file


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
