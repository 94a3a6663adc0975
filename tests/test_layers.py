"""The house keeps its order: rooms import downwards, files stay short, tests mirror the rooms and say what they hold."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
LONGEST = 500
WITHOUT_ROOM = {".", "docs", "app/api", "app/faults", "app/journeys", "app/security"}
"""Folders of tests that mirror no room: they cross all of them, or look at the documentation."""


def test_rooms_keep_the_import_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    """A low room that reaches upwards could not be understood, or reused, by itself any more."""
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert broken == 0, capsys.readouterr().out


def test_files_stay_short() -> None:
    """A file that nobody can read in one go hides what it does."""
    files = [
        path for folder in ("simulator", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@cache
def every_test() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """All tests, with the name of the file that each is in."""
    return [
        (path.relative_to(TESTS).as_posix(), node)
        for path in sorted(TESTS.rglob("test_*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]


def test_every_test_says_in_one_line_what_would_be_broken() -> None:
    """Whoever sees a test fail would have to guess what it means for people."""
    said = {f"{file}::{test.name}": ast.get_docstring(test, clean=False) or "" for file, test in every_test()}
    assert len(said) > 2_000
    wrong = [
        name for name, doc in said.items() if not doc or "\n" in doc or doc.startswith(("Otherwise", " "))
    ]
    assert wrong == []


def test_every_test_has_a_name_of_its_own(request: pytest.FixtureRequest) -> None:
    """Of two tests with one name in a file, the first would never run; of two with one id, one could not be called."""
    written = Counter((file, test.name) for file, test in every_test())
    collected = Counter(item.nodeid for item in request.session.items)
    assert [name for names in (written, collected) for name, count in names.items() if count > 1] == []


def test_tests_lie_where_their_room_lies() -> None:
    """Whoever changes a room would not find its tests."""
    folders = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}
    house = ROOT / "simulator"
    rooms = {path.relative_to(house).as_posix() for path in house.rglob("*") if path.is_dir()}
    assert folders - rooms - WITHOUT_ROOM == set()
    assert WITHOUT_ROOM - folders == set()
