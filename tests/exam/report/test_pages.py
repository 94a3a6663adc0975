"""The exam reports as files: well-formed, escaped, silent, and readable on a phone, in the dark, on paper."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from simulator.text.language import LANGUAGES, Language
from tests.call.report.test_browser import DESK, PHONE, barriers, show
from tests.render.pages import Page
from tests.text.test_escaping import shown
from tools.chromium import installed

from .reports import FILES

HTML = [name for name in FILES if name.endswith(".html")]
BROWSER = pytest.mark.skipif(installed() is None, reason="Chromium is not installed")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HTML)
def test_html_holds_together(name: str, language: Language) -> None:
    """A report would fall apart in a browser, ask for something elsewhere, or run something."""
    page = Page(FILES[name](language))
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    pointed = {part for value in page.values("aria-labelledby") for part in value.split()}
    pointed |= {value.removeprefix("#") for value in page.values("href")}
    assert pointed <= set(ids)
    assert (page.named("script", "link", "i"), page.values("src")) == ([], [])
    assert all(tag.attributes.get("role") == "img" for tag in page.named("svg"))


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".md")])
def test_markdown_tables_hold_together(name: str) -> None:
    """A name or a stem would tear a table apart, or become a tag."""
    page = shown(FILES[name]("en"))
    assert page.named("i") == []
    widths = [
        len(line.replace("\\|", "").split("|"))
        for line in FILES[name]("en").splitlines()
        if line.startswith("|")
    ]
    rows = len(page.named("tr")) + len(page.named("table"))  # the line under a head is no row
    assert rows == len(widths)


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    """A page that has to stay silent."""
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


@BROWSER
@pytest.mark.parametrize("name", HTML)
def test_nothing_is_cut_off(tab: Tab, tmp_path: Path, name: str) -> None:
    """A report would have to be pushed to and fro on a phone, or be cut off on paper."""
    for language in LANGUAGES:
        show(tab, tmp_path, FILES[name](language), DESK)
        for width in (PHONE, 500, 768, DESK):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") == width
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": 660, "height": 900})  # A4 between its margins
        assert tab.evaluate("document.documentElement.scrollWidth") == 660
        tab.emulate_media(media="screen")


@BROWSER
@pytest.mark.parametrize(
    ("name", "language", "width", "scheme"),
    [
        ("month.html", "en", PHONE, "dark"),
        ("items.html", "zh", DESK, "light"),
        ("result.html", "zh", PHONE, "dark"),
    ],
)
def test_nothing_in_the_way_of_anybody(
    tab: Tab, tmp_path: Path, name: str, language: Language, width: int, scheme: str
) -> None:
    """Somebody who cannot see well, or at all, could not read the report. (One each: axe takes seconds.)"""
    show(tab, tmp_path, FILES[name](language), width, scheme)
    assert barriers(tab) == []


@BROWSER
@pytest.mark.parametrize("name", HTML)
def test_words_in_pictures_do_not_overlap(tab: Tab, tmp_path: Path, name: str) -> None:
    """A picture could not be read."""
    show(tab, tmp_path, FILES[name]("en"), PHONE)
    overlaps = tab.evaluate(
        """() => [...document.querySelectorAll("svg")].flatMap(svg => {
            const boxes = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
            return boxes.flatMap(([one, a], n) => boxes.slice(n + 1)
                .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                .map(([other]) => [one, other]));
        })"""
    )
    assert json.dumps(overlaps) == "[]"
