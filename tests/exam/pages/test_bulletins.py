"""Bulletins: what is new, the old beside the new, and who has read it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from simulator.app.app import create_app
from simulator.exam.pages.bulletins import current_bank, own_bulletins
from simulator.exam.storage.bulletins import BulletinReads
from simulator.people.person import Person
from simulator.web.services import Services
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people
from tests.exam.pages.sitting.examinees import bank_of, text_of

LATEST = "/bulletins/private-damage-2026"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A desk with a policy that has changed, opened once."""
    folder: Path = tmp_path_factory.mktemp("bulletins")
    settings = Settings(database=f"sqlite:///{folder / 'desk.sqlite'}", cache=folder / "cache")
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)
        bank_of(browser.app.state.services)
        yield browser


@pytest.fixture
def anonymous(opened: Browser) -> Browser:
    """A browser at the desk."""
    return opened


def said(browser: Browser, path: str) -> str:
    """What a page says."""
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(text_of(answer).split())


def test_what_counts_is_to_be_read_and_reading_it_is_noted_once(
    services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Somebody would not learn of a change, or be told of it for ever."""
    lin, browser = person("lin"), client("lin")
    before = said(browser, "/bulletins")
    assert "Not read yet: 1." in before
    assert "replaced since" in before
    assert f'href="{LATEST}"' in browser.get("/").text
    for _ in range(2):
        answer = browser.post_form(f"{LATEST}/read", follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/bulletins")
    assert services[BulletinReads].reads(lin.id).keys() == {"private-damage-2026"}
    assert "You have read all that counts." in said(browser, "/bulletins")
    assert "You read this on" in said(browser, LATEST)
    assert LATEST not in browser.get("/").text
    assert "Not read yet: 1." in said(client("bo"), "/bulletins")


def test_a_bulletin_shows_the_old_beside_the_new(client: Callable[[str], Browser]) -> None:
    """Nobody would see what is different."""
    page = said(client("bo"), LATEST)
    assert "There are 48 hours now." in page
    assert "Hours in which damage is reported 24 hours 48 hours" in page
    assert "Whether it is picked up no yes" in page
    assert "Damage is reported within 24 hours. Damage is reported within 48 hours." in page
    assert "– What is damaged is picked up." in page
    assert "Photographs show" not in page


def test_the_first_version_has_nothing_before_it(client: Callable[[str], Browser]) -> None:
    """A page would look for a version that there never was."""
    page = said(client("bo"), "/bulletins/private-first")
    assert "– 24 hours" in page
    assert "has been replaced since" in page


def test_what_is_not_posted_yet_is_not_there(client: Callable[[str], Browser]) -> None:
    """A change would be known before it is announced."""
    assert client("bo").get("/bulletins/private-later").status_code == 404
    assert client("bo").get("/bulletins/no-such").status_code == 404
    assert client("bo").post_form("/bulletins/private-later/read").status_code == 404
    assert "private-later" not in client("bo").get("/bulletins").text


def test_in_chinese_it_reads_in_chinese(services: Services, person: Callable[[str], Person]) -> None:
    """A translation would be there and not be shown."""
    found = own_bulletins(services, person("lin").id, date(2026, 11, 22), "zh")
    assert [(one.title, one.text, one.lang) for one in found] == [
        ("到货破损", "48小时了。", "zh"), ("到货破损", "新的破损规定。", "zh"),
    ]  # fmt: skip


def test_the_bundled_bulletins_can_all_be_opened(settings: Settings) -> None:
    """The first bulletins that a desk sees would be broken."""
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)
        browser.sign_in("lin")
        bank = current_bank(browser.app.state.services)
        assert bank is not None
        assert len(bank.bulletins()) >= 4
        for bulletin in bank.bulletins():
            assert browser.get(f"/bulletins/{bulletin.id}").status_code == 200
