"""What somebody finds where something does not work: where they are, what happened, and how to go on."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response

from simulator.database.database import Database
from simulator.database.recent import changed
from simulator.database.unavailable import DatabaseUnavailable
from simulator.practice.storage.attempts import Attempts
from simulator.text.message import Message
from simulator.web.services import Services
from tests.app.conftest import Browser

NAVIGATION = '<nav aria-label="Main">'


def refused(browser: Browser, path: str, **headers: str) -> Response:
    """The answer to a request for a page."""
    return browser.get(path, headers=headers, follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "The address may have a slip"),
        ("/attempts/nobody", 404, "The address may have a slip"),
        ("/people", 403, "ask an administrator to change your role"),
        ("/attempts/compare", 422, "Tick two attempts at the same case"),
    ],
)
def test_an_error_keeps_the_navigation_and_says_what_to_do(
    client: Callable[[str], Browser], path: str, status: int, words: str
) -> None:
    """A trainee would stand before a blank wall, with the browser's back button as the only way out."""
    answer = refused(client("lin"), path)
    assert (answer.status_code, NAVIGATION in answer.text, words in answer.text) == (status, True, True)


def test_an_error_leads_back_to_where_one_came_from(client: Callable[[str], Browser]) -> None:
    """Whoever has ticked nothing would have to find the list again."""
    answer = refused(client("lin"), "/attempts/compare", Referer="http://testserver/attempts?page=2")
    assert '<a class="button primary" href="/attempts?page=2">Go back</a>' in answer.text


@pytest.mark.parametrize(
    "referer", ["https://evil.example/attempts", "http://testserver/nowhere", "//evil.example"]
)
def test_an_error_leads_nowhere_else(client: Callable[[str], Browser], referer: str) -> None:
    """A page elsewhere could put its own address on a page of the desk; a page would lead back to itself."""
    answer = refused(client("lin"), "/nowhere", Referer=referer)
    assert "Go back" not in answer.text
    assert 'href="/"' in answer.text


def test_a_stranger_gets_the_page_without_navigation(anonymous: Browser) -> None:
    """A slip in the address of the sign-in page would give an error on our side."""
    answer = refused(anonymous, "/nowhere")
    assert (answer.status_code, NAVIGATION in answer.text) == (404, False)


class OurFault(Exception):
    """A fault of ours, whatever it is."""


@pytest.mark.parametrize(
    ("language", "title", "advice"),
    [("en", "That did not work", "tell your administrator when"), ("zh", "没有成功", "告诉管理员")],
)
def test_a_fault_of_ours_keeps_the_navigation_and_says_what_to_do(
    client: Callable[[str], Browser],
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    title: str,
    advice: str,
) -> None:
    """Somebody in the midst of work would be left on a bare page, with no way on."""
    lin = client("lin")
    lin.post_form("/language", {"language": language})

    def fail(*_: Any, **__: Any) -> Any:
        raise OurFault

    monkeypatch.setattr(Attempts, "summaries", fail)
    monkeypatch.setattr(lin._transport, "raise_server_exceptions", False)
    answer = refused(lin, "/attempts")
    assert (answer.status_code, title in answer.text, advice in answer.text) == (500, True, True)
    assert '<a href="/attempts" aria-current="page">' in answer.text


@pytest.mark.parametrize(("language", "advice"), [("en", "Wait a minute"), ("zh", "等一分钟")])
def test_a_failed_database_keeps_the_navigation_and_is_not_asked(
    client: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, language: str, advice: str
) -> None:
    """The page about the failure would fail itself, or wait for what does not answer."""
    lin = client("lin")
    lin.post_form("/language", {"language": language})
    assert refused(lin, "/attempts").status_code == 200
    asked = []

    def away(*_: Any, **__: Any) -> Any:
        asked.append(1)
        raise DatabaseUnavailable(Message("The disk is gone."))

    changed()  # nothing that was read before is good any more
    monkeypatch.setattr(Database, "read", away)
    answer = refused(lin, "/attempts")
    assert (answer.status_code, advice in answer.text) == (503, True)
    assert '<a href="/attempts" aria-current="page">' in answer.text
    assert len(asked) == 1
    stranger = refused(Browser(lin.app), "/sign-in")
    assert (stranger.status_code, NAVIGATION in stranger.text) == (503, False)
