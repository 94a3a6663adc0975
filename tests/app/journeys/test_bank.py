"""A rule changes: its author mends the file with the problems beside it, keys a question, and publishes."""

import pytest
from playwright.sync_api import expect

from simulator.app.demo import DEMO_PASSWORD
from simulator.exam.storage.banks import Banks
from simulator.web.services import now
from tests.exam.pages.bank.writing import FILES, QUESTIONS_FILE

from .conftest import OpenWindow
from .hands import Mouse
from .serving import Site
from .trainee import Trainee


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_a_slip_to_a_published_bank(site: Site, window: OpenWindow, language: str) -> None:
    """An author could not see while typing what is wrong with a question, or not go from there to its place."""
    banks = site.services[Banks]
    before = banks.current()
    assert before is not None
    wrong = FILES[QUESTIONS_FILE].replace(b"cites: photos", b"cites: photo")
    mine = {"policies/damage.yaml": FILES["policies/damage.yaml"], QUESTIONS_FILE: wrong}
    whole = banks.files(before.bundle) | mine
    banks.save_draft(whole, None, now(), 0)
    page = window(language).new_page()
    trainer = Trainee(site, page, Mouse(page), language)
    trainer.sign_in("wei", DEMO_PASSWORD)
    page.goto(f"{site.address}/bank")
    expect(page.get_by_role("main")).to_contain_text(
        trainer.t("The draft has errors. Until they are fixed, you see here what is published.")
    )
    page.get_by_role("link", name=trainer.t("Files and versions")).first.click()
    expect(trainer.button("Publish")).to_have_count(0)
    page.locator(".problems > li").filter(has_text="photo").get_by_role("link").first.click()
    page.wait_for_url(f"**/bank/edit/{QUESTIONS_FILE}?at=*")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    here = page.locator('[data-problem-list="text"] > li')
    here.filter(has_text="photo").locator("[data-goto]").click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.type("cites: photos")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("#notice")).to_contain_text(trainer.t("Saved."))
    page.get_by_role("link", name=trainer.t("To the files")).click()
    page.locator("#note").fill(f"damage ({language})")
    trainer.button("Publish").click()
    expect(page.locator("#notice")).to_contain_text(
        trainer.t("Published. New exams are set from this version.")
    )
    page.goto(f"{site.address}/bank/policies/damage")
    expect(page.locator("mark").first).to_have_text("48")
    page.locator("a[href='/bank/questions/first-words']").click()
    page.wait_for_url("**/bank/questions/first-words")  # the page before has such a field, too
    page.locator("#day").fill("2025-06-01")
    page.locator("form", has=page.locator("#day")).get_by_role("button").click()
    page.wait_for_url("**?day=2025-06-01")
    expect(page.locator(".answer")).to_have_text(
        "您拍两张，我马上核实" if language == "zh" else "Take two pictures and I look"
    )
    current = banks.current()
    assert current is not None
    assert banks.files(current.bundle)[QUESTIONS_FILE] == FILES[QUESTIONS_FILE]
    # as it was, for the journeys of others
    banks.publish(banks.files(before.bundle), "", None, now())
