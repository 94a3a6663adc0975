"""Who says where the desk is, and where a request comes from: the configuration, and not the request."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from simulator.app import serving
from simulator.app.app import create_app
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.web.services import Services, now
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people

FORGED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}


def links(browser: Browser, person: int, token: str) -> list[str]:
    """Return the beginning of the links that pages and the API make for a request with a forged host."""
    form = {"csrf": browser.csrf()}
    pages = [
        browser.post(f"/people/{person}/link", data=form, headers=FORGED).text,
        browser.post("/people/invitations", data=form, headers=FORGED).text,
    ]
    found = [re.findall(r"(\w+://[^\s\"<]*?)/link/", page) for page in pages]
    assert all(found)
    answer = browser.post(
        f"/api/v1/people/{person}/link", headers=FORGED | {"Authorization": f"Bearer {token}"}
    )
    return [*(one for some in found for one in some), answer.json()["address"].partition("/link/")[0]]


def test_no_link_leads_where_a_request_says(
    client: Callable[[str], Browser], services: Services, person: Callable[[str], Person]
) -> None:
    """An invitation would lead to a page of somebody else, who then knows the password."""
    _, token = services[Tokens].new(person("root").id, "x", None, now())
    browser = client("root")
    browser.post_form("/people/new", {"name": "new", "shown": "New", "role": "trainee"})
    assert set(links(browser, person("lin").id, token)) == {"http://testserver"}
    for path in ("/people/", "/api/v1/people/", "/sign-in/"):
        answer = browser.get(path, headers=FORGED, follow_redirects=False)
        assert "evil" not in answer.headers.get("location", "") + answer.text, path
    assert browser.get("/people/", follow_redirects=False).headers["location"] == "/people"


def test_links_begin_with_the_configured_address(settings: Settings) -> None:
    """Behind a proxy, an invitation would lead to an address that nobody can reach."""
    app = create_app(replace(settings, address="https://desk.example"))
    with Browser(app) as browser:
        services: Services = browser.app.state.services
        add_people(services)
        browser.sign_in("root")
        people = services[People]
        root, lin = people.named("root"), people.named("lin")
        assert root is not None
        assert lin is not None
        _, token = services[Tokens].new(root.id, "x", None, now())
        browser.post_form("/people/new", {"name": "new", "shown": "New", "role": "trainee"})
        assert set(links(browser, lin.id, token)) == {"https://desk.example"}


@pytest.mark.parametrize(
    ("proxies", "believed"), [("", "127.0.0.1"), ("10.0.0.1", "127.0.0.1"), ("127.0.0.1", "6.6.6.6")]
)
def test_only_named_proxies_are_believed(
    proxies: str, believed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody could try passwords from a new address each time, or in the name of a colleague's."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda *_, **options: given.update(options))
    monkeypatch.setattr(serving, "allow_many_files", lambda: None)
    environ = {"WINWIN_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite", "WINWIN_PROXIES": proxies}
    serving.serve("127.0.0.1", 8700, 1, environ)
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["client"]
        seen.append(scope["client"][0])
        await PlainTextResponse("")(scope, receive, send)

    config = uvicorn.Config(app, **{name: given[name] for name in ("proxy_headers", "forwarded_allow_ips")})
    config.load()
    client = TestClient(config.loaded_app, client=("127.0.0.1", 5000))
    client.get("/", headers={"X-Forwarded-For": "1.2.3.4, 6.6.6.6"})
    assert seen == [believed]
