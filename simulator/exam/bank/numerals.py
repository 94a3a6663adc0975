"""Numbers as people write them - in Chinese, in English, in fractions - brought to digits within a text."""

import re
import unicodedata
from fractions import Fraction

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_SIGNS = "零〇一二三四五六七八九两十百千万亿"
_NUMERAL = re.compile(
    f"[{_SIGNS}]+(?:点[零〇一二三四五六七八九]+(?![十百千]|[零〇一二三四五六七八九]*[分刻]))?|[俩仨]"
)
_ROUGH = re.compile(r"(.*?)([一二两三四五六七八九])([一二两三四五六七八九])(.*)", re.DOTALL)
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([百千万亿])(?![瓦克米])")
_SHARE = re.compile(r"(\d+)分之\s*(\d+(?:\.\d+)?)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([, ])\d{3})(?:\1\d{3})*(?![\d,]|\.\d*,)")
_OF_MONEY = {"壹": "一", "贰": "二", "叁": "三", "肆": "四", "伍": "五", "陆": "六", "柒": "七", "捌": "八",
             "玖": "九", "拾": "十", "佰": "百", "仟": "千"}  # fmt: skip
_MONEY = re.compile(f"[{''.join(_OF_MONEY)}]{{2,}}(?=[万元圆块])|[{''.join(_OF_MONEY)}](?=[元圆块])")
_TRADITIONAL = str.maketrans("兩個點萬億貳參陸鐘週", "两个点万亿贰叁陆钟周")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-") | {"⁄": "/"})

_TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ONES = {word: n for n, word in enumerate(_TEENS)}
_TY = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
       "ninety": 90}  # fmt: skip
_WORD = "|".join(sorted([*_ONES, *_TY, "hundred", "thousand"], key=len, reverse=True))
_ENGLISH = re.compile(rf"\b(?:{_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*\b(?!-\w)")

_LASTING = "(?:小时|钟头|天|日|周|星期|礼拜|年|月|hours?|days?|weeks?|years?|months?)"
_HALVES = (
    (re.compile(r"(\d+)\s*(?:个半|and a half)\s*(?=[^\W\d])"), r"\1.5"),
    (re.compile(rf"(?<![\d.])(\d+)(\s*个?\s*{_LASTING})半(?![{_SIGNS}\w]*[前后])"), r"\1.5\2"),
    (re.compile(rf"\b(?:an?|1)\s+({_LASTING})\s+and\s+a\s+half\b"), r"1.5 \1"),
    (re.compile(rf"(?<![\w])半个?(?={_LASTING})"), "0.5"),
    (re.compile(rf"\bhalf\s+an?\s+(?={_LASTING}\b)"), "0.5 "),
    (re.compile(r"(\d+)\s*刻钟?"), lambda found: f"{15 * int(found[1])}分钟"),
)


def folded(text: str) -> str:
    """A text in small letters, narrow forms and one kind of dash; ½ is 1/2."""
    apart = "".join(
        f" {c}"
        if unicodedata.decomposition(c).startswith("<fraction>") and at and text[at - 1].isdecimal()
        else c
        for at, c in enumerate(text)
    )
    plain = unicodedata.normalize("NFKC", apart).replace("￥", "¥").casefold()
    return plain.translate(_DASHES).translate(_TRADITIONAL)


def in_digits(text: str) -> str:
    """A folded text with its numerals and halves in digits; several that are meant (七八天) as 7-8."""
    text = _THOUSANDS.sub(lambda found: found[0].replace(found[1], ""), text)
    text = _MONEY.sub(lambda found: "".join(_OF_MONEY[c] for c in found[0]), text)
    text = _NUMERAL.sub(lambda found: _numeral(found[0]), text)
    text = _ENGLISH.sub(lambda found: _english(found[0]), text)
    text = _SHARE.sub(lambda found: f"{found[2]}%" if found[1] == "100" else f"{found[2]}/{found[1]}",
                      text.replace("百分之", "100分之"))  # fmt: skip
    text = _MIXED.sub(lambda found: _plain(Fraction(found[1]) * (_TENS | _BIG)[found[2]]), text)
    for found, instead in _HALVES:
        text = found.sub(instead, text)
    return text


def _plain(number: Fraction) -> str:
    return str(int(number)) if number.denominator == 1 else format(float(number), "f").rstrip("0")


def _numeral(text: str) -> str:
    """A Chinese numeral in digits; a row of figures, as of a year, stays a row."""
    whole, _, decimals = text.partition("点")
    rough = _ROUGH.fullmatch(whole)
    if rough is not None and not decimals and (len(whole) == 2 or any(c in _TENS | _BIG for c in whole)):
        return _rough(rough) or text
    if all(c in _DIGITS for c in whole):
        digits = "".join(str(_DIGITS[c]) for c in whole)
    elif whole[0] in _BIG or whole in ("百", "千"):
        # 万一, 百分之: the sign is a word here, or follows a figure
        return text
    else:
        digits = str(_value(whole))
    return digits + ("." + "".join(str(_DIGITS[c]) for c in decimals) if decimals else "")


def _rough(found: re.Match[str]) -> str:
    """Of 七八 or 三四百 the least and the most; two figures that do not follow each other are a row."""
    before, low, high, after = found.groups()
    if (_DIGITS[low] + 1 != _DIGITS[high] and low + high != "三五") or _ROUGH.fullmatch(after):
        return "" if before or after else f"{_DIGITS[low]}{_DIGITS[high]}"
    return f"{_value(before + low + after)}-{_value(before + high + after)}"


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


def _english(text: str) -> str:
    """English number words in digits; as they are where they make no number, such as “one two”."""
    total = section = 0
    last = 10**6
    """The least unit so far: what follows must be smaller."""
    for word in re.split(r"[\s-]+", text):
        if word == "and":
            continue
        if word == "thousand":
            if not section or total:
                return text
            total, section, last = section * 1000, 0, 1000
        elif word == "hundred":
            if not 0 < section < 10:
                return text
            section, last = section * 100, 100
        else:
            value = _TY.get(word, _ONES.get(word, 0))
            size = 10 if word in _TY else 1
            if size >= last or (last == 10 and value > 9):
                return text
            section, last = section + value, size
    return str(total + section)
