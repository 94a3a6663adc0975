"""Who may call what: every operation for every role, worthless tokens, bodies that are too large or broken."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from simulator.app.api import ROUTERS
from simulator.database.settings import Options
from simulator.database.unavailable import DatabaseUnavailable
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.text.message import Message
from simulator.web.api.caller import Needs
from simulator.web.api.gate import MOST_BYTES
from simulator.web.headers import HEADERS
from simulator.web.services import Services, now
from tests.app.conftest import PEOPLE, Browser

from .conftest import Program

Programs = Callable[[str], Program]
LANGUAGE = {"Accept-Language": "en"}


def operations() -> Iterator[APIRoute]:
    """Every operation."""
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def permissions(route: APIRoute) -> list[Permission]:
    """The permissions that an operation asks for."""
    return [
        needed.call.permission for needed in route.dependant.dependencies if isinstance(needed.call, Needs)
    ]


def calls() -> Iterator[tuple[str, str, Permission]]:
    """The method and an address of every operation, with its permission."""
    for route in operations():
        path = "/api" + route.path
        for name in ("case", "name"):
            path = path.replace(f"{{{name}}}", "nobody")
        for name in ("person", "team", "assignment"):
            path = path.replace(f"{{{name}}}", "999999")
        for method in route.methods or ():
            yield method, path, permissions(route)[0]


def test_every_operation_names_one_permission() -> None:
    """An operation made around the one mechanism would be open to every account."""
    assert [route.path for route in operations() if len(permissions(route)) != 1] == []
    assert len({route.operation_id for route in operations()}) == len(list(operations())) > 20


def test_the_document_has_every_operation(anonymous: Browser) -> None:
    """One that is not in it would not be tested by what goes through it."""
    paths = anonymous.get("/api/openapi.json").json()["paths"]
    told = {operation["operationId"] for path in paths.values() for operation in path.values()}
    assert told == {route.operation_id for route in operations()}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer winwin_wrong", "Basic bGluOng=", "winwin_x"]
)
def test_without_a_valid_token_there_is_nothing(anonymous: Browser, header: str | None) -> None:
    """Whoever has no account would reach people's data."""
    headers = LANGUAGE | ({} if header is None else {"Authorization": header})
    wrong = []
    for method, path, _ in [*calls(), ("GET", "/api/v1/nothing", None), ("GET", "/api/", None)]:
        answer = anonymous.request(method, path, headers=headers, content=b"{")
        if (answer.status_code, answer.json()["error"]["code"]) != (401, "wrong-token"):
            wrong.append((method, path, answer.status_code))
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert wrong == []


def test_a_session_is_no_token(client: Callable[[str], Browser]) -> None:
    """A page elsewhere could act through the browser of whoever visits it: cookies go along by themselves."""
    assert client("root").get("/api/v1/people").status_code == 401


def test_tokens_end(
    program: Programs, services: Services, person: Callable[[str], Any], anonymous: Browser
) -> None:
    """One that was revoked or has expired, or whose account was closed, would still open everything."""
    hua, root, moment = person("hua"), person("root"), now()
    program("lin").get("/api/v1/me")
    _, expired = services[Tokens].new(
        hua.id, "old", hua.id, moment - timedelta(days=2), moment - timedelta(days=1)
    )
    token, secret = services[Tokens].new(hua.id, "short", hua.id, moment)
    assert Program(anonymous.app, expired).get("/api/v1/me").status_code == 401
    assert Program(anonymous.app, secret).get("/api/v1/me").json()["name"] == "hua"
    services[Tokens].revoke(token.id, hua.id, now())
    assert Program(anonymous.app, secret).get("/api/v1/me").status_code == 401
    lin = program("lin")
    assert lin.get("/api/v1/me").status_code == 200
    services[People].set_active(person("lin").id, False, root.id, now())
    assert lin.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("name", PEOPLE)
