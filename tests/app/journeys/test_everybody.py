"""Every page of the desk, for everybody: read by a machine, in the dark, on a small telephone, without a mouse."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Error, Page, Response, expect

from simulator.app.demo import DEMO_PASSWORD

from .conftest import OpenWindow
from .hands import FOCUS_SHOWS, Mouse
from .pages import Addresses, fill, shown_routes
from .serving import Site
from .trainee import Trainee

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would ask for imported style sheets at the wrong address
}
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

TWICE = """() => {
    const keys = [...document.querySelectorAll("[data-key]")]
        .filter((control) => !control.matches(":disabled") && control.checkVisibility())
        .map((control) => control.dataset.key);
    return keys.filter((key, index) => keys.indexOf(key) !== index);
}"""
"""Keys that stand for two controls at once."""


def barriers(page: Page) -> list[object]:
    """What axe finds in the way of somebody."""
    answer = page.evaluate(f"axe.run({json.dumps(AXE_OPTIONS)})")
    return [
        (fault["id"], [(node["html"][:160], node["failureSummary"]) for node in fault["nodes"][:3]])
        for fault in answer["violations"]
    ]


def faults(page: Page, language: str) -> Iterator[object]:
    """Whatever is wrong with the page that is open, with everything in it unfolded; in the end on a telephone."""
    if page.locator("html").get_attribute("lang") != TAGS[language]:
        yield "lang"
    if page.locator("h1").count() != 1 or not page.title().partition(" · ")[0].strip():
        yield "title"
    yield from [("policy", *each) for each in page.evaluate("window.violations")]
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    page.keyboard.press("Tab")  # from now on the focus shows
    yield from [("keyboard", control) for control in page.evaluate(UNREACHED)]
    yield from [("key", key) for key in page.evaluate(TWICE)]
    page.evaluate(LOOK_AWAY)  # what shows only with the focus on it may cover something
    page.evaluate(AXE)
    yield from barriers(page)
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > SMALLEST:
        yield "width", width, page.evaluate(WIDE, SMALLEST)


LOOK_AWAY = """document.activeElement.blur(),
new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); })"""
VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push([event.violatedDirective, event.blockedURI, event.sample]);
});"""
WIDE = """(most) => [...document.querySelectorAll("main *, header *")]
    .filter((part) => part.getBoundingClientRect().right > most && !part.closest(".scroll"))
    .slice(-3).map((part) => part.outerHTML.slice(0, 100))"""


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page, for somebody to look at, where WINWIN_PICTURES names a folder for them."""
    folder = os.environ.get("WINWIN_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture(scope="module")
def addresses(site: Site) -> Addresses:
    """The desk's pages, with something in them."""
    fill(site)
    return Addresses(site)


def gone_to(page: Page, address: str) -> Response | None:
    """Go to an address, again if the page before loaded itself anew just then, as that of a sitting does."""
    try:
        return page.goto(address)
    except Error as error:
        if "ERR_ABORTED" not in error.message:
            raise
        return page.goto(address)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
def test_every_page(
    site: Site, addresses: Addresses, window: OpenWindow, noise: list[str], language: str, scheme: str
) -> None:
    """A page could not be read, operated or told from the others by somebody, somewhere."""
    page = window(language, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.add_init_script(VIOLATIONS)
    wrong: dict[str, list[object]] = {}
    seen: list[str] = []

    def look(route: str, address: str, status: int = 200) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = gone_to(page, site.address + address)
        assert answer is not None
        assert answer.status == status, address
        expect(page.locator("[hx-trigger^=load]")).to_have_count(0, timeout=120_000)  # the review has come
        seen.append(route)
        picture(page, f"{len(seen):02}-{route}-{language}-{scheme}-wide")
        problems = list(faults(page, language))
        picture(page, f"{len(seen):02}-{route}-{language}-{scheme}-narrow")
        if problems:
            wrong[address] = problems

    for route, address in addresses.public():
        look(route, address)
    root = Trainee(site, page, Mouse(page), language)
    root.sign_in("root", DEMO_PASSWORD)
    for route, address in addresses.all():
        if language == "zh" and route in seen:
            continue  # a page's other faces are looked at in one language
        look(route, address)
        if route == "attempt-retry":
            look(route, urlsplit(page.url).path + "?hints=9&show=yes")
    look("nowhere", "/nowhere", 404)
    # axe measures with styles of its own, which the policy forbids; what the pages do was looked at before
    expected = ("Applying inline style", "Failed to load resource: the server responded with a status of 404")
    noise[:] = [text for text in noise if not text.startswith(expected)]
    assert wrong == {}
    assert set(seen) == shown_routes() | {"nowhere"}
