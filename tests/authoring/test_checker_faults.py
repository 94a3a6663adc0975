"""A checker that fails: everybody keeps their pages, and the author every way out."""

import logging
from collections.abc import Callable

import pytest

from simulator.library.library import Library
from simulator.source import validating
from simulator.web.services import Services
from tests.app.conftest import Browser

from .writing import draft, edited, opened, text_of

CASE = "ticket-rebooking"


@pytest.fixture
def poisoned(services: Services, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a draft at which the checker fails by a mistake in the program, until `monkeypatch` is undone."""

    def mistaken(*_: object) -> object:
        return {}[["unhashable"]]  # type: ignore[index]

    files = dict(services[Library].files(services[Library].entry(CASE).bundle or ""))
    files["case.yaml"] = files["case.yaml"].replace(CASE.encode(), b"poisoned") + b"unknown: [yes]\n"
    draft(services, "poisoned", files)
    monkeypatch.setattr(validating, "_report", mistaken)
    return "poisoned"


def pages(case: str) -> tuple[str, ...]:
    """Every page of a case, and those that list it."""
    own = (
        "", "/problems", "/edit/case.yaml", "/edit/case.en.yaml", "/edit/whole.plan.yaml", "/graph", "/figures",
        "/worth", "/try", "/download", "/discard", "/remove/whole.plan.yaml",
    )  # fmt: skip
    return ("/", "/cases", "/cases/new", "/practise", *(f"/cases/{case}{page}" for page in own))


@pytest.mark.parametrize("name", ["wei", "lin", "hua"])
def test_nobody_is_locked_out(client: Callable[[str], Browser], poisoned: str, name: str) -> None:
    """One file would take the pages of a case, and the list of all cases, from everybody."""
    browser = client(name)
    answers = {page: browser.get(page).status_code for page in pages(poisoned)}
    assert {page: status for page, status in answers.items() if status >= 500} == {}


def test_author_is_told_and_it_is_logged(
    client: Callable[[str], Browser], poisoned: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The author would not learn why nothing is known of the file, nor whoever mends the program."""
    with caplog.at_level(logging.ERROR, "winwin"):
        page = client("wei").get(f"/cases/{poisoned}").text
    assert "This file could not be checked: a fault of the program (TypeError)" in page
    # the desk may have looked at the draft before anybody asked for its page
    told = [*caplog.get_records("setup"), *caplog.records]
    assert {record.exc_info[0] for record in told if record.exc_info} == {TypeError}
    assert client("wei").get("/rules/not-checked").status_code == 200


def test_author_has_every_way_out(
    client: Callable[[str], Browser], services: Services, poisoned: str
) -> None:
    """A draft that cannot be checked could not be mended, downloaded or thrown away; or it could be published."""
    browser = client("wei")
    revision = services[Library].entry(poisoned).revision
    note = browser.post_form(f"/cases/{poisoned}/publish", {"note": "", "revision": str(revision)})
    assert (note.status_code, services[Library].entry(poisoned).published) == (422, None)
    assert browser.get(f"/cases/{poisoned}/download").content[:2] == b"PK"
    text, mark = opened(browser, poisoned, "case.yaml")
    sent = {"text": text, "mark": mark, "action": "check"}
    assert browser.post_form(f"/cases/{poisoned}/edit/case.yaml", sent).status_code < 500
    edited(browser, services, poisoned, "case.yaml", lambda text: text.replace("unknown: [yes]\n", ""))
    assert "unknown" not in text_of(services, poisoned, "case.yaml")
    assert "could not be checked" not in browser.get(f"/cases/{poisoned}").text
    revision = services[Library].entry(poisoned).revision
    browser.post_form(f"/cases/{poisoned}/discard", {"revision": str(revision)})
    assert poisoned not in {entry.id for entry in services[Library].all(include_drafts=True)}
