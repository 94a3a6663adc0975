"""Somebody who sits an exam in a browser, and what the store has of it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from simulator.exam.paper.exam import Exam
from simulator.exam.sitting.sitting import Sitting, Terms, folded_sitting
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person

from .conftest import OpenWindow
from .month import Office, look

LOOKS = 100


@dataclass
class InBrowser:
    """Somebody who sits the exam in a browser."""

    site: Office
    exam: Exam
    person: Person
    page: Page

    @classmethod
    def of(
        cls, site: Office, window: OpenWindow, exam: Exam, person: Person, **options: object
    ) -> "InBrowser":
        """Somebody who finds the exam on the home page, and begins."""
        page = site.signed_in(window("en", **options), person)
        page.goto(site.address)
        look(page, f"home-{person.id}")
        page.locator(f"a[href$='/sittings/{exam.id}']").first.click()
        look(page, f"waiting-{person.id}")
        page.get_by_role("button", name="Begin:").click()
        sitting = cls(site, exam, person, page)
        sitting.ready()
        return sitting

    def ready(self) -> None:
        """Wait until the paper is there, and its script as well."""
        expect(self.page.locator("section.asked:visible")).to_have_count(1)
        expect(self.page.locator(".paper-map p[data-script-only]:not([hidden])")).to_have_count(1)

    @property
    def sitting(self) -> Sitting:
        """How it stands in the store."""
        services = self.site.services
        kept = services[Sittings].find(self.exam.id, self.person.id)
        terms = Terms.of(self.exam, services[Exams].examinee(self.exam.id, self.person.id))
        return folded_sitting(terms, services[Sittings].entries_after(kept.id, 0))

    def answer(self, number: int) -> None:
        """Give a question some answer, whatever its kind."""
        page = self.page
        page.locator(f'.numbers a[data-number="{number}"]').click()
        section = page.locator(f'section[data-question="{number}"]')
        expect(section).to_be_visible()
        if section.locator("[data-ordering]").count():
            section.get_by_role("button", name="Keep this order").click()
        elif section.locator(".placing").count():
            for select in section.locator(".placing select").all():
                select.select_option(index=1)
            for item in section.locator(".placing fieldset.option").all():
                item.locator("label:has(input)").first.click()
        elif section.locator(".option input").count():
            section.locator("label:has(input)").first.click()
        else:
            section.locator("input[name=answer]").fill("7")
            section.locator("input[name=answer]").blur()

    def saved(self, *numbers: int) -> None:
        """Wait until the page says that these are saved; then the store has them."""
        for number in numbers:
            expect(self.number(number)).to_have_attribute("data-state", "answered")
        assert len(self.sitting.answers) == len(numbers)

    def number(self, number: int) -> Locator:
        """The link to a question."""
        return self.page.locator(f'.numbers a[data-number="{number}"]')

    def until_over(self) -> None:
        """Wait until the server has noticed that the window is another: it looks every two seconds."""
        for _ in range(LOOKS):
            clock = self.page.request.get(f"{self.site.address}/sittings/{self.exam.id}/clock").json()
            if clock["over"]:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the clock still runs")

    def hand_in(self) -> None:
        """Look it over and hand in."""
        self.page.get_by_role("link", name="Look it over and hand in").first.click()
        look(self.page, "hand-in")
        self.page.get_by_role("button", name="Hand in now").click()
        expect(self.page.get_by_text("You handed your paper in at")).to_be_visible()
        look(self.page, "handed-in")
