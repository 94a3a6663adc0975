"""The command, run in this process with its own home and its own streams."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.cli.wrapping import width_of
from tests.conftest import SMALL_CASE

Winwin = Callable[..., "Ran"]
Edited = Callable[..., Path]


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def solved_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of all commands, so that a bundled case is solved once; tests of the cache have their own."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, solved_cases: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user an empty home, 80 columns and English."""
    folder = tmp_path / "home"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "XDG_DATA_HOME", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "WINWIN_HOME": str(folder),
        "WINWIN_CACHE": str(solved_cases),
        "WINWIN_LANG": "en",
        "LANGUAGE": "en",
        "COLUMNS": "80",
        "TERM": "xterm-256color",
    }.items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def winwin(home: Path, monkeypatch: pytest.MonkeyPatch) -> Winwin:
    """Run the command with these arguments; `typed` comes through a pipe."""

    def run(*arguments: str | Path, typed: str = "") -> Ran:
        streams = [
            io.TextIOWrapper(io.BytesIO(data), encoding="ascii") for data in (typed.encode(), b"", b"")
        ]
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            monkeypatch.setattr(sys, name, stream)
        code = main([str(argument) for argument in arguments])
        _, out, err = streams
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode("utf-8"))
        return Ran(code, *texts)

    return run


@pytest.fixture
def in_chinese(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment ask for Chinese."""
    monkeypatch.setenv("WINWIN_LANG", "zh")


@pytest.fixture
def beside_small_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go where the small case is called by its name."""
    monkeypatch.chdir(SMALL_CASE.parent)


def too_wide(text: str) -> list[str]:
    """Return the lines that do not fit into 80 columns."""
    return [line for line in text.splitlines() if width_of(line) > 80]
