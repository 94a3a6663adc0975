"""A whole month at a desk: a rule changes, four papers, ten examinees, a crash, marking, and what comes next month.

The trainer and the lead work in Chinese, the examinees in English; the server is a process that can be killed.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from simulator.database.audit import Audit
from simulator.exam.paper.exam import Exam, ExamState
from simulator.exam.sitting.sitting import Act, Terms, folded_sitting
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person
from simulator.text.language import translator
from simulator.web.services import now
from tests.app.faults.examinee import Candidate
from tests.app.faults.player import run
from tests.exam.pages.setting.conftest import right_answer, today
from tests.waiting import until

from .conftest import PHONE, OpenWindow
from .examinee import InBrowser
from .month import (
    DESK,
    POLICY,
    POLICY_FILE,
    PUT_ASIDE,
    QUESTIONS_FILE,
    TOPIC,
    Office,
    changed_policy,
    known_but,
    last_month,
    look,
    office,
    rekeyed,
)
from .test_papers import unfold

TITLE = "十一月月考"
QUESTIONS, FORMS = 8, 4
PASTE = """(editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
t = translator("zh")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A desk in a process of its own, with a lead, a team of ten, and the month before."""
    with office(tmp_path_factory.mktemp("month")) as opened:
        yield opened


def test_a_month(site: Office, window: OpenWindow, noise: list[str]) -> None:
    """One of the steps of a month would not lead to the next, or an answer be lost on the way."""
    trainer = site.signed_in(window("zh"), site.trainer)
    a_rule_changes(site, trainer)
    the_bulletin_is_read(site, site.signed_in(window("en"), site.people[0]))

    lead = site.signed_in(window("zh"), site.lead)
    exam = four_papers_are_set(site, lead)
    slow, moving, struck, *others = site.people
    gets_extra_time(site, lead, exam, slow)

    sat = those_without_a_browser(site, exam, others)
    first = InBrowser.of(site, window, exam, slow)
    second = InBrowser.of(site, window, exam, moving, viewport=PHONE, has_touch=True)
    third = InBrowser.of(site, window, exam, struck)
    goes_on_elsewhere(second, window)
    is_struck_in_mid_paper(site, third, noise)
    watched(site, lead, exam)
    the_clock_hands_in(site, exam, first, third, noise)
    nothing_is_lost(site, exam, sat)

    results(site, lead, exam)
    void = a_question_is_voided(site, lead, exam)
    is_released(site, lead, exam)
    assert void in {ruling.question for ruling in site.services[Exams].rulings(exam.id) if ruling.void}
    the_next_paper_takes_it_up(site, lead)
    the_examinee_learns(site, first, exam)


def a_rule_changes(site: Office, page: Page) -> None:
    """A new version with its bulletin is published; what it puts aside is shown, and gets new keys."""
    before, day = site.bank, today(site.services)
    current = site.services[Banks].current()
    assert current is not None
    files = site.services[Banks].files(current.bundle)
    page.goto(f"{site.address}/bank/policies/{POLICY}")
    page.get_by_role("link", name=t("Change it")).click()
    written(page, changed_policy(files[POLICY_FILE].decode(), day))
    look(page, "bank-edit")
    published(page, "病历材料改为7天")
    page.goto(f"{site.address}/bank")
    aside = page.get_by_role("region", name=t("Questions on hold"))
    for name in PUT_ASIDE:
        expect(aside).to_contain_text(name)
    look(page, "bank-aside")
    page.goto(f"{site.address}/bank/policies/{POLICY}")
    expect(page.locator("table.versions mark").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("7天内交齐")
    look(page, "policy")
    page.goto(f"{site.address}/bank/edit/{QUESTIONS_FILE}")
    written(page, rekeyed(files[QUESTIONS_FILE].decode(), before, day))
    published(page, "新的答案")
    page.goto(f"{site.address}/bank")
    expect(page.get_by_role("main")).to_contain_text(t("None: every question in use has a right answer."))
    look(page, "bank")


def written(page: Page, text: str) -> None:
    """Write a whole file in the editor, and save it."""
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, text)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("#notice")).to_contain_text(t("Saved."))


def published(page: Page, note: str) -> None:
    """Publish the draft."""
    page.get_by_role("link", name=t("To the files")).click()
    page.locator("#note").fill(note)
    look(page, "bank-files")
    page.get_by_role("button", name=t("Publish"), exact=True).click()
    expect(page.locator("#notice")).to_contain_text(t("Published. New exams are set from this version."))


def the_bulletin_is_read(site: Office, page: Page) -> None:
    """Somebody sees on the home page that there is news, and says that it has been read."""
    page.goto(site.address)
    look(page, "home-bulletin")
    page.locator("a[href$='/bulletins/sick-papers-7']").first.click()
    expect(page.get_by_role("main")).to_contain_text("Please do not say 10 days any more.")
    look(page, "bulletin")
    page.get_by_role("button", name="I have read this").click()
    news = page.get_by_role("listitem").filter(has=page.locator("a[href$='/bulletins/sick-papers-7']"))
    expect(news).to_be_visible()
    expect(news).not_to_contain_text("not read")
    assert "sick-papers-7" in site.services[BulletinReads].reads(site.people[0].id)


def four_papers_are_set(site: Office, page: Page) -> Exam:
    """A lead fills in the blueprint, looks at four forms, and sets them for the team."""
    page.goto(f"{site.address}/papers/new?desk={DESK}")
    look(page, "blueprint")
    unfold(page)
    day = f"{today(site.services)}"
    fields = {
        "title": TITLE, "day": day, "opens": "2026-01-01T08:00", "closes": "2099-01-01T18:00", "minutes": "60",
        "questions": str(QUESTIONS), "forms": str(FORMS), "new-since": day[:8] + "01", "uses": "2",
        "new-least": "3", "seed": "7", f"topic-{TOPIC}-least": "3", "persistent-least": "0", "kind-case-most": "0",
    }  # fmt: skip
    for name, value in fields.items():
        field = page.locator(f'[name="{name}"]')
        if field.count() or not name.startswith("kind-"):
            field.fill(value)
    page.get_by_role("button", name=t("Generate forms")).click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    seen: set[tuple[str, ...]] = set()
    reasons: list[str] = []
    for letter in "ABCD":
        page.get_by_role("link", name=t("Form {letter}", letter=letter), exact=True).click()
        questions = page.locator("ol.paper > li")
        expect(questions).to_have_count(QUESTIONS)
        expect(questions.locator("ul.why li").first).to_be_visible()
        seen.add(tuple(questions.evaluate_all("(all) => all.map((one) => one.id)")))
        reasons += page.locator("ul.why li").all_inner_texts()
    assert len(seen) == FORMS
    assert any(policy_title(site) in reason for reason in reasons)
    look(page, "sheet")
    page.get_by_role("link", name=t("Choose who sits it, and set it")).click()
    look(page, "people")
    page.locator('input[name="team"]').check()
    page.get_by_role("button", name=t("Set the exam for them")).click()
    expect(page.locator("#notice")).to_contain_text(
        t("The exam is set. Everybody below finds it under “My exams”.")
    )
    look(page, "people-set")
    (exam,) = (one for one in site.services[Exams].all() if one.title == TITLE)
    assert exam.state is ExamState.SET
    assert {one.person for one in site.services[Exams].examinees(exam.id)} == {one.id for one in site.people}
    assert {one.form for one in site.services[Exams].examinees(exam.id)} == set(range(FORMS))
    return exam


def policy_title(site: Office) -> str:
    """What the policy that changed is called."""
    return site.bank.policies[POLICY].title.said_in("zh")


def gets_extra_time(site: Office, page: Page, exam: Exam, person: Person) -> None:
    """The lead gives somebody ten minutes more, before it begins."""
    page.goto(f"{site.address}/papers/{exam.id}/watch/{person.id}")
    page.locator("#minutes").fill("10")
    page.locator("#reason").fill("阅读较慢")
    page.get_by_role("button", name=t("Give extra time")).click()
    expect(page.locator("#notice")).to_be_visible()
    assert site.services[Exams].examinee(exam.id, person.id).extra == 10


def those_without_a_browser(site: Office, exam: Exam, people: list[Person]) -> list[Candidate]:
    """Most of the team sit by posts: they know nothing of refunds; the last one never hands in."""
    services, bank = site.services, site.services[Banks].bank(exam.bank)
    sat = [
        Candidate.of(services, exam, person, site.server.port, number % 2 > 0)
        for number, person in enumerate(people)
    ]

    async def sitting() -> None:
        for number, one in enumerate(sat):
            await one.begin()
            await one.sit(known_but(bank, exam.day, TOPIC, 0.3 + 0.1 * number, number), leave=number % 2)
        for one in sat[:-1]:
            await one.hand_in()

    run(sitting(), sat)
    return sat


def goes_on_elsewhere(moving: InBrowser, window: OpenWindow) -> None:
    """A telephone is closed in mid-paper; its owner goes on at a desk, where everything is."""
    moving.answer(1)
    moving.answer(2)
    moving.saved(1, 2)
    look(moving.page, "paper-phone")
    telephone = moving.page.context
    moving.page.close()
    until(lambda: Act.LEAVE in acts(moving))  # sent by the page when it has gone already
    telephone.close()
    moving.page = moving.site.signed_in(window("en"), moving.person)
    moving.page.goto(f"{moving.site.address}/sittings/{moving.exam.id}")
    moving.ready()
    moving.saved(1, 2)
    moving.answer(3)
    moving.saved(1, 2, 3)
    look(moving.page, "paper")
    moving.hand_in()


def acts(one: InBrowser) -> list[Act]:
    """What has happened in somebody's sitting."""
    services = one.site.services
    return [
        entry.act
        for entry in services[Sittings].entries_after(
            services[Sittings].find(one.exam.id, one.person.id).id, 0
        )
    ]


def is_struck_in_mid_paper(site: Office, struck: InBrowser, noise: list[str]) -> None:
    """The server is killed while somebody answers: what was saved is there, what was not is sent again."""
    struck.answer(1)
    struck.saved(1)
    site.server.kill()
    struck.answer(2)
    struck.answer(3)
    expect(struck.page.get_by_text(re.compile("Not saved yet"))).to_be_visible()
    look(struck.page, "not-saved")
    assert len(struck.sitting.answers) == 1
    site.server.start()
    struck.saved(1, 2, 3)
    entries = [act for act in acts(struck) if act is Act.ANSWER]
    assert len(entries) == 3
    noise[:] = [
        text
        for text in noise
        if not any(
            f"ERR_{what}" in text for what in ("CONNECTION_REFUSED", "CONNECTION_RESET", "EMPTY_RESPONSE")
        )
    ]


def watched(site: Office, page: Page, exam: Exam) -> None:
    """The lead sees who is still writing."""
    page.goto(f"{site.address}/papers/{exam.id}/watch")
    row = page.get_by_role("row").filter(has_text=site.people[0].shown).first
    expect(row).to_contain_text(t("writing"))
    look(page, "watch")


def the_clock_hands_in(
    site: Office, exam: Exam, first: InBrowser, third: InBrowser, noise: list[str]
) -> None:
    """The window closes: the clock hands in for those who write, and who has extra time goes on."""
    first.answer(1)
    first.saved(1)
    site.close(exam)
    third.until_over()
    expect(third.page.get_by_role("heading", name="Auto-submitted")).to_be_visible()
    look(third.page, "by-clock")
    assert len(third.sitting.answers) == 3
    for number in range(2, QUESTIONS + 1):
        first.answer(number)
    first.saved(*range(1, QUESTIONS + 1))
    first.hand_in()
    noise[:] = [text for text in noise if "status of 422" not in text]


def nothing_is_lost(site: Office, exam: Exam, sat: list[Candidate]) -> None:
    """What was acknowledged to those without a browser is what is marked."""
    examinees = {one.person: one for one in site.services[Exams].examinees(exam.id)}
    exam = site.services[Exams].find(exam.id)
    for person, (_, entries) in site.services[Sittings].of_exam(exam.id).items():
        sitting = folded_sitting(Terms.of(exam, examinees[person]), entries)
        assert sitting.over(now())
        for one in sat:
            if one.person == person:
                assert sitting.answers == one.answers


def results(site: Office, page: Page, exam: Exam) -> None:
    """The lead sees what everybody came to, with statistics of each question, and the reports."""
    page.goto(f"{site.address}/papers/{exam.id}/results")
    rows = page.locator("#people-title ~ * tbody tr")
    expect(rows).to_have_count(10)
    expect(page.get_by_role("row").filter(has_text="%").first).to_be_visible()
    look(page, "results")
    page.get_by_role("link", name=t("Reports"), exact=True).click()
    look(page, "reports")


def a_question_is_voided(site: Office, page: Page, exam: Exam) -> str:
    """A question that some got right is declared void, after a look at whom that changes."""
    name = got_right(site, exam)
    page.goto(f"{site.address}/papers/{exam.id}/questions/{name}")
    look(page, "question")
    page.locator('input[name="act"][value="void"]').check()
    page.locator("#reason").fill("两个选项都说得通")
    page.get_by_role("button", name=t("See what it would change")).click()
    expect(page.get_by_role("heading", name=t("Before you confirm: what changes"))).to_be_focused()
    changed = page.locator(".before-after tbody tr")
    expect(changed.first).to_be_visible()
    assert site.services[Exams].rulings(exam.id) == []
    look(page, "before-after")
    page.get_by_role("button", name=t("Confirm, and rescore everybody")).click()
    expect(page.locator("#notice")).to_contain_text(t("Key changed, rescored."))
    look(page, "voided")
    return name


def got_right(site: Office, exam: Exam) -> str:
    """A question that somebody answered rightly."""
    bank, examinees = site.services[Banks].bank(exam.bank), site.services[Exams].examinees(exam.id)
    sittings = site.services[Sittings].of_exam(exam.id)
    for one in examinees:
        for entry in sittings[one.person][1]:
            if entry.act is Act.ANSWER:
                question = bank.questions[exam.forms[one.form].items[entry.data["place"]].question]
                if question.topic != TOPIC and entry.data["answer"] == right_answer(bank, question, exam.day):
                    return question.id
    raise AssertionError("nobody got anything right")


def is_released(site: Office, page: Page, exam: Exam) -> None:
    """The lead releases the results."""
    page.goto(f"{site.address}/papers/{exam.id}/release")
    look(page, "release")
    page.get_by_role("button", name=t("Release the results"), exact=True).click()
    expect(page.locator("#notice")).to_be_visible()
    look(page, "released")
    assert site.services[Exams].find(exam.id).state is ExamState.RELEASED
    assert site.services[Audit].verify() is None


def the_next_paper_takes_it_up(site: Office, page: Page) -> None:
    """What went wrong in both months is persistent, and next month's paper says that it asks it for that."""
    page.goto(f"{site.address}/points?desk={DESK}")
    row = page.get_by_role("row").filter(has=page.locator(f'input[value="{TOPIC}"]'))
    expect(row).to_contain_text(t("recurring"))
    expect(row.get_by_role("checkbox")).to_be_checked()
    look(page, "points")
    page.get_by_role("button", name=t("Carry these forward to the next exam")).click()
    look(page, "next-blueprint")
    expect(page.locator(f'input[name="take"][value="{TOPIC}"]')).to_be_checked()
    assert int(page.locator('[name="persistent-least"]').input_value()) > 0
    page.locator('[name="title"]').fill("十二月月考")
    page.locator('[name="day"]').fill(
        "2026-12-22" if today(site.services).year == 2026 else f"{today(site.services)}"
    )
    page.get_by_role("button", name=t("Generate forms")).click()
    expect(page.get_by_role("heading", level=1, name="十二月月考")).to_be_visible()
    months = [f"{day:%Y-%m}" for day in (last_month(site), today(site.services))]
    reason = page.locator("ul.why li").filter(has_text=months[0]).filter(has_text=months[1])
    expect(reason.first).to_contain_text("老大难")
    look(page, "next-sheet")


def the_examinee_learns(site: Office, first: InBrowser, exam: Exam) -> None:
    """The examinee sees the result with its reasons, and answers a review card when it comes due."""
    page = first.page
    page.goto(f"{site.address}/results/{exam.id}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "result")
    cards = site.services[Cards].of(first.person.id)
    assert cards
    assert all(card.due > today(site.services) for card in cards)
    site.make_due(first.person)
    page.goto(site.address)
    look(page, "home-cards")
    page.locator("a[href$='/cards']").first.click()
    look(page, "card")
    first_fields(page)
    page.get_by_role("main").get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("The card comes back on")).to_be_visible()
    look(page, "card-answered")
    answered = [card for card in site.services[Cards].of(first.person.id) if card.due > today(site.services)]
    assert len(answered) == 1


def first_fields(page: Page) -> None:
    """Answer a card with whatever comes first."""
    section = page.locator("section.asked")
    if section.locator("input[name=answer]:not([type=radio]):not([type=checkbox])").count():
        section.locator("input[name=answer]").fill("7")
    elif section.locator("select").count():
        for place, select in enumerate(section.locator("select").all(), start=1):
            select.select_option(index=place if section.locator("[data-ordering]").count() else 1)
    else:
        for group in section.locator(".quadrants, .options").all():
            group.locator("label:has(input)").first.click()
