"""Typed answers brought to one form."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exam.bank.document import Unit
from simulator.exam.bank.loading import load_bank
from simulator.exam.bank.typed import MAX_TYPED, normalised, number_needed, number_of, same_answer
from simulator.resources import scenarios

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
    ("typed", "other"),
    [
        ("1.5", "15"), ("-3", "3"), ("\u22123", "3"), ("10%", "10"), ("A", "B"), ("10:30", "1030"), ("7-10", "710"),
        ("1/2", "12"), ("½", "12"), ("1½", "11/2"), ("1,5", "15"), ("10 20", "1020"), ("2×3", "23"), ("七八天", "78天"),
        ("三四百", "34"), ("<24小时", "24小时"), ("24小时以上", "24小时"), (">= 3", "3"), ("form", "Form A"),
        ("form b", "Form A"), ("C++", "C"), ("A+", "A"), ("√", "×"), ("24小时后", "24小时前"), ("3个工作日", "3天"),
        ("30天", "1个月"), ("5分钱", "5分钟"), ("十点三十", "10.3"),
    ],
)  # fmt: skip
def test_different_answers(typed: str, other: str) -> None:
    """Taking punctuation out would make different answers alike."""
    assert normalised(typed) != normalised(other)
    assert not same_answer(typed, other)
    assert not same_answer(other, typed)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("三个星期", "21天"), ("24小时之内", "24小时内"), ("within a day", "24小时内"), ("两天半", "60小时"),
        ("一次", "once"), ("半小时", "30 minutes"), ("3 years", "36个月"), ("form a", "Form A"), ("FORM A", "Form A"),
        ("SEND A PHOTO", "send photo"), ("¥300", "三百元"), ("7 – 10", "7到10"), ("two of them", "2 of them"),
        ("俩人", "2人"), ("１ ０００", "1000"), ("一两天", "1-2天"), ("兩週", "14天"), ("√", " √ "),
    ],
)  # fmt: skip
def test_same_said_in_another_way(typed: str, accepted: str) -> None:
    """A right answer would be marked wrong for a unit, an article or a numeral."""
    assert same_answer(typed, accepted)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("gas-where", "楼下 下楼 去楼下 到室外 外边 院子里 outdoors downstairs Outside! 空旷处", "厨房 阳台 kitchen 卧室"),
        ("bag-lost-when", "三个星期 21天 满21天 3周 三周后 21days", "21 12天 三天 三个月 21小时 210天"),
        ("overcharge-days", "24小时之内 一天之内 1天 24h 24小时以内 24hrs", "24天 24小时前 两天 24 <24小时"),
        ("abuse-words", "1 一次 1次 一回 once One 提醒一次", "2 两次 0 一直"),
        ("delay-paper", "当天 今天内 当日 today 今日 Same-day", "明天 第二天 tomorrow 三天"),
        ("dev-fourth", "别人座位 其他人的座位 座位 别的乘客的座位 seats", "证件 价格 票价"),
        ("damage-third", "条形码 机身的条码 barcode 机身条码 产品条形码", "发票 外箱 invoice"),
        ("main-board", "主板 电脑主板 控制板 motherboard 主电路板", "遥控器 压缩机 外壳 fan"),
    ],
)  # fmt: skip
def test_what_people_write_to_the_bundled_questions(name: str, right: str, wrong: str) -> None:
    """Somebody who knows the answer would be marked wrong for ordinary words, or a wrong one be taken."""
    stated = load_bank(scenarios()).questions[name].stated["v1"]
    assert isinstance(stated, tuple)
    assert [typed for typed in right.split() if not any(same_answer(typed, text) for text in stated)] == []
    assert [typed for typed in wrong.split() if any(same_answer(typed, text) for text in stated)] == []


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("72小时", "days", 3), ("三天", "hours", 72), ("90分钟", "hours", Fraction(3, 2)), ("5 元", "yuan", 5),
        ("5角", "yuan", Fraction(1, 2)), ("20%", "percent", 20), ("20", "percent", 20), ("2次", "times", 2),
        ("5元", "days", None), ("5 or 6", "days", None), ("五六天", "yuan", None), ("12", None, 12), ("12天", None, None),
        ("1小时30分钟", "minutes", 90), ("1h30m", "minutes", 90), ("1小时零5分", "minutes", 65), ("两天半", "hours", 60),
        ("2天12小时", "hours", 60), ("2 days and 12 hours", "hours", 60), ("60hrs", "hours", 60), ("2.5d", "hours", 60),
        ("一个半小时", "minutes", 90), ("半个小时", "minutes", 30), ("an hour and a half", "minutes", 90), ("一刻钟", "minutes", 15),
        ("half an hour", "minutes", 30), ("thirty minutes", "minutes", 30), ("三个星期", "days", 21), ("俩小时", "hours", 2),
        ("\u22123", "yuan", -3), ("负三元", "yuan", -3), ("七八天", "days", None), ("7-10", "days", None), ("十七八天", "days", None),
        ("1/2", "hours", Fraction(1, 2)), ("½小时", "minutes", 30), ("1½ hours", "minutes", 90), (".5", "hours", Fraction(1, 2)),
        ("<24小时", "hours", None), ("24小时之内", "hours", 24), ("within 24 hours", "hours", 24), ("提前48小时", "hours", 48),
        ("48小时后", "hours", None), ("30分钟1小时", "minutes", None), ("1天2天", "days", None), ("3块5", "yuan", Fraction(7, 2)),
        ("5元5角", "yuan", Fraction(11, 2)), ("叁佰元整", "yuan", 300), ("¥1,234.50", "yuan", Fraction(2469, 2)), ("1,5", "yuan", None),
        ("一成", "percent", 10), ("twice", "times", 2), ("3个工作日", "days", None), ("1/0", "days", None), ("1:30", "hours", None),
        ("one hundred and five", "yuan", 105), ("one two", "yuan", None), ("三分之一", "percent", Fraction(1, 3)),
    ],
)  # fmt: skip
def test_numbers_with_units(typed: str, unit: Unit | None, number: Fraction | int | None) -> None:
    """A number would be taken in another unit than it was meant."""
    assert number_of(typed, unit) == number


@pytest.mark.parametrize(
    ("typed", "unit", "needed"),
    [
        ("三十分钟", "hours", None), ("30", None, None), ("", "hours", None),
        ("三十分钟", None, "Write the number alone, without a unit."),
        ("七八天", "days", "One number is needed here, not several or a range."),
        ("7 to 10", None, "One number is needed here, not several or a range."),
        ("5元", "days", "The answer is needed in another unit: days."),
        ("不知道", "yuan", "Write one number and nothing else, such as 30; the unit may follow: yuan."),
        ("about 30", None, "Write one number and nothing else, such as 30."),
    ],
)  # fmt: skip
def test_what_is_needed(typed: str, unit: Unit | None, needed: str | None) -> None:
    """An answer that nobody can read would be saved without a word."""
    found = number_needed(typed, unit)
    assert (found and str(found)) == needed


@given(st.text(), st.sampled_from(["yuan", "percent", "days", "hours", "minutes", "times", None]))
def test_what_is_needed_is_said_when_nothing_is_read(text: str, unit: Unit | None) -> None:
    """Whatever is typed would be neither read nor remarked upon."""
    silent = number_needed(text, unit) is None
    assert silent == (not text.strip() or number_of(text, unit) is not None)


@given(st.text())
def test_normalising_is_idempotent_enough(text: str) -> None:
    """Whatever is typed would end in a traceback or grow without bound."""
    assert len(normalised(text)) <= 20 * MAX_TYPED
    number_of(text, "yuan")
