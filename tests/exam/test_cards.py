"""Review cards: what was missed comes back on working days, in another wording, as long as it counts."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.cards import (
    LONGEST,
    MOST_A_DAY,
    Card,
    Diary,
    WorkingDays,
    answer_card,
    missed,
    new_cards,
    superseded,
)
from simulator.exam.results.results import ExamineeResult, exam_results
from simulator.exam.sitting.sitting import Act, SittingEntry, Terms, folded_sitting
from simulator.policy.policy import PolicyVersion
from simulator.text.bilingual import Pair
from tests.exam.paper.questions import DAY, POLICY, bank, exam, examinee, question
from tests.exam.sitting.clock import later

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=CHINA)  # a Friday
MONDAY = date(2026, 11, 23)
V2 = PolicyVersion("v2", date(2026, 12, 1), Pair("新", "New"), {"clause-x": Pair("新条款", "New clause")}, {})


def result(*names: str, right: tuple[str, ...] = (), used: Any = None) -> ExamineeResult:
    """Somebody's result who had these questions right."""
    of = exam(names)
    answers = [
        SittingEntry(Act.ANSWER, later(1), {"place": place, "answer": "own-2"})
        for place, name in enumerate(names)
        if name in right
    ]
    entries = [SittingEntry(Act.BEGIN, later(0)), *answers, SittingEntry(Act.HAND_IN, later(9))]
    sitting = folded_sitting(Terms.of(of, examinee(1)), entries)
    return exam_results(of, used, [examinee(1)], {1: sitting}).examinees[0]


def card(name: str, asked: str | None = None, due: date = MONDAY, version: str = "v1") -> Card:
    """A card that is kept."""
    return Card(5, 1, name, asked or name, POLICY.id, version, missed(NOW), due, made=NOW, exam=7)


def made(used: Any, *names: str, right: tuple[str, ...] = (), **more: Any) -> tuple[Card, ...]:
    """The cards for somebody's result."""
    return new_cards(result(*names, right=right, used=used), used, NOW.date(), NOW, exam=7, **more)


def test_what_was_missed_becomes_a_card() -> None:
    """Somebody would be asked again what they know, or not what they missed."""
    used = bank(question("single", "a"), question("single", "b"), question("case", "c"))
    (found,) = made(used, "a", "b", "c", right=("a",))
    assert (found.id, found.person, found.question, found.asked, found.exam) == (None, 1, "b", "b", 7)
    assert (found.policy, found.version, found.due, found.made) == ("policy-x", "v1", MONDAY, NOW)
    assert found.state == missed(NOW)


def test_sibling_is_asked() -> None:
    """The letter of the answer would be learnt by heart instead of the rule."""
    pair = [
        question("single", "a", siblings=frozenset({"b", "call", "gone", "late", "there"})), question("single", "b"),
        question("case", "call"), question("single", "late", stated={}), question("single", "there", policy="other"),
    ]  # fmt: skip
    (found,) = made(bank(*pair), "a")
    assert (found.question, found.asked) == ("a", "b")
    three = [
        question("single", "a", siblings=frozenset("bc")),
        question("single", "b"),
        question("single", "c"),
    ]
    assert [(one.question, one.asked) for one in made(bank(*three), "a", "b", right=("b",))] == [("a", "c")]


def test_nothing_is_asked_by_two_cards() -> None:
    """Month after month the same question would make another card."""
    used = bank(question("single", "a", siblings=frozenset("b")), question("single", "b"))
    assert len(made(used, "a", "b")) == 1
    (again,) = made(used, "a", "b", held=[card("b", "a", due=date(2027, 3, 1))])
    assert (again.id, again.question, again.asked, again.due) == (5, "b", "a", MONDAY)
    assert len(made(used, "a", held=[replace(card("a"), retired=NOW)])) == 1


def test_card_that_was_missed_again_begins_anew() -> None:
    """Somebody who forgot it after all would not be asked for months."""
    used, state = bank(question("single", "a")), missed(NOW)
    for day in (23, 25):
        state, _ = answer_card(state, True, NOW.replace(day=day))
    held = replace(card("a", due=date(2026, 12, 2)), state=state)
    later_on = NOW.replace(day=30)
    (again,) = new_cards(result("a", used=used), used, later_on.date(), later_on, exam=8, held=[held])
    assert (again.id, again.exam, again.due) == (5, 8, date(2026, 12, 1))
    assert again.state["stability"] < state["stability"]


