"""Who runs which tests when several processes share them: what takes longest begins first.

A file is run by one process, because its tests may share what is slow to make. In the files named here one test
takes as long as whole files elsewhere, so that each is given out alone.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from xdist.scheduler import LoadFileScheduling

APART = (
    "tests/app/journeys/test_everybody.py",
    "tests/app/journeys/test_playing.py",
    "tests/app/journeys/test_going_on.py",
    "tests/app/journeys/test_trainer.py",
    "tests/app/faults/test_killed.py",
    "tests/app/faults/test_workers.py",
    "tests/app/faults/test_disk.py",
    "tests/app/security/test_withheld.py",
)
"""Files whose tests are given out one by one, the longest first."""
EARLY = (
    "tests/app/journeys/test_everybody.py",
    "tests/app/journeys/test_playing.py",
    "tests/app/journeys/",
    "tests/app/faults/",
    "tests/test_wheel.py",
    "tests/app/security/test_withheld.py",
    "tests/app/security/",
    "tests/call/report/test_browser.py",
    "tests/web/static/",
    "tests/app/",
    "tests/exam/pages/",
    "tests/practice/",
    "tests/administration/",
    "tests/authoring/",
    "tests/docs/test_commands.py",
    "tests/call/check/",
    "tests/call/solver/",
)
"""Beginnings of the names of tests in the order in which they are given out; all others come after them."""


class LongestFirst(LoadFileScheduling):
    """Gives out files, and the tests of some files one by one, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else super()._split_scope(nodeid)


def shared_ids(nodeids: Iterable[str]) -> list[str]:
    """Names that several tests have: processes that share the tests would run one of them and count it for all."""
    return [nodeid for nodeid, count in Counter(nodeids).items() if count > 1]


def place(nodeid: str) -> int:
    """Where a test comes among the others."""
    return next((place for place, name in enumerate(EARLY) if nodeid.startswith(name)), len(EARLY))


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order in which several processes are to take them."""
    return sorted(items, key=lambda item: place(item.nodeid))


def processes() -> int:
    """How many processes `--numprocesses auto` means: a test with a browser waits for it half of the time."""
    return (os.cpu_count() or 1) * 3 // 2
