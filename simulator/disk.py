"""Where the files of a user lie, and how one is written so that no crash can tear it."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def data_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the user's data: WINWIN_HOME, or `winwin` in XDG_DATA_HOME, or in ~/.local/share."""
    if home := environ.get("WINWIN_HOME"):
        return Path(home).expanduser()
    shared = environ.get("XDG_DATA_HOME", "")
    # the XDG specification has relative paths ignored
    base = Path(shared) if os.path.isabs(shared) else Path.home() / ".local" / "share"
    return base / "winwin"


def write_atomically(file: Path, content: str | bytes, private: bool = False) -> None:
    """Write a file, a text as UTF-8, so that after a crash it holds either all of the old or all of the new.

    A private one can be read by its owner only, also where others could read the old one.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(6)}.part")
    try:
        # readable for whom the user's umask lets read
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    except OSError as error:
        # the user has never heard of the temporary file
        raise OSError(error.errno, error.strerror, str(file)) from error
    try:
        with open(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            with suppress(FileNotFoundError):
                os.chmod(part, file.stat().st_mode & 0o777)  # a file that was there keeps its permissions
        os.replace(part, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a new one survives a power cut too."""
    # some file systems cannot do it
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def cache_folder(environ: Mapping[str, str]) -> Path:
    """The folder of what may be lost: WINWIN_CACHE, or `winwin` in XDG_CACHE_HOME, or in ~/.cache."""
    if folder := environ.get("WINWIN_CACHE"):
        return Path(folder).expanduser()
    shared = environ.get("XDG_CACHE_HOME", "")
    # the XDG specification has relative paths ignored
    base = Path(shared) if os.path.isabs(shared) else Path.home() / ".cache"
    return base / "winwin"
