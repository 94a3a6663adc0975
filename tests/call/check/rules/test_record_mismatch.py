"""record-mismatch: to one caller it is told what the record says of another."""

import pytest

from .rehearsed import CASE, remarks, study_of

RECORD = """\
record:
  fee: {worried: 136 yuan, otherwise: 30 yuan}
  order: {worried: 7731, otherwise: 7742}
  sent: {worried: 2026-11-18, otherwise: 2026-11-20}
  due: {worried: 14:30, otherwise: 9:05}
  tier: {worried: gold, otherwise: plain}
  paid: {worried: true, otherwise: false}
  parcels: {worried: 2, otherwise: 3}
words: {gold: gold card}
personas:
"""
SAID = "say: I am sending the courier back."


def found(words: str, old: str = SAID, new: str = "say: ") -> list[tuple[str, tuple[str, ...]]]:
    """Of what the rule says about a line: what it should be, and the call that shows it."""
    assert CASE.count(old) == 1
    text = CASE.replace("personas:\n", RECORD).replace(old, f'{new}"{words}"')
    return [
        (str(remark.message.values["value"]), remark.witness.moves)
        for remark in remarks("record-mismatch", study_of(text))
        if remark.witness
    ]


WORRIED = ("which-door", "for-whom", "turn-round")
HURRIED = ("which-door", "by-when", "turn-round")


@pytest.mark.parametrize(
    ("words", "value", "call"),
    [
        ("You get 30 yuan.", "136 yuan", WORRIED),
        ("Back come 136 yuan.", "30 yuan", HURRIED),
        ("It is order 7731.", "7742", HURRIED),
        ("It was sent on 20 November.", "18 November", WORRIED),
        ("It was sent on November 20.", "18 November", WORRIED),
        ("It comes at 9:05.", "14:30", WORRIED),
    ],
)
def test_what_only_the_record_of_another_says(words: str, value: str, call: tuple[str, ...]) -> None:
    """An agent would promise a caller what belongs to somebody else, and the case call it right."""
    assert found(words) == [(value, call)]


@pytest.mark.parametrize(
    "words",
    [
        "You get {fee}.",
        "Not 30 yuan, no: {fee}.",
        "It costs 130 yuan, or 30, or 1,030 yuan.",
        "It is order 77310.",
        "It comes at 19:05.",
        "I need 3 minutes.",
        "Are you plain or gold card? No.",
        "It is 11 November.",
    ],
)
def test_what_may_be_about_something_else(words: str) -> None:
    """An author would be sent to sentences with nothing wrong in them, and stop reading."""
    assert found(words) == []


def test_words_count_on_the_screen() -> None:
    """The order would be shown with another customer's card."""
    old = "customer: It is. And now?"
    assert found("Card: gold card", old, f"{old}\n    screen: ") == [("plain", ("which-door", "by-when"))]
    assert found("Card: {tier}", old, f"{old}\n    screen: ") == []


def test_only_who_can_come_there() -> None:
    """A line that only the right caller hears would be called wrong."""
    by_caller = "say: {hurried: You get 30 yuan., otherwise: You get 136 yuan.}  # "
    assert found("", new=by_caller) == []
    assert found("", new=by_caller.replace("hurried", "worried")) == [
        ("136 yuan", WORRIED),
        ("30 yuan", HURRIED),
    ]


def test_a_trap_may_promise_the_wrong_amount() -> None:
    """A trap would be called a slip for what makes it one."""
    assert found("You get 30 yuan.", "say: Let us wait.") == []


def test_a_look_up_is_told_of_where_it_is_written() -> None:
    """What a look-up shows to the wrong caller would go unnoticed, or be told of once for each scene."""
    look_up = 'replies:\n  look: {say: I look., why: W., answer: Yes., shows: "Order 7731"}\nrehearsal:\n'
    text = CASE.replace("personas:\n", RECORD).replace("rehearsal:\n", look_up)
    (remark,) = remarks("record-mismatch", study_of(text))
    assert remark.place.line == text[: text.index("  look:")].count("\n") + 1
