"""Programs that use the API in somebody's name, at the desk of the browser tests."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from simulator.people.person import Person
from simulator.people.storage.tokens import Tokens
from simulator.web.services import Services, now
from tests.app.conftest import Browser

CASE = "ticket-rebooking"


class Program(TestClient):
    """A program with a token."""

    app: Starlette

    def __init__(self, app: Any, token: str) -> None:
        super().__init__(app, headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})
        self.token = token
        self._keys = 0

    def key(self) -> dict[str, str]:
        """A header that was not sent before."""
        self._keys += 1
        return {"Idempotency-Key": f"key-{self._keys}"}

    def begin(self, stage: str | None = "rehearsal", case: str = CASE) -> dict[str, Any]:
        """Begin an attempt, which must work; the play as it stands."""
        answer = self.post(f"/api/v1/cases/{case}/attempts", json={"stage": stage}, headers=self.key())
        assert answer.status_code == 201, answer.text
        play: dict[str, Any] = answer.json()
        return play

    def move(self, play: dict[str, Any], **move: Any) -> Response:
        """Make a move from how a play was seen."""
        return self.post(
            f"/api/v1/attempts/{play['name']}/moves",
            json={"version": play["version"], "move": move},
            headers=self.key(),
        )

    def moved(self, play: dict[str, Any], **move: Any) -> dict[str, Any]:
        """The play after a move, which must work."""
        answer = self.move(play, **move)
        assert answer.status_code == 200, answer.text
        after: dict[str, Any] = answer.json()["play"]
        return after

    def call_to_the_end(self) -> str:
        """Take a call to its end by the first reply that is not beyond the agent; the attempt's name."""
        play = self.begin()
        for _ in range(60):
            if play["over"]:
                return str(play["name"])
            open_now = [reply for reply in play["rehearsal"]["replies"] if not reply["beyond"]]
            play = self.moved(play, do="say", reply=open_now[0]["reply"])
        raise AssertionError("the call does not end")


@pytest.fixture
def program(
    anonymous: Browser, services: Services, person: Callable[[str], Person]
) -> Callable[[str], Program]:
    """Gives a program that acts in somebody's name."""

    def acting_for(name: str) -> Program:
        someone = person(name)
        _, secret = services[Tokens].new(someone.id, "a program", someone.id, now())
        return Program(anonymous.app, secret)

    return acting_for
