"""The report in a real browser: nothing asked of the network, nothing in the way on a phone or of a screen reader."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from simulator import load_case
from simulator.call.report.debrief import debrief_html
from simulator.call.report.graph import case_graph, graph_svg
from tests.conftest import SMALL_CASE
from tools.chromium import installed

from .plays import PAGES

PHONE, DESK = 320, 1100

pytestmark = pytest.mark.skipif(installed() is None, reason="Chromium is not installed")
REPORT = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in PAGES for language in ("en", "zh")]
)
SCHEME = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A window for all of these pages, which keep nothing in it: opening one costs more than a page."""
    window = chromium.new_context()
    yield window
    window.close()


@pytest.fixture
def opened(window: BrowserContext, tmp_path: Path) -> Iterator[Page]:
    """A page that has to stay silent and ask for nothing but itself."""
    page = window.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []


def show(page: Page, folder: Path, html: str, width: int, scheme: str = "light") -> None:
    """Open a page that was written into a folder, with everything in it unfolded."""
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")


@REPORT
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_sideways_scroll(opened: Page, tmp_path: Path, name: str, language: str, width: int) -> None:
    """On a phone the report would have to be pushed to and fro."""
    show(opened, tmp_path, debrief_html(PAGES[name](language)), width)
    assert opened.evaluate("document.documentElement.scrollWidth") == width


@REPORT
@SCHEME
@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe is not installed")
def test_nothing_in_the_way_of_anybody(
    opened: Page, tmp_path: Path, name: str, language: str, scheme: str
) -> None:
    """Somebody who cannot see well, or at all, could not read their report."""
    show(opened, tmp_path, debrief_html(PAGES[name](language)), PHONE, scheme)
    assert barriers(opened) == []


@SCHEME
@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe is not installed")
def test_graph_in_a_page(opened: Page, tmp_path: Path, scheme: str) -> None:
    """The picture of a case could not be read where it is shown."""
    svg = graph_svg(case_graph(load_case(SMALL_CASE), "en"))
    html = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Case</title><main><h1>Case</h1>{svg}</main></html>'
    show(opened, tmp_path, html, DESK, scheme)
    assert barriers(opened) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_in_pictures_do_not_overlap(opened: Page, tmp_path: Path, language: str) -> None:
    """The lines of the call curve could not be told apart by their names."""
    show(opened, tmp_path, debrief_html(PAGES["whole"](language)), PHONE)
    overlaps = opened.evaluate(
        """() => [...document.querySelectorAll("svg")].flatMap(svg => {
            const boxes = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
            return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
                .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                .map(([other]) => [one, other]));
        })"""
    )
    assert overlaps == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_prints(opened: Page, tmp_path: Path, language: str) -> None:
    """A team lead who prints the report in the evening would get white on white, or a cut-off page."""
    show(opened, tmp_path, debrief_html(PAGES["whole"](language)), DESK, "dark")
    opened.emulate_media(media="print", color_scheme="dark")
    colours = opened.evaluate(
        "(style => [style.color, style.backgroundColor])(getComputedStyle(document.body))"
    )
    assert colours == ["rgb(17, 17, 17)", "rgb(255, 255, 255)"]
    opened.set_viewport_size({"width": 660, "height": 900})  # A4 between its margins
    assert opened.evaluate("document.documentElement.scrollWidth") == 660


def barriers(page: Page) -> list[object]:
    """What axe finds in the way of somebody who reads otherwise."""
    from axe_playwright_python.base import AXE_FILE_PATH

    # evaluated from outside, because the report's own policy allows no script at all
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 10
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]
