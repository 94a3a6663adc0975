"""Rulings: what a question did, what would change; and the form of a key reads what it shows."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from simulator.database.audit import Action, Audit
from simulator.exam.bank.answer_words import answer_words
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.bank.question import Question
from simulator.exam.bank.wording import KINDS
from simulator.exam.pages.setting.ruling import key_fields, key_typed
from simulator.exam.paper.exam import Ruling
from simulator.exam.results.rulings import RulingRefused
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import results_of
from simulator.resources import scenarios
from simulator.web.services import Services, now
from tests.app.conftest import Browser
from tests.practice.pages.classes.planted import rows

from .conftest import Room


def shares(room: Room) -> dict[int, tuple[float, int]]:
    """The marks of everybody, and how many could be had."""
    results = results_of(room.services, room.services[Exams].find(room.exam.id), now())
    return {one.person: (one.marks, one.most) for one in results.present}


def rulings(services: Services, room: Room) -> list[Ruling]:
    """What was ruled so far."""
    return services[Exams].rulings(room.exam.id)


def test_voiding_shows_before_and_after_and_then_marks_anew(
    client: Callable[[str], Browser], services: Services, room: Room
) -> None:
    """A question would be taken away before anybody saw whom that costs the exam."""
    wei = client("wei")
    room.sit(room.lin, 5)
    room.sit(room.bo, 3)
    address = f"{room.address}/questions/{room.questions[4].id}"  # lin had it right, bo not
    given = rows(wei.get(address).text, "given-caption")
    assert sorted(row[1:] for row in given) == [["1", "0%"], ["1", "100%"]]
    page = wei.post_form(address, {"act": "void", "reason": "two are right"}).text
    assert {tuple(row) for row in rows(page, "changed-caption")} == {
        ("Lin Xiaoyu", "5 / 10", "4 / 9", "50%", "44%", "not passed any more"),
        ("Bo Chen", "3 / 10", "3 / 9", "30%", "33%", "not passed"),
    }
    assert rulings(services, room) == []
    assert shares(room) == {room.lin.id: (5, 10), room.bo.id: (3, 10)}
    page = wei.post_form(address, {"act": "void", "reason": "two are right", "confirmed": "yes"}).text
    assert "Key changed, rescored." in page
    assert shares(room) == {room.lin.id: (4, 9), room.bo.id: (3, 9)}
    (entry,) = services[Audit].entries(action=Action.QUESTION_VOIDED)
    assert entry.detail["reason"] == "two are right"
    # and taken back
    page = wei.post_form(address, {"act": "withdraw", "reason": "it was right", "confirmed": "yes"}).text
    assert shares(room) == {room.lin.id: (5, 10), room.bo.id: (3, 10)}
    assert "declared void" in page
    assert "changes undone" in page


def test_another_key_counts(client: Callable[[str], Browser], services: Services, room: Room) -> None:
    """A wrong key could only be voided, and whoever was right would get nothing."""
    wei = client("wei")
    place, question = next((place, one) for place, one in enumerate(room.questions) if one.kind == "single")
    room.sit(room.lin, 10)
    address = f"{room.address}/questions/{question.id}"
    options = [option.id for option in question.options]
    form = {"act": "rekey", "key": options, "reason": "all of them happen"}
    answer = wei.post_form(address, form | {"key": []})
    assert answer.status_code == 422
    assert 'id="key-error"' in answer.text
    (right,) = set(room.questions[place].stated.values())
    wrong = [one for one in options if one != right]
    page = wei.post_form(address, form | {"key": wrong}).text
    assert "The new key:" in page
    assert unescape(page).count('type="hidden" name="key"') == len(wrong)
    wei.post_form(address, form | {"key": wrong, "confirmed": "yes"})
    assert rulings(services, room)[-1].answer == wrong
    assert shares(room) == {room.lin.id: (9, 10)}
    # several answers can be right
    wei.post_form(address, form | {"confirmed": "yes"})
    assert shares(room) == {room.lin.id: (10, 10)}


def test_a_ruling_says_why_and_what(client: Callable[[str], Browser], services: Services, room: Room) -> None:
    """Nobody would know why everybody was marked anew."""
    wei, address = client("wei"), f"{room.address}/questions/{room.questions[0].id}"
    answer = wei.post_form(address, {"act": "void", "reason": " ", "confirmed": "yes"})
    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    answer = wei.post_form(address, {"act": "burn", "reason": "x", "confirmed": "yes"})
    assert answer.status_code == 422
    assert rulings(services, room) == []
    assert wei.get(f"{room.address}/questions/nothing").status_code == 404


def test_a_lead_does_not_rule_for_others(
    client: Callable[[str], Browser], services: Services, room: Room
) -> None:
    """One team's lead would decide what another team's answers are worth."""
    hua, address = client("hua"), f"{room.address}/questions/{room.questions[0].id}"
    page = hua.get(address)
    assert page.status_code == 200
    assert "See what it would change" not in page.text
    form = {"act": "void", "reason": "x", "confirmed": "yes"}
    assert hua.post_form(address, form).status_code == 403
    assert rulings(services, room) == []


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The bundled one."""
    return load_bank(scenarios())


