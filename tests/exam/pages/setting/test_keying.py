"""The form of a key: for every kind of question, what it shows is what it reads."""

from typing import Any

import pytest

from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank, load_bank
from simulator.exam.bank.question import Question
from simulator.exam.pages.setting.keying import key_fields, key_typed
from simulator.exam.paper.wording import KINDS
from simulator.exam.report.wording import answer_words
from simulator.exam.results.rulings import RulingRefused
from simulator.resources import scenarios


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
