"""A draft's forms changed by hand, and make-up exams, in the browser."""

from collections.abc import Callable

from simulator.exam.pages.setting.plan_form import draft_of
from simulator.exam.paper.exam import Exam
from simulator.exam.storage.exams import Exams
from simulator.web.services import Services
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room, open_exam
from .test_candidates import draft
from .test_setting import listed, sheet_of

Client = Callable[[str], Browser]


def sheet_page(browser: Browser, address: str) -> str:
    """The sheet, once its forms are there."""
    text: str = sheet_of(browser, browser.get(address)).text
    return text


def test_question_is_swapped_with_its_reason(client: Client, services: Services) -> None:
    """A lead who knows that a question is bad today could only roll the dice again."""
    wei = client("wei")
    address = draft(wei)
    before = listed(sheet_page(wei, address))
    out = before[3]
    hand = f"{address}/hand/0/{out}"
    form = wei.get(hand).text
    to = form.split('name="to"')[1].split('<option value="')[2].partition('"')[0]
    refused = wei.post_form(hand, {"what": "swap", "to": to})
    assert (refused.status_code, "the reason stays on the sheet" in refused.text) == (422, True)
    assert (
        "Choose a question to swap it for."
        in wei.post_form(hand, {"what": "swap", "to": out, "reason": "x"}).text
    )
    page = sheet_of(
        wei, wei.post_form(hand, {"what": "swap", "to": to, "reason": "Asked on the intranet"})
    ).text
    assert sorted(listed(page)) == sorted([*(name for name in before if name != out), to])
    assert page.count("Asked on the intranet") == 2  # in the list, and beside the question
    assert {row[2] for row in rows(page, "balance-caption")} == {"yes"}
    undone = wei.post_form(f"{address}/hand", {"what": "swap", "which": "0"})
    assert listed(sheet_of(wei, undone).text) == before


def test_question_is_left_out_or_pinned(client: Client, services: Services) -> None:
    """A wrong question would be asked until the whole bank is published anew."""
    wei = client("wei")
    address = draft(wei)
    first = listed(sheet_page(wei, address))[0]
    wei.post_form(f"{address}/hand/0/{first}", {"what": "leave-out", "reason": "Being rewritten"})
    page = sheet_page(wei, address)
    assert first not in listed(page)
    assert "Left out by hand: Being rewritten" in page
    kept = next(name for name in listed(page) if name != first)
    page = sheet_of(
        wei, wei.post_form(f"{address}/hand/0/{kept}", {"what": "pin", "reason": "New rule"})
    ).text
    assert "Pinned by hand: New rule" in page
    (exam,) = services[Exams].all()
    plan = draft_of(exam).plan
    assert (plan.leave_out, plan.pin) == ({first: "Being rewritten"}, {kept: "New rule"})
    assert wei.get(f"{address}/hand/0/{first}").status_code == 404


def test_only_drafts_of_ones_own_are_changed_by_hand(client: Client, room: Room) -> None:
    """A set exam would change under its examinees, or another team's."""
    name = room.questions[0].id
    assert client("wei").get(f"{room.address}/hand/0/{name}").status_code == 422
    assert client("hua").get(f"{room.address}/hand/0/{name}").status_code == 403
    assert client("lin").get(f"{room.address}/hand/0/{name}").status_code == 403


def make_up(browser: Browser, services: Services, exam: Exam) -> Exam:
    """The make-up exam that a click drafts."""
    browser.post_form(f"/papers/{exam.id}/make-up")
    return max(services[Exams].all(), key=lambda one: one.id)


def test_absent_people_sit_other_questions(client: Client, services: Services, room: Room) -> None:
    """Who was ill would be asked what colleagues have told, or be chosen by hand from three hundred."""
    wei = client("wei")
    room.sit(room.lin, 5)
    assert "Draft a make-up exam" not in wei.get(f"{room.address}/results").text
    assert wei.post_form(f"{room.address}/make-up").status_code == 422
    room.close()
    page = wei.get(f"{room.address}/results").text
    assert "Absent: 1." in page
    made = make_up(wei, services, room.exam)
    plan = draft_of(made).plan
    assert (made.title, plan.makes_up, plan.forms, made.pass_mark) == (
        "November, make-up", room.exam.id, 1, room.exam.pass_mark
    )  # fmt: skip
    page = sheet_page(wei, f"/papers/{made.id}")
    assert not set(listed(page)) & {one.id for one in room.questions}
    assert len(listed(page)) == 10
    assert "Makes up for “November”" in page
    assert "too little to say whether this exam is as hard" in page
    chosen = wei.get(f"/papers/{made.id}/people").text
    assert f'value="{room.bo.id}" checked' in chosen
    assert f'value="{room.lin.id}" checked' not in chosen


def test_nobody_makes_up_for_an_exam_that_all_have_sat(
    client: Client, services: Services, room: Room
) -> None:
    """A make-up exam would be offered that nobody is to sit."""
    room.sit(room.lin, 5)
    room.sit(room.bo, 5)
    room.close()
    assert "make-up" not in client("wei").get(f"{room.address}/results").text
    later = open_exam(services, [room.lin], room.questions[:3])
    assert client("wei").post_form(f"/papers/{later.id}/make-up").status_code == 422
