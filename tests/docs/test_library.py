"""The page for programmers: its examples run, and it has every public name."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import simulator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "library.md"


def test_page() -> None:
    """An example of the library's page would not do what the page shows."""
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert (outcome.failed, outcome.attempted > 90) == (0, True)


def test_page_has_every_public_name() -> None:
    """A programmer would not find a name that is meant for them, or would look for one that is not there."""
    rows = re.findall(r"^\| (`.+?) \|", PAGE.read_text("utf-8").partition("## All names")[2], re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(simulator.__all__)


def test_names_are_what_the_type_checker_takes_them_for() -> None:
    """A public name would be missing, or be something else for the type checker than for the program."""
    face = ast.parse(Path(simulator.__file__).read_text("utf-8"))
    (typed,) = (node.body for node in face.body if isinstance(node, ast.If))
    homes = {
        one.name: node.module for node in typed if isinstance(node, ast.ImportFrom) for one in node.names
    }
    assert sorted(homes) == sorted(simulator.__all__)
    for name, home in homes.items():
        assert getattr(simulator, name) is getattr(importlib.import_module(str(home)), name), name


def test_import_of_the_package_imports_nothing_else() -> None:
    """Every command and every program would wait for parts that it may not need."""
    code = (
        "import simulator, sys; print(sorted(name for name in sys.modules if name.startswith('simulator')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "['simulator']\n"


@pytest.mark.parametrize("module", ["simulator", "simulator.call.play.play"])
def test_docstrings(module: str) -> None:
    """An example in a docstring would not run."""
    outcome = doctest.testmod(importlib.import_module(module))
    assert (outcome.failed, outcome.attempted > 0) == (0, True)
