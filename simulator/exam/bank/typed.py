"""Typed answers brought to one form: full-width letters, Chinese numerals, case, spaces, punctuation."""

import re
import unicodedata
from fractions import Fraction

from .document import Unit

MAX_TYPED = 500  # characters of an answer; what follows is not looked at

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_NUMERAL = re.compile("[零〇一二三四五六七八九两十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([百千万亿])(?![瓦克米])")
_PERCENT = re.compile(r"百分之\s*(\d+(?:\.\d+)?)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ARTICLE = re.compile(r"\b(?:the|an|a)\b")
_KEPT = re.compile(r"(?<=\d)[.:](?=\d)|(?<!\w)-(?=\d)|%")
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,6})?")

_UNITS: dict[Unit, tuple[tuple[str, Fraction], ...]] = {
    "yuan": (("元", Fraction(1)), ("块", Fraction(1)), ("块钱", Fraction(1)), ("人民币", Fraction(1)),
             ("yuan", Fraction(1)), ("rmb", Fraction(1)), ("cny", Fraction(1)), ("¥", Fraction(1)),
             ("角", Fraction(1, 10)), ("分", Fraction(1, 100))),
    "percent": (("%", Fraction(1)), ("percent", Fraction(1)), ("per cent", Fraction(1))),
    "times": (("次", Fraction(1)), ("times", Fraction(1)), ("time", Fraction(1))),
}  # fmt: skip
_MINUTES = {
    "分": 1, "分钟": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1,
    "小时": 60, "个小时": 60, "钟头": 60, "个钟头": 60, "h": 60, "hour": 60, "hours": 60,
    "天": 1440, "日": 1440, "day": 1440, "days": 1440, "个自然日": 1440, "自然日": 1440,
    "周": 10080, "个星期": 10080, "星期": 10080, "week": 10080, "weeks": 10080,
}  # fmt: skip
_TIME_UNITS = {"minutes": 1, "hours": 60, "days": 1440}


def normalised(text: str) -> str:
    """What a text comes to when only its letters and figures count; two answers that say the same agree."""
    text = _figures(_folded(text))
    text = _ARTICLE.sub(" ", text) if len(text.split()) > 1 else text
    kept = {found.start() for found in _KEPT.finditer(text)}
    return "".join(c for at, c in enumerate(text) if c.isalnum() or at in kept)


def number_of(text: str, unit: Unit | None) -> Fraction | None:
    """The number that somebody typed, in `unit`; None if it is none, or has another unit behind it.

    Durations are converted: 72 hours are three days. A number alone is taken to be in the unit.
    """
    text = _figures(_folded(text)).strip(" .。!！~")
    found = _NUMBER.search(text)
    if found is None:
        return None
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    factor = Fraction(1) if not rest else _factor(rest, unit)
    return None if factor is None else Fraction(found[0]) * factor


def _factor(word: str, unit: Unit | None) -> Fraction | None:
    if unit in _TIME_UNITS:
        minutes = _MINUTES.get(word)
        return Fraction(minutes, _TIME_UNITS[unit]) if minutes is not None else None
    return dict(_UNITS.get(unit, ())).get(word) if unit is not None else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_TYPED]).replace("￥", "¥").casefold()


def _figures(text: str) -> str:
    """The text with Chinese numerals and thousands written in digits."""
    text = _NUMERAL.sub(lambda found: _numeral(found[0]), _THOUSANDS.sub("", text))
    text = _PERCENT.sub(r"\1%", text)
    return _MIXED.sub(lambda found: _plain(Fraction(found[1]) * (_TENS | _BIG)[found[2]]), text)


def _plain(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else format(float(number), "f").rstrip("0")


def _numeral(text: str) -> str:
    """A Chinese numeral in digits; a row of figures, as of a year, stays a row."""
    whole, _, decimals = text.partition("点")
    if all(c in _DIGITS for c in whole):
        digits = "".join(str(_DIGITS[c]) for c in whole)
    elif whole[0] in _BIG or whole in (
        "百",
        "千",
    ):  # 万一, 百分之: the sign is a word here, or follows a figure
        return text
    else:
        digits = str(_value(whole))
    return digits + ("." + "".join(str(_DIGITS[c]) for c in decimals) if decimals else "")


def _value(text: str) -> int:
    total = section = digit = 0
    unit = 1
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
            unit = 1 if c in "零〇" else unit
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit, unit = 0, _TENS[c]
        else:
            total = (total + section + digit) * _BIG[c]
            section, digit, unit = 0, 0, _BIG[c]
    # 两百五 is 250, 一万二 12,000: a last figure without a sign stands one step below the sign before it
    return total + section + (digit * unit // 10 if unit >= 100 else digit)
