"""Scripts in everything that anybody can write, and in every request: they are words on a page, and nothing else."""

import re
from collections.abc import Callable
from html import escape

import pytest
from starlette.routing import Route

from simulator.app.app import routes
from simulator.web.headers import POLICY
from simulator.web.services import Services
from tests.app.conftest import PEOPLE, Browser

from .hostile import MARK, Crawler, Reader, fill, payload
from .test_made_up import ASKED, FIELDS

Client = Callable[[str], Browser]
SHOWN = {
    "lin": {"trainee", "team", "desk", "case", "assigned", "token", "comment", "trainer"},
    "wei": {"trainee", "trainer", "team", "desk", "case", "broken", "version", "assigned", "comment", "plan"},
    "hua": {"trainee", "lead", "team", "desk", "case", "assigned", "comment"},
    "root": {
        "trainee",
        "trainer",
        "lead",
        "administrator",
        "team",
        "desk",
        "case",
        "account",
        "invited",
        "version",
    },
}
"""Whose pages show what was written where; a source that nobody sees would not be tested."""


@pytest.mark.parametrize("name", SHOWN)
def test_what_was_written_anywhere_is_only_words(services: Services, client: Client, name: str) -> None:
    """A name, a comment or a case would act in the browser of whoever looks at it."""
    fill(services, client)
    crawler = Crawler(client(name))
    crawler.crawl()
    wrong = {path: found for path, page in crawler.seen.items() if (found := Reader(page).found)}
    assert (wrong, crawler.unprotected) == ({}, [])
    everything = "".join(crawler.seen.values())
    shown = set(re.findall(rf"&lt;{MARK} ([a-z]+)", everything))
    assert SHOWN[name] - shown == set()


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_asked_for_is_only_words(client: Client, name: str) -> None:
    """A link that somebody has made up would act in the name of whoever follows it."""
    browser = client(name)
    sent = {word: payload(word.replace("_", "")) for word in ASKED}
    wrong: list[tuple[str, object]] = []
    for route in routes():
        if not isinstance(route, Route) or "GET" not in (route.methods or ()):
            continue
        path = re.sub(r"{[^}]*:int}", "1", route.path)
        for address in (re.sub(r"{[^}]*}", "1", path), re.sub(r"{[^}]*}", f"<{MARK}>%22onclick=x", path)):
            answer = browser.get(address, params=sent, follow_redirects=False)
            if "html" in answer.headers.get("content-type", "") and (found := Reader(answer.text).found):
                wrong.append((address, found))
            if answer.headers.get("location", "/")[:1] != "/":
                wrong.append((address, answer.headers["location"]))
    assert wrong == []


@pytest.mark.parametrize("name", ["root", "lin"])
def test_what_is_typed_into_a_form_is_only_words(client: Client, name: str) -> None:
    """A form that is shown again, or a refusal that quotes, would run what was typed."""
    browser = client(name)
    headers = {"X-CSRF-Token": browser.csrf()}
    wrong: list[tuple[str, object]] = []
    for route in routes():
        if not isinstance(route, Route) or "POST" not in (route.methods or ()) or route.path == "/sign-out":
            continue
        path = re.sub(r"{[^}]*:int}", "1", route.path)
        for address in (
            re.sub(r"{[^}]*}", "ac-remote", path),
            re.sub(r"{[^}]*}", f"<{MARK}>%22onclick=x", path),
        ):
            for htmx in ({}, {"HX-Request": "true"}):
                fields = {word: payload("typed") for word in FIELDS}
                answer = browser.post(address, data=fields, headers=headers | htmx, follow_redirects=False)
                if "html" in answer.headers.get("content-type", "") and (found := Reader(answer.text).found):
                    wrong.append((address, found))
    assert wrong == []


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    """It is what stops a script that got into a page against all odds."""
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives.pop("img-src") == "'self' data:"
    assert set(directives.values()) == {"'none'", "'self'"}
    assert {"default-src", "script-src", "style-src", "base-uri", "form-action"} <= directives.keys()


def test_the_reader_finds_what_is_there() -> None:
    """The reader of the tests above would find nothing, even where there is something."""
    text = payload("x")
    assert (
        Reader(
            f"<p>{escape(text)}</p><input value='{escape(text)}'><script src='/static/1/a.js'></script>"
        ).found
        == []
    )
    for page in (
        *(
            text,
            f"<input value='{text}'>",
            f"<textarea>{text}</textarea>",
            "<script>a()</script>",
            "<p onclick=a()>",
        ),
        *(
            "<a href=' JavaScript:a()'>",
            "<p style='color: red'>",
            "<script src=//x/a.js></script>",
            str(7191 * 7193),
        ),
    ):
        assert Reader(page).found != [], page
