"""A call goes on where it was: after a reload, a lost network, a new language, another window, another server."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator import Play
from simulator.app.demo import DEMO_PASSWORD, set_up_demo
from simulator.app.opening import open_desk
from simulator.call.play.rehearsal import moment
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.app.faults.server import Server

from .conftest import OpenWindow
from .hands import Keys, Mouse
from .serving import Site
from .trainee import DOUBLE_CLICK, Trainee

CASE = "ticket-rebooking"
LOST = ("Failed to load resource", "htmx:")  # what a browser says itself about requests that did not arrive


@pytest.fixture
def context(window: OpenWindow) -> BrowserContext:
    """One window."""
    return window("en")


def in_call(site: Site, page: Page, replies: int, language: str = "en") -> Trainee:
    """Somebody new who has said so many replies of the good plan in a call."""
    trainee = Trainee(site, page, Mouse(page), language)
    trainee.sign_in(site.newcomer(language).name)
    trainee.begin(site.title(CASE, language), "Rehearsal")
    trainee.make(trainee.plan()[:replies])
    return trainee


def finish(trainee: Trainee) -> None:
    """Say the rest of the plan, which must lead to the end it leads to without interruptions."""
    trainee.make(trainee.plan()[len(trainee.play.moves) :])
    trainee.to_debrief()
    assert trainee.play.over
    kept = trainee.site.services[Attempts].find(trainee.name)
    assert kept.record.attempt.moves == trainee.play.attempt().moves


def said(page: Page) -> list[str]:
    """All that the log of the call shows."""
    return page.locator("#log .words").all_inner_texts()


def opening_words(trainee: Trainee) -> str:
    """What the customer of a call says first."""
    call = Play.start(trainee.case, trainee.play.persona, "rehearsal").progress.rehearsal
    assert call is not None
    return moment(trainee.case, call).customer


def test_reload_and_back(site: Site, context: BrowserContext) -> None:
    """Whoever reloads the page, leaves it or goes back would find the call somewhere else."""
    page = context.new_page()
    trainee = in_call(site, page, 2)
    before = said(page)
    page.reload()
    assert said(page) == before
    page.get_by_role("link", name="Save and leave").click()
    page.wait_for_url(f"{site.address}/")
    page.go_back()
    expect(page.locator("#answer")).to_be_visible()
    assert said(page) == before
    trainee.make(trainee.plan()[2:4])
    before = said(page)
    page.goto(f"{site.address}/")
    page.locator("summary").filter(has_text="Left unfinished").click()
    page.get_by_role("region", name="Left unfinished").get_by_role("link").first.click()
    expect(page.locator("#answer")).to_be_visible()
    assert said(page) == before
    finish(trainee)
    # the page of a call that is over leads on to its debrief
    page.go_back()
    page.wait_for_url("**/attempts/*")


def test_lost_network(site: Site, context: BrowserContext, noise: list[str]) -> None:
    """A reply said in a tunnel would be lost, doubled, or its trainee told that it is safe."""
    page = context.new_page()
    trainee = in_call(site, page, 1)
    move = trainee.plan()[1]
    page.wait_for_timeout(DOUBLE_CLICK)
    context.set_offline(True)
    trainee.offered(move).click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    expect(page.locator("[data-saving-state]")).to_have_text("One moment: your last step is not saved yet.")
    assert trainee.offered(move).get_attribute("aria-disabled") == "true"
    trainee.offered(move).click(force=True)  # pressed again: it is one wish all the same
    context.set_offline(False)
    expect(page.locator("#log > li")).to_have_count(3)
    trainee.play.push(move)
    expect(page.get_by_text("The connection is back. Your last step is saved.")).to_be_visible()
    expect(page.locator("[data-saving-state]")).to_have_text("Saved.")
    assert site.services[Attempts].find(trainee.name).record.attempt.moves == trainee.play.attempt().moves
    noise[:] = [text for text in noise if not text.startswith(LOST)]


def test_reload_without_network(site: Site, context: BrowserContext, noise: list[str]) -> None:
    """A reply that waits for the network would be forgotten by a reload of the page."""
    page = context.new_page()
    trainee = in_call(site, page, 1)
    move = trainee.plan()[1]
    page.wait_for_timeout(DOUBLE_CLICK)
    page.route("**/moves", lambda route: route.abort())
    trainee.offered(move).click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
    page.unroute("**/moves")
    page.on("dialog", lambda dialog: dialog.accept())  # the browser asks whether to leave what is not saved
    page.reload()
    expect(page.locator("#log > li")).to_have_count(3)
    trainee.play.push(move)
    assert site.services[Attempts].find(trainee.name).record.attempt.moves == trainee.play.attempt().moves
    noise[:] = [text for text in noise if not text.startswith(LOST)]


def test_two_windows(site: Site, context: BrowserContext, noise: list[str]) -> None:
    """The same call open twice would fork, or answer what its customer never said."""
    page = context.new_page()
    trainee = in_call(site, page, 1)
    other = context.new_page()
    other.goto(page.url)
    first, second = trainee.plan()[1:3]
    stale = trainee.offered(first, other)
    trainee.make([first])
    other.wait_for_timeout(DOUBLE_CLICK)
    stale.click()
    # the other window is shown where the call is by now, and why its reply was not said
    expect(other.locator("#log > li")).to_have_count(3)
    expect(other.locator("#notice")).not_to_be_empty()
    assert said(other) == said(page)
    assert site.services[Attempts].find(trainee.name).record.attempt.moves == trainee.play.attempt().moves
    noise[:] = [text for text in noise if not text.startswith(LOST)]
    trainee.page, trainee.hand = other, Mouse(other)
    trainee.make([second])


def test_language_in_the_middle_of_a_call(site: Site, context: BrowserContext) -> None:
    """Changing the language would lose the call, or leave half of it in the other one."""
    page = context.new_page()
    trainee = in_call(site, page, 2)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    chinese = Trainee(site, page, Mouse(page), "zh")
    chinese.follow()
    assert chinese.play.attempt().moves == trainee.play.attempt().moves
    assert said(page)[0] == opening_words(chinese)
    chinese.make(chinese.plan()[2:3])
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    trainee.follow()
    trainee.make(trainee.plan()[3:4])


def test_take_back(site: Site, context: BrowserContext) -> None:
    """A slip of the tongue could not be taken back, or would stay in the log."""
    page = context.new_page()
    trainee = in_call(site, page, 2)
    before = said(page)
    trainee.make(trainee.plan()[2:3])
    page.wait_for_timeout(DOUBLE_CLICK)
    page.get_by_role("button", name="Take the last reply back").click()
    expect(page.locator("#log > li")).to_have_count(3)
    assert said(page) == before
    trainee.play.pop()
    page.reload()
    assert said(page) == before
    assert site.services[Attempts].find(trainee.name).record.attempt.moves == trainee.play.attempt().moves


def test_typing_notes_says_nothing(site: Site, context: BrowserContext) -> None:
    """A figure in the notes would be taken for a reply, or the notes be gone with the next one."""
    page = context.new_page()
    trainee = in_call(site, page, 1)
    trainee.hand = Keys(page)
    trainee.hand.type(page.locator("#pad"), "order 12345")
    page.wait_for_timeout(DOUBLE_CLICK)
    assert page.locator("#log > li").count() == 2
    page.locator("#stage-title").evaluate("document.activeElement.blur()")
    trainee.make(trainee.plan()[1:2])
    page.reload()
    expect(page.locator("#pad")).to_have_value("order 12345")


def test_server_killed_in_the_middle_of_a_call(window: OpenWindow, tmp_path: Path, noise: list[str]) -> None:
    """Whoever is in a call when the server dies would have to begin again, or would lose the last reply."""
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    services = open_desk(Settings(url, tmp_path / "cache"))
    set_up_demo(services, now())
    server = Server(tmp_path, url)
    server.start()
    try:
        page = window("en").new_page()
        site = Site(f"http://127.0.0.1:{server.port}", services)
        trainee = Trainee(site, page, Mouse(page), "en")
        trainee.sign_in("lin", DEMO_PASSWORD)
        trainee.begin(site.title(CASE, "en"), "Rehearsal")
        moves = trainee.plan()
        trainee.make(moves[:2])
        server.kill()
        page.wait_for_timeout(DOUBLE_CLICK)
        trainee.offered(moves[2]).click()
        expect(page.get_by_role("alert")).to_contain_text("Not saved yet")
        server.start()
        page.get_by_role("button", name="Send again now").click()
        expect(page.locator("#log > li")).to_have_count(4)
        trainee.play.push(moves[2])
        noise[:] = [text for text in noise if not text.startswith(LOST)]
        finish(trainee)
    finally:
        server.stop()
        services.close()
