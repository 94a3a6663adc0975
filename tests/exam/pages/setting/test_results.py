"""Marking: what everybody came to, decisions near the pass mark, the release and its cards."""

from collections.abc import Callable

from simulator.database.audit import Action, Audit
from simulator.exam.pages.setting.results_page import make_cards
from simulator.exam.paper.exam import ExamState
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.web.services import now
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room


def test_what_everybody_came_to(client: Callable[[str], Browser], room: Room) -> None:
    """A trainer would not see who passed, or take a guess for a fact."""
    room.sit(room.lin, 9)
    page = client("wei").get(f"{room.address}/results").text
    first, second = rows(page, "people-caption")
    assert first[:6] == ["Lin Xiaoyu Airline", "A", "9 / 10", "90%", "± 10%", "passed"]
    assert (second[0], second[5]) == ("Bo Chen", "not begun yet")
    questions = rows(page, "questions-caption")
    assert len(questions) == 10
    assert {row[3] for row in questions} == {"100%", "0%"}
    assert {row[5] for row in questions} == {"too few to judge"}


def test_a_human_decides_near_the_pass_mark(client: Callable[[str], Browser], room: Room) -> None:
    """A single question would decide on somebody, or nobody would know who let them pass."""
    wei, decide = client("wei"), f"{room.address}/decide/{room.lin.id}"
    room.sit(room.lin, 4)  # 40 % with a standard error of 16 %, and half is needed
    room.sit(room.bo, 10)
    page = wei.get(f"{room.address}/results").text
    assert "Near the pass mark: a human decides" in page
    assert decide in page
    assert f"{room.address}/decide/{room.bo.id}" not in page
    assert wei.get(f"{room.address}/decide/{room.bo.id}").status_code == 404
    assert (
        wei.post_form(f"{room.address}/decide/{room.bo.id}", {"passed": "no", "reason": "x"}).status_code
        == 404
    )
    assert wei.get(decide).status_code == 200
    answer = wei.post_form(decide, {"passed": "perhaps", "reason": ""})
    assert answer.status_code == 422
    assert 'id="passed-error"' in answer.text
    assert 'id="reason-error"' in answer.text
    page = wei.post_form(decide, {"passed": "yes", "reason": "sound work all month"}).text
    lin = next(row for row in rows(page, "people-caption") if row[0].startswith("Lin"))
    assert lin[5].startswith("passed decided by Wei Min: sound work all month")
    assert "Near the pass mark: a human decides" not in page
    (entry,) = room.services[Audit].entries(action=Action.EXAM_DECIDED)
    assert (entry.subject, entry.detail["passed"]) == (f"person:{room.lin.id}", True)


def test_results_are_released_once_everybody_is_done(client: Callable[[str], Browser], room: Room) -> None:
    """Somebody who still sits would be told the keys by who does not."""
    wei, address = client("wei"), f"{room.address}/release"
    room.sit(room.lin, 7)
    room.begin(room.bo)
    assert "Still sitting this exam: 1" in wei.get(address).text
    assert wei.post_form(address).status_code == 422
    assert room.services[Exams].find(room.exam.id).state is ExamState.SET
    assert room.services[Cards].all() == []
    room.close()
    page = wei.post_form(address).text
    assert "The results are out" in page
    assert "Release the results …" not in page
    assert room.services[Exams].find(room.exam.id).state is ExamState.RELEASED
    mine = room.services[Cards].of(room.lin.id)
    assert {card.question for card in mine} <= {question.id for question in room.questions[7:]}
    assert mine
    assert len(room.services[Cards].of(room.bo.id)) > len(mine)  # bo answered nothing
    # the second click of a double click makes no second card
    before = len(room.services[Cards].all())
    assert wei.post_form(address).status_code == 200
    assert make_cards(room.services, room.services[Exams].find(room.exam.id), now()) == 0
    assert len(room.services[Cards].all()) == before


def test_the_window_can_be_closed_with_the_release(client: Callable[[str], Browser], room: Room) -> None:
    """A trainer would wait for hours for somebody who does not come, or find a refusal and no way on."""
    wei, address = client("wei"), f"{room.address}/release"
    room.begin(room.lin)
    page = wei.get(address).text
    assert "Who has not begun and still can" in page
    assert "<button" not in page[page.index('action="' + address) :].split("</form>")[0]
    assert wei.post_form(address, {"close": "yes"}).status_code == 422
    assert room.services[Exams].find(room.exam.id).window == room.exam.window
    room.add(room.lin, Act.HAND_IN)
    page = wei.get(address).text
    assert "Close the window and release" in page
    refused = wei.post_form(address)
    assert (refused.status_code, "Who can still begin this exam: 1" in refused.text) == (422, True)
    assert '<nav aria-label="Main">' in refused.text
    assert "The results are out" in wei.post_form(address, {"close": "yes"}).text
    exam = room.services[Exams].find(room.exam.id)
    assert (exam.state, exam.window.closes) == (ExamState.RELEASED, exam.released)
    (entry,) = room.services[Audit].entries(action=Action.EXAM_CHANGED)
    assert entry.detail["closes"] == [room.exam.window.closes.isoformat(), exam.window.closes.isoformat()]


def test_who_was_away_has_no_cards(client: Callable[[str], Browser], room: Room) -> None:
    """Somebody on holiday would come back to a heap of cards."""
    room.sit(room.lin, 7)
    room.close()
    page = client("wei").post_form(f"{room.address}/release").text
    assert {card.person for card in room.services[Cards].all()} == {room.lin.id}
    bo = next(row for row in rows(page, "people-caption") if row[0].startswith("Bo"))
    assert bo[5] == "absent"


def test_a_lead_sees_and_decides_on_the_own_people(client: Callable[[str], Browser], room: Room) -> None:
    """A lead could read other people's results."""
    hua = client("hua")
    room.sit(room.lin, 4)
    room.sit(room.bo, 4)
    page = hua.get(f"{room.address}/results").text
    assert [row[0] for row in rows(page, "people-caption")] == ["Lin Xiaoyu Airline"]
    assert "Bo Chen" not in page
    assert hua.get(f"{room.address}/decide/{room.bo.id}").status_code == 404
    form = {"passed": "no", "reason": "x"}
    assert hua.post_form(f"{room.address}/decide/{room.bo.id}", form).status_code == 404
    assert hua.post_form(f"{room.address}/decide/{room.lin.id}", form).status_code == 200


def test_a_draft_has_no_results(client: Callable[[str], Browser], room: Room) -> None:
    """A page would fail instead of saying that there are no papers."""
    room.services[Exams].back_to_draft(room.exam.id, None, now())
    wei = client("wei")
    for path in ("/results", "/release", "/judges", f"/questions/{room.questions[0].id}"):
        answer = wei.get(room.address + path)
        assert answer.status_code == 422, path
        assert "This exam has not been set." in answer.text
