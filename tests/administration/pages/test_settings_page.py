"""The settings, as an administrator sees and sets them."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from simulator.database.audit import Audit
from simulator.database.settings import DeskSettings, Options
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.app.conftest import Browser

FORM = {
    "desk": "客服训练",
    "language": "en",
    "time_zone": "Europe/London",
    "session_hours": "8",
    "wins_needed": "4",
}


@pytest.fixture
def admin(client: Callable[[str], Browser]) -> Browser:
    """A browser of the administrator."""
    return client("root")


def test_saved_settings_count_on_the_next_page(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """An administrator would set something and nothing would happen."""
    page = admin.post_form("/settings", FORM).text
    assert services[Options].current(now()) == DeskSettings("客服训练", "en", 8, 4, "Europe/London")
    assert "<title>Settings · 客服训练</title>" in page
    assert 'value="Europe/London" selected' in page
    entry = services[Audit].entries(limit=1)[0]
    assert (entry.action, entry.person) == ("settings-changed", person("root").id)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("desk", " ", "A name is missing."),
        ("desk", "a\u202eb", "invisible"),
        ("language", "fr", "none of the desk's languages"),
        ("time_zone", "Mars/Olympus", "not a time zone"),
        ("session_hours", "0", "1 to 168"),
        ("session_hours", "many", "1 to 168"),
        ("session_hours", "", "1 to 168"),
        ("session_hours", "9" * 5000, "1 to 168"),
        ("wins_needed", "1.5", "1 to 10"),
        ("wins_needed", "٣", "1 to 10"),
    ],
)
def test_unfit_value_is_told_at_its_field(
    admin: Browser, services: Services, field: str, value: str, said: str
) -> None:
    """One wrong number could lock everybody out, or lose what was typed beside it."""
    answer = admin.post_form("/settings", FORM | {field: value})
    assert answer.status_code == 422
    found = re.search(rf'id="{field}-error">([^<]*)<', answer.text)
    assert found
    assert said in unescape(found[1])
    assert f'href="#{field}"' in answer.text, "the mistake is not named at the top of the page"
    if field != "desk":
        assert 'value="客服训练"' in answer.text
    assert services[Options].current(now()) == DeskSettings()


def test_moments_are_shown_in_the_desks_zone(admin: Browser, services: Services) -> None:
    """A call at nine in the morning would be shown at one in the night."""
    at = services[Audit].entries(limit=1)[0].at
    shown = set()
    for zone in ("UTC", "Asia/Shanghai", "America/New_York"):
        admin.post_form("/settings", FORM | {"time_zone": zone})
        page = admin.get("/audit").text
        (moment,) = re.findall(rf'datetime="{re.escape(at.isoformat())}">([^<]+)<', page)[:1]
        shown.add(moment)
    assert len(shown) == 3


def test_name_of_the_desk_is_text(admin: Browser) -> None:
    """The name stands on every page, also where passwords are typed."""
    page = admin.post_form("/settings", FORM | {"desk": "<script>alert(1)</script>{{7*7}}"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


def test_database_is_described(admin: Browser) -> None:
    """Whoever looks after the desk would not know what to back up."""
    page = admin.get("/settings").text
    assert "SQLite" in page
    assert "desk.sqlite" in page
    assert "5 accounts" in page


@pytest.mark.parametrize("name", ["lin", "hua", "wei"])
def test_only_for_administrators(client: Callable[[str], Browser], services: Services, name: str) -> None:
    """A trainee could make a single win count as mastery."""
    browser = client(name)
    answers = [
        browser.get("/settings").status_code,
        browser.post_form("/settings", FORM).status_code,
        browser.get("/audit").status_code,
    ]
    assert answers == [403, 403, 403]
    assert services[Options].current(now()) == DeskSettings()
