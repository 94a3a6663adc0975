"""Every page of the desk, for everybody: read by a machine, in the dark, on a small telephone, without a mouse."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from simulator.web.demo import DEMO_PASSWORD
from tests.web.journeys.conftest import OpenWindow
from tests.web.journeys.hands import FOCUS_SHOWS, Mouse
from tests.web.journeys.pages import Addresses, fill, shown_routes
from tests.web.journeys.site import Site
from tests.web.journeys.trainee import Trainee

pytestmark = pytest.mark.browser

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
SMALLEST = 320
TAGS = {"en": "en", "zh": "zh-Hans"}
UNREACHED = f"""() => {{
    const shows = {FOCUS_SHOWS};
    const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter((control) => !control.matches(":disabled") && control.checkVisibility({{ visibilityProperty: true }}));
    return controls.filter((control) => {{
        control.focus({{ preventScroll: true, focusVisible: true }});
        return control !== document.activeElement || control.tabIndex !== 0 || !shows(control);
    }}).map((control) => control.outerHTML.slice(0, 120));
}}"""
"""Controls that the keyboard does not come to, or of which nobody sees that it has."""


def found(page: Page, **options: object) -> list[object]:
    """What axe finds in the way of somebody."""
    answer = page.evaluate(f"axe.run({json.dumps({'resultTypes': ['violations'], 'preload': False} | options)})")
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in answer["violations"]]


def faults(page: Page, language: str) -> Iterator[object]:
    """Whatever is wrong with the page that is open, unfolded: by the light, in the dark, and on a small telephone.

    Words differ by language, colours do not: the English page is looked at in both lights, the Chinese one in the
    dark alone; and what the keyboard comes to is the same in both.
    """
    if page.locator("html").get_attribute("lang") != TAGS[language]:
        yield "lang"
    if page.locator("h1").count() != 1 or not page.title().partition(" · ")[0].strip():
        yield "title"
    yield from [("policy", *each) for each in page.evaluate("window.violations")]
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    page.evaluate(AXE)
    if language == "en":
        page.keyboard.press("Tab")  # from now on the focus shows
        yield from [("keyboard", control) for control in page.evaluate(UNREACHED)]
        yield from found(page, runOnly=RULES)
    shine(page, "dark")
    yield from [("dark", *fault) for fault in found(page, runOnly=RULES if language == "zh" else CONTRAST)]
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > SMALLEST:
        yield "width", width, page.evaluate(WIDE, SMALLEST)


def shine(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Change the colours, and wait until the page has them."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); })")


VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push([event.violatedDirective, event.blockedURI, event.sample]);
});"""
WIDE = """(most) => [...document.querySelectorAll("main *, header *")]
    .filter((part) => part.getBoundingClientRect().right > most && !part.closest(".scroll"))
    .slice(-3).map((part) => part.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def addresses(site: Site) -> Addresses:
    """The desk's pages, with something in them."""
    fill(site)
    return Addresses(site)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page(
    site: Site, addresses: Addresses, window: OpenWindow, noise: list[str], language: str
) -> None:
    """A page could not be read, operated or told from the others by somebody, somewhere."""
    page = window(language, reduced_motion="reduce").new_page()
    page.add_init_script(VIOLATIONS)
    wrong: dict[str, list[object]] = {}
    seen = set()

    def look(route: str, address: str) -> None:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(site.address + address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.locator("[hx-trigger]")).to_have_count(0, timeout=30_000)  # the review has come
        seen.add(route)
        problems = list(faults(page, language))
        if problems:
            wrong[address] = problems

    for route, address in addresses.public():
        look(route, address)
    root = Trainee(site, page, Mouse(page), language)
    root.sign_in("root", DEMO_PASSWORD)
    for route, address in addresses.all():
        look(route, address)
    # axe measures with styles of its own, which the policy forbids; what the pages do was looked at before
    noise[:] = [text for text in noise if not text.startswith("Applying inline style")]
    assert wrong == {}
    assert seen == shown_routes()
