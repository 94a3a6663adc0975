"""What somebody finds where something does not work: where they are, what happened, and how to go on."""

from collections.abc import Callable

import pytest
from httpx2 import Response

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
