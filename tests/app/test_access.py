"""Who may do what: every route for every role, forged forms, bodies that are too large."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.routing import Mount, Route

from simulator.administration.pages.signing import own_address
from simulator.app.app import routes
from simulator.people.person import Permission
from simulator.web.headers import HEADERS

from .conftest import PEOPLE, Browser

SAMPLES = {"int": "1", "str": "nobody", "path": "nobody"}


def page_routes() -> list[Route]:
    """The routes of all pages; static files and the API have tests of their own."""
    found = []
    for route in routes():
        if isinstance(route, Route):
            found.append(route)
        else:
            assert isinstance(route, Mount), f"{route} is neither a page nor mounted"
    return found


def address(route: Route) -> str:
    """An address that the route answers to."""
    sample = {name: SAMPLES[convertor_name(convertor)] for name, convertor in route.param_convertors.items()}
    return str(route.url_path_for(route.name, **sample))


def convertor_name(convertor: Any) -> str:
    """What the convertor of a path parameter is called in the route."""
    return {"IntegerConvertor": "int", "PathConvertor": "path"}.get(type(convertor).__name__, "str")


def calls() -> Iterator[tuple[str, str, Permission | None]]:
    """Every method and address with the permission that it takes."""
    for route in page_routes():
        for method in sorted(route.methods or ()):
            if method != "HEAD":
                endpoint: Any = route.endpoint
                yield method, address(route), endpoint.permission


def test_every_route_names_its_permission() -> None:
    """A page made around the one mechanism would be open to everybody."""
    unguarded = [route.path for route in page_routes() if not hasattr(route.endpoint, "permission")]
    assert unguarded == []


def test_visitors_without_a_session_are_sent_to_sign_in(anonymous: Browser) -> None:
    """A page that answers strangers gives people's data away."""
    wrong = []
    for method, path, permission in calls():
        if permission is None:
            continue
        answer = anonymous.request(method, path, follow_redirects=False)
        expected = (303,) if method == "GET" else (401,)
        if answer.status_code not in expected:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", PEOPLE)
def test_roles_reach_exactly_what_they_may(
    name: str, client: Callable[[str], Browser], person: Callable[[str], Any]
) -> None:
    """A role that reaches more than its permissions, or less, makes the roles worth nothing."""
    browser, someone = client(name), person(name)
    token = browser.csrf()
    wrong = []
    for method, path, permission in calls():
        if permission is None or path == "/sign-out":
            continue
        answer = browser.request(
            method, path, headers={"X-CSRF-Token": token} if method != "GET" else None, follow_redirects=False
        )
        refused = "no permission" in answer.text and answer.status_code == 403
        if refused == someone.may(permission) or answer.status_code in (401, 500):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_forms_without_the_token_of_their_session_change_nothing(client: Callable[[str], Browser]) -> None:
    """A page elsewhere could otherwise act in the name of whoever visits it."""
    browser, other = client("root"), client("lin")
    wrong = []
    for method, path, _ in calls():
        if method == "GET":
            continue
        for token in (None, "", "x", other.csrf()):
            headers = {} if token is None else {"X-CSRF-Token": token}
            answer = browser.request(method, path, headers=headers, follow_redirects=False)
            if answer.status_code != 403:
                wrong.append((method, path, token, answer.status_code))
    assert wrong == []


def test_forms_from_other_sites_are_refused(client: Callable[[str], Browser]) -> None:
    """Browsers say where a form comes from; even the right token does not help one from elsewhere."""
    browser = client("lin")
    headers = {"X-CSRF-Token": browser.csrf(), "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/language", headers=headers, data={"language": "zh"}).status_code == 403


def test_a_body_above_the_limit_is_not_read(client: Callable[[str], Browser]) -> None:
    """A hundred megabytes, announced or not, would fill the server's memory."""
    browser = client("lin")
    headers = {"X-CSRF-Token": browser.csrf(), "Content-Type": "application/x-www-form-urlencoded"}
    large = b"language=zh&more=" + b"x" * 1_000_000
    assert browser.post("/language", headers=headers, content=large).status_code == 413
    chunks = (large[at : at + 10_000] for at in range(0, len(large), 10_000))
    assert browser.post("/language", headers=headers, content=chunks).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{" * 100_000),
        ("application/json", b"[1]"),
        ("application/json", b"\xff"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=b" for _ in range(5000))),
    ],
)
def test_a_broken_body_is_refused_in_words(client: Callable[[str], Browser], kind: str, body: bytes) -> None:
    """Whatever is sent, the answer is a sentence and never a fault of the server."""
    browser = client("lin")
    headers = {"X-CSRF-Token": browser.csrf(), "Content-Type": kind}
    answer = browser.post("/language", headers=headers, content=body)
    assert answer.status_code in (400, 422), answer.text


def test_every_answer_says_where_scripts_may_come_from(anonymous: Browser) -> None:
    """One page without the policy is enough for a script that somebody typed into a comment."""
    for path in ("/sign-in", "/nowhere", "/", "/health"):
        answer = anonymous.get(path, follow_redirects=False)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        "x",
        "/\n/elsewhere.example",
        "\\\\elsewhere.example",
        "/a\\..\\b",
    ],
)
def test_signing_in_never_leads_to_another_site(wanted: str) -> None:
    """A link to our own sign-in page could otherwise end on a page that asks for the password again."""
    assert own_address(wanted) == "/"


def test_after_signing_in_the_page_asked_for_is_shown(anonymous: Browser) -> None:
    """Whoever follows a link from an e-mail wants to arrive there, not at the home page."""
    answer = anonymous.get("/attempts?case=x", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=/attempts%3Fcase%3Dx"
    assert own_address("/attempts?case=x") == "/attempts?case=x"


def test_the_session_is_a_new_one_after_signing_in(anonymous: Browser) -> None:
    """A cookie that was planted before must not become somebody's session."""
    anonymous.cookies.set("session", "planted")
    anonymous.sign_in("lin")
    values = [cookie.value for cookie in anonymous.cookies.jar if cookie.name == "session"]
    assert "planted" not in values[-1:]
    before = values[-1]
    anonymous.sign_in("lin")
    after = [cookie.value for cookie in anonymous.cookies.jar if cookie.name == "session"][-1]
    assert after != before
