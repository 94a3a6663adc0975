"""The small bank at a desk, and an author's way to change it."""

import re
from html import unescape

from simulator.exam.storage.banks import Banks
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.exam.check.rules.small_bank import POLICY, QUESTION

POLICY_FILE, QUESTIONS_FILE = "policies/damage.yaml", "questions/first.yaml"
STALE = """\
desk: appliance
questions:
  in-hours:
    kind: single
    topic: damage
    difficulty: 2
    policy: damage
    cites: report
    stem: {zh: 签收后几小时内报破损？, en: Within how many hours is damage reported?}
    options:
      h24: {zh: 24小时, en: 24 hours, why: {zh: 记成别的了。, en: Another rule.}}
      h48: {zh: 48小时, en: 48 hours, why: {zh: 记成别的了。, en: Another rule.}}
    key: {v1: h24}
    explanation: {zh: 以规定为准。, en: The rule counts.}
    cost: {yuan: 200, borne-by: company}
"""
"""A question whose policy has changed since its key was given: without one from 2026-08-01 on."""
BULLETIN = """\
bulletins:
  damage-2026:
    version: v2
    date: 2026-07-22
    text: {zh: 放宽到48小时。, en: There are 48 hours from August on.}
"""
FILES = {POLICY_FILE: (POLICY + BULLETIN).encode(), QUESTIONS_FILE: QUESTION.encode()}
FILES["questions/stale.yaml"] = STALE.encode()


def publish(services: Services, files: dict[str, bytes] | None = None) -> None:
    """Let exams be set from these files, as somebody at the desk would."""
    services[Banks].publish(files or FILES, "for a test", None, now())


def held(services: Services, name: str) -> str:
    """What an author goes on from."""
    draft, current = services[Banks].draft(), services[Banks].current()
    if draft is not None:
        return draft.files[name].decode()
    assert current is not None
    return services[Banks].files(current.bundle)[name].decode()


def opened(browser: Browser, name: str) -> tuple[str, str]:
    """The text and the mark of a file as the editor's page has them."""
    page = browser.get(f"/bank/edit/{name}").text
    mark = re.search(r'name="mark" value="([^"]*)"', page)
    text = re.search(r"<textarea id=\"text\"[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert mark
    assert text
    return unescape(text[1]), mark[1]


def saved(browser: Browser, name: str, old: str, new: str) -> None:
    """Change a file in the editor, which must be taken."""
    text, mark = opened(browser, name)
    assert old in text
    answer = browser.post_form(
        f"/bank/edit/{name}", {"text": text.replace(old, new), "mark": mark, "action": "save"}
    )
    assert answer.status_code == 200, answer.text


def words(page: str) -> str:
    """What a page says, without its marks and with single spaces."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
