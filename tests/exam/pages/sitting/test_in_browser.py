"""An exam in a real browser: by keyboard, on a phone, without script, without a network, and against the clock."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, TimeoutError, expect

from simulator.exam.paper.exam import Exam
from simulator.exam.sitting.sitting import Act, Sitting, Terms, folded_sitting
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person
from simulator.people.storage.sessions import Sessions
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.app.journeys.serving import Site, served
from tests.app.journeys.test_everybody import AXE, barriers
from tests.waiting import until

from .bank import RIGHT
from .examinees import later, paused, resumed, set_exam

PHONE, DESK = {"width": 360, "height": 700}, {"width": 1280, "height": 860}
SHOWN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a desk for all of these tests."""
    folder = tmp_path_factory.mktemp("exam-site")
    with served(Settings(f"sqlite:///{folder / 'desk.sqlite'}", folder / "cache")) as site:
        yield site


@pytest.fixture
def noise() -> list[str]:
    """What pages have complained of; a test may take away what it expects."""
    return []


@pytest.fixture
def window(chromium: Browser, site: Site, noise: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows of somebody who has signed in."""
    opened: list[BrowserContext] = []

    def open_window(person: Person, **options: Any) -> BrowserContext:
        context = chromium.new_context(**({"viewport": DESK, "locale": "en-GB"} | options))
        context.set_default_timeout(10_000)
        token = site.services[Sessions].begin(person.id, now()).token
        context.add_cookies([{"name": "session", "value": token, "url": site.address}])
        context.on("console", lambda said: noise.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: noise.append(str(error.error)))
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    assert noise == []


class Sat:
    """Somebody with an exam, and the page of it."""

    def __init__(
        self, site: Site, window: Callable[..., BrowserContext], language: str = "en", **options: Any
    ) -> None:
        exam = {name: options.pop(name) for name in ("minutes", "questions", "extra") if name in options}
        self.site = site
        self.person = site.newcomer(language)
        self.exam: Exam = set_exam(site.services, self.person.id, **exam)
        self.address = f"{site.address}/sittings/{self.exam.id}"
        self.window = window
        self.scripts = options.get("java_script_enabled", True)
        self.context = window(self.person, **options)
        self.page = self.context.new_page()

    def begin(self) -> "Sat":
        """Begin, by the button of the page."""
        self.page.goto(self.address)
        self.page.locator("main button.primary").click()
        expect(self.page.locator("section.asked:visible")).to_have_count(1)
        if self.scripts:  # from now on keys and clicks are seen by the script
            expect(self.page.locator(".paper-map [data-script-only]").first).to_be_visible()
        return self

    @property
    def sitting(self) -> Sitting:
        """How it stands in the store."""
        kept = self.site.services[Sittings].find(self.exam.id, self.person.id)
        examinee = self.site.services[Exams].examinee(self.exam.id, self.person.id)
        entries = self.site.services[Sittings].entries_after(kept.id, 0)
        return folded_sitting(Terms.of(self.exam, examinee), entries)

    def acts(self) -> list[Act]:
        """All that has happened."""
        kept = self.site.services[Sittings].find(self.exam.id, self.person.id)
        return [entry.act for entry in self.site.services[Sittings].entries_after(kept.id, 0)]

    def asked(self, name: str) -> Locator:
        """Go to a question, by its stem; gives its part of the page."""
        section = self.page.locator("section.asked").filter(
            has=self.page.locator(f".stem:text-matches('(Stem |题干){name}')")
        )
        number = section.get_attribute("data-question")
        self.page.locator(f'.numbers a[data-number="{number}"]').click()
        expect(section).to_be_visible()
        return section

    def saved(self, answers: dict[int, Any]) -> None:
        """Wait until the store has these answers, and no others."""
        for _ in range(100):
            if self.sitting.answers == answers:
                return
            self.page.wait_for_timeout(50)
        assert self.sitting.answers == answers

    def noted(self, *acts: Act) -> None:
        """Wait until all of this, and no more, is in the store: a page notes it in its own time, even closed."""
        until(lambda: self.acts() == [*acts])


def test_every_kind_is_answered_saved_and_handed_in(
    site: Site, window: Callable[..., BrowserContext]
) -> None:
    """Some kind of question could not be answered in a browser."""
    lin = Sat(site, window).begin()
    page = lin.page
    lin.asked("single").get_by_text("Choice south.").click()
    section = lin.asked("multiple")
    section.get_by_text("Choice north.").click()
    section.get_by_text("Choice west.").click()
    lin.asked("truth").get_by_text("False").click()
    section = lin.asked("ordering")
    for place, name in enumerate(("east", "north", "west", "south"), start=1):
        section.locator("[data-row]").filter(has_text=f"Choice {name}.").locator("select").select_option(
            str(place)
        )
    section = lin.asked("matching")
    section.get_by_label("Thing one").select_option(label="Choice south.")
    section.get_by_label("Thing two").select_option(label="Choice north.")
    section = lin.asked("triage")
    section.get_by_role("group", name="Thing one").get_by_text("Urgent and important").click()
    section.get_by_role("group", name="Thing two").get_by_text("Neither urgent nor important").click()
    lin.asked("number").locator("input[name=answer]").fill("843795 hours")
    lin.asked("words").locator("input[name=answer]").fill("hush-hush password")
    lin.asked("lookup").locator("input[name=answer]").press_sequentially("609317")
    expect(page.locator("[data-count]")).to_have_text("9 of 9 answered")
    lin.saved(dict(enumerate(RIGHT.values())))
    expect(page.locator('.numbers a[data-state="answered"]')).to_have_count(9)
    page.get_by_role("link", name="Look it over and hand in").first.click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_text("You handed your paper in at")).to_be_visible()
    assert set(lin.acts()) == {Act.BEGIN, Act.ANSWER, Act.HAND_IN}


def test_rows_are_moved_with_buttons_and_an_order_is_kept_as_it_stands(
    site: Site, window: Callable[..., BrowserContext]
) -> None:
    """Whoever finds the order right as it is, or has no mouse to drag, could not answer."""
    lin = Sat(site, window, questions=("ordering",)).begin()
    section = lin.page.locator("section.asked:visible")
    section.get_by_role("button", name="Keep this order").click()
    expect(lin.page.locator("[data-count]")).to_have_text("1 of 1 answered")
    before = lin.sitting.answers[0]
    section.get_by_role("button", name="Move down").first.click()
    lin.saved({0: [before[1], before[0], *before[2:]]})
    section.get_by_role("button", name="Leave it blank").click()
    lin.saved({})
    expect(lin.page.locator("[data-count]")).to_have_text("0 of 1 answered")


def test_by_keyboard_alone(site: Site, window: Callable[..., BrowserContext]) -> None:
    """Whoever cannot use a mouse could not sit the exam."""
    lin = Sat(site, window, questions=("single", "truth", "words")).begin()
    page = lin.page
    for _ in range(3):
        section = page.locator("section.asked:visible")
        if section.locator("input[type=text], input:not([type])").count():
            section.locator("input[name=answer]").focus()
            page.keyboard.type("hush-hush password")
            page.keyboard.press("Tab")
        else:
            page.keyboard.press("1")
        page.keyboard.press("m")
        page.keyboard.press("n")
    expect(page.locator("[data-count]")).to_have_text("3 of 3 answered")
    expect(page.locator(".numbers a[data-flagged]")).to_have_count(3)
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator("#q1-title")).to_be_focused()
    assert lin.sitting.flags == {0, 1, 2}


def test_the_language_changes_in_mid_sitting_and_nothing_is_lost(
    site: Site, window: Callable[..., BrowserContext]
) -> None:
    """What was ticked or typed in one language would be gone in the other."""
    lin = Sat(site, window).begin()
    lin.asked("single").get_by_text("Choice south.").click()
    lin.asked("words").locator("input[name=answer]").press_sequentially("just typed")
    lin.page.get_by_role("button", name="中文").click()
    section = lin.page.locator("section.asked:visible")
    expect(section.locator(".stem")).to_have_text("题干words")
    expect(section.locator("input[name=answer]")).to_have_value("just typed")
    expect(lin.asked("single").get_by_label("选项south号")).to_be_checked()
    lin.saved({0: "private-south", 6: "just typed"})
    assert Act.LEAVE not in lin.acts()


def test_without_a_network_answers_wait_and_the_last_ones_count(
    site: Site, window: Callable[..., BrowserContext], noise: list[str]
) -> None:
    """A lost line would cost answers, or save an earlier thought over a later one."""
    lin = Sat(site, window).begin()
    lin.context.set_offline(True)
    section = lin.asked("single")
    for name in ("north", "east", "north", "south"):
        section.get_by_text(f"Choice {name}.").click()
    lin.asked("truth").get_by_text("False").click()
    expect(lin.page.get_by_text("Not saved yet: the server cannot be reached")).to_be_visible()
    expect(lin.page.locator('.numbers a[data-state="unsaved"]')).to_have_count(2)
    assert lin.sitting.answers == {}
    lin.context.set_offline(False)
    lin.saved({0: "private-south", 2: False})
    expect(lin.page.locator('.numbers a[data-state="unsaved"]')).to_have_count(0)
    noise[:] = [text for text in noise if "ERR_INTERNET_DISCONNECTED" not in text]


def test_another_device_goes_on_where_this_one_was_closed(
    site: Site, window: Callable[..., BrowserContext]
) -> None:
    """A broken laptop would end the exam."""
    lin = Sat(site, window).begin()
    lin.asked("single").get_by_text("Choice south.").click()
    lin.saved({0: "private-south"})
    lin.page.close()
    lin.noted(Act.BEGIN, Act.ANSWER, Act.LEAVE)
    other = window(lin.person, viewport=PHONE, has_touch=True)
    lin.page = other.new_page()
    with later(timedelta(seconds=10)):
        lin.page.goto(lin.address)
        expect(lin.asked("single").get_by_label("Choice south.")).to_be_checked()
        expect(lin.page.locator("[data-absences]")).to_contain_text("Times you left the exam window: 1")
    lin.asked("truth").get_by_text("False").tap()
    lin.saved({0: "private-south", 2: False})
    assert lin.acts().count(Act.LEAVE) == lin.acts().count(Act.RETURN) == 1


def test_a_page_that_is_hidden_is_noted_and_shown(site: Site, window: Callable[..., BrowserContext]) -> None:
    """Who looked elsewhere could not be told; or would not be told that it was noted."""
    lin = Sat(site, window).begin()
    hide = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true})"
    lin.page.evaluate(hide % "true")
    lin.page.evaluate(SHOWN)
    lin.noted(Act.BEGIN, Act.LEAVE)
    with later(timedelta(seconds=10)):
        lin.page.evaluate(hide % "false")
        lin.page.evaluate(SHOWN)
        expect(lin.page.locator("[data-absences]")).to_contain_text("Times you left the exam window: 1")
    lin.noted(Act.BEGIN, Act.LEAVE, Act.RETURN)


def test_a_pause_hides_the_paper_and_what_was_not_taken_is_saved_after_it(
    site: Site, window: Callable[..., BrowserContext], noise: list[str]
) -> None:
    """An answer given in the second of a fire alarm would be lost without a word."""
    lin = Sat(site, window).begin()
    section = lin.asked("single")
    paused(site.services, lin.exam, lin.person.id)
    section.get_by_text("Choice south.").dispatch_event("click")  # the page may hear of the pause before
    expect(lin.page.locator("#paper")).to_be_hidden()
    expect(lin.page.get_by_text("the clock stands still. Reason: fire alarm")).to_be_visible()
    resumed(site.services, lin.exam, lin.person.id)
    expect(lin.page.locator("#paper")).to_be_visible()
    lin.saved({0: "private-south"})
    noise[:] = [text for text in noise if "status of 422" not in text]


def test_a_pause_and_its_reason_are_seen_at_once(site: Site, window: Callable[..., BrowserContext]) -> None:
    """Whoever reads a question would see a clock run on for seconds, and be told nothing."""
    lin = Sat(site, window).begin()
    clock = lin.page.locator("[data-time-left]")
    lin.page.wait_for_timeout(1000)  # the page has asked, and the answer waits for news
    paused(site.services, lin.exam, lin.person.id)
    reason = lin.page.get_by_text("the clock stands still. Reason: fire alarm")
    expect(reason).to_be_visible(timeout=2500)
    expect(lin.page.locator(".exam-clock").get_by_text("the clock stands still")).to_be_visible()
    stopped = clock.inner_text()
    lin.page.wait_for_timeout(1500)
    assert clock.inner_text() == stopped
    resumed(site.services, lin.exam, lin.person.id)
    expect(reason).to_be_hidden(timeout=2500)


def test_without_a_network_whoever_goes_on_is_told(
    site: Site, window: Callable[..., BrowserContext], noise: list[str]
) -> None:
    """A button would do nothing, or leave the exam for a page of the browser that says no more."""
    lin = Sat(site, window).begin()
    lin.context.set_offline(True)
    expect(lin.page.get_by_text("There is no connection to the server. Go on:")).to_be_visible()
    lin.asked("single").get_by_role("link", name="Next question").click()
    lin.page.get_by_role("navigation", name="Questions").get_by_role("link", name="hand in").click()
    waits = lin.page.get_by_text("There is no connection, so this has to wait.")
    expect(waits).to_be_visible()
    lin.context.set_offline(False)
    expect(waits).to_be_hidden()
    lin.page.get_by_role("navigation", name="Questions").get_by_role("link", name="hand in").click()
    expect(lin.page.get_by_role("button", name="Hand in now")).to_be_visible()
    noise[:] = [text for text in noise if "ERR_INTERNET_DISCONNECTED" not in text]


def test_only_what_has_a_place_looks_answered(site: Site, window: Callable[..., BrowserContext]) -> None:
    """All rows of a matching question would look chosen before anything is, and one would be left out."""
    lin = Sat(site, window).begin()
    section = lin.asked("matching")
    rows = section.locator(".placing .option")
    colour = "row => getComputedStyle(row).backgroundColor"
    blank = rows.nth(0).evaluate(colour)
    assert rows.nth(1).evaluate(colour) == blank
    rows.nth(0).locator("select").select_option(index=1)
    expect(section.get_by_text("1 of 2 have a place so far.")).to_be_visible()
    assert rows.nth(0).evaluate(colour) != blank
    assert rows.nth(1).evaluate(colour) == blank


def test_the_clock_is_the_servers_and_at_its_end_the_page_says_handed_in(
    site: Site, window: Callable[..., BrowserContext], noise: list[str]
) -> None:
    """A computer whose clock is wrong would end somebody's exam early, or let them write into nothing."""
    lin = Sat(site, window, minutes=30)
    lin.page.add_init_script("Date.now = () => 0;")
    lin.begin()
    section = lin.asked("single")
    section.get_by_text("Choice south.").click()
    lin.saved({0: "private-south"})
    expect(lin.page.locator("[data-time-left]")).to_contain_text("29:5")
    with later(timedelta(minutes=20)):
        lin.page.evaluate(SHOWN)
        expect(lin.page.locator("[data-time-left]")).to_contain_text("9:5")
    with later(timedelta(minutes=30)):
        with suppress(TimeoutError):  # the page may have heard of its end before
            section.get_by_text("Choice north.").click(timeout=2_000)
        expect(lin.page.get_by_role("heading", name="Auto-submitted")).to_be_visible()
    assert lin.sitting.answers == {0: "private-south"}
    noise[:] = [text for text in noise if "status of 422" not in text]


@pytest.mark.parametrize(("language", "viewport"), [("en", PHONE), ("zh", DESK)])
def test_nothing_stands_in_anybodys_way(
    site: Site,
    window: Callable[..., BrowserContext],
    noise: list[str],
    language: str,
    viewport: dict[str, int],
) -> None:
    """Somebody with a screen reader, or a phone, could not read the paper."""
    lin = Sat(site, window, language, viewport=viewport, locale={"en": "en-GB", "zh": "zh-CN"}[language])
    page = lin.page
    found: list[tuple[str, object]] = []

    def look(where: str) -> None:
        page.evaluate(AXE)
        found.extend((where, one) for one in barriers(page))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((where, "too wide"))

    page.goto(lin.address)
    look("waiting")
    lin.begin()
    page.evaluate("document.querySelectorAll('section.asked').forEach((part) => { part.hidden = false; })")
    look("paper")
    page.goto(lin.address + "/hand-in")
    look("hand-in")
    page.goto(lin.address + "/handbook")
    page.locator("main form button.primary").click()
    page.locator("#handbook summary").first.click()
    look("handbook")
    page.goto(lin.address + "/hand-in")
    with page.expect_navigation():
        page.locator("main form button.primary").click()
    look("over")
    site.services[Exams].release(lin.exam.id, None, lin.exam.window.closes + timedelta(days=1))
    for path in (
        f"/results/{lin.exam.id}",
        "/exams",
        "/bulletins",
        "/bulletins/private-damage-2026",
        "/cards",
        "/",
    ):
        page.goto(site.address + path)
        look(path)
    assert found == []
    noise[:] = [text for text in noise if not text.startswith("Applying inline style")]


def test_without_script_everything_works_as_forms(site: Site, window: Callable[..., BrowserContext]) -> None:
    """An old browser, or a company's settings, would keep somebody from the exam."""
    lin = Sat(site, window, questions=("single", "ordering", "triage"), java_script_enabled=False).begin()
    page = lin.page
    for _ in range(3):
        section = page.locator("section.asked:visible")
        stem = section.locator(".stem").inner_text()
        if "single" in stem:
            section.get_by_label("Choice south.").check()
        elif "ordering" in stem:
            for place, name in enumerate(("east", "north", "west", "south"), start=1):
                row = section.locator("[data-row]").filter(has_text=f"Choice {name}.")
                row.locator("select").select_option(str(place))
        else:
            section.get_by_role("group", name="Thing one").get_by_label("Urgent and important").check()
            section.get_by_role("group", name="Thing two").get_by_label(
                "Neither urgent nor important"
            ).check()
        section.get_by_role("button", name="Save and go on").click()
    lin.saved({0: RIGHT["single"], 1: RIGHT["ordering"], 2: RIGHT["triage"]})
    page.get_by_role("link", name="Look it over and hand in").first.click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_text("You handed your paper in at")).to_be_visible()
