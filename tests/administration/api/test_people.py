"""Accounts and teams through the API: what an HR system does."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.database.audit import Action, Audit
from simulator.people.person import Person
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People as KeptPeople
from simulator.web.services import Services
from tests.app.api.conftest import Program
from tests.app.conftest import Browser

Programs = Callable[[str], Program]
People = Callable[[str], Person]


@pytest.fixture
def root(program: Programs) -> Program:
    """An administrator's program."""
    return program("root")


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


def test_somebody_is_added_and_invited(root: Program, services: Services, anonymous: Browser) -> None:
    """An HR system could not let anybody in."""
    sent = {"name": "Li.Wei", "shown": "李伟", "role": "trainer", "team": 1, "language": "zh"}
    added = root.post("/api/v1/people", json=sent)
    assert added.status_code == 201
    told = added.json()
    assert told == sent | {"id": told["id"], "name": "li.wei", "active": True, "invited": True}
    assert root.get(f"/api/v1/people/{told['id']}").json() == told
    link = root.post(f"/api/v1/people/{told['id']}/link").json()
    assert link["purpose"] == "invitation"
    parts = urlsplit(link["address"])
    assert (parts.scheme, parts.netloc) == ("http", "testserver")
    assert "li.wei" in anonymous.get(parts.path).text
    done = anonymous.post_form(parts.path, {"password": "a long sentence 7", "again": "a long sentence 7"})
    assert done.status_code == 200
    assert services[Passwords].verified("li.wei", "a long sentence 7") is not None
    assert root.get(f"/api/v1/people/{told['id']}").json()["invited"] is False
    assert root.post(f"/api/v1/people/{told['id']}/link").json()["purpose"] == "reset"


def test_the_log_says_who_added_whom(root: Program, services: Services, person: People) -> None:
    """What a program changes would be nobody's doing."""
    told = root.post("/api/v1/people", json={"name": "x1", "shown": "X"}).json()
    (entry,) = services[Audit].entries(subject=f"person:{told['id']}")
    assert (entry.action, entry.person) == (Action.PERSON_ADDED.value, person("root").id)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": "LIN", "shown": "x"}, (422, "name-taken")),
        ({"name": "x", "shown": "x", "team": 99}, (404, "no-such-team")),
        ({"name": " ", "shown": "x"}, (422, "unusable-text")),
        ({"name": "x\u202e", "shown": "x"}, (422, "unusable-text")),
        ({"name": "x", "shown": "y" * 101}, (422, "unusable-text")),
        ({"name": "x", "shown": ""}, (422, "invalid")),
        ({"name": "x", "shown": "x", "team": 0}, (422, "invalid")),
        ({"name": "x", "shown": "x", "team": 2**31}, (422, "invalid")),
        ({"name": "x", "shown": "x", "password": "secret"}, (422, "invalid")),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    root: Program, services: Services, sent: dict[str, Any], expected: tuple[int, str]
) -> None:
    """Half an account, or two with one name, would be there afterwards."""
    before = services[KeptPeople].all()
    assert code(root.post("/api/v1/people", json=sent)) == expected
    assert services[KeptPeople].all() == before


def test_only_what_is_sent_is_changed(root: Program, person: People) -> None:
    """A program that knows only the team would wipe out the rest."""
    lin = person("lin")
    path = f"/api/v1/people/{lin.id}"
    assert root.patch(path, json={}).json() == root.get(path).json()
    told = root.patch(path, json={"team": None, "role": "lead", "name": None}).json()
    assert (told["team"], told["role"], told["name"], told["shown"]) == (None, "lead", "lin", lin.shown)
    assert root.patch(path, json={"language": None, "shown": "Lin"}).json()["language"] is None
    assert person("lin").shown == "Lin"


def test_who_is_locked_out_cannot_use_anything(root: Program, program: Programs, person: People) -> None:
    """Somebody who has left would still come in."""
    lin = program("lin")
    path = f"/api/v1/people/{person('lin').id}"
    assert root.put(f"{path}/active", json={"active": False}).json()["active"] is False
    assert lin.get("/api/v1/me").status_code == 401
    assert code(root.post(f"{path}/link")) == (422, "inactive-account")
    assert root.put(f"{path}/active", json={"active": True}).json()["active"] is True
    assert lin.get("/api/v1/me").status_code == 401, "a token ends with the account's lock, and stays ended"
    assert program("lin").get("/api/v1/me").status_code == 200


def test_the_last_administrator_stays(root: Program, person: People) -> None:
    """A program could lock everybody out for good."""
    path = f"/api/v1/people/{person('root').id}"
    assert code(root.patch(path, json={"role": "trainee"})) == (422, "last-administrator")
    assert code(root.put(f"{path}/active", json={"active": False})) == (422, "last-administrator")


def test_the_list_comes_in_pages_and_by_what_is_asked(root: Program, services: Services) -> None:
    """A program would see some accounts twice and others never."""
    everybody = [someone.id for someone in services[KeptPeople].all()]
    seen, behind = [], 0
    while behind is not None:
        answer = root.get("/api/v1/people", params={"limit": 2, "behind": behind}).json()
        assert 0 < len(answer["people"]) <= 2
        seen += [one["id"] for one in answer["people"]]
        behind = answer["next"]
    assert seen == everybody
    named = root.get("/api/v1/people", params={"name": "ＨＵＡ"}).json()["people"]
    assert [one["name"] for one in named] == ["hua"]
    assert root.get("/api/v1/people", params={"name": "nobody"}).json()["people"] == []
    assert {one["name"] for one in root.get("/api/v1/people", params={"team": 1}).json()["people"]} == {
        "lin",
        "hua",
    }
    assert root.get("/api/v1/people", params={"active": False}).json()["people"] == []


def test_teams_are_added_changed_and_deleted(root: Program, services: Services, person: People) -> None:
    """Who is where in the company changes, and the desk would not follow."""
    wei = person("wei").id
    added = root.post("/api/v1/teams", json={"name": "Appliances", "lead": wei})
    assert (added.status_code, added.json()["lead"]) == (201, wei)
    path = f"/api/v1/teams/{added.json()['id']}"
    assert root.patch(path, json={"name": "Home"}).json() == added.json() | {"name": "Home"}
    assert root.patch(path, json={"lead": None}).json() == added.json() | {"name": "Home", "lead": None}
    assert code(root.patch(path, json={"lead": person("lin").id})) == (422, "cannot-lead")
    assert code(root.post("/api/v1/teams", json={"name": "Airline"})) == (422, "name-taken")
    answer = root.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert code(root.delete(path)) == (404, "no-such-team")
    assert [team.name for team in services[KeptPeople].teams()] == ["Airline"]
