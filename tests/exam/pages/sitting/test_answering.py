"""Answers are saved as they are given, count once, and are taken only while they may be."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime

from simulator.exam.sitting.sitting import Act
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .bank import PLACES, RIGHT
from .examinees import HOUR, Sitter, later, paused, release, resumed, set_exam, text_of

Sit = Callable[..., Sitter]


def shown_moment(moment: datetime) -> str:
    """A moment as an English page of the desk shows it."""
    zone = ZoneInfo("Asia/Shanghai")
    return str(format_datetime(moment, "short", tzinfo=zone, locale="en_GB"))


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_to_each_kind_is_stored_in_the_banks_own_ids(sitter: Sit, script: bool) -> None:
    """What was ticked would be marked as something else."""
    lin = sitter()
    for name in PLACES:
        answer = lin.answer(name, script=script)
        assert answer.status_code == (200 if script else 303), answer.text
    assert lin.sitting.answers == {place: RIGHT[name] for place, name in enumerate(PLACES)}


def test_an_answer_is_acknowledged_with_the_clock_and_nothing_else(sitter: Sit) -> None:
    """The page would not know that it is safe; or it would be told more than it may know."""
    lin = sitter()
    told = lin.answer("single").json()
    assert told.keys() == {
        "left", "paused", "reason", "seen", "over", "extra", "away", "absences", "gone", "question", "answered", "needed",
    }  # fmt: skip
    assert (told["answered"], told["question"]) == (True, lin.shown("single").number)
    assert 3500 < told["left"] <= 3600


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("三十分钟", ""),
        ("half an hour", ""),
        ("about 30", "Write one number and nothing else"),
        ("30-40", "One number is needed here"),
        ("30 yuan", "The answer is needed in another unit: hours."),
    ],
)
def test_a_number_that_cannot_be_read_is_told_at_once(sitter: Sit, typed: str, said: str) -> None:
    """“Saved.” would be all that is said of an answer that earns nothing, whatever the number is."""
    lin = sitter()
    told = lin.answer("number", typed).json()
    assert (told["answered"], told["needed"][: len(said)]) == (not said, said)
    assert lin.sitting.answers == {PLACES.index("number"): typed}
    if said:
        page = lin.answer("number", typed, script=False)
        assert said in text_of(lin.browser.get(page.headers["Location"]))


def test_what_is_placed_in_part_does_not_look_answered(sitter: Sit) -> None:
    """Whoever gives one of two a place would hand in and never see that the other is missing."""
    lin = sitter()
    told = lin.answer("matching", {"private-i1": "private-south"}).json()
    assert (told["answered"], told["needed"]) == (False, "1 of 2 have a place so far.")
    number = lin.shown("matching").number
    page = text_of(lin.get(f"?question={number}"))
    assert "0 of 9 answered" in page
    assert f"Question {number}: not complete" in page
    assert "Blank or not complete: 9" in text_of(lin.get("/hand-in"))
    assert lin.answer("matching").json()["answered"]


def test_the_last_answer_counts_and_a_blank_takes_it_back(sitter: Sit) -> None:
    """Whoever changes their mind would be held to the first thought."""
    lin = sitter()
    lin.answer("single", "private-north")
    lin.answer("single", "private-east")
    assert lin.sitting.answers == {0: "private-east"}
    told = lin.post("/answers/0", lin.fields("single") | {"clear": "yes"}).json()
    assert (told["answered"], lin.sitting.answers) == (False, {})


def test_the_same_post_counts_once(sitter: Sit) -> None:
    """A post whose acknowledgement was lost would undo what was answered since."""
    lin = sitter()
    lin.answer("single", "private-north", key="first")
    lin.answer("single", "private-east", key="second")
    assert lin.answer("single", "private-north", key="first").status_code == 200
    assert [entry.data["answer"] for entry in lin.entries[1:]] == ["private-north", "private-east"]
    assert lin.answer("single", "private-west", key="first").status_code == 409


def test_an_answer_without_a_key_is_refused(sitter: Sit) -> None:
    """It could not be sent again safely."""
    lin = sitter()
    assert lin.post("/answers/0", lin.fields("single") | {"key": ""}).status_code == 422
    assert lin.sitting.answers == {}


@pytest.mark.parametrize(
    "data", [{"answer": "z"}, {"answer": "private-south"}, {"answer": "a" * 600}, {"answer": ["a", "b", "q"]}]
)
def test_what_the_page_does_not_offer_is_refused(sitter: Sit, data: dict[str, object]) -> None:
    """An id that was guessed would be taken, or tell by its refusal that it is there."""
    lin = sitter()
    for place in (0, 1, 4):
        answer = lin.post(f"/answers/{place}", data)
        assert "private-" not in answer.text.replace(str(data), "")
    assert not {0, 1} & lin.sitting.answers.keys() or data == {"answer": "a" * 600}


def test_a_place_that_is_not_on_the_paper_is_not_there(sitter: Sit) -> None:
    """A number in an address would bring the server down."""
    lin = sitter()
    assert lin.post("/answers/99", {"answer": "a"}).status_code == 404
    assert lin.post("/answers/99999999999999999999", {"answer": "a"}).status_code == 404


def test_numbers_that_do_not_make_an_order_are_shown_again_with_what_is_wrong(sitter: Sit) -> None:
    """Whoever works without script would lose what they had numbered so far."""
    lin = sitter()
    answer = lin.post("/answers/3", {"rank-a": "1", "rank-b": "1", "rank-c": "2"}, script=False)
    assert answer.status_code == 422
    assert "Give each a number of its own" in answer.text
    assert answer.text.count('<option value="1" selected>1</option>') == 2


def test_save_and_go_on_leads_to_the_next_number(sitter: Sit) -> None:
    """Without script, each question would have to be looked for in the list."""
    lin = sitter()
    number = lin.shown("single").number
    answer = lin.post("/answers/0", lin.fields("single") | {"go": "next"}, script=False)
    assert answer.headers["Location"] == f"{lin.address}?question={number + 1}"
    last = lin.shown("lookup").number
    answer = lin.post("/answers/8", {"answer": "5", "go": "next"}, script=False)
    assert answer.headers["Location"] == f"{lin.address}?question={last}"


def test_a_question_is_marked_to_come_back_to(sitter: Sit) -> None:
    """The mark would be gone on the next device."""
    lin = sitter()
    assert lin.post("/flags/2", {"on": "yes"}).json()["flagged"] is True
    assert lin.sitting.flags == {2}
    assert "to come back to" in lin.get().text
    lin.post("/flags/2", {"on": "no"})
    assert lin.sitting.flags == set()


def test_after_the_deadline_nothing_is_taken_and_what_was_saved_counts(sitter: Sit) -> None:
    """A slow hand would be given more time than the others; or a lost line would cost everything."""
    lin = sitter(minutes=30)
    lin.answer("single")
    with later(timedelta(minutes=30)):
        refused = lin.answer("truth")
        assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#notice")
        assert "Time is up" in refused.text
        assert "Auto-submitted" in lin.get().text
    assert lin.sitting.answers == {0: "private-south"}


def test_time_that_was_seen_to_be_up_stays_up(sitter: Sit) -> None:
    """An examinee could go on after the end, because the server's clock was set back."""
    lin = sitter()
    with later(timedelta(minutes=61)):
        assert lin.get("/clock").json()["over"]
        lin.get("/clock")
    assert [entry.act for entry in lin.entries] == [Act.BEGIN, Act.TIME_UP]
    assert lin.get("/clock").json()["over"]
    assert lin.answer("single").status_code == 422
    assert lin.browser.get("/account/data").status_code == 200
    lin.services[Sittings].add_extra(lin.exam.id, lin.person, 5, "power cut", None, now())
    assert not lin.get("/clock").json()["over"]
    assert lin.answer("single").status_code == 200


