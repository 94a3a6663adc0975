"""Teams, as an administrator keeps them."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from simulator.people.person import Person, Team
from simulator.people.storage.people import People
from simulator.web.services import Services
from tests.app.conftest import Browser

HOSTILE = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture
def admin(client: Callable[[str], Browser]) -> Browser:
    """A browser of the administrator."""
    return client("root")


def error(page: str, name: str) -> str:
    """Return what stands beside a field."""
    found = re.search(rf'id="{name}-error">([^<]*)<', page)
    assert found, f"nothing is said at {name}"
    return unescape(found[1])


def test_add_and_change(admin: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """A new team could not be added, or never get a lead."""
    page = admin.post_form("/people/teams", {"name": f" {HOSTILE} ", "lead": ""}).text
    assert "The team was added." in page
    (team,) = [one for one in services[People].teams() if one.name == HOSTILE]
    hua = person("hua").id
    for path in (
        "/people/teams",
        f"/people/teams/{team.id}",
        f"/people/teams/{team.id}/delete",
        "/audit",
        "/people",
    ):
        page = admin.get(path).text
        assert "<script>alert" not in page, path
        assert "{{7*7}}" in page, path
    admin.post_form(f"/people/teams/{team.id}", {"name": "Bank", "lead": str(hua)})
    assert services[People].team(team.id) == Team(team.id, "Bank", hua)
    assert 'href="/people/1"' in admin.get("/people/teams/1").text


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"name": "Airline"}, "name", "The name “Airline” is taken."),
        ({"name": " "}, "name", "A name is missing."),
        ({"name": "B", "lead": "lin"}, "lead", "Choose one of those that are offered."),
        ({"name": "B", "lead": "99"}, "lead", "Choose one of those that are offered."),
    ],
)
def test_unfit_team(admin: Browser, services: Services, form: dict[str, str], field: str, said: str) -> None:
    """A team would get a name that is taken, or a lead who may not look into it."""
    before = services[People].teams()
    answer = admin.post_form("/people/teams", form)
    assert (answer.status_code, error(answer.text, field)) == (422, said)
    assert services[People].teams() == before


def test_trainee_is_not_offered_as_lead(
    admin: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainee would see how the others practise."""
    lin = person("lin")
    page = admin.get("/people/teams/1").text
    assert f'<option value="{lin.id}"' not in page
    assert f'<option value="{person("hua").id}" selected' in page
    answer = admin.post_form("/people/teams/1", {"name": "Airline", "lead": str(lin.id)})
    assert answer.status_code == 422
    assert services[People].team(1).lead == person("hua").id


def test_delete(admin: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """People would disappear with their team."""
    assert "People in it: 2." in admin.get("/people/teams/1/delete").text
    answer = admin.post_form("/people/teams/1/delete", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/teams")
    assert services[People].teams() == []
    assert person("lin").team is None
    assert "There are no teams yet" in admin.get("/people/teams").text
    assert admin.get("/people/teams/1").status_code == 404
    assert admin.post_form("/people/teams/1/delete").status_code == 404
