"""Watching files: something is done again whenever one of them has been saved."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

POLL = 0.25
"""Seconds between two looks: sooner than an author looks up from the editor, and next to no work."""

Stamp = dict[Path, tuple[int, int]]


def saves(folders: Iterable[Path]) -> Iterator[None]:
    """Yield at once, and again after every change of a case's file in these folders; never ends."""
    folders = list(folders)
    before = _stamps(folders)
    yield
    while True:
        time.sleep(POLL)
        now = _stamps(folders)
        if now == before:
            continue
        while True:  # an editor may still be writing: look again until it is at rest
            time.sleep(POLL / 5)
            later = _stamps(folders)
            if later == now:
                break
            now = later
        before = now
        yield


def _stamps(folders: list[Path]) -> Stamp:
    """When each file was changed and how long it is; mtime alone may not tell two quick saves apart."""
    stamps = {}
    for folder in folders:
        for file in folder.glob("*.yaml"):
            try:
                status = file.stat()
            except OSError:  # replaced at this very moment; the next look will see it
                continue
            stamps[file] = status.st_mtime_ns, status.st_size
    return stamps
