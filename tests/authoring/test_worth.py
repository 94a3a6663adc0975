"""How a case plays, in the browser: what replies are worth after others, and scene by scene."""

from collections.abc import Callable

import pytest

from simulator import Case
from simulator.authoring import background, tasks
from simulator.library.library import Library
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.conftest import SMALL_CASE

from .writing import edited

CASE = "late-parcel"
PAGE = f"/cases/{CASE}/worth"


@pytest.fixture
def trainer(client: Callable[[str], Browser]) -> Browser:
    """A browser of the trainer, who has a small case."""
    browser = client("wei")
    browser.post_form("/cases/new", {"id": CASE, "language": "en"})
    return browser


def test_author_goes_on_reply_by_reply(trainer: Browser, services: Services) -> None:
    """An author could not follow a call and see what each reply is worth to whom."""
    case = services[Library].case(services[Library].entry(CASE).draft or "", "en")
    page = trainer.get(PAGE).text
    assert "Which reply is best for whom" in page
    assert "say this" in page
    first = next(iter(case.opening.moves))
    assert f'href="{PAGE}?after={first}"' in page
    after = trainer.get(PAGE, params={"after": first}).text
    assert f"<li>{first}</li>" in after
    assert all(persona.name in after for persona in case.personas)


def test_claims_stand_with_the_call_that_refutes_one(trainer: Browser, services: Services) -> None:
    """An author could not see in the browser what of the claims is proved, or where one fails."""
    case = services[Library].case(services[Library].entry(CASE).draft or "", "en")
    ending, persona = next(iter(case.endings)), case.personas[0].id
    claims = f"claims:\n  - {ending} never scores over 0\n  - best for {persona} uses {first(case)}\n"
    edited(trainer, services, CASE, "case.yaml", lambda text: f"{text}\n{claims}")
    page = trainer.get(PAGE).text
    assert "What the author claims of every call" in page
    assert "refuted" in page
    assert f"<span>{ending} never scores over 0</span>" in page
    assert f"<span>best for {persona} uses {first(case)}</span>" in page


def first(case: Case) -> str:
    """The reply that stands first."""
    return next(iter(case.opening.moves))


def test_replies_that_cannot_be_said(trainer: Browser) -> None:
    """A mistyped reply would fail the page, or lose what was typed."""
    answer = trainer.get(PAGE, params={"after": "ask <b>, nothing"})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert "There is no move" in answer.text
    assert "ask, &lt;b&gt;, nothing" in answer.text
    assert "Which reply is best for whom" in answer.text


def test_too_large_case(trainer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is too large would fail the page, or show what is true of half of it."""
    monkeypatch.setattr(tasks, "BUDGET", 3)
    assert tasks.worth(SMALL_CASE, "en", ()) is None
    monkeypatch.setattr(background, "SECONDS", 0.01)
    assert "takes too long" in trainer.get(PAGE).text
