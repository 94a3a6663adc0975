"""Amounts with their units, as people write them: 1小时30分钟, two and a half days, 3块5, 10%."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Measure = Literal["minutes", "months", "workdays", "yuan", "percent", "times"]
"""What amounts can be compared within. Working days are no days, and a month has no fixed number of them."""
Relation = Literal["", "within", "from", "before", "after"]
"""What stands around an amount: 24小时之内, 满21天, 48小时前, after 21 days."""

_FACTORS: dict[Measure, dict[str, Fraction | int]] = {
    "minutes": {
        **dict.fromkeys(("秒", "秒钟", "s", "sec", "secs", "second", "seconds"), Fraction(1, 60)),
        **dict.fromkeys(("分", "分钟", "m", "min", "mins", "minute", "minutes"), 1),
        **dict.fromkeys(("小时", "钟头", "时", "h", "hr", "hrs", "hour", "hours"), 60),
        **dict.fromkeys(("天", "日", "自然日", "自然天", "日历日", "d", "day", "days", "calendar day",
                         "calendar days"), 1440),
        **dict.fromkeys(("周", "星期", "礼拜", "w", "wk", "wks", "week", "weeks"), 10080),
    },
    "months": {
        **dict.fromkeys(("月", "month", "months"), 1),
        **dict.fromkeys(("年", "y", "yr", "yrs", "year", "years"), 12),
    },
    "workdays": dict.fromkeys(
        ("工作日", "工作天", "working day", "working days", "workday", "workdays", "business day",
         "business days"), 1),
    "yuan": {
        **dict.fromkeys(("元", "圆", "块", "块钱", "元钱", "元人民币", "人民币", "元整", "yuan", "rmb", "cny",
                         "kuai"), 1),
        **dict.fromkeys(("角", "毛", "毛钱", "角钱"), Fraction(1, 10)),
        **dict.fromkeys(("分", "分钱"), Fraction(1, 100)),
    },
    "percent": {"%": 1, "percent": 1, "per cent": 1, "成": 10, "‰": Fraction(1, 10)},
    "times": dict.fromkeys(("次", "回", "遍", "times", "time"), 1),
}  # fmt: skip
_NUMBER = r"\d{1,15}(?:\.\d{1,6})?|\.\d{1,6}"
_FRACTION = re.compile(r"(?:(\d{1,9})\s+)?(\d{1,9})\s*/\s*(\d{1,9})")
_PLAIN = re.compile(rf"([-+]|负|minus\s+)?\s*({_NUMBER})")
_SIGN = re.compile(r"(?:¥|rmb|cny|人民币)\s*(?=[\d.])")
_BETWEEN = re.compile(r"(?:\s|,|和|又|零|加|&)*(?:and\b\s*)?")
_BEFORE: dict[Relation, str] = {
    "within": r"within|in|up to|at most|no more than|最多|至多|不超过|最长|最迟|最晚",
    "from": "at least|from|满|至少|最少|不少于",
    "before": "提前",
    "after": "after",
}
_BEHIND: dict[Relation, str] = {
    "within": "之内|以内|内",
    "from": "以上|起|or more|and more|and up",
    "before": "之前|以前|前|before(?:hand)?|in advance|ahead",
    "after": "之后|以后|后|later|after(?:wards)?",
}
_AROUND = {name: re.compile(rf"(?:{_BEFORE[name]})\s*(.+)|(.+?)\s*(?:{_BEHIND[name]})") for name in _BEFORE}
_ALONE = re.compile(r"\b(?:an?)\s+(?=(?:hour|day|week|month|year|minute|second|working|business|calendar)\b)")
_TIMES = {"once": 1, "twice": 2, "thrice": 3, "three times": 3}
_PIECE = {
    measure: re.compile(
        rf"({_NUMBER})\s*个?\s*({'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"
        r"(?![a-z])"
    )
    for measure, names in _FACTORS.items()
}


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a measure, and the word for how it is meant."""

    value: Fraction
    measure: Measure
    relation: Relation = ""


def plain_number(text: str) -> Fraction | None:
    """The number that a text in digits is, without a unit: 3, -3, 2.5, 1/2, 1 1/2."""
    text = text.strip()
    if (found := _FRACTION.fullmatch(text)) is not None:
        below = int(found[3])
        return None if below == 0 else int(found[1] or 0) + Fraction(int(found[2]), below)
    if (found := _PLAIN.fullmatch(text)) is not None:
        return Fraction(found[2]) * (1 if found[1] in (None, "+") else -1)
    return None


def amount(text: str, measures: tuple[Measure, ...] = tuple(_FACTORS)) -> Amount | None:
    """The amount that a text in digits is, in the first of the measures that fits; None if in none."""
    text = text.strip()
    if "times" in measures and text in _TIMES:
        return Amount(Fraction(_TIMES[text]), "times")
    relation: Relation = ""
    for name, around in _AROUND.items():
        if (found := around.fullmatch(text)) is not None:
            relation, text = name, (found[1] or found[2]).strip()
            break
    text = _ALONE.sub("1 ", text)
    negative = text.startswith(("-", "负"))
    text = text[1:].strip() if negative else text
    for measure in measures:
        value = _sum(text, measure)
        if value is not None:
            return Amount(-value if negative else value, measure, relation)
    return None


def _sum(text: str, measure: Measure) -> Fraction | None:
    """What pieces of one measure come to, the larger units first; None if something else stands there."""
    if measure == "yuan" and (sign := _SIGN.match(text)) is not None:
        text = text[sign.end() :]
        if (bare := plain_number(text)) is not None:
            return bare
    if (fraction := _FRACTION.match(text)) is not None and int(fraction[3]):
        factor = _FACTORS[measure].get(text[fraction.end() :].strip().removeprefix("of ").removeprefix("个"))
        return None if factor is None else (plain_number(fraction[0]) or 0) * Fraction(factor)
    total, last, at = Fraction(0), None, 0
    while at < len(text):
        found = _PIECE[measure].match(text, at)
        if found is None:
            return _jiao(text[at:], total, last)
        factor = Fraction(_FACTORS[measure][found[2]])
        if last is not None and factor >= last:
            return None
        total, last = total + Fraction(found[1]) * factor, factor
        between = _BETWEEN.match(text, found.end())
        at = between.end() if between is not None and between.end() < len(text) else found.end()
    return total if last is not None else None


def _jiao(rest: str, total: Fraction, last: Fraction | None) -> Fraction | None:
    """Of 3块5 the 5, which is tenths of a yuan."""
    return total + Fraction(int(rest), 10) if last == 1 and re.fullmatch("[1-9]", rest) else None
