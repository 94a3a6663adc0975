"""The small behaviours of every page, and all components at once under the guideline's eyes."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator.people.person import Person, Role
from simulator.text.language import translator
from simulator.web.navigation import navigation
from tests.web.static.gallery import GALLERY
from tests.web.static.pages import Stage, page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def gallery(language: str) -> str:
    """All components, as a trainer sees them."""
    person = Person(1, "lin", "Lin Xiaoyu", Role.TRAINER)
    links = navigation(person, "/cases", translator(language), "/{}".format)
    return page(GALLERY, language, links=links, person=person)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_components_are_for_everybody(
    stage: Stage, browser: Browser, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """A component would be unreadable, nameless or wider than a phone, on every page that uses it."""
    stage.pages["/all"] = gallery(language)
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    tab = context.new_page()
    broken: list[str] = []
    tab.add_init_script(
        "document.addEventListener('securitypolicyviolation', (e) => (window.broken ??= []).push(e.violatedDirective))"
    )
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.goto(f"{stage.address}/all")
    expect(tab.locator(".code-frame")).to_be_visible()
    expect(tab.locator("[data-play]")).to_be_visible()
    assert tab.evaluate("window.broken ?? []") + broken == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    small = tab.evaluate(
        """() => [...document.querySelectorAll("a, button, select, input:not([type=hidden])")]
        .filter((e) => e.checkVisibility() && !e.closest("p, li, label.choice, label.option, .skip"))
        .map((e) => [e.outerHTML.slice(0, 80), Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height)])
        .filter(([, size]) => size < 20)"""
    )
    assert small == []
    found = Axe().run(tab, options=RULES).response["violations"]
    context.close()
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_question_is_asked_before_posting(stage: Stage, tab: Page) -> None:
    """A slip of the finger would delete something."""
    stage.pages["/ask"] = page(
        '<main id="main"><h1>Ask</h1>{{ forms.action_button("/moves", "Delete", "danger", "move", "delete", key="k",'
        ' confirm="Delete it?") }}</main>'
    )
    tab.goto(f"{stage.address}/ask")
    tab.get_by_role("button", name="Delete").click()
    dialog = tab.get_by_role("dialog", name="Delete it?")
    dialog.get_by_role("button", name="No, leave it").click()
    expect(dialog).to_have_count(0)
    assert stage.posts == []
    tab.get_by_role("button", name="Delete").click()
    tab.get_by_role("button", name="Yes, go on").click()
    tab.wait_for_url("**/moves")
    assert stage.moves == ["delete"]


def test_notes_stay_in_this_browser(stage: Stage, tab: Page) -> None:
    """Notes of a call would be gone after a reload, or turn up in another call."""
    pad = (
        '<main id="main"><h1>Call</h1><label>Notes <textarea data-pad="{{ name }}"></textarea></label></main>'
    )
    stage.pages["/one"], stage.pages["/two"] = page(pad, name="one"), page(pad, name="two")
    tab.goto(f"{stage.address}/one")
    tab.get_by_label("Notes").fill("mother's medicine")
    tab.reload()
    expect(tab.get_by_label("Notes")).to_have_value("mother's medicine")
    tab.goto(f"{stage.address}/two")
    expect(tab.get_by_label("Notes")).to_have_value("")
    assert stage.posts == []


def test_clock_counts_from_its_time(stage: Stage, tab: Page) -> None:
    """The call's clock would stand still, or begin anew with every reload."""
    tab.clock.install(time="2026-11-21T10:01:00Z")
    tab.clock.pause_at("2026-11-21T10:01:05Z")
    stage.pages["/clock"] = page(
        '<main id="main"><h1>Call</h1>{{ status.clock("2026-11-21T10:00:00+00:00", "0:00") }}'
        '<p>{{ status.clock("2026-11-21T08:00:00Z", "0:00", "2026-11-21T09:01:02Z") }}</p></main>'
    )
    tab.goto(f"{stage.address}/clock")
    expect(tab.get_by_role("timer").first).to_have_text("1:05")
    tab.clock.run_for(10_000)
    expect(tab.get_by_role("timer").first).to_have_text("1:15")
    expect(tab.get_by_role("timer").last).to_have_text("1:01:02")


def test_link_is_copied(stage: Stage, tab: Page, context: BrowserContext) -> None:
    """An administrator would have to mark a long one-time link by hand."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.pages["/link"] = page(
        '<main id="main"><h1>Link</h1><input id="link" aria-label="Link" readonly value="/link/abc">'
        '<button type="button" data-copies="link">Copy</button></main>'
    )
    tab.goto(f"{stage.address}/link")
    tab.get_by_role("button", name="Copy").click()
    expect(tab.get_by_text("Copied.")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == "/link/abc"


def test_slider_shows_its_value(stage: Stage, tab: Page) -> None:
    """A confidence would be set without being seen."""
    stage.pages["/sure"] = page(
        '<main id="main"><h1>Sure?</h1><label>Sure <input type="range" value="60" step="5" data-output="o" data-unit=" %">'
        '</label> <output id="o">60 %</output></main>'
    )
    tab.goto(f"{stage.address}/sure")
    tab.get_by_label("Sure").press("ArrowRight")
    expect(tab.locator("output")).to_have_text("65 %")


def test_htmx_posts_carry_the_token_and_lost_ones_are_told(
    stage: Stage, tab: Page, context: BrowserContext
) -> None:
    """Parts that htmx loads would be refused, or fail without a word."""
    stage.pages["/part"] = page(
        '<main id="main"><h1>Part</h1><button hx-post="/moves" hx-vals=\'{"key": "k", "move": "m"}\' hx-target="#part">'
        'Load</button><div id="part"></div></main>'
    )
    tab.goto(f"{stage.address}/part")
    tab.get_by_role("button", name="Load").click()
    expect(tab.locator("#part")).to_have_text("m 1")
    assert stage.posts[0]["token"] == "token"
    context.set_offline(True)
    tab.get_by_role("button", name="Load").click()
    expect(tab.get_by_role("alert")).to_contain_text("That did not reach the server.")


def test_calm_pages_do_not_move(stage: Stage, browser: Browser) -> None:
    """Somebody whom movement makes ill asked for none."""
    stage.pages["/all"] = gallery("en")
    context = browser.new_context(reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{stage.address}/all")
    moving = tab.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"
    )
    context.close()
    assert moving == 0
