"""The same in a real browser, where scripts of ours put words into pages: they stay words there as well."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from simulator.app.app import create_app
from simulator.web.settings import Settings
from tests.app.conftest import PASSWORD, Browser, add_people
from tests.app.faults.server import HOST, Server
from tests.conftest import PATIENCE

from .hostile import MARK, fill

PAGES = {
    "wei": (
        *(
            "/",
            "/cases",
            "/cases/broken-case",
            "/cases/broken-case/problems",
            "/cases/late-parcel",
            "/classes/1",
        ),
        *(
            "/cases/late-parcel/graph",
            "/cases/late-parcel/figures",
            "/cases/late-parcel/worth",
            "/cases/late-parcel/try",
            "/assignments",
        ),
    ),
    "lin": ("/", "/attempts", "/account"),
    "root": ("/people", "/people/1", "/people/teams/1", "/settings", "/audit"),
}


@pytest.fixture
def hostile_desk(tmp_path: Path) -> Iterator[str]:
    """The address of a desk in which everything holds a script."""
    settings = Settings(database=f"sqlite:///{tmp_path / 'desk.sqlite'}", cache=tmp_path / "cache")
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)

        def client(name: str) -> Browser:
            return Browser(browser.app).sign_in(name)

        fill(browser.app.state.services, client)
    server = Server(tmp_path, settings.database)
    server.start()
    yield f"http://{HOST}:{server.port}"
    server.stop()


@pytest.fixture
def signed_in(hostile_desk: str, chromium: Chromium) -> Iterator[Callable[[str], Page]]:
    """Gives a tab in which somebody has signed in; whatever a page complains about fails the test."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def tab(name: str) -> Page:
        contexts.append(chromium.new_context(base_url=hostile_desk))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto("/sign-in")
        page.locator("input[name=name]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button").first.click()
        page.wait_for_url("**/")
        return page

    yield tab
    for context in contexts:
        context.close()
    assert complaints == []


def test_nothing_written_becomes_an_element(signed_in: Callable[[str], Page]) -> None:
    """A script of ours would make an element of what it gets from the server as data, or types into the page."""
    for name, addresses in PAGES.items():
        page = signed_in(name)
        for address in addresses:
            page.goto(address)
            assert page.locator(MARK).count() == 0, address
            assert page.locator(f"text=<{MARK}").count() > 0, address
        if name == "wei":
            page.goto("/cases/broken-case/edit/case.yaml")
            # the editor asks for the problems of the text by itself, and shows them as it gets them
            page.locator(".cm-content").click()
            page.keyboard.type("# ")
            page.locator(".cm-lintRange, .cm-lint-marker").first.wait_for()
            assert page.locator(MARK).count() == 0
        if name == "lin":
            page.goto("/attempts")
            page.locator("main a[href^='/attempts/']").first.click()
            page.locator("h1").wait_for()
            assert page.locator(MARK).count() == 0
