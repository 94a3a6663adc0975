"""The result: told after the release to whoever sat, with what was right, why, and how sure it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from simulator.exam.storage.exams import Exams
from simulator.people.person import Person
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .bank import PLACES
from .examinees import Sitter, later, release, set_exam, text_of

Sit = Callable[..., Sitter]


def sat(sitter: Sit, answers: dict[str, Any], **exam: object) -> Sitter:
    """Somebody who gave these answers (None: the right one), handed in and is told the result."""
    lin = sitter(**exam)
    for name, stored in answers.items():
        assert lin.answer(name, stored).status_code == 200
    lin.post("/leave", script=False)
    with later(timedelta(seconds=5)):
        lin.post("/return")
    lin.post("/hand-in", script=False)
    release(lin.services, lin.exam)
    return lin


def result(lin: Sitter) -> str:
    """What the page of the result says."""
    answer = lin.browser.get(f"/results/{lin.exam.id}", follow_redirects=False)
    assert answer.status_code == 200, answer.text
    return " ".join(text_of(answer).split())


def test_before_the_release_it_leads_back_to_the_sitting(sitter: Sit) -> None:
    """The result would be told while others are still sitting."""
    lin = sitter()
    lin.post("/hand-in", script=False)
    answer = lin.browser.get(f"/results/{lin.exam.id}", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, lin.address)


def test_marks_pass_and_standard_error_are_told_in_words(sitter: Sit) -> None:
    """Somebody would take 7 of 9 for exact."""
    answers = dict.fromkeys(PLACES) | {"single": "private-north", "truth": True}
    said = result(sat(sitter, answers))
    assert "Passed You have 7 of 9 marks; it takes 60% to pass." in said
    assert "two in three papers would come out between" in said
    assert "Times you left the exam window: 1. It is only noted." in said


def test_a_result_close_to_the_pass_mark_says_who_decides(sitter: Sit) -> None:
    """Chance would decide, and nobody would be told."""
    answers = dict.fromkeys(PLACES[:5])
    lin = sat(sitter, answers)
    assert "so close to the pass mark that the paper alone cannot tell" in result(lin)


def test_each_question_tells_answer_key_reasons_and_the_clause_of_the_day(sitter: Sit) -> None:
    """Nobody would learn anything from a number."""
    wrong: dict[str, Any] = {
        "single": "private-north", "number": "7", "truth": None, "words": "no idea",
        "matching": {"private-i1": "private-north"}, "ordering": ["private-south", "private-north", "private-west", "private-east"],
    }  # fmt: skip
    said = result(sat(sitter, wrong))
    assert "Choice north. your answer wrong hush-hush why north" in said
    assert "Choice south. right hush-hush why south" in said
    assert "Your answer: 7 The right answer: 843795 hours" in said
    assert "Your answer: no idea The right answer: hush-hush password" in said
    assert "Thing one : Choice south. Your answer: Choice north." in said
    assert "Thing two : Choice north. Your answer: blank" in said
    assert "Choice east. Your answer: Choice south." in said
    assert "You left this blank." in said
    assert "hush-hush explanation" in said
    assert "Damage is reported within 48 hours." in said
    assert "Damage is reported within 24 hours." not in said
    assert "about 732154 yuan on the telephone, borne by the company" in said


def test_a_void_question_counts_for_nobody_and_says_so(sitter: Sit) -> None:
    """The marks would not add up for whoever reads them."""
    lin = sat(sitter, {"truth": None})
    assert "1 of 9 marks" in result(lin)
    lin.services[Exams].rule(
        lin.exam.id, "private-single", void=True, answer=None, reason="two right", by=None, now=now()
    )
    said = result(lin)
    assert "1 of 8 marks" in said
    assert "void, counts for nobody" in said


def test_a_new_key_shows_at_once(sitter: Sit) -> None:
    """What was worked out before the ruling would go on being told."""
    lin = sat(sitter, {"single": "private-north"})
    assert "0 of 9 marks" in result(lin)
    lin.services[Exams].rule(
        lin.exam.id,
        "private-single",
        void=False,
        answer="private-north",
        reason="changed",
        by=None,
        now=now(),
    )
    said = result(lin)
    assert "1 of 9 marks" in said
    assert said.count("The explanation was written for the earlier key.") == 1


def test_in_the_other_language_it_is_the_same_result(sitter: Sit) -> None:
    """A language would be an advantage."""
    lin = sat(sitter, {"single": None, "truth": True})
    lin.browser.post_form("/language", {"language": "zh", "next": "/"}, follow_redirects=False)
    said = result(lin)
    assert "hush-hush原因south" in said
    assert "签收后48小时内报破损。" in said


def test_others_are_not_told(
    sitter: Sit, services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> None:
    """Somebody's result would be everybody's."""
    lin = sat(sitter, {})
    assert client("bo").get(f"/results/{lin.exam.id}").status_code == 404
    assert client("wei").get(f"/results/{lin.exam.id}").status_code == 404
    exam = set_exam(services, person("bo").id)
    release(services, exam)
    assert "You did not sit this exam." in client("bo").get(f"/results/{exam.id}").text


@pytest.mark.parametrize(
    ("exam", "begun", "words"),
    [
        ({}, False, "open"),
        ({}, True, "under way"),
        ({"opens": timedelta(hours=1)}, False, "not open yet"),
        ({"opens": -timedelta(hours=2), "closes": -timedelta(hours=1)}, False, "not sat"),
    ],
)
def test_the_list_tells_how_each_exam_stands(
    sitter: Sit, exam: dict[str, object], begun: bool, words: str
) -> None:
    """Somebody would miss an exam, or sit down to one that is over."""
    lin = sitter(begun=begun, **exam)
    page = lin.browser.get("/exams").text
    card = next(part for part in page.split('<li class="card">') if f'/sittings/{lin.exam.id}"' in part)
    assert f">{words}</span>" in card
    home = lin.browser.get("/").text
    assert (f'/sittings/{lin.exam.id}"' in home) is (words != "not sat")


def test_a_result_that_was_told_stands_on_the_home_page(sitter: Sit) -> None:
    """Nobody would look for it."""
    lin = sitter()
    lin.post("/hand-in", script=False)
    assert "handed in" in lin.browser.get("/exams").text
    lin.services[Exams].release(lin.exam.id, None, now())
    assert f'href="/results/{lin.exam.id}"' in lin.browser.get("/").text
    assert f'href="/results/{lin.exam.id}"' in lin.browser.get("/exams").text
