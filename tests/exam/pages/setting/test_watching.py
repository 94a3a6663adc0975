"""Invigilating: how everybody is getting on, extra time, pauses, and only the own people."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from simulator.database.audit import Action, Audit
from simulator.exam.pages.setting.seeing import lasted
from simulator.exam.paper.exam import Examinee
from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.exams import Exams
from simulator.people.storage.people import People
from simulator.web.services import now
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room


def states(page: str) -> dict[str, str]:
    """The state of everybody on a page."""
    return {row[0]: row[3] for row in rows(page, "watched-caption")}


def test_the_page_tells_how_everybody_gets_on(client: Callable[[str], Browser], room: Room) -> None:
    """An invigilator would not see who has not begun, who is away, or how long there is."""
    wei, address = client("wei"), f"{room.address}/watch"
    assert states(wei.get(address).text) == {"Lin Xiaoyu": "not begun yet", "Bo Chen": "not begun yet"}
    room.begin(room.lin)
    room.add(room.lin, Act.ANSWER, place=3, answer=None)
    room.add(room.lin, Act.ANSWER, place=2, answer="x")
    room.add(room.lin, Act.LEAVE, now() - timedelta(seconds=75))
    page = wei.get(address).text
    assert states(page)["Lin Xiaoyu"] == "left the exam window"
    row = dict(zip(("name", "team", "form", "state", "answered", "left", "away", "extra"),
                   next(row for row in rows(page, "watched-caption") if row[0] == "Lin Xiaoyu"), strict=True))  # fmt: skip
    assert (row["team"], row["form"], row["answered"], row["extra"]) == ("Airline", "A", "1 of 10", "–")
    assert row["left"].startswith("19:5")
    assert row["away"].startswith("once, 1:1")
    room.add(room.lin, Act.RETURN)
    assert states(wei.get(address).text)["Lin Xiaoyu"] == "writing"
    room.add(room.lin, Act.HAND_IN)
    room.close()
    assert states(wei.get(address).text) == {"Lin Xiaoyu": "handed in", "Bo Chen": "absent"}


def test_only_the_table_is_fetched_again(client: Callable[[str], Browser], room: Room) -> None:
    """What an invigilator is typing would be lost every five seconds."""
    wei = client("wei")
    part = wei.get(f"{room.address}/watch", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="watched" hx-get=')
    assert "<html" not in part
    assert "<form" not in part
    assert 'hx-trigger="every 5s"' in part


def test_extra_time_before_and_in_the_sitting(client: Callable[[str], Browser], room: Room) -> None:
    """Somebody who is entitled to more time would not get it, or nobody would know who gave it."""
    wei, address = client("wei"), f"{room.address}/watch/{room.lin.id}"
    page = wei.post_form(f"{address}/extra", {"minutes": "10", "reason": "reads slowly"}).text
    assert "The extra time is given" in page
    assert room.services[Exams].examinee(room.exam.id, room.lin.id).extra == 10
    room.begin(room.lin)
    wei.post_form(f"{address}/extra", {"minutes": "5", "reason": "the page hung"})
    row = next(
        row for row in rows(wei.get(f"{room.address}/watch").text, "watched-caption") if row[0][0] == "L"
    )
    assert row[7] == "15"
    assert row[5].startswith("34:5")
    log = room.services[Audit].entries(action=Action.EXTRA_TIME)
    assert [entry.detail["minutes"] for entry in log] == [5, 10]
    assert {entry.subject for entry in log} == {f"person:{room.lin.id}"}


def test_extra_time_that_cannot_be(client: Callable[[str], Browser], room: Room) -> None:
    """Time would be given by a slip, or without a reason."""
    wei, address = client("wei"), f"{room.address}/watch/{room.lin.id}/extra"
    for minutes, reason, field in (
        ("", "x", "minutes"),
        ("0", "x", "minutes"),
        ("601", "x", "minutes"),
        ("²", "x", "minutes"),
        ("5", " ", "reason"),
    ):
        answer = wei.post_form(address, {"minutes": minutes, "reason": reason})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
    assert room.services[Exams].examinee(room.exam.id, room.lin.id).extra == 0


def test_a_locked_account_is_seen_and_its_clock_stands_still(
    client: Callable[[str], Browser], room: Room
) -> None:
    """An invigilator would see a clock run for somebody who cannot get in, and wonder why nothing is answered."""
    root, wei, one = client("root"), client("wei"), f"{room.address}/watch/{room.lin.id}"
    room.begin(room.lin)
    page = root.get(f"/people/{room.lin.id}").text
    assert "Lin Xiaoyu is sitting “November” now." in page
    root.post_form(f"/people/{room.lin.id}/active", {"active": "no"})
    row = next(
        row for row in rows(wei.get(f"{room.address}/watch").text, "watched-caption") if row[0][0] == "L"
    )
    assert row[3] == "account locked"
    assert row[5].endswith("stopped: The account was locked.")
    assert "Ask an administrator to unlock it" in wei.get(one).text
    wei.post_form(f"{room.address}/resume")
    assert states(wei.get(f"{room.address}/watch").text)["Lin Xiaoyu"] == "account locked"
    root.post_form(f"/people/{room.lin.id}/active", {"active": "yes"})
    assert states(wei.get(f"{room.address}/watch").text)["Lin Xiaoyu"] == "paused"
    wei.post_form(f"{one}/resume")
    assert states(wei.get(f"{room.address}/watch").text)["Lin Xiaoyu"] == "writing"


def test_a_pause_for_one_and_for_all(client: Callable[[str], Browser], room: Room) -> None:
    """A fire alarm would cost everybody their time."""
    wei, one = client("wei"), f"{room.address}/watch/{room.lin.id}"
    room.begin(room.lin)
    room.begin(room.bo)
    answer = wei.post_form(f"{one}/pause", {"reason": ""})
    assert answer.status_code == 422
    page = wei.post_form(f"{one}/pause", {"reason": "unwell"}).text
    assert "The clock stands still." in page
    assert states(wei.get(f"{room.address}/watch").text) == {"Lin Xiaoyu": "paused", "Bo Chen": "writing"}
    wei.post_form(f"{room.address}/pause", {"reason": "alarm"})
    assert set(states(wei.get(f"{room.address}/watch").text).values()) == {"paused"}
    wei.post_form(f"{one}/resume")
    assert states(wei.get(f"{room.address}/watch").text)["Lin Xiaoyu"] == "writing"
    wei.post_form(f"{room.address}/resume")
    assert set(states(wei.get(f"{room.address}/watch").text).values()) == {"writing"}
    log = room.services[Audit].entries(action=Action.SITTING_PAUSED)
    assert sorted(entry.detail["reason"] for entry in log) == ["alarm", "unwell"]


def test_a_lead_invigilates_the_own_people(client: Callable[[str], Browser], room: Room) -> None:
    """A lead could stop another team's clock."""
    hua = client("hua")
    room.begin(room.lin)
    room.begin(room.bo)
    page = hua.get(f"{room.address}/watch").text
    assert states(page) == {"Lin Xiaoyu": "writing"}
    assert "whom you do not see: 1" in page
    for path in ("", "/extra", "/pause", "/resume"):
        answer = (hua.post_form if path else hua.get)(f"{room.address}/watch/{room.bo.id}{path}")
        assert answer.status_code == 404, path
    hua.post_form(f"{room.address}/pause", {"reason": "alarm"})
    assert states(client("wei").get(f"{room.address}/watch").text) == {
        "Lin Xiaoyu": "paused", "Bo Chen": "writing",
    }  # fmt: skip


def test_whoever_sits_an_exam_does_not_see_its_keys(client: Callable[[str], Browser], room: Room) -> None:
    """A lead who sits with the team could read the answers on the sheet first."""
    lead = client("hua")
    services, exam = room.services, room.exam
    hua = next(one for one in services[People].all() if one.name == "hua")
    examinees = [*services[Exams].examinees(exam.id), Examinee(exam.id, hua.id, 0)]
    services[Exams].set(exam.id, exam.forms, examinees, None, now())
    for page in ("", "/watch", "/results", "/reports", "/report/items.html"):
        answer = lead.get(room.address + page)
        assert answer.status_code == 403, page
        assert "You are to sit this exam yourself" in answer.text
    room.close()
    services[Exams].release(exam.id, None, now())
    assert lead.get(room.address).status_code in (200, 303)


@pytest.mark.parametrize(
    ("span", "words"),
    [(timedelta(0), "0:00"), (timedelta(seconds=-5), "0:00"), (timedelta(seconds=65), "1:05"),
     (timedelta(hours=2, seconds=3), "2:00:03")],
)  # fmt: skip
def test_lengths_of_time(span: timedelta, words: str) -> None:
    """Somebody would be told a time that they do not have."""
    assert lasted(span) == words
