"""What a cell of a spreadsheet shows: its value in the number format that its author chose."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_TOKENS = re.compile(
    r"""\[(?P<bracket>[^\]]*)\]|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<ampm>am/pm|a/p|上午/下午)"""
    r"""|(?P<digits>(?:[#0?][#0?,]*(?:\.[#0?]+)?|\.[#0?]+),*(?:e[+-]0+)?)|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|b+|e+|g+|a{3,4})"""
    r"""|(?P<plain>.)""",
    re.IGNORECASE | re.DOTALL,
)
_MONEY = re.compile(r"\$([^-]*)(?:-.*)?")
_LASTING = re.compile(r"(h+|m+|s+)", re.IGNORECASE)
_OF_READER = {"mm-dd-yy", "m/d/yy h:mm", "[$-f800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "[$-f400]h:mm:ss\\ am/pm"}
"""Formats that show something else in every country, as openpyxl names them."""
_MOST_DIGITS = 11
"""Figures that a cell without a format shows of a number; further ones come from rounding."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def shown(value: object, number_format: str) -> str:
    """The text of a cell as a spreadsheet shows it; a date in the reader's own form as 2026-03-01."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format)
        case timedelta():
            return _lasting(value, number_format)
        case datetime() | date() | time():
            return _moment(value, number_format)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _number(value: int | float, number_format: str) -> str:
    sections = _sections(number_format)
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    found = [match for match in _TOKENS.finditer(section) if match.lastgroup is not None]
    digits = [match["digits"] for match in found if match["digits"]]
    plain = section.strip().casefold() in ("general", "@", "") or "general" in section.casefold()
    if not plain and not digits and not any(match["date"] for match in found):
        return "".join(map(_literal, found)).strip()
    if plain or len(digits) != 1 or "/" in section:
        return _general(value)
    percent = sum(match["plain"] == "%" for match in found)
    number = Decimal(repr(value)) * 100**percent
    text = _digits(number, digits[0])
    shown_ = "".join(
        text if match["digits"] else _literal(match) if not match["date"] else match["date"]
        for match in found
    )
    return " ".join(shown_.split())


def _general(value: int | float) -> str:
    """A number without a format; whole ones in full, however long."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    text = format(Decimal(f"{value:.{_MOST_DIGITS - 1}g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    if "e" in pattern.casefold():
        return format(number, "f").rstrip("0").rstrip(".") if number % 1 else str(int(number))
    thousands = len(pattern) - len(pattern.rstrip(","))  # each trailing comma divides by a thousand
    decimals = decimals.rstrip(",")
    number /= 1000**thousands
    most, least = len(decimals), decimals.count("0")
    rounded = number.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    text = format(abs(rounded), f"{',' if ',' in whole.rstrip(',') else ''}.{most}f")
    ahead, _, behind = text.partition(".")
    while len(behind) > least and behind.endswith("0"):
        behind = behind[:-1]
    ahead = ahead.zfill(whole.replace(",", "").count("0")) if "," not in whole else ahead
    sign = "-" if rounded < 0 else ""
    return f"{sign}{ahead}.{behind}" if behind else f"{sign}{ahead}"


def _moment(value: datetime | date | time, number_format: str) -> str:
    """A day or time in its format."""
    section = _sections(number_format)[0]
    if section.casefold() in _OF_READER or section.casefold() == "general":
        return _plain_moment(value)
    parts = [match for match in _TOKENS.finditer(section) if match.lastgroup is not None]
    half = any(match["ampm"] for match in parts)
    written = []
    for place, match in enumerate(parts):
        if match["date"]:
            # m behind hours or before seconds are minutes
            near = [other["date"][0].lower() for other in parts[:place] if other["date"]][-1:]
            after = [other["date"][0].lower() for other in parts[place + 1 :] if other["date"]][:1]
            text = _date_part(value, match["date"].lower(), half, near == ["h"] or after == ["s"])
            if text is None:
                return _plain_moment(value)
            written.append(text)
        elif match["ampm"]:
            written.append(_half(value, match["ampm"]))
        elif match["digits"]:
            return _plain_moment(value)
        else:
            written.append(_literal(match))
    return "".join(written).strip()


def _date_part(value: datetime | date | time, code: str, half: bool, minutes: bool) -> str | None:
    """What a letter of a format stands for; None if it is not known, or the value has no such part."""
    width = len(code)
    if code[0] in "hs" or (code[0] == "m" and minutes):
        if not isinstance(value, (datetime, time)):
            return None
        number = {"h": value.hour, "m": value.minute, "s": value.second}[code[0]]
        if code[0] == "h" and half:
            number = number % 12 or 12
        return f"{number:02}" if width > 1 else str(number)
    if not isinstance(value, date):
        return None
    match code[0]:
        case "y" | "e":
            return f"{value.year % 100:02}" if code in ("y", "yy") else str(value.year)
        case "m" if width < 3:
            return f"{value.month:02}" if width == 2 else str(value.month)
        case "m":
            name = _MONTHS[value.month - 1]
            return name[:1] if width == 5 else name if width == 4 else name[:3]
        case "d" if width < 3:
            return f"{value.day:02}" if width == 2 else str(value.day)
        case "d":
            return _DAYS[value.weekday()][: None if width == 4 else 3]
        case "a":
            return ("星期" if width == 4 else "周") + "一二三四五六日"[value.weekday()]
    return None


def _half(value: datetime | date | time, words: str) -> str:
    before, after = words.split("/")
    return after if isinstance(value, (datetime, time)) and value.hour >= 12 else before


def _plain_moment(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if value.second == 0 else "seconds")
    return value.isoformat() if not isinstance(value, time) else value.isoformat("minutes")


def _lasting(value: timedelta, number_format: str) -> str:
    """A time that may be more than a day, such as 26:30."""
    seconds = int(value.total_seconds() + (0.5 if value >= timedelta() else -0.5))
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    section = _sections(number_format)[0]
    left = seconds
    written = []
    largest = True
    for match in _TOKENS.finditer(section):
        code = (
            match["bracket"] if match["bracket"] and _LASTING.fullmatch(match["bracket"]) else match["date"]
        )
        if code and (unit := {"h": 3600, "m": 60, "s": 1}.get(code[0].lower())):
            number = left // unit
            left -= number * unit
            written.append(f"{number:0{len(code.split('.')[0])}}")
            largest = False
        elif match.lastgroup is not None:
            written.append(_literal(match))
    if largest:
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}"
    return sign + "".join(written).strip()


def _sections(number_format: str) -> list[str]:
    """The formats for numbers above, below and at zero; a semicolon between marks parts nothing."""
    return re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format or "General")


def _literal(match: re.Match[str]) -> str:
    if match["bracket"] is not None:
        money = _MONEY.fullmatch(match["bracket"])
        return money[1] if money is not None else ""
    return match["quoted"] or match["escaped"] or match["plain"] or ""
