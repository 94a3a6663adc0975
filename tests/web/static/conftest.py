"""A browser, and a server whose answers the tests choose, under the desk's own policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import PATIENCE
from tests.web.static.pages import Stage, served

EXPECTED = ("Failed to load resource", "htmx:")  # said about posts that were refused or lost


@pytest.fixture(scope="package")
def browser(chromium: Browser) -> Browser:
    """A browser that is started once."""
    return chromium


@pytest.fixture(scope="package")
def address() -> Iterator[Stage]:
    """The server, which is started once."""
    with served(Stage()) as stage:
        yield stage


@pytest.fixture
def stage(address: Stage) -> Stage:
    """The server as if it had just been started."""
    fresh = Stage()
    fresh.address = address.address
    vars(address).update(vars(fresh))
    return address


@pytest.fixture
def context(browser: Browser, stage: Stage) -> Iterator[BrowserContext]:
    """A window that asks nobody but the server."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    assert [url for url in asked if not url.startswith((stage.address, "data:"))] == []


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A page that has to stay silent: no error, no violation of the policy."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(PATIENCE)
    yield page
    assert [text for text in said if not text.startswith(EXPECTED)] == []
