"""A checker that fails at the bank: its pages stay, and its authors have every way out."""

from collections.abc import Callable

import pytest

from simulator.exam.storage.banks import Banks
from simulator.source import validating
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .writing import FILES, POLICY_FILE, QUESTIONS_FILE, publish, saved

PAGES = (
    "/bank", "/bank/files", "/bank/questions", "/bank/export", "/bank/import", "/bank/policies/damage",
    f"/bank/edit/{POLICY_FILE}", f"/bank/edit/{QUESTIONS_FILE}", f"/bank/remove/{QUESTIONS_FILE}", "/exams",
    "/bulletins",
)  # fmt: skip


@pytest.fixture
def poisoned(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A published bank, and a draft of it at which the checker fails by a mistake in the program."""

    def mistaken(*_: object) -> object:
        return {}[["unhashable"]]  # type: ignore[index]

    publish(services)
    files = FILES | {QUESTIONS_FILE: FILES[QUESTIONS_FILE] + b"unknown: [yes]\n"}
    services[Banks].save_draft(files, None, now(), 0)
    monkeypatch.setattr(validating, "_report", mistaken)


@pytest.mark.parametrize("name", ["wei", "lin", "hua"])
@pytest.mark.usefixtures("poisoned")
def test_nobody_is_locked_out(client: Callable[[str], Browser], name: str) -> None:
    """One file would take the bank, and the exams that are set from it, from everybody."""
    browser = client(name)
    answers = {page: browser.get(page).status_code for page in PAGES}
    assert {page: status for page, status in answers.items() if status >= 500} == {}


@pytest.mark.usefixtures("poisoned")
def test_author_has_every_way_out(client: Callable[[str], Browser], services: Services) -> None:
    """A draft that cannot be checked could be published, or could not be mended."""
    browser = client("wei")
    assert "could not be checked" in browser.get("/bank/files").text
    before = services[Banks].current()
    browser.post_form("/bank/publish", {"note": "", "revision": "1"})
    assert services[Banks].current() == before
    saved(browser, QUESTIONS_FILE, "unknown: [yes]\n", "")
    assert "could not be checked" not in browser.get("/bank/files").text
