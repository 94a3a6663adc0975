"""Typed answers brought to one form."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.bank.document import Unit
from simulator.exam.bank.typed import MAX_TYPED, normalised, number_of

SAID = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number up to 9999 as it is said in full."""
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap and text else "") + SAID[digit] + sign
            gap = False
        else:
            gap = True
    return text or "零"


@given(st.integers(0, 9999))
def test_chinese_numerals(number: int) -> None:
    """An amount that is written out would be another amount."""
    assert normalised(in_chinese(number)) == str(number)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("三十天", "30 天"), ("１，０００元", "1000元"), ("两百五", "250"), ("一万二", "12000"), ("3.5万", "35000"),
        ("百分之十", "10％"), ("The Team-Lead.", "team lead"), ("“文明用语”", "文明用语"), ("二〇二六", "2026"),
        ("十五", "15"), ("一百零五", "105"), ("三点五", "3.5"),
    ],
)  # fmt: skip
def test_same_answer(typed: str, same: str) -> None:
    """Two ways to write the same answer would differ."""
    assert normalised(typed) == normalised(same)


@pytest.mark.parametrize(
    ("typed", "other"), [("1.5", "15"), ("-3", "3"), ("10%", "10"), ("A", "B"), ("10:30", "1030")]
)
def test_different_answers(typed: str, other: str) -> None:
    """Taking punctuation out would make different answers alike."""
    assert normalised(typed) != normalised(other)


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("72小时", "days", 3), ("三天", "hours", 72), ("90分钟", "hours", Fraction(3, 2)), ("5 元", "yuan", 5),
        ("5角", "yuan", Fraction(1, 2)), ("20%", "percent", 20), ("20", "percent", 20), ("2次", "times", 2),
        ("5元", "days", None), ("5 or 6", "days", None), ("五六天", "yuan", None), ("12", None, 12), ("12天", None, None),
    ],
)  # fmt: skip
def test_numbers_with_units(typed: str, unit: Unit | None, number: Fraction | int | None) -> None:
    """A number would be taken in another unit than it was meant."""
    assert number_of(typed, unit) == number


@given(st.text())
def test_normalising_is_idempotent_enough(text: str) -> None:
    """Whatever is typed would end in a traceback or grow without bound."""
    assert len(normalised(text)) <= 20 * MAX_TYPED
    number_of(text, "yuan")
