"""Drafts for tests, and a trainer's way to change them."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

from simulator.library.library import Library
from simulator.web.services import Services, now
from tests.app.conftest import Browser

BROKEN = b"id: broken-case\ntitle: Broken\ntilte: twice\nlanguage: en\n"
"""A case with an error on its third line, and others where something is missing."""


def draft(services: Services, case_id: str, files: dict[str, bytes], moment: datetime | None = None) -> None:
    """Keep files as the draft of a new case."""
    services[Library].save_draft(case_id, files, 0, None, moment or now())


def text_of(services: Services, case_id: str, file: str) -> str:
    """What a trainer goes on from."""
    return services[Library].files(services[Library].entry(case_id).latest or "")[file].decode()


def opened(browser: Browser, case_id: str, file: str) -> tuple[str, str]:
    """The text and the mark of a file as the editor's page has them."""
    page = browser.get(f"/cases/{case_id}/edit/{file}").text
    mark = re.search(r'name="mark" value="([^"]*)"', page)
    text = re.search(r"<textarea id=\"text\"[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert mark
    assert text
    return unescape(text[1]), mark[1]


def edited(
    browser: Browser, services: Services, case_id: str, file: str, change: Callable[[str], str]
) -> None:
    """Change a file as a trainer would, and see that it was saved."""
    text, mark = opened(browser, case_id, file)
    # a browser sends a text with the line ends of the old terminals
    sent = change(text).replace("\n", "\r\n")
    answer = browser.post_form(
        f"/cases/{case_id}/edit/{file}", {"text": sent, "mark": mark, "action": "save"}
    )
    assert answer.status_code == 200, answer.text
    assert text_of(services, case_id, file) == change(text)
