"""Rulings after the fact: the last one counts, and an answer is one that the question can have."""

from typing import Any

import pytest

from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.keys import Key
from simulator.exam.paper.exam import Ruling
from simulator.exam.results.rulings import (
    RulingRefused,
    checked_answer,
    checked_reason,
    in_force,
    marked_by,
    right_answers,
    ruled,
)
from simulator.text.bilingual import Pair
from tests.exam.paper.questions import EACH, KEYS, question


def test_last_ruling_counts() -> None:
    """A decision that was taken back would still hold."""
    void, keyed, other = Ruling(1, "a", True), Ruling(1, "a", False, "x"), Ruling(1, "b", True)
    assert in_force([void, other, keyed]) == {"a": keyed, "b": other}


def test_every_key_can_be_ruled() -> None:
    """The answer that a question has already could not be ruled right again."""
    for asked in EACH:
        if asked.kind == "case":
            continue
        kept = checked_answer(asked, KEYS[asked.kind])
        key = ruled(Key("?", "v1", "v1", Pair(), {}), Ruling(1, asked.id, False, kept))
        assert key.answer == KEYS[asked.kind]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", "gone"), ("single", None), ("single", []), ("single", ["own-1", "gone"]), ("multiple", []),
        ("multiple", ["own-1", "own-2", "own-3", "own-4"]), ("multiple", ["own-1", "own-1"]), ("multiple", "own-1"),
        ("multiple", [["own-1"]]), ("true-false", "true"), ("true-false", 1), ("ordering", ["own-1", "own-2"]),
        ("number", "48"), ("number", True), ("number", 1.5), ("short-text", []), ("short-text", [" "]),
        ("short-text", "text"), ("matching", {"item-1": "own-1"}), ("matching", {"item-1": "own-1", "item-2": 5}),
        ("triage", {"item-1": "urgent", "item-2": "own-1"}), ("case", "best"), ("case", None),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_right(kind: QuestionKind, answer: Any) -> None:
    """A slip in a ruling would mark everybody by nonsense, or stop the marking."""
    with pytest.raises(RulingRefused):
        checked_answer(question(kind), answer)


def test_several_answers() -> None:
    """Two defensible options could only be made void."""
    single, number = question("single"), question("number")
    assert checked_answer(single, ["own-1", "own-3"]) == ["own-1", "own-3"]
    assert checked_answer(single, ["own-1"]) == "own-1"
    assert right_answers(single, ("own-1", "own-3")) == ("own-1", "own-3")
    assert right_answers(question("multiple"), ("own-1", "own-3")) == (("own-1", "own-3"),)
    key = Key((24, 48), "v1", "v1", Pair(), {})  # type: ignore[arg-type]
    assert [marked_by(number, key, given).right for given in ("24", "两天", "36", "")] == [
        True,
        True,
        False,
        False,
    ]


def test_reason_is_needed() -> None:
    """Nobody could say later why a question was made void."""
    assert checked_reason(" two options are right ") == "two options are right"
    for reason in ("", "  ", "x" * 2001):
        with pytest.raises(RulingRefused):
            checked_reason(reason)
