"""A desk with a small team on a fresh SQLite file, and browsers without a window for its people."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from simulator.training.people import Person, Role
from simulator.web.app import create_app
from simulator.web.desk import Desk, now
from simulator.web.settings import Settings

PASSWORD = "correct horse 9"
PEOPLE = {
    # the sign-in name: what the others see, the role, whether in the team "Airline"
    "lin": ("Lin Xiaoyu", Role.TRAINEE, True),
    "bo": ("Bo Chen", Role.TRAINEE, False),
    "wei": ("Wei Min", Role.TRAINER, False),
    "hua": ("Hua Jing", Role.LEAD, True),
    "root": ("Root", Role.ADMIN, False),
}


class Browser(TestClient):
    """A client that takes part in the desk's forms, and asks for English."""

    def __init__(self, app: Any, **more: Any) -> None:
        super().__init__(app, headers={"Accept-Language": "en"}, **more)

    def csrf(self) -> str:
        """The token that this browser's forms carry now."""
        found = re.search(
            r'<meta name="csrf" content="([^"]+)"', self.get("/sign-in", follow_redirects=True).text
        )
        assert found, "no page without a token"
        return found[1]

    def post_form(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        """Post a form as a page of the desk would."""
        return self.post(url, data={"csrf": self.csrf()} | (data or {}), **more)

    def sign_in(self, name: str, password: str = PASSWORD) -> "Browser":
        """Sign in, which must work."""
        answer = self.post_form("/sign-in", {"name": name, "password": password}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return self


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A desk of its own for each test."""
    return Settings(database=f"sqlite:///{tmp_path / 'desk.sqlite'}", cache=tmp_path / "cache")


@pytest.fixture
def anonymous(settings: Settings) -> Iterator[Browser]:
    """A browser that nobody has signed in with, at a desk that is open; the team is there."""
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.desk)
        yield browser


@pytest.fixture
def desk(anonymous: Browser) -> Desk:
    """What is kept by the desk that the browsers see."""
    return anonymous.app.state.desk


@pytest.fixture
def client(anonymous: Browser) -> Callable[[str], Browser]:
    """Gives a browser that somebody has signed in with."""

    def signed_in(name: str) -> Browser:
        return Browser(anonymous.app).sign_in(name)

    return signed_in


@pytest.fixture
def person(desk: Desk) -> Callable[[str], Person]:
    """Gives somebody of the team."""

    def named(name: str) -> Person:
        found = desk.people.named(name)
        assert found is not None
        return found

    return named


def add_people(desk: Desk) -> None:
    """The team, with one password for all."""
    moment = now()
    team = desk.people.add_team("Airline", by=None, now=moment)
    for name, (shown, role, airline) in PEOPLE.items():
        someone = desk.people.add(name, shown, role, team.id if airline else None, "en", by=None, now=moment)
        desk.passwords.set(someone.id, PASSWORD, None, moment)
        if role is Role.LEAD:
            desk.people.change_team(team.id, team.name, someone.id, None, moment)
