"""A trainee's browser at a rehearsed call: what it shows, and what pressing its buttons posts."""

import html
import re
from typing import Any

from httpx2 import Response

from tests.app.conftest import Browser

CASE = "ticket-rebooking"
HTMX = {"HX-Request": "true"}


class Calling:
    """A play in a browser. `address` is the play's page."""

    def __init__(self, browser: Browser, stage: str = "rehearsal", case: str = CASE, key: str = "k") -> None:
        self.browser = browser
        answer = browser.post_form(
            f"/cases/{case}/play", {"stage": stage, "key": key}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        self.address = answer.headers["Location"].partition("?")[0]

    @property
    def name(self) -> str:
        """The name of the attempt."""
        return self.address.rsplit("/", 1)[1]

    def page(self) -> str:
        """The page as it is now."""
        answer = self.browser.get(self.address, follow_redirects=False)
        assert answer.status_code == 200, answer.text
        return answer.text

    def say(self, number: int, page: str | None = None, **changed: Any) -> Response:
        """Press the reply of this number, as script does; `changed` are fields or `headers`."""
        page = page or self.page()
        headers = changed.pop("headers", HTMX)
        fields = {"reply": replies(page)[number - 1][0], "version": version(page), "key": key(page)}
        return self.browser.post_form(
            f"{self.address}/moves", fields | changed, headers=headers, follow_redirects=False
        )

    def undo(self, page: str | None = None, **changed: Any) -> Response:
        """Take the last reply back."""
        page = page or self.page()
        fields = {"version": version(page), "key": key(page) + "-undo"}
        return self.browser.post_form(
            f"{self.address}/undo", fields | changed, headers=HTMX, follow_redirects=False
        )


def replies(page: str) -> list[tuple[str, str]]:
    """The tokens and the words of the replies on a page."""
    buttons = re.findall(r'name="reply" value="(\w+)".*?class="words"[^>]*>(.*?)</span>', page, re.DOTALL)
    return [(token, html.unescape(words)) for token, words in buttons]


def said(page: str) -> list[str]:
    """What was said on both sides, in order, as the log has it."""
    log = page.partition('id="log"')[2].partition("</ol>")[0]
    return [html.unescape(words) for words in re.findall(r'<p class="words"[^>]*>(.*?)</p>', log)]


def version(page: str) -> str:
    """How many entries the page has seen."""
    return _value(page, "version")


def key(page: str) -> str:
    """The key of the page's first form that makes a move."""
    return _value(page, "key")


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.partition('id="stage"')[2] or page)
    assert found, f"no field {name}"
    return found[1]