def test_dearest_comes_first_and_days_are_not_overfilled() -> None:
    """Somebody who missed forty questions would find all of them on one morning."""
    names = [f"q{number:02}" for number in range(MOST_A_DAY * 2 + 1)]
    questions = [
        question("single", name, cost=replace(question("single").cost, yuan=number))
        for number, name in enumerate(names)
    ]
    found = made(bank(*questions), *names)
    assert [one.question for one in found] == names[::-1]
    days = Counter(one.due for one in found)
    assert days == {MONDAY: MOST_A_DAY, MONDAY + timedelta(1): MOST_A_DAY, MONDAY + timedelta(2): 1}
    full = Diary(due=Counter({MONDAY: MOST_A_DAY}))
    assert made(bank(*questions), "q00", diary=full)[0].due == MONDAY + timedelta(1)


def test_working_days() -> None:
    """A card would fall due on a holiday, or not on a weekend that is worked."""
    days = WorkingDays(off=frozenset({MONDAY}), worked=frozenset({date(2026, 11, 22)}))
    assert [days.holds(MONDAY + timedelta(shift)) for shift in range(-2, 2)] == [False, True, False, True]
    assert Diary(days).put(date(2026, 11, 21)) == date(2026, 11, 22)
    assert Diary(days).put(MONDAY) == date(2026, 11, 24)


def test_right_answers_move_it_further_away() -> None:
    """What sits would be asked as often as what does not."""
    state, now, gaps = missed(NOW), datetime(2026, 11, 23, 9, 0, tzinfo=CHINA), []
    for right in (True, True, True, False, True):
        state, due = answer_card(state, right, now)
        gaps.append((due - now.date()).days)
        now = datetime(due.year, due.month, due.day, 9, 0, tzinfo=CHINA)
    assert gaps[0] < gaps[1] < gaps[2] > gaps[3]
    assert gaps[3] < gaps[4]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=12))
def test_due_days(answers: list[tuple[bool, int]]) -> None:
    """A card would come back on the same day, on a Sunday, or never."""
    state, now = missed(NOW), NOW
    for right, waited in answers:
        now += timedelta(days=waited, hours=5)
        again, due = answer_card(state, right, now)
        assert answer_card(state, right, now) == (again, due)
        assert now.date() < due <= now.date() + timedelta(days=LONGEST + 3)
        assert due.weekday() < 5
        state = again


def test_policy_that_changed_retires_its_cards() -> None:
    """Somebody would learn by heart what was right last year."""
    changed = replace(POLICY, versions=(*POLICY.versions, V2))
    computed = question("single", "rekeyed", stated={"v1": "own-2", "v2": "own-3"})
    other = question("single", "other", cites=("stays",))
    stays = {"stays": Pair("不变", "Stays")}
    versions = tuple(replace(version, clauses={**version.clauses, **stays}) for version in changed.versions)
    used = bank(question("single", "stale"), computed, other, policy=replace(changed, versions=versions))
    cards = [card("stale"), card("rekeyed"), card("other"), card("rekeyed", version="v2"), card("gone")]
    assert [found.card.question for found in superseded(cards, used, date(2026, 11, 30))] == ["gone"]
    assert [(found.card, str(found.reason)) for found in superseded(cards, used, date(2026, 12, 1))] == [
        (cards[0], "Clause clause-x reads otherwise in version v2; the key is for v1."),
        (cards[1], "The policy “政策 / Policy” has changed since; this is not how it is any more."),
        (cards[4], "The question is not in the bank any more."),
    ]
    assert superseded([replace(cards[0], retired=NOW)], used, date(2026, 12, 1)) == ()


@pytest.mark.parametrize("name", ["question", "asked"])
def test_retired_question_retires_its_card(name: str) -> None:
    """A question that was taken out of use would be asked on cards for ever."""
    used = bank(question("single", "a", retired=DAY), question("single", "b"))
    one = card("a", "b") if name == "question" else card("b", "a")
    assert [str(found.reason) for found in superseded([one], used, DAY)] == [
        "The question was retired on 2026-11-20."
    ]
    assert superseded([one], used, DAY - timedelta(1)) == ()
