"""The examples for programmers: on the library's page, and in the docstrings."""

import doctest
import importlib
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "library.md"


def test_page() -> None:
    """An example of the library's page would not do what the page shows."""
    outcome = doctest.testfile(str(PAGE), module_relative=False)
    assert (outcome.failed, outcome.attempted > 15) == (0, True)


@pytest.mark.parametrize("module", ["simulator", "simulator.call.play.play"])
def test_docstrings(module: str) -> None:
    """An example in a docstring would not run."""
    outcome = doctest.testmod(importlib.import_module(module))
    assert (outcome.failed, outcome.attempted > 0) == (0, True)
