"""Requests that no page of ours makes: whatever is sent, the answer is a sentence and never a fault of ours."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from simulator.app.app import routes
from simulator.web.settings import Settings
from tests.app.conftest import Browser

NASTY = (
    "%00",
    "a%00b",
    "%ed%a0%80",  # half a character
    "%ff",
    "9" * 30,
    "9" * 5000,
    "%0d%0aX-Injected:%20yes",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "'%20OR%201=1%20--",
    "-1",
    "%C2%B2",  # a figure that is no number
)
ASKED = (
    "case",
    "period",
    "page",
    "team",
    "q",
    "state",
    "role",
    "person",
    "at",
    "with",
    "version",
    "scene",
    "next",
)
"""Words of queries that some page reads."""


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A desk on each kind of database: they fail on different things."""
    return Settings(database_url, tmp_path / "cache")


@pytest.fixture
def root(client: Callable[[str], Browser]) -> Browser:
    """An administrator's browser, which reaches every page; faults of the server are answers to it."""
    browser = client("root")
    return Browser(browser.app, raise_server_exceptions=False, cookies=browser.cookies)


def test_no_address_is_a_fault_of_the_server(root: Browser) -> None:
    """A link that somebody has made up would fill the log with faults, or show a page of Starlette's."""
    headers = {"X-CSRF-Token": root.csrf()}
    wrong = []
    for method, path in made_up():
        answer = root.request(method, path, headers=headers, follow_redirects=False)
        if answer.status_code >= 500 or "x-injected" in answer.headers:
            wrong.append((method, path[:100], answer.status_code))
    assert wrong == []


def made_up() -> Iterator[tuple[str, str]]:
    """Every address with nasty things in the place of each name and number, and behind it."""
    for route in routes():
        if not isinstance(route, Route) or route.path == "/sign-out":
            continue
        for nasty in NASTY:
            if "{" in route.path:
                # a number of too many figures would not even be a number
                path = re.sub(r"{[^}]*}", nasty, route.path)
                yield from ((method, path) for method in (route.methods or set()) - {"HEAD"})
        if "GET" in (route.methods or ()):
            path = re.sub(r"{[^}]*}", "1", route.path)
            for nasty in ("%00", "%ff", "9" * 30):
                yield "GET", f"{path}?" + "&".join(f"{word}={nasty}" for word in ASKED)


NASTY_FIELDS = (
    "\0",
    "a\0b",
    "9" * 30,
    "9" * 5000,
    "²",
    "-1",
    "\r\nX-Injected: yes",
    "\x1b[31m",
    "x" * 100_000,
)
FIELDS = (
    *(
        "name",
        "shown",
        "role",
        "team",
        "language",
        "lead",
        "password",
        "again",
        "old",
        "next",
        "text",
        "note",
    ),
    *("key", "version", "move", "verb", "reply", "stage", "id", "into", "kind", "mark", "action", "revision"),
    *("persona", "scene", "active", "typed", "list", "desk", "time_zone", "session_hours", "wins_needed"),
    *(
        "case",
        "person",
        "due",
        "month",
        "total",
        "amount",
        "lasts",
        "zip",
        "files",
        "replace",
        "choice",
        "question",
    ),
)
"""What some form of the desk has."""


def test_no_form_is_a_fault_of_the_server(root: Browser) -> None:
    """A program that fills in forms with rubbish would find a way to stop a page."""
    headers = {"X-CSRF-Token": root.csrf()}
    wrong = []
    for route in routes():
        if not isinstance(route, Route) or "POST" not in (route.methods or ()):
            continue
        path = re.sub(r"{[^}]*}", "1", route.path)
        for nasty in NASTY_FIELDS:
            if route.path == "/sign-out":
                continue
            fields = dict.fromkeys(FIELDS, nasty)
            answer = root.post(path, data=fields, headers=headers, follow_redirects=False)
            if answer.status_code >= 500 or "x-injected" in answer.headers:
                wrong.append((path, nasty[:20], answer.status_code))
    assert wrong == []
