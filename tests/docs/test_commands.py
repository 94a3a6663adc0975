"""Every command that the documentation shows runs, one after the other, as a reader of the page would type them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.examples import DOCS, examples

ROOT = DOCS.parent
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def commands(path: Path, program: str = "") -> list[str]:
    """Return the commands of a page, of one program or all: what stands after “$ ” in its console examples."""
    consoles = [example.text for example in examples(path) if example.language == "console"]
    lines = [line[2:] for text in consoles for line in text.splitlines() if line.startswith("$ ")]
    return [line for line in lines if program in ("", line.split()[0])]


def own_cases(path: Path) -> list[str]:
    """The cases that a page shows whole."""
    return [one.text for one in examples(path) if one.language == "yaml" and one.labels == ("case",)]


def told_here(path: Path) -> list[str]:
    """The commands of a page. Of a page in Chinese, those that its English page has not, with what comes before them.

    The others are run in that order there; that the program speaks Chinese is tested elsewhere. A page with a case
    of its own is run whole.
    """
    lines = commands(path, "winwin")
    english = path.with_name(path.name.replace(".zh.", "."))
    if english == path or not english.exists() or own_cases(path):
        return lines
    known = set(commands(english, "winwin"))
    last = max((place for place, line in enumerate(lines) if line not in known), default=-1)
    return lines[: last + 1]


# The reader of a page sits at a terminal. This one types q and Enter, which leaves whatever was begun.
AT_A_TERMINAL = """
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", sys.argv[1]])))
"""

every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def solved_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of all commands, so that a bundled case is solved once."""
    return tmp_path_factory.mktemp("cache")


@every_page
def test_commands_of_a_page_run(path: Path, solved_cases: Path, tmp_path: Path) -> None:
    """A reader would type what the page says and be refused."""
    for text in own_cases(path):
        (found,) = re.findall(r"^id: (\S+)", text, re.MULTILINE)
        (tmp_path / found).mkdir()
        (tmp_path / found / "case.yaml").write_text(text, encoding="utf-8")
    shutil.copytree(DOCS / "examples", tmp_path / "docs" / "examples")
    environ = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "WINWIN_HOME": str(tmp_path / "kept"),
        "WINWIN_CACHE": str(solved_cases),
        "WINWIN_LANG": "zh" if path.name.endswith(".zh.md") else "en",
    }
    for line in told_here(path):
        done = subprocess.run(
            [sys.executable, "-c", AT_A_TERMINAL, line],
            cwd=tmp_path,
            env=environ,
            input="q\n",
            capture_output=True,
            text=True,
            timeout=600,  # only what hangs: a slow machine solves a large case in minutes
        )
        assert (line, done.returncode, done.stdout) == (line, 0, done.stdout)


@every_page
def test_targets_of_a_page_exist(path: Path) -> None:
    """A reader would be told to make what cannot be made."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in commands(path, "make")} - targets == set()


@every_page
def test_every_command_is_looked_at(path: Path) -> None:
    """A command of some other program would go untested."""
    programs = {command.split()[0] for command in commands(path)}
    elsewhere = {"curl"} if path.name.startswith("api.") else set()  # tests/app/api runs these
    assert programs - {"winwin", "make", "git", "cd"} - elsewhere == set()
