"""The command answers at once: heavy things are imported only when they are needed."""

import os
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

WINWIN = [str(Path(sys.executable).with_name("winwin")), "--help"]
CLICK = [sys.executable, "-c", "import click"]
ROUNDS = 11
MOST = 2.5


def cpu_seconds(command: list[str]) -> float:
    """Run a command and return its processor time, which other work on the machine leaves alone."""
    # Without byte code on disk, the compiler would be measured.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_starts_nearly_as_fast_as_click_alone() -> None:
    """A heavy import at the top of the command would make every call of it slow."""
    cpu_seconds(WINWIN), cpu_seconds(CLICK)  # writes the byte code
    rounds = [(cpu_seconds(WINWIN), cpu_seconds(CLICK)) for _ in range(ROUNDS)]
    ours, bare = (median(times) for times in zip(*rounds, strict=True))
    assert ours <= MOST * bare, f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms"
