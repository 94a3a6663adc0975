"""A test is marked with what it needs, whoever wrote it and however deep the need lies."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.app.conftest import desk_template
from tests.conftest import chromium, edited_case, postgres
from tests.kinds import KINDS, reached


class Program:
    """Something that a test starts."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", ""])

    @property
    def code(self) -> int:
        """What it ended with."""
        return self._process.wait()


@contextmanager
def started() -> Iterator[Program]:
    """Start it for a while."""
    yield Program()


def starts_it_later() -> list[int]:
    """A test whose inner function starts it."""

    def codes() -> Iterator[int]:
        with started() as program:
            yield program.code

    return list(codes())


def kills() -> None:
    """A test that kills what something else has started."""
    os.kill(0, 0)


def names_a_folder() -> str:
    """A test that uses a harmless part of the same module."""
    return os.fspath(".")


@pytest.mark.parametrize(
    ("function", "kinds"),
    [
        (starts_it_later, {"processes"}),
        (started, {"processes"}),
        (kills, {"processes"}),
        (names_a_folder, set()),
        (chromium, {"browser"}),
        (desk_template, {"desk"}),
        (postgres, {"postgres"}),
        (edited_case, set()),
    ],
)
def test_need_is_found_however_deep_it_lies(function: Callable[..., object], kinds: set[str]) -> None:
    """A quick run would start servers and browsers, or would leave out what needs none."""
    inner = getattr(function, "__wrapped__", getattr(function, "__pytest_wrapped__", function))
    assert reached(getattr(inner, "obj", inner)) == kinds


def test_marks_are_on_the_tests(request: pytest.FixtureRequest, sqlite_url: str) -> None:
    """What is chosen by a mark would be nothing at all."""
    assert sqlite_url
    marked = {mark.name for mark in request.node.iter_markers()}
    assert marked & KINDS.keys() == set()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_parameter_asks_for_a_server(request: pytest.FixtureRequest, kind: str) -> None:
    """Each test over both kinds of database would start PostgreSQL in a quick run."""
    marked = {mark.name for mark in request.node.iter_markers()}
    assert marked & KINDS.keys() == ({"postgres"} if kind == "postgresql" else set())
