"""A trainer's exam in the browser: set, invigilated, and a question of it voided."""

from playwright.sync_api import Page, expect

from simulator.app.demo import DEMO_PASSWORD
from simulator.exam.paper.exam import ExamState
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import Exams
from simulator.web.services import now
from tests.exam.pages.setting.conftest import Room

from .conftest import OpenWindow
from .hands import Mouse
from .serving import Site
from .trainee import Trainee, speak

TITLE = "An exam in the browser"


def test_an_exam_is_set_watched_and_ruled_on(site: Site, window: OpenWindow) -> None:
    """A trainer could not bring a paper to the trainees, see how they get on, or mend a question."""
    page = window("en").new_page()
    trainer = Trainee(site, page, Mouse(page), "en")
    trainer.sign_in("wei", DEMO_PASSWORD)
    speak(page, "en")
    learner = site.newcomer("en")
    fill_in(trainer)
    set_for(trainer, learner.shown)
    services = site.services
    exam = next(one for one in services[Exams].all() if one.title == TITLE)
    assert exam.state is ExamState.SET

    page.get_by_role("link", name="Invigilation").click()
    row = page.get_by_role("row").filter(has_text=learner.shown)
    expect(row).to_contain_text("not begun yet")
    room = Room(services, exam, services[Banks].bank(exam.bank), learner, learner)
    room.begin(learner)
    # without anybody having loaded the page again
    expect(row).to_contain_text("writing", timeout=30_000)
    row.get_by_role("link").click()
    give_time(trainer)
    room.add(learner, Act.HAND_IN, now())

    void_a_question(trainer)
    (ruling,) = services[Exams].rulings(exam.id)
    assert ruling.void


def fill_in(trainer: Trainee) -> None:
    """Fill in the form of a paper that is open now, and put it together."""
    page = trainer.page
    page.goto(f"{trainer.site.address}/papers/new")
    few = page.locator("#has-new").inner_text()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("New since").fill("2020-01-01")
    page.get_by_label("Questions on each form").fill("6")
    expect(page.locator("#has-new")).not_to_have_text(few)  # counted anew as the form is filled in
    expect(page.locator("#total")).to_contain_text("A paper takes about")
    page.locator("#new-least").fill("2")
    page.get_by_label("Exam day").fill(f"{now():%Y-%m-%d}")
    page.get_by_label("Can be begun from").fill("2026-01-01T08:00")
    page.get_by_label("Ends for everybody").fill("2099-01-01T08:00")
    page.get_by_role("button", name="Generate forms").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible(timeout=30_000)
    expect(page.locator("ol.paper > li")).to_have_count(6)
    page.get_by_role("link", name="Form B").click()
    expect(page.locator("ol.paper > li")).to_have_count(6)


def set_for(trainer: Trainee, name: str) -> None:
    """Set the papers for one person."""
    page = trainer.page
    page.get_by_role("link", name="Choose who sits it").click()
    unfold(page)
    page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_role("button", name="Set the exam for them").click()
    expect(page.locator("#notice")).to_contain_text("The exam is set.")


def give_time(trainer: Trainee) -> None:
    """Give somebody ten minutes more, with a reason."""
    page = trainer.page
    page.get_by_label("Minutes").fill("10")
    page.get_by_label("Reason", exact=True).fill("reads slowly")
    page.get_by_role("button", name="Give extra time").click()
    expect(page.locator("#notice")).to_contain_text("The extra time is given")


def void_a_question(trainer: Trainee) -> None:
    """Declare the first question of an exam void, having seen what that changes."""
    page = trainer.page
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Void it or change its key").first.click()
    page.get_by_role("radio", name="Declare it void").check()
    page.locator("#reason").fill("two are right")
    page.get_by_role("button", name="See what it would change").click()
    expect(page.get_by_role("heading", name="Before you confirm")).to_be_focused()
    page.get_by_role("button", name="Confirm, and rescore everybody").click()
    expect(page.locator("#notice")).to_contain_text("Key changed, rescored.")


def unfold(page: Page) -> None:
    """Open everything that is folded away."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
