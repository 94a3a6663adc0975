"""The bank's pages: what there is, what is put aside and why, and what rests on it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from simulator.exam.cards import Card
from simulator.exam.pages.bank.policy_page import compared
from simulator.exam.pages.bank.working import NOTHING, BankDraft
from simulator.exam.paper.exam import Examinee, PaperForm, PaperItem, PassMark, Window
from simulator.exam.sitting.sitting import Act, SittingEntry
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.library.library import Library
from simulator.people.person import Person
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .writing import FILES, POLICY_FILE, held, publish, words

POLICY_3 = """\
  v3:
    effective: {day}
    summary: {{zh: 不用拍照。, en: Photographs are not needed.}}
    clauses:
      photos: {{zh: 不用拍照。, en: No photographs.}}
bulletins:"""
"""A third version of the policy, with what stands behind the versions."""


def exam_on(services: Services, day: date, *questions: str) -> int:
    """An exam that is set from what is published, with these questions on its paper."""
    current = services[Banks].current()
    assert current is not None
    moment = now()
    exam = services[Exams].add(
        title="The month",
        desk="appliance",
        day=day,
        bank=current.bundle,
        plan={},
        window=Window(moment, moment + timedelta(days=3)),
        minutes=30,
        pass_mark=PassMark(),
        by=None,
        now=moment,
    )
    lin = services[People].named("lin")
    assert lin is not None
    form = PaperForm(tuple(PaperItem(question) for question in questions))
    services[Exams].set(exam.id, [form], [Examinee(exam.id, lin.id, 0)], None, moment)
    return exam.id


def test_overview(reader: Browser) -> None:
    """A trainer would not see what there is, or which question nobody may be asked, or why."""
    said = words(reader.get("/bank").text)
    assert "Questions in use 2" in said
    assert "On hold 1 until somebody looks at them" in said
    assert "Clause report reads otherwise in version v2; the key is for v1." in said
    assert "appliance · damage 2" in said
    assert "v2, since 1 Aug 2026" in said


def test_empty_bank(
    client: Callable[[str], Browser], services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk without policies would be shown a fault in the place of what to do."""
    monkeypatch.setattr(BankDraft, "bank", NOTHING)
    assert "Add a policy, or upload a bank that you have." in words(client("wei").get("/bank").text)


def test_only_for_authors(trainer: Browser, client: Callable[[str], Browser]) -> None:
    """Trainees, or a lead, would read the keys of next month's exam."""
    for name in ("lin", "hua"):
        browser = client(name)
        answers = [
            browser.get(address).status_code
            for address in ("/bank", "/bank/questions/first-words", "/bank/export/gift", "/bank/download")
        ]
        assert answers == [403] * 4
        assert 'href="/bank"' not in browser.get("/").text
    assert 'href="/bank"' in trainer.get("/").text


def test_coming_version_puts_questions_aside(trainer: Browser, services: Services) -> None:
    """Nobody would learn in time that a change announced for next month leaves a question without a key."""
    later = FILES[POLICY_FILE].decode().replace("2026-08-01", "2199-01-01")
    publish(services, FILES | {POLICY_FILE: later.encode()})
    assert "1 Jan 2199" in words(trainer.get("/bank").text)
    shown = trainer.get("/bank/questions?state=aside").text
    assert "/bank/questions/in-hours?day=2199-01-01" in shown
    assert "on hold from 1 Jan 2199 on" in words(shown)


def test_policy_with_its_versions(reader: Browser) -> None:
    """What has changed from one version to the next would have to be found by reading both."""
    page = reader.get("/bank/policies/damage").text
    assert "<mark>48</mark>" in page
    assert "<mark>24</mark>" not in page
    said = words(page)
    assert "Hours in which damage is reported report-hours 24 hours changed: 48 hours" in said
    assert "the newest version changed it" in said


