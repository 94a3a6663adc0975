"""What answers are worth, by the stated rules; and that knowing nothing earns nothing."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.bank.keys import Key, key_as_of
from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.bank.marking import CallReached, UnusableAnswer, mark
from simulator.exam.bank.question import Question
from simulator.resources import scenarios

BANK: Bank = load_bank(scenarios())
DAY = date(2026, 11, 1)


def keyed(name: str) -> tuple[Question, Key]:
    """A question of the bundled bank with its key."""
    return BANK.questions[name], key_as_of(BANK.questions[name], BANK.policies, DAY)


def credit(name: str, given: object) -> Fraction:
    """What an answer to a question of the bundled bank is worth."""
    question, key = keyed(name)
    return mark(question, key.answer, given).credit


def as_given(question: Question, key: Key) -> object:
    """The right answer as an examinee gives it."""
    if question.kind == "case":
        return CallReached(80, 80)
    if question.kind == "short-text":
        assert isinstance(key.answer, tuple)
        return key.answer[0]
    return list(key.answer) if isinstance(key.answer, tuple) else key.answer


@pytest.mark.parametrize("name", BANK.questions)
def test_right_answer_is_right(name: str) -> None:
    """Whoever knows it all would not get it all."""
    question, key = keyed(name)
    marked = mark(question, key.answer, as_given(question, key))
    assert (marked.credit, marked.right, marked.blank) == (Fraction(1), True, False)


@pytest.mark.parametrize("name", BANK.questions)
@pytest.mark.parametrize("blank", [None, "", [], {}])
def test_blank_is_worth_nothing(name: str, blank: object) -> None:
    """A question left out would count as wrong where it should be blank, or as right."""
    marked = mark(BANK.questions[name], keyed(name)[1].answer, blank)
    assert (marked.credit, marked.blank) == (Fraction(0), True)


@pytest.mark.parametrize(
    ("given", "worth"),
    [
        (["truck-full"], Fraction(1, 2)),
        (["truck-full", "rain"], 1),
        (["truck-full", "rain", "moved-date"], Fraction(2, 3)),
        (["truck-full", "moved-date"], Fraction(1, 6)),
        (["moved-date"], 0),
        (["truck-full", "moved-date", "rain", "wrong-door", "no-answer"], 0),
    ],
)
def test_multiple(given: list[str], worth: Fraction) -> None:
    """Ticking everything would pay."""
    assert credit("not-late", given) == worth


def test_ordering_is_kendalls_tau() -> None:
    """One pair changed would cost everything, or the reverse order would be worth something."""
    right = ["check", "calm", "pay", "confirm"]
    assert credit("rebooking-call", ["calm", "check", "pay", "confirm"]) == Fraction(2, 3)
    assert credit("rebooking-call", right[::-1]) == 0
    worth = sorted(credit("rebooking-call", list(order)) for order in permutations(right))
    assert (worth[-1], worth[-2], worth.count(Fraction(1))) == (Fraction(1), Fraction(2, 3), 1)


@pytest.mark.parametrize("quadrant", ["urgent-important", "important", "urgent", "neither"])
def test_everything_in_one_quadrant(quadrant: str) -> None:
    """Treating everything alike would earn a quarter of the marks."""
    assert credit("quadrants", dict.fromkeys(BANK.questions["quadrants"].items, quadrant)) == 0


def test_triage_with_one_wrong() -> None:
    """The formula on the page would not be the one that marks."""
    stated = keyed("quadrants")[1].answer
    assert isinstance(stated, Mapping)
    right = dict(stated)
    assert credit("quadrants", right | {"miles": "urgent"}) == (3 - Fraction(1, 3)) / 4
    assert credit("quadrants", right | {"miles": None}) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("given", "worth"),
    [
        ("390", 1), ("390元", 1), ("￥390", 1), ("３９０ 元", 1), ("三百九十块", 1), (390, 1), ("390.0", 1),
        ("389", 0), ("390天", 0), ("about 390", 0), ("-390", 0), ("", 0), ("不知道", 0),
    ],
)  # fmt: skip
def test_number(given: object, worth: int) -> None:
    """A right amount would be refused for its form, or a wrong unit accepted."""
    assert credit("change-fee-last", given) == worth


@pytest.mark.parametrize(
    ("given", "worth"), [("48", 1), ("2天", 1), ("两天", 1), ("2 days", 1), ("2小时", 0)]
)
def test_durations_are_converted(given: str, worth: int) -> None:
    """Two days would not be 48 hours."""
    assert credit("damage-hours", given) == worth


@pytest.mark.parametrize(("given", "worth"), [("387", 0), ("388", 1), ("392", 1), ("393", 0)])
def test_tolerance_includes_its_ends(given: str, worth: int) -> None:
    """The edge of the tolerance would be off by one."""
    question, key = keyed("change-fee-last")
    assert mark(replace(question, tolerance=2), key.answer, given).credit == worth


@pytest.mark.parametrize(
    ("given", "worth"),
    [("21天", 1), ("２１ 天", 1), ("二十一天。", 1), ("Three weeks!", 1), ("21", 0), ("两周", 0)],
)
def test_short_text(given: str, worth: int) -> None:
    """A right answer would be refused for its form, or a wrong one accepted."""
    assert credit("bag-lost-when", given) == worth


@pytest.mark.parametrize(
    ("reached", "worth"),
    [
        (CallReached(60, 80), Fraction(3, 4)),
        (CallReached(0, 80), 0),
        (CallReached(5, 0), 0),
        (CallReached(-3, 80), 0),
    ],
)
def test_case_is_relative_to_the_best(reached: CallReached, worth: Fraction) -> None:
    """A hard case would be worth less than an easy one."""
    assert credit("remote-case", reached) == worth


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("failed-payment", "nothing-like-it"), ("failed-payment", ["again"]), ("not-late", "rain"),
        ("not-late", ["rain", "rain"]), ("rebooking-call", ["check"]), ("cheaper-flight", "true"),
        ("quadrants", {"police": "nowhere"}), ("quadrants", {"nobody": "urgent"}), ("quadrants", "urgent"),
        ("hold-time", 3.5), ("hold-time", True), ("bag-lost-when", "天" * 501), ("remote-case", "best"),
    ],
)  # fmt: skip
def test_unusable_answers_are_refused(name: str, given: object) -> None:
    """A forged answer would end in a traceback, or count as a blank."""
    with pytest.raises(UnusableAnswer):
        credit(name, given)


@pytest.mark.parametrize("name", ["not-late", "damage-photos", "sick-papers", "asked-twice"])
def test_ticking_at_random_earns_little(name: str) -> None:
    """Guessing would be a way to pass."""
    question, _ = keyed(name)
    chance = random.Random(7)
    options = [option.id for option in question.options]
    worth = [credit(name, [o for o in options if chance.random() < 0.5] or None) for _ in range(2000)]
    assert float(mean(worth)) < 0.25


@given(st.sampled_from(sorted(BANK.questions)), st.text(max_size=60))
def test_whatever_is_typed(name: str, typed: str) -> None:
    """Something typed into an exam would end in a traceback or be worth more than everything."""
    try:
        worth = credit(name, typed)
    except UnusableAnswer:
        return
    assert 0 <= worth <= 1
