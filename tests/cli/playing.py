"""Lines to type, and what was kept of them."""

from pathlib import Path

from simulator.practice.storage.files import FileStore
from simulator.practice.store import Record

REPLAY = ["", "", "2 r", "2 r", "2 repeated", "2 x", "9 k", "all", "4 h", "6 s", "l", "n"]
ANALYSIS = [
    *("s", "1 60", "s 1 70", ""),
    *("", "h", "h", "1", "2", ""),
    *("5", "2, 5", "t", ""),
    *("1 3", "1", "2、1", ""),
    *("1 2 3", "3 1 2", ""),
    *("1 95", ""),
]
CALL = ["?", "h", "u", "4", "2", "u", "2", "9", "1", "l", "2", "1"]
WHOLE = [*REPLAY, *ANALYSIS, *CALL]
BEST = ["2", "1", "1"]


def typed(*lines: str) -> str:
    """Return lines as they come through a pipe."""
    return "".join(f"{line}\n" for line in lines)


def kept(home: Path) -> list[Record]:
    """Return the attempts that were kept."""
    return list(FileStore(home).records())