def test_bulletin_and_who_has_not_read_it(
    trainer: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A trainer could not tell whom a change has not reached."""
    assert "Not read by 2 trainees, read by 0" in words(trainer.get("/bank/policies/damage").text)
    services[BulletinReads].read(person("lin").id, "damage-2026", now())
    said = words(trainer.get("/bank/policies/damage").text)
    assert "Not read by 1 trainees, read by 1 Bo Chen" in said
    services[BulletinReads].read(person("bo").id, "damage-2026", now())
    assert "Every trainee has read it." in words(trainer.get("/bank/policies/damage").text)


def test_exams_and_cards_on_a_policy(
    trainer: Browser, services: Services, person: Callable[[str], Person]
) -> None:
    """A rule would change, and a paper that is set already would go on asking for the old one unnoticed."""
    exam = exam_on(services, date(2026, 12, 20), "first-words")
    card = Card(None, person("lin").id, "first-words", "first-words", "damage", "v1", {}, date(2026, 12, 1))
    services[Cards].put_all([card], now())
    page = trainer.get("/bank/policies/damage").text
    assert f'href="/papers/{exam}"' in page
    assert "cards: 1, of an earlier version: 1" in words(page)
    assert "rest on what has changed" not in page
    new = (
        FILES[POLICY_FILE]
        .decode()
        .replace(
            "values: {report-hours: 48}\n    clauses:",
            "values: {report-hours: 48}\n    clauses:\n      photos: {zh: 不用拍照。, en: None.}",
        )
    )
    publish(services, FILES | {POLICY_FILE: new.encode()})
    for address in ("/bank", "/bank/policies/damage"):
        said = words(trainer.get(address).text)
        assert "The papers of “The month” rest on what has changed: first-words" in said


def test_cases_on_a_policy(trainer: Browser, services: Services) -> None:
    """A case would go on teaching what no longer counts; the list would not name it."""
    files = services[Library].files(services[Library].entry("ticket-rebooking").latest or "")
    text = files["case.yaml"].decode()
    cited = text.replace("rebooking/fee", "damage/photo").replace("rebooking/plain-words", "damage/photos")
    services[Library].save_draft("ticket-rebooking", files | {"case.yaml": cited.encode()}, 0, None, now())
    lost = "clauses that do not count: photo"
    changed = "changed since the case was last worked on: No photographs"
    for address in ("/bank", "/bank/policies/damage"):
        said = words(trainer.get(address).text)
        assert (lost in said, changed in said) == (True, False)
    later = POLICY_3.format(day="2199-01-01")
    publish(services, FILES | {POLICY_FILE: FILES[POLICY_FILE].replace(b"bulletins:", later.encode())})
    for address in ("/bank", "/bank/policies/damage"):
        said = words(trainer.get(address).text)
        assert (lost in said, changed in said) == (True, True)


def test_key_of_a_day(reader: Browser) -> None:
    """An author could not see what would be right in an exam of another day."""
    told = {
        "2026-07-01": "The right answer on 1 Jul 2026 As of the day Show 24 hours Explanation",
        "2026-09-01": "Clause report reads otherwise in version v2; the key is for v1.",
        "2024-07-01": "The policy “damage” does not count before 2025-01-01.",
    }
    pages = {day: reader.get(f"/bank/questions/in-hours?day={day}").text for day in told}
    assert {day: said in words(pages[day]) for day, said in told.items()} == dict.fromkeys(told, True)
    assert 'value="2026-07-01"' in pages["2026-07-01"]
    # a day that is none is today
    odd = ("nonsense", "2026-13-45", "9999999999", "<b>")
    answers = [reader.get("/bank/questions/in-hours", params={"day": day}) for day in odd]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all(told["2026-09-01"] in words(answer.text) for answer in answers)


def test_what_is_not_there(reader: Browser) -> None:
    """An address from an old bank would be a fault of ours."""
    addresses = ("/bank/questions/no", "/bank/policies/no", "/bank/edit/case.yaml", "/bank/export/no")
    assert [reader.get(address).status_code for address in addresses] == [404] * 4


def test_filters(reader: Browser) -> None:
    """In a bank of two thousand, nobody would find the question they are looking for."""
    both = ["first-words", "in-hours"]
    expected = {
        "": both,
        "q=CRACKED": ["first-words"],
        "q=几小时": ["in-hours"],
        "q=in-hours": ["in-hours"],
        "state=in-use": ["first-words"],
        "kind=number": [],
        "policy=damage&desk=appliance&topic=damage": both,
        "page=99": both,
        "page=-1&state=zz": [],
    }
    found = {}
    for query in expected:
        page = reader.get(f"/bank/questions?{query}").text
        found[query] = [name for name in both if f"/bank/questions/{name}" in page]
        assert f"Found: {len(found[query])}" in page
    assert found == expected


def test_pages_of_many(trainer: Browser, services: Services) -> None:
    """A list of a thousand questions would be one page, or its links would lose the filter."""
    first = FILES["questions/first.yaml"].decode()
    head, entry = first.split("  first-words:\n")
    many = head + "".join(f"  number-{number}:\n{entry}" for number in range(1, 121))
    publish(services, FILES | {"questions/first.yaml": many.encode()})
    page = trainer.get("/bank/questions?kind=single&page=2").text
    assert "/bank/questions?kind=single&amp;page=3" in page
    assert page.count('data-label="Difficulty"') == 50
    assert trainer.get("/bank/questions?kind=single&page=3").text.count('data-label="Difficulty"') == 21


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("a b", "a b", (("a b", False),)),
        ("within 24 hours", "within 48 hours", (("within ", False), ("48", True), (" hours", False))),
        ("24小时内报", "48小时内报", (("48", True), ("小时内报", False))),
        (None, "new", (("new", False),)),
        ("old", None, ()),
    ],
)
def test_what_is_new_in_a_text(
    before: str | None, after: str | None, pieces: tuple[tuple[str, bool], ...]
) -> None:
    """Half a figure would be marked as new, or a whole sentence for one word."""
    cell = compared(before, after)
    assert (cell.pieces, cell.changed) == (pieces, before != after)


def test_bundled_bank_is_shown(client: Callable[[str], Browser], services: Services) -> None:
    """A kind of question of the bundled bank could not be shown."""
    browser = client("wei")
    current = services[Banks].current()
    assert current is not None
    kinds = {question.kind: name for name, question in services[Banks].bank(current.bundle).questions.items()}
    assert {browser.get(f"/bank/questions/{name}").status_code for name in kinds.values()} == {200}


def test_topics_and_desks_have_names(client: Callable[[str], Browser]) -> None:
    """A Chinese author would read “baggage” and “airline” in a Chinese page."""
    browser = client("wei")
    browser.post_form("/language", {"language": "zh", "next": "/bank"})
    assert 'data-label="业务组">航空票务</td>' in browser.get("/bank").text
    listed = browser.get("/bank/questions?topic=baggage").text
    assert listed.count('data-label="主题">行李</td>') == 10
    assert '<option value="baggage" selected>行李</option>' in listed
    badges = words(browser.get("/bank/questions/bag-interim").text)
    assert "航空票务 行李" in badges


def test_hostile_texts(trainer: Browser, services: Services) -> None:
    """What an author writes would be run in the browser of whoever reads it."""
    bad = b"<script>alert(1)</script>"
    files = {name: content.replace(b"24 hours", bad + b" hours") for name, content in FILES.items()}
    publish(services, files)
    for address in (
        "/bank",
        "/bank/questions",
        "/bank/questions/in-hours?day=2026-01-01",
        "/bank/policies/damage",
    ):
        page = trainer.get(address).text
        assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_how_it_did_so_far(trainer: Browser, services: Services, person: Callable[[str], Person]) -> None:
    """An author could not see that nobody knows the answer, or would see it before the results are told."""
    exam = exam_on(services, date(2026, 12, 20), "first-words")
    moment = now()
    sitting = services[Sittings].begin(exam, person("lin").id, "k", moment)
    answer = SittingEntry(Act.ANSWER, moment, {"place": 0, "answer": "send"}, "k2")
    services[Sittings].append(sitting, 1, answer, moment).result()
    untold = words(trainer.get("/bank/questions/first-words").text)
    assert "No exam has any data on it yet." in untold
    services[Exams].release(exam, None, moment + timedelta(days=4))
    told = words(trainer.get("/bank/questions/first-words").text)
    assert "The month 20 Dec 2026 1 1 – Too few answers to judge: 1" in told
    assert "Exams whose results are not released: None." in told


def test_a_key_still_holds_with_one_click(trainer: Browser, services: Services) -> None:
    """An author would have to find the file and write a key again, though nothing of it has changed."""
    page = trainer.get("/bank/questions/in-hours").text
    said = words(page)
    assert "So from 1 Aug 2026 on the question is on hold" in said
    assert "Key and texts still hold in v2" in said
    answer = trainer.post_form("/bank/questions/in-hours/still-holds", {"version": "v2"})
    assert "on hold" not in words(answer.text)
    assert "    still-holds: [v2]\n    kind: single\n" in held(services, "questions/stale.yaml")
    assert trainer.post_form("/bank/questions/in-hours/still-holds", {"version": "v9"}).status_code == 404
    assert "On hold 0" in words(trainer.get("/bank").text)
