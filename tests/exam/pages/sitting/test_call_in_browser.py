"""A call in an exam in a real browser: from the paper to the customer and back, with the clock in view."""

from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect

from simulator.exam.paper.exam import Exam
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.sessions import Sessions
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.app.journeys.serving import served
from tests.app.journeys.test_everybody import AXE, barriers

from .examinees import paused, resumed, set_exam
from .test_calls import FORM, add_calls

PHONE: ViewportSize = {"width": 360, "height": 700}
DESK: ViewportSize = {"width": 1280, "height": 860}


def test_a_call_is_taken_from_the_paper_and_back(tmp_path: Path, chromium: Browser) -> None:
    """Somebody would be noted as away while on the telephone, or not find the way back in time."""
    settings = Settings(f"sqlite:///{tmp_path / 'desk.sqlite'}", tmp_path / "cache")
    with served(settings) as site:
        add_calls(site.services)
        person = site.newcomer("en")
        exam: Exam = set_exam(site.services, person.id, questions=FORM)
        site.services[Sittings].begin(exam.id, person.id, None, now())
        noise: list[str] = []
        context = chromium.new_context(viewport=DESK, locale="en-GB")
        context.set_default_timeout(10_000)
        token = site.services[Sessions].begin(person.id, now()).token
        context.add_cookies([{"name": "session", "value": token, "url": site.address}])
        context.on("console", lambda said: noise.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: noise.append(str(error.error)))
        page = context.new_page()
        page.goto(f"{site.address}/sittings/{exam.id}")
        asked = page.locator("section.asked").filter(has=page.locator(".stem:text-is('Stem call')"))
        number = asked.get_attribute("data-question") or ""
        page.locator(f'.numbers a[data-number="{number}"]').click()
        page.get_by_role("button", name="Take the call").click()
        expect(page.get_by_role("heading", name="What do you say?")).to_be_visible()
        expect(page.locator("[data-time-left]")).to_be_visible()
        clock = page.locator("[data-time-left]").inner_text()
        expect(page.locator("[data-time-left]")).not_to_have_text(clock)
        page.keyboard.press("1")
        expect(page.locator("#log .turn")).to_have_count(2)
        page.evaluate(AXE)
        assert barriers(page) == []
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.set_viewport_size(DESK)
        page.get_by_role("link", name="Back to the paper; go on later").click()
        expect(page.locator("section.asked:visible")).to_have_attribute("data-question", number)
        page.get_by_role("link", name="Go on with the call").click()
        expect(page.locator("#log .turn")).to_have_count(2)
        kept = site.services[Sittings].find(exam.id, person.id)
        acts = [entry.act for entry in site.services[Sittings].entries_after(kept.id, 0)]
        assert acts == [Act.BEGIN, Act.CASE]  # the page of the call is a page of the exam
        paused(site.services, exam, person.id)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.get_by_text("The exam is paused").first).to_be_visible()
        resumed(site.services, exam, person.id)
        page.reload()
        page.get_by_role("link", name="Go on with the call").click()
        expect(page.locator("#log .turn")).to_have_count(2)
        while page.locator("button.reply").count():
            turns = page.locator("#log .turn").count()
            page.reload()  # so soon after a reply, a click would be taken for the second of a double click
            page.locator("button.reply").first.click()
            expect(page.locator("#log .turn")).to_have_count(turns + 1)
        expect(page.get_by_role("heading", name="The call is over.")).to_be_visible()
        page.get_by_role("link", name="Back to the paper", exact=True).click()
        expect(page.get_by_text("You have taken this call.")).to_be_visible()
        assert noise == []
        context.close()