def test_extra_time_puts_the_deadline_off(sitter: Sit) -> None:
    """Somebody who was promised more time would be cut off."""
    lin = sitter(minutes=30, extra=15)
    with later(timedelta(minutes=44)):
        assert lin.answer("single").json()["extra"] == 15
    lin.services[Exams].add_extra(lin.exam.id, lin.person, 10, "reader", None, lin.entries[0].at)
    with later(timedelta(minutes=54)):
        assert lin.answer("truth").json()["extra"] == 25
    with later(timedelta(minutes=56)):
        assert lin.answer("words").status_code == 422


def test_while_the_clock_stands_nothing_is_shown_and_nothing_taken(sitter: Sit) -> None:
    """A fire alarm would give those more time who stay in their seats."""
    lin = sitter()
    lin.answer("single")
    paused(lin.services, lin.exam, lin.person)
    assert (refused := lin.answer("truth")).status_code == 422
    assert "paused" in refused.text
    assert lin.get("/clock").json()["paused"] is True
    page = lin.get().text
    assert "An invigilator has stopped the clock" in page
    assert "Stem " not in page
    resumed(lin.services, lin.exam, lin.person)
    assert lin.answer("truth").status_code == 200
    assert lin.sitting.answers == {0: "private-south", 2: False}


def test_the_handbook_closes_what_is_answered_without_it(sitter: Sit) -> None:
    """Everything could be looked up."""
    lin = sitter()
    lin.answer("single")
    assert "Damage is reported" not in lin.get().text
    assert "Blank or not complete among them: 7" in lin.get("/handbook").text
    opened = lin.post("/handbook", script=False)
    assert opened.headers["Location"] == f"{lin.address}?question={lin.shown('lookup').number}"
    page = lin.get().text
    assert "Damage is reported within 48 hours." in page
    assert "Damage is reported within 24 hours." not in page
    assert lin.answer("truth").status_code == 422
    assert lin.answer("lookup").status_code == 200
    assert lin.get("/handbook").status_code == 303
    assert lin.post("/handbook", script=False).status_code == 303
    assert lin.sitting.answers == {0: "private-south", 8: "609317"}


