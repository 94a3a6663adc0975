"""What a test needs beside its own room: a browser, PostgreSQL, processes of its own, the whole desk.

It is read from what the test and its fixtures use, so that nobody has to remember a mark.
"""

import multiprocessing
import os
import pty
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from simulator.app.app import create_app
from simulator.app.opening import open_desk
from tools import chromium, postgresql

KINDS: dict[str, tuple[Any, ...]] = {
    "browser": (chromium.started,),
    "desk": (create_app, open_desk),
    "postgres": (postgresql.running,),
    "processes": (subprocess, multiprocessing, pty, os.fork, os.kill),
}
"""The mark of each kind, and what a test of that kind uses sooner or later."""


def mark(item: pytest.Item) -> None:
    """Mark a test with its kinds."""
    for kind in sorted(kinds(item)):
        item.add_marker(kind)


def kinds(item: pytest.Item) -> frozenset[str]:
    """What a test needs, from its own function and those of its fixtures."""
    if not isinstance(item, pytest.Function):
        return frozenset()
    found = reached(item.function)
    for fixtures in item._fixtureinfo.name2fixturedefs.values():
        for fixture in fixtures:
            found |= reached(fixture.func)
    # a fixture with such a parameter asks for the server by its name, which no code shows
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return found | ({"postgres"} if "postgresql" in parameters else set())


@cache
def reached(function: Callable[..., Any]) -> frozenset[str]:
    """The kinds whose signs a function uses, itself or through other things of the tests."""
    todo, seen = [function], set()
    found = set()
    while todo:
        thing = todo.pop()
        found |= {kind for kind, signs in KINDS.items() if any(thing is sign for sign in signs)}
        if id(thing) not in seen:
            seen.add(id(thing))
            todo += _used(thing)
    return frozenset(found)


def _used(thing: Any) -> Iterator[Any]:
    """What a thing of the tests uses; what is not of the tests is looked no further into."""
    thing = getattr(thing, "__wrapped__", thing)  # as for context managers and Hypothesis's tests
    if not str(getattr(thing, "__module__", "")).startswith("tests."):
        return
    if isinstance(thing, type):
        for member in vars(thing).values():
            yield from (getattr(member, part, None) for part in ("fget", "__func__"))
            yield member
    elif isinstance(thing, FunctionType):
        names = set(_names(thing.__code__))
        for name in names & thing.__globals__.keys():
            value = thing.__globals__[name]
            yield value
            if isinstance(value, ModuleType):
                yield from (vars(value)[each] for each in names & vars(value).keys())


def _names(code: CodeType) -> Iterator[str]:
    """All names in a piece of code and in what is defined in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
