"""Recurring gaps: found over the months, shown with their cost, taken up in the next paper."""

from collections.abc import Callable
from datetime import date

from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.exams import Exams
from simulator.people.storage.people import People
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room, add_people, bank_of, open_exam, usable
from .test_setting import count, fields_of, listed, sheet_of


def examined(services: Services, day: date, number: int, browser: Browser) -> Room:
    """An exam of one topic that twelve people sat: all of them knew the first half of it."""
    people = [one for one in services[People].all() if one.name.startswith("t")] or add_people(services, 12)
    _, bank = bank_of(services)
    questions = [one for one in usable(bank, day) if one.topic == "baggage"][:4]
    exam = open_exam(services, people, questions, day=day, title=f"Exam {number}")
    room = Room(services, exam, bank, people[0], people[1])
    for one in people:
        room.sit(one, 2)
    assert "The results are out" in browser.post_form(f"{room.address}/release").text
    assert services[Exams].find(exam.id).state is ExamState.RELEASED
    return room


def test_what_keeps_going_wrong_comes_onto_the_next_paper(
    client: Callable[[str], Browser], services: Services
) -> None:
    """The desk would be examined on what it knows, month after month."""
    wei = client("wei")
    assert "No data yet" in wei.get("/points").text
    room = examined(services, date(2026, 9, 24), 1, wei)
    assert "recurring" not in rows(wei.get("/points").text, "topics-caption")[0][0]
    examined(services, date(2026, 10, 24), 2, wei)
    page = wei.get("/points").text
    (topic,) = rows(page, "topics-caption")
    assert topic[:3] == ["Baggage recurring", "50% of 48 (a bad month)", "50% of 48 (a bad month)"]
    cost = sum(24 * question.cost.yuan for question in room.questions[2:])
    assert topic[3] == f"{cost:,}"
    assert 'name="take" value="baggage"' in page
    clauses = rows(page, "clauses-caption")
    assert sum("recurring" in row[0] for row in clauses) >= 1
    policies = {policy.title.en: policy for policy in room.bank.policies.values()}
    for title, _, words in (row[0].removesuffix(" recurring").partition(" · ") for row in clauses):
        policy = policies[title]
        assert words in [policy.clause_words(name, "en") for name in policy.versions[-1].clauses]
    # the form of the next paper takes it up
    form = wei.get("/papers/new?desk=airline&take=baggage&take=nonsense").text
    fields = fields_of(form, "/papers/new")
    assert fields["take"] == "baggage"
    assert 'value="nonsense"' not in form
    # not more than can stand on one paper: siblings are kept apart
    assert 0 < int(fields["persistent-least"]) < count(form, "persistent")
    sheet = sheet_of(wei, wei.post_form("/papers/new", fields))
    asked = [room.bank.questions[name].topic for name in listed(sheet.text)]
    assert asked.count("baggage") >= int(fields["persistent-least"])
    assert "Recurring: " in sheet.text
    assert wei.get("/points?desk=nowhere").status_code == 404
