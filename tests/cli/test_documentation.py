"""The trainee's page and the page of the commands: what they say to type can be typed."""

import re
import shlex
from pathlib import Path

import click
import pytest

from simulator.call.case.case import Detail
from simulator.cli.group import COMMANDS
from simulator.cli.group import winwin as group
from simulator.cli.practice.live import rehearsal, replay
from tests.docs.examples import in_code, tables

DOCS = Path(__file__).resolve().parents[2] / "docs"
TRAINEE = {"en": DOCS / "trainee.md", "zh": DOCS / "trainee.zh.md"}
PAGES = sorted(DOCS.glob("*.md"))


def commands(page: Path) -> list[str]:
    """Return the commands that a page says to type."""
    text = page.read_text("utf-8")
    return re.findall(r"`winwin ([^`]+)`", text) + re.findall(r"^\$ winwin (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_documentation_are_understood(page: Path, tmp_path: Path) -> None:
    """A reader would type what a page says, and be told that there is no such option."""
    table = tmp_path / "table.xlsx"  # which a command before has written
    table.touch()
    for line in commands(page):
        name, *arguments = shlex.split(line.split(" > ")[0], comments=True)
        if name in COMMANDS and "--help" not in arguments:
            arguments = [str(table) if each.endswith(".xlsx") else each for each in arguments]
            command = group.get_command(click.Context(group), name)
            assert command is not None
            if arguments or not any(part.required for part in command.params):  # or named, not typed
                command.make_context(name, list(arguments), resilient_parsing=False)
        else:
            assert name.startswith("--") or name == "COMMAND" or "--help" in arguments, line


@pytest.mark.parametrize(
    ("language", "listening", "calling"),
    [("en", "in the terminal", "in the call, in the terminal"), ("zh", "在终端里", "通话中，在终端里")],
)
def test_keys_of_the_terminal_are_those_of_the_page(language: str, listening: str, calling: str) -> None:
    """A trainee would learn keys that do nothing."""
    found = tables(TRAINEE[language])
    keys = [row[0].strip("`").replace("回车", "Enter") for row in found[listening]]
    assert keys == [key for key in replay.KEYS if key != "q"]
    assert [in_code(row[0])[0] for row in found[calling]] == [key for key in rehearsal.KEYS if key != "q"]


@pytest.mark.parametrize(("language", "heading"), [("en", "letter"), ("zh", "字母")])
def test_letters_of_the_details_are_those_of_the_page(language: str, heading: str) -> None:
    """A trainee would mark one thing and mean another."""
    rows = tables(TRAINEE[language])[heading]
    assert [in_code(row[0])[0] for row in rows] == [detail.value[0] for detail in Detail]