def test_leaving_and_coming_back_are_noted_once_each(sitter: Sit) -> None:
    """Two posts that overtake each other, or a page that says it twice, would make up absences."""
    lin = sitter()
    assert lin.post("/leave", script=False).status_code == 204
    lin.post("/leave", script=False)
    with later(timedelta(seconds=5)):
        lin.post("/return")
        told = lin.post("/return").json()
    assert (told["absences"], told["away"]) == (1, False)
    assert [entry.act for entry in lin.entries] == [Act.BEGIN, Act.LEAVE, Act.RETURN]
    assert "Times you left the exam window: 1" in text_of(lin.get())


def test_loading_the_page_anew_is_no_absence(sitter: Sit) -> None:
    """A reload would count as leaving the page, with a length of 0 s."""
    lin = sitter()
    lin.post("/leave", script=False)
    told = lin.post("/return").json()
    assert (told["absences"], told["away"], told["gone"]) == (0, False, 0)
    assert "You have not left the exam window." in text_of(lin.get())


def test_lists_show_the_time_with_all_extra_minutes(sitter: Sit) -> None:
    """Somebody with extra time would think that their exam ends with the others'."""
    lin = sitter(minutes=30, extra=10, closes=timedelta(minutes=20))
    lin.services[Sittings].add_extra(lin.exam.id, lin.person, 5, "power cut", None, now())
    shown = " ".join(text_of(lin.browser.get("/exams")).split())
    ends = shown_moment(lin.exam.window.closes + timedelta(minutes=15))
    assert f"{ends}, 45 minutes (15 of them extra time)" in shown
    assert f"Yours ends at {ends}." in shown


def test_a_pause_says_why(sitter: Sit) -> None:
    """Somebody would sit before a page without questions, and not know what happened."""
    lin = sitter()
    paused(lin.services, lin.exam, lin.person)
    told = lin.get("/clock").json()
    assert (told["paused"], told["reason"], told["seen"]) == (True, "fire alarm", 1)
    page = text_of(lin.get())
    assert "Reason: fire alarm" in page
    assert "the clock stands still" in page
    resumed(lin.services, lin.exam, lin.person)
    told = lin.get("/clock").json()
    assert (told["paused"], told["reason"], told["seen"]) == (False, "", 2)


def test_handing_in_ends_it_and_sent_again_says_the_same(sitter: Sit) -> None:
    """A double click would end in an error; or an answer could be changed after the hand-in."""
    lin = sitter()
    lin.answer("single")
    lin.post("/flags/0", {"on": "yes"})
    listed = text_of(lin.get("/hand-in"))
    assert "Blank or not complete: 8" in listed
    assert "To come back to: 1" in listed
    for _ in range(2):
        assert lin.post("/hand-in", script=False).headers["Location"] == lin.address
    assert [entry.act for entry in lin.entries].count(Act.HAND_IN) == 1
    assert lin.answer("single", "private-north").status_code == 422
    over = text_of(lin.get())
    assert "You handed your paper in at" in over
    assert "1 of 9" in over
    assert lin.get("/hand-in").status_code == 303


def test_nobody_begins_outside_the_window(sitter: Sit) -> None:
    """Somebody would sit alone, after talking to the others."""
    early = sitter(begun=False, opens=HOUR)
    assert early.post("/begin", script=False).status_code == 422
    assert "This exam opens at" in early.get().text
    late = sitter(begun=False, opens=-2 * HOUR, closes=-HOUR)
    assert late.post("/begin", script=False).status_code == 422
    assert "nobody can begin any more" in late.get().text


def test_beginning_twice_begins_once(sitter: Sit) -> None:
    """The clock would start anew in another window."""
    lin = sitter()
    lin.begin()
    assert [entry.act for entry in lin.entries] == [Act.BEGIN]


def test_an_exam_is_there_for_its_examinees_alone(
    sitter: Sit, services: Services, client: Callable[[str], Browser]
) -> None:
    """Somebody could read the paper the day before, or sit for another."""
    lin = sitter()
    others = Sitter(client("bo"), services, lin.exam, lin.person)
    assert [others.get(path).status_code for path in ("", "/clock", "/hand-in", "/handbook")] == [404] * 4
    posts = ("/begin", "/answers/0", "/flags/0", "/leave", "/return", "/hand-in")
    assert [others.post(path, {"answer": "a"}).status_code for path in posts] == [404] * 6
    assert len(lin.entries) == 1


def test_a_draft_is_not_there(
    services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Papers that may still change would be read."""
    exam = set_exam(services, person("lin").id)
    services[Exams].back_to_draft(exam.id, None, exam.window.opens)
    assert client("lin").get(f"/sittings/{exam.id}").status_code == 404
    assert client("lin").get("/sittings/99999999999").status_code == 404


def test_once_the_results_are_told_nothing_is_taken(sitter: Sit) -> None:
    """Whoever knows the key could still answer."""
    lin = sitter("bo")
    lin.answer("single")
    release(lin.services, lin.exam)
    assert lin.answer("truth").status_code in (409, 422)
    assert lin.sitting.answers == {0: "private-south"}
