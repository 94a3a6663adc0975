"""The commands as a whole: help, languages, exit codes, and the page that documents them."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from simulator import Play, load_case
from simulator.cli.group import COMMANDS
from simulator.cli.group import winwin as group
from simulator.cli.practice.play import result_data
from tests.conftest import SMALL_CASE
from tests.docs.examples import in_code, tables

from .conftest import Winwin, too_wide

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def command(name: str) -> click.Command:
    """Return a command by its name."""
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_is_complete_and_fits(
    winwin: Winwin, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    """A command could not be learned from itself."""
    monkeypatch.setenv("WINWIN_LANG", language)
    ran = winwin(*filter(None, [name]), "--help")
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    assert ran.out.startswith("Usage: winwin" if language == "en" else "用法: winwin")
    if name:
        assert ("Examples:" if language == "en" else "例子:") in ran.out
        assert f"  $ winwin {name}" in ran.out


def test_chinese_help_has_no_english_sentence(in_chinese: None) -> None:
    """A message that nobody translated would stand between Chinese ones."""
    # in a process of its own: click keeps its “--help” in the language that it was first shown in
    code = f"from simulator.cli import main; [main([*name, '--help']) for name in [[], *{[[n] for n in COMMANDS]}]]"
    helps = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    lines = [line for line in helps.splitlines() if not line.startswith("  $ ")]
    assert "显示这段说明并退出" in helps
    assert [line for line in lines if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", line)] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["plya"], 2, "There is no command “plya”. Did you mean “play”? “winwin --help” lists them.\n"),
        (["play"], 2, "Which case? “winwin play CASE”, with one of: ac-remote, ticket-rebooking.\n"),
        (
            ["play", "ticket-rebokking"],
            2,
            "There is no case “ticket-rebokking”. Did you mean “ticket-rebooking”? “winwin\n"
            "cases” lists them; for a case of your own, give its path.\n",
        ),
        (
            ["play", "late-parcel", "--persona", "x"],
            2,
            "This case has no persona “x”; it has: worried, hurried.\n",
        ),
        (["play", "late-parcel", "--resume"], 1, None),
        (["play", "--resume", "--seed", "3"], 2, None),
        (["play", "--plan", "x", "--resume"], 2, None),
        (
            ["play", "late-parcel", "--plan", "x"],
            2,
            "There is no plan “x”. The case has no plans of its own.\n",
        ),
        (["review", "last"], 1, "There is no finished attempt yet. “winwin play” begins one.\n"),
        (["review", "nothing"], 1, "There is no attempt “nothing”.\n"),
        (["review", "late-parcel/case.yaml"], 1, "late-parcel/case.yaml: This is not a saved attempt.\n"),
        (["show", "."], 2, "There is no “case.yaml” in ., so it is not a case.\n"),
        (["show", "late-parcel", "--graph", "x.png"], 2, None),
        (
            ["show", "late-parcel", "--graph", "no/where.svg"],
            1,
            "no/where.svg: No such file or directory.\n",
        ),
        (["new", "Bad_Name"], 2, None),
        (["new", "late-parcel"], 1, "late-parcel is there already; nothing was written.\n"),
        (["translate", "late-parcel", "--to", "en"], 2, None),
        (["check"], 2, None),
        (["check", "x\x1b[2Jy\x00"], 2, None),
        (["check", "x" * 5000], 2, None),
    ],
)
def test_failure_is_a_sentence_and_an_exit_code(
    winwin: Winwin, beside_small_case: None, arguments: list[str], code: int, said: str | None
) -> None:
    """People would see a traceback, and scripts would go on as if nothing had happened."""
    ran = winwin(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    assert ran.err.strip()
    if said is not None:
        assert ran.err == said


def test_version_is_that_of_the_package(winwin: Winwin) -> None:
    """A bug report would name the wrong version."""
    assert winwin("--version").out == "winwin, version 0.1.0\n"


def test_help_imports_no_command() -> None:
    """The list of commands would take as long as all of them together."""
    code = (
        "import sys; from simulator.cli import main; main(['--help']);"
        "print([m for m in sys.modules if m.startswith(('rich', 'pydantic', 'yaml', 'transitions', 'jinja2'))]"
        ", file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_chinese_is_written_in_every_locale(home: Path, locale: str) -> None:
    """In a container without a locale, every Chinese text would end in a UnicodeEncodeError."""
    environ = {
        "PATH": "",
        "LC_ALL": locale,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "WINWIN_HOME": str(home),
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from simulator.cli import main; main(['cases', '--lang', 'zh'])"],
        env=environ,
        capture_output=True,
        check=True,
    )
    assert "ticket-rebooking" in ran.stdout.decode("utf-8")
    assert "难度" in ran.stdout.decode("utf-8")


def test_reader_who_has_seen_enough_is_no_failure(home: Path) -> None:
    """`winwin schema | head` would end in a traceback."""
    command_line = f"{sys.executable} -c 'from simulator.cli import main; main([\"schema\"])' | head -1"
    ran = subprocess.run(command_line, shell=True, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("{\n", "")


def documented() -> dict[str, list[str]]:
    """Return the options that the page names for each command."""
    sections = re.split(r"^## winwin (\S+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return {
        name: sorted(re.findall(r"^\| `(--[a-z-]+)`", text.split("\n## ")[0], re.MULTILINE))
        for name, text in zip(sections[1::2], sections[2::2], strict=True)
    }


def test_page_has_every_command_with_its_options() -> None:
    """A command would be documented that there is not, or not be documented."""
    real = {
        name: sorted(opt for param in command(name).params for opt in param.opts if opt.startswith("--"))
        for name in COMMANDS
    }
    assert documented() == real


def test_page_has_every_field_of_the_result() -> None:
    """A script would be written for a field that there is not."""
    play = Play.start(load_case(SMALL_CASE))
    fields = [in_code(row[0])[0] for row in tables(PAGE)["field"]]
    assert fields == list(result_data(play))
