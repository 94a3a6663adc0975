"""The frame of every page: where the navigation stands, on which screen, for which role."""

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.people.person import Person, Role
from simulator.text.language import translator
from simulator.web.navigation import navigation
from tests.web.static.pages import Stage, frame_page

WIDTHS = (320, 360, 390, 640, 641, 768, 1024, 1120, 1121, 1366, 1920)
ROLES = list(Role)


def shown(stage: Stage, browser: Browser, role: Role, language: str, width: int) -> Page:
    """A page for somebody of that role."""
    person = Person(1, "lin", "林晓雨 Lin Xiaoyu", role)
    links = navigation(person, "/attempts", translator(language), "/{}".format)
    stage.pages["/framed"] = frame_page(links, person, language)
    tab = browser.new_context(viewport={"width": width, "height": 768}, java_script_enabled=False).new_page()
    tab.goto(f"{stage.address}/framed")
    return tab


HEIGHTS = """() => [...document.querySelectorAll("header.site > nav > ul a, header.site > nav > details > summary")]
    .filter((link) => link.checkVisibility())
    .map((link) => { const box = link.getBoundingClientRect(); return Math.round(box.y + box.height / 2); })"""
"""Where the links of the navigation that are seen stand, from the top."""
SIGN = "document.querySelector('header.site > nav .ic').checkVisibility()"
"""Whether the first link has its sign."""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
def test_navigation_is_one_row(stage: Stage, browser: Browser, role: Role, language: str) -> None:
    """The navigation would take several rows, push the page to the side, or hide below the page."""
    tab = shown(stage, browser, role, language, WIDTHS[0])
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 768})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
        heights = tab.evaluate(HEIGHTS)
        assert len(heights) > 2
        (row,) = set(heights)
        assert row > 700 if width <= 640 else row < 40, width
        assert tab.evaluate(SIGN) == (width <= 640), width
    tab.context.close()


@pytest.mark.parametrize(("width", "beside", "folded"), [(1366, 7, 5), (390, 4, 8)])
def test_what_has_no_room_is_in_the_menu(
    stage: Stage, browser: Browser, width: int, beside: int, folded: int
) -> None:
    """An administrator could not come to some of the pages, or without script to none of those in the menu."""
    tab = shown(stage, browser, Role.ADMIN, "en", width)
    links = tab.get_by_role("navigation").get_by_role("link")
    expect(links).to_have_count(beside)
    tab.get_by_role("navigation").get_by_text("More").click()
    expect(links).to_have_count(beside + folded)
    audit = tab.get_by_role("link", name="Audit log")
    expect(audit).to_be_in_viewport(ratio=1)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.sheet') !== null")
    tab.context.close()


def test_account_and_leaving_are_below_the_name(stage: Stage, browser: Browser) -> None:
    """Nobody could sign out without script."""
    tab = shown(stage, browser, Role.TRAINEE, "en", 390)
    leave = tab.get_by_role("button", name="Sign out")
    expect(leave).to_be_hidden()
    tab.locator(".me > summary").press("Enter")
    expect(leave).to_be_in_viewport(ratio=1)
    expect(tab.get_by_role("link", name="Account")).to_be_in_viewport(ratio=1)
    tab.context.close()