def keys(bank: Bank) -> list[tuple[Question, Any]]:
    """Every question that has a key today, with it."""
    from datetime import date

    found = [(one, resolved(one, bank.policies, date(2026, 11, 22))) for one in bank.questions.values()]
    return [(question, key.answer) for question, key in found if isinstance(key, Key)]


def test_every_key_of_the_bank_can_be_shown_and_read(bank: Bank) -> None:
    """Some kind of question could not be given another key, or would get a wrong one by being looked at."""
    seen = set()
    for question, answer in keys(bank):
        if question.kind == "case":
            continue
        read = key_typed(question, key_fields(question, answer))
        plain = list(answer) if isinstance(answer, tuple) else answer
        ordered = question.kind not in ("multiple",)
        assert (read if ordered else sorted(read)) == (plain if ordered else sorted(plain)), question.id
        seen.add(question.kind)
    assert seen == KINDS.keys() - {"case"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_has_words(bank: Bank, language: Any) -> None:
    """A key would be shown as an id, or not at all."""
    for question, answer in keys(bank):
        lines = answer_words(question, answer, language)
        assert all(line.strip() for line in lines or [""]), question.id
        if question.kind in ("single", "multiple", "ordering"):
            assert not {option.id for option in question.options} & set(lines), question.id


def test_several_right_answers(bank: Bank) -> None:
    """A question with two right answers could only be voided."""
    single = next(question for question, _ in keys(bank) if question.kind == "single")
    both = [option.id for option in single.options[:2]]
    assert key_typed(single, {"key": both}) == both
    assert answer_words(single, both, "en") == tuple(one.text.en for one in single.options[:2])
    number = next(question for question, _ in keys(bank) if question.kind == "number")
    assert key_typed(number, {"key": ["24\n 48 \n"]}) == [24, 48]


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("single", {}),
        ("single", {"key": ["nothing-of-it"]}),
        ("multiple", {}),
        ("true-false", {"key": ["perhaps"]}),
        ("number", {"key": ["1.5"]}),
        ("number", {"key": ["²"]}),
        ("number", {}),
        ("short-text", {"key": [" \n "]}),
        ("ordering", {}),
        ("matching", {}),
        ("triage", {"item-nobody": ["urgent"]}),
    ],
)
def test_no_key_comes_of_a_slip(bank: Bank, kind: str, form: dict[str, list[str]]) -> None:
    """Everybody would be marked by an answer that the question cannot have."""
    question = next(question for question, _ in keys(bank) if question.kind == kind)
    with pytest.raises(RulingRefused):
        key_typed(question, form)
