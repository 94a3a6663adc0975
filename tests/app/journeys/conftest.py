"""A desk that is served, and windows of a real browser in which nothing may go wrong unnoticed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request

from simulator.practice.pages.plays import beginning
from simulator.web.settings import Settings
from tests.conftest import PATIENCE

from .serving import Site, served

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PHONE, DESK = {"width": 375, "height": 720}, {"width": 1280, "height": 860}

OpenWindow = Callable[..., BrowserContext]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve one desk for all journeys; each has its own people."""
    folder = tmp_path_factory.mktemp("site")
    with served(Settings(f"sqlite:///{folder / 'desk.sqlite'}", folder / "cache")) as site:
        yield site


@pytest.fixture
def noise() -> list[str]:
    """What browsers have complained of; a journey may take away what it expects."""
    return []


@pytest.fixture
def window(chromium: Browser, site: Site, noise: list[str]) -> Iterator[OpenWindow]:
    """Open windows, each as of another computer, that ask nobody but the desk and have nothing to complain of."""
    opened: list[BrowserContext] = []
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error":
            noise.append(f"{said.text} {said.location.get('url', '')}".strip())

    def open_window(language: str = "en", **options: Any) -> BrowserContext:
        # with reduced motion, so that no customer takes a moment to answer
        usual = {"viewport": DESK, "locale": LOCALES[language], "reduced_motion": "reduce"}
        context = chromium.new_context(**usual | options)
        context.set_default_timeout(PATIENCE)
        context.on("request", hear)
        context.on("console", listen)
        context.on("weberror", lambda error: noise.append(str(error.error)))
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    assert [url for url in asked if not url.startswith((site.address, "data:", "http://127.0.0.1"))] == []
    assert noise == []


@pytest.fixture(autouse=True)
def same_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the same customers call whoever plays for the first time."""
    monkeypatch.setattr(beginning, "SEEDS", 1)