def test_roles_reach_exactly_what_they_may(
    name: str, program: Programs, person: Callable[[str], Any]
) -> None:
    """A role that reaches more than its permissions, or less, makes the roles worth nothing."""
    caller, someone = program(name), person(name)
    wrong = []
    for method, path, permission in calls():
        answer = caller.request(method, path, json={} if method in ("POST", "PUT", "PATCH") else None)
        refused = answer.status_code == 403 and answer.json()["error"]["code"] == "not-allowed"
        if refused == someone.may(permission) or answer.status_code in (401, 500):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_a_body_above_the_limit_is_not_read(program: Programs) -> None:
    """A hundred megabytes, announced or not, would fill the server's memory."""
    root = program("root")
    large = b'{"name": "' + b"x" * MOST_BYTES + b'"}'
    for body in (large, (large[at : at + 10_000] for at in range(0, len(large), 10_000))):
        answer = root.post("/api/v1/teams", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-long")
    assert root.get("/api/v1/teams").json()["teams"][1:] == []


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"[" * 60_000, 400),
        ("application/json", b"\xff", 400),
        ("application/json", b"[1]", 422),
        ("application/json", b"", 422),
        ("application/json", b'{"name": "\\ud800"}', 422),
        ("application/json", b'{"name": "\\u0000"}', 422),
        ("application/json", b'{"name": "x", "lead": 99999999999999999999}', 422),
        ("application/json", b'{"name": "x", "lead": NaN}', 422),
        ("application/json", b'{"name": "x", "nam": 1}', 422),
        ("text/plain", b'{"name": "x"}', 422),
        ("application/x-www-form-urlencoded", b"name=x", 422),
    ],
)
def test_a_broken_body_is_refused_in_the_one_shape(
    program: Programs, kind: str, body: bytes, status: int
) -> None:
    """Whatever is sent, the answer has a code and a sentence, and is never a fault of the server."""
    answer = program("root").post("/api/v1/teams", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert {"code", "message"} <= answer.json()["error"].keys()


def test_every_field_that_does_not_fit_is_named(program: Programs) -> None:
    """Whoever writes a program would have to guess what is wrong, one thing at a time."""
    body = {"role": "king", "team": "3", "more": 1}
    error = program("root").post("/api/v1/people", json=body).json()["error"]
    assert error["code"] == "invalid"
    assert {fault["field"]: fault["message"] for fault in error["fields"]} == {
        "body.name": "This is missing.",
        "body.shown": "This is missing.",
        "body.role": "This must be one of: trainee, trainer, lead, admin.",
        "body.team": "This must be a whole number.",
        "body.more": "There is no such field here.",
    }


def test_an_unknown_query_is_refused(program: Programs) -> None:
    """With a slip in the name of a filter, a program would get everybody's rows and take them for a team's."""
    answer = program("root").get("/api/v1/results", params={"tema": "1"})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["error"]["fields"]] == ["query.tema"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("en", "There is nothing at this address, or it is not for this account."),
        ("fr, EN-gb;q=0.5", "There is nothing at this address, or it is not for this account."),
    ],
)
def test_errors_come_in_the_language_asked_for(program: Programs, asked: str, sentence: str) -> None:
    """A message that nobody can read helps nobody."""
    answer = program("lin").get("/api/v1/nothing", headers={"Accept-Language": asked})
    assert answer.json() == {"error": {"code": "not-found", "message": sentence}}


def test_other_methods_are_refused(program: Programs) -> None:
    """The one shape holds for what no operation answers, too."""
    answer = program("lin").put("/api/v1/me")
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET"
    assert program("root").delete("/api/v1/people/1").headers["Allow"] == "GET, PATCH"


def test_a_fault_of_ours_is_told_in_the_one_shape(
    program: Programs, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program would have to read a page for people, or the inside of the server."""
    root = program("root")
    monkeypatch.setattr(type(services[People]), "teams", lambda self: 1 / 0)
    answer = TestClient(root.app, raise_server_exceptions=False, headers=dict(root.headers)).get(
        "/api/v1/teams"
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "fault")
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("broken", [(Tokens, "find"), (People, "teams"), (Options, "current")])
def test_a_database_out_of_reach_is_told_as_such(
    program: Programs, monkeypatch: pytest.MonkeyPatch, broken: tuple[type, str]
) -> None:
    """A program would take a short break for a wrong token or a fault, and not try again."""
    root = program("root")

    def unavailable(*_: Any, **__: Any) -> None:
        raise DatabaseUnavailable(Message("The disk is gone."))

    for kind, name in (broken, (People, "teams")):
        monkeypatch.setattr(kind, name, unavailable)
    answer = root.get("/api/v1/teams", headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "database-unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_websocket_is_refused(program: Programs) -> None:
    """What has no operation would run around the gate."""
    lin = program("lin")
    with pytest.raises(WebSocketDisconnect), lin.websocket_connect("/api/v1/me"):
        pass


def test_answers_have_the_headers_of_the_desk(program: Programs) -> None:
    """Somebody's data would be kept in caches, or read as a page."""
    lin = program("lin")
    for path in ("/api/v1/me", "/api/v1/nothing", "/api/openapi.json"):
        answer = lin.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"
