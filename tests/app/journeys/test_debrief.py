"""The debrief as it is seen: one screen, two on a phone, opened point by point with and without scripts or a mouse."""

from importlib.util import find_spec

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator.people.person import Person
from tests.call.report.test_browser import barriers
from tests.practice.pages.attempts.keeping import LOST, WHOLE, WON, keep

from .conftest import OpenWindow
from .serving import PASSWORD, Site

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
WIDTHS = (320, 390, 640, 768, 992, 1366, 1920)
CALLS = {"lost": (LOST, "hurried", "rehearsal"), "won": (WON, "worried", "rehearsal"), "whole": (WHOLE, "worried", None)}  # fmt: skip
EACH = pytest.mark.parametrize(
    ("call", "language"), [("lost", "en"), ("lost", "zh"), ("won", "en"), ("whole", "zh")]
)
BOTTOMS = """() => [...document.querySelectorAll(".verdict-card, .reveal, .chart-card, .moves")]
    .map(part => part.getBoundingClientRect().bottom + scrollY)"""


def debriefed(site: Site, context: BrowserContext, call: str, language: str) -> tuple[Page, str]:
    """A page with the debrief of somebody's first call, its review worked out; and the address."""
    someone: Person = site.newcomer(language)
    moves, persona, stage = CALLS[call]
    name = keep(site.services, someone, moves, persona, stage).record.id
    page = context.new_page()
    page.goto(f"{site.address}/sign-in")
    page.locator("input[name=name]").fill(someone.name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url(lambda address: "sign-in" not in address)
    address = f"{site.address}/attempts/{name}"
    page.goto(f"{address}#debrief")
    reviewed(page)
    return page, address


def reviewed(page: Page) -> None:
    """Wait until the debrief is there with its review."""
    expect(page.locator("#review-part:not([hx-get])")).to_have_count(1)


@EACH
def test_on_one_screen(site: Site, window: OpenWindow, call: str, language: str) -> None:
    """A trainee would have to scroll for what the call came to, or push the page to and fro."""
    page, address = debriefed(site, window(language, viewport=LAPTOP), call, language)
    bottoms = page.evaluate(BOTTOMS)
    assert len(bottoms) == 4
    assert max(bottoms) <= LAPTOP["height"]
    wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == {width: width for width in WIDTHS}
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{address}?phone#debrief")
    assert max(page.evaluate(BOTTOMS)) <= 2 * PHONE["height"]


@pytest.mark.parametrize("scripts", [True, False])
def test_each_point_opens_its_reply(site: Site, window: OpenWindow, scripts: bool) -> None:
    """A point would open nothing, or another reply, or would need a script or a mouse."""
    page, address = debriefed(site, window("en", viewport=LAPTOP), "lost", "en")
    if not scripts:
        kept = page.context.storage_state()
        page = window("en", viewport=LAPTOP, storage_state=kept, java_script_enabled=False).new_page()
        page.goto(address)
    expect(page.locator(".move:visible")).to_have_attribute("id", f"reply-{len(LOST)}")  # it lost the call
    points = page.locator(".curve.wide .dot")
    assert points.count() == len(LOST)
    for number in (1, 3):
        name = points.nth(number - 1).get_attribute("aria-label") or ""
        assert name.startswith(f"Reply {number}: ")
        points.nth(number - 1).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".move:visible")).to_have_attribute("id", f"reply-{number}")
    assert page.locator("#reply-3").is_visible()
    page.locator("#reply-3 .step a.to").last.click()
    expect(page.locator(".move:visible")).to_have_attribute("id", "reply-4")


def test_a_win_is_seen_first(site: Site, window: OpenWindow) -> None:
    """Winning would be a word in green; or the debrief behind it could not be reached without a script."""
    page, address = debriefed(site, window("en", viewport=LAPTOP), "won", "en")
    kept = page.context.storage_state()
    plain = window(
        "en", viewport=LAPTOP, storage_state=kept, java_script_enabled=False, reduced_motion="reduce"
    )
    page = plain.new_page()
    page.goto(address)
    win = page.get_by_role("region", name="Win-win", exact=True)
    expect(win).to_contain_text("of 2 callers won over")
    expect(win).to_contain_text("1 won in a row, one more masters the case")
    assert win.evaluate("part => part.getBoundingClientRect().height") >= 600
    win.get_by_role("link", name="To the debrief").click()
    expect(win).to_be_hidden()
    expect(page.get_by_role("region", name="At a glance")).to_be_in_viewport()


@EACH
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe is not installed")
def test_nothing_in_the_way_of_anybody(
    site: Site, window: OpenWindow, call: str, language: str, scheme: str
) -> None:
    """Somebody who cannot see well, or at all, could not read their debrief."""
    context = window(language, viewport=LAPTOP, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page, address = debriefed(site, context, call, language)
    for place in (address, f"{address}?folds#debrief"):
        page.goto(place)
        reviewed(page)
        if "#" in place:
            page.evaluate("document.querySelectorAll('#debrief details').forEach(part => part.open = true)")
        assert barriers(page) == []
