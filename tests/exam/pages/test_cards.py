"""Review cards: one at a time, explained as the rules are today, and due again later."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.app.app import create_app
from simulator.database.settings import Options
from simulator.exam.cards import Card, missed
from simulator.exam.pages.cards import asked_card
from simulator.exam.sitting.answering import shown_answer
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.cards import Cards
from simulator.people.person import Person
from simulator.web.services import Services, now
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people
from tests.exam.pages.sitting.bank import RIGHT
from tests.exam.pages.sitting.examinees import bank_of, text_of


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A desk with a bank, opened once."""
    folder: Path = tmp_path_factory.mktemp("cards")
    settings = Settings(database=f"sqlite:///{folder / 'desk.sqlite'}", cache=folder / "cache")
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)
        bank_of(browser.app.state.services)
        yield browser


@pytest.fixture
def anonymous(opened: Browser) -> Browser:
    """A browser at the desk."""
    return opened


@pytest.fixture
def lin(services: Services, person: Callable[[str], Person]) -> Iterator[Person]:
    """A trainee without cards."""
    yield person("lin")
    cards = services[Cards].of(person("lin").id)
    services[Cards].put_all([replace(card, retired=now(), due=now().date()) for card in cards], now())


def put(services: Services, lin: Person, name: str, days: int = 0, version: str = "private-v2") -> Card:
    """A card that is due in so many days."""
    today = services[Options].current(now()).day(now())
    card = Card(
        None, lin.id, f"private-{name}", f"private-{name}", "private-damage", version, missed(now() - timedelta(days=3)),
        today + timedelta(days=days),
    )  # fmt: skip
    return services[Cards].put_all([card], now())[0]


def answered(browser: Browser, services: Services, card: Card, stored: object, key: str = "") -> str:
    """What the page says after an answer to the card that is asked."""
    page = browser.get("/cards").text
    assert f'action="/cards/{card.id}"' in page, page
    turn = int(re.findall(r'name="turn" value="(\d+)"', page)[0])
    bank = services[Banks].bank(bank_of(services))
    shown = asked_card(bank, card, turn, now().date(), "en").shown
    fields: dict[str, object] = {"turn": str(turn), "key": key or f"key-{card.id}-{turn}"}
    tokens = shown_answer(shown, stored)
    if isinstance(tokens, dict):
        fields |= {f"item-{item}": place for item, place in tokens.items()}
    elif shown.kind == "ordering":
        fields |= {f"rank-{token}": str(rank) for rank, token in enumerate(tokens, start=1)}
    else:
        fields["answer"] = tokens
    answer = browser.post_form(f"/cards/{card.id}", fields)
    assert answer.status_code == 200, answer.text
    return " ".join(text_of(answer).split())


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_to_any_kind_puts_the_card_off(
    services: Services, client: Callable[[str], Browser], lin: Person, name: str
) -> None:
    """A kind of question could not be learnt, or a card would come back as if nothing had been known."""
    card = put(services, lin, name)
    said = answered(client("lin"), services, card, RIGHT[name])
    assert "Right The card comes back on" in said
    assert "hush-hush explanation" in said
    assert "Damage is reported within 48 hours." in said
    assert services[Cards].find(card.id or 0, lin.id).due > card.due


def test_a_wrong_answer_is_explained_and_comes_back_on_the_next_working_day(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """Somebody would not learn what was wrong, or forget it again."""
    card = put(services, lin, "single")
    said = answered(client("lin"), services, card, "private-north")
    assert "Not right yet" in said
    assert "Choice north. your answer wrong hush-hush why north" in said
    due = services[Cards].find(card.id or 0, lin.id).due
    assert timedelta(days=1) <= due - services[Options].current(now()).day(now()) <= timedelta(days=3)
    assert due.weekday() < 5


def test_the_same_post_counts_once(services: Services, client: Callable[[str], Browser], lin: Person) -> None:
    """A reload of the page would put the card off once more."""
    card, browser = put(services, lin, "truth"), client("lin")
    page = browser.get("/cards").text
    turn = re.findall(r'name="turn" value="(\d+)"', page)[0]
    fields = {"turn": turn, "key": "once", "answer": "b"}
    first = browser.post_form(f"/cards/{card.id}", fields)
    after = services[Cards].find(card.id or 0, lin.id)
    again = browser.post_form(f"/cards/{card.id}", fields)
    assert (first.status_code, again.status_code) == (200, 200)
    assert services[Cards].find(card.id or 0, lin.id) == after
    assert browser.post_form(f"/cards/{card.id}", fields | {"key": ""}).status_code == 422


def test_one_card_after_the_other_until_none_is_due(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """All would be asked at once, or one for ever."""
    cards, browser = [put(services, lin, "truth", -2), put(services, lin, "number", -1)], client("lin")
    put(services, lin, "words", 5)
    assert "due today: 2" in browser.get("/").text
    assert "Next card (1)" in answered(browser, services, cards[0], False)
    assert "Done for today" in answered(browser, services, cards[1], "843795")
    said = text_of(browser.get("/cards"))
    assert "Nothing is due today" in said
    assert "Cards waiting: 3." in said


def test_before_the_answer_nothing_tells_the_key(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """A card would be answered by looking at the page's source."""
    for name in RIGHT:
        card = put(services, lin, name)
        page = client("lin").get("/cards").text.replace("/bulletins/private-", "")
        assert f"Stem {name}" in page
        assert [
            secret for secret in ("private-", "hush-hush", "843795", "609317", "732154") if secret in page
        ] == []
        services[Cards].put_all([replace(card, retired=now())], now())


def test_a_card_of_a_policy_that_has_changed_is_not_asked_any_more(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """Somebody would learn what does not count any more."""
    card = put(services, lin, "single", version="private-v1")
    assert "due today" not in client("lin").get("/").text
    said = text_of(client("lin").get("/cards"))
    assert "Not asked any more" in said
    assert "private-damage" not in said
    assert services[Cards].find(card.id or 0, lin.id).retired is not None
    assert client("lin").post_form(f"/cards/{card.id}", {"key": "k", "answer": "a"}).status_code == 404


def test_somebody_elses_card_is_not_there(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """Others would learn what somebody does not know, or answer for them."""
    card = put(services, lin, "single")
    assert client("bo").post_form(f"/cards/{card.id}", {"key": "k", "answer": "a"}).status_code == 404
    assert "No review cards" in client("bo").get("/cards").text


def test_an_answer_that_cannot_be_is_asked_again(
    services: Services, client: Callable[[str], Browser], lin: Person
) -> None:
    """A half-finished order would count as wrong."""
    card = put(services, lin, "ordering")
    answer = client("lin").post_form(f"/cards/{card.id}", {"key": "k", "rank-a": "1", "turn": "x"})
    assert answer.status_code == 422
    assert "Give each a number of its own" in answer.text
    assert services[Cards].find(card.id or 0, lin.id).due == card.due
