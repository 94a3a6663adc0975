"""How a case is worded: its texts in all its languages, how long they take to say, the figures in them."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.call.case.schema import translatable_texts
from simulator.call.case.translating import path_of
from simulator.source.problems import Place
from simulator.source.reading import Location

from .study import Study

HAN_A_SECOND = 4.5
"""Characters of Chinese said in a second: 270 a minute, a calm speaker on the telephone."""
WORDS_A_SECOND = 2.5
"""Words of English said in a second: 150 a minute, the same calm speaker."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.:,-][A-Za-z0-9]+)*")
_UNITS = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
_TIMES = (
    (re.compile(r"(\d{1,2})\s*[点时]\s*半"), r"\1:30"),
    (re.compile(r"(\d{1,2})\s*[点时]\s*(\d{2})"), r"\1:\2"),
    (re.compile(r"(?<![\d:])(\d{1,2})\s*(?:点|时(?!候)|o['’]clock|[ap]\.?m\b)"), r"\1:00"),
)
_FIGURE = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<unit>千(?![瓦克米赫])|[万亿])?"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of a case, in the case's own language or in a translation."""

    location: Location
    """Where it stands in the case, whichever file this one is in."""
    text: str
    language: str
    place: Place


@dataclass(frozen=True, slots=True)
class TranslatedPair:
    """A text and its translation, which was made from the text as it stands now."""

    location: Location
    source: str
    translation: str
    language: str
    """The language translated into."""
    place: Place
    """Where the translation stands."""


def wordings(study: Study) -> Iterator[Wording]:
    """Every text that people read, then every translation of one."""
    source = study.files.source
    for location, text in translatable_texts(source.data):
        yield Wording(location, text, study.document.language, source.place(location))
    for pair in pairs(study):
        yield Wording(pair.location, pair.translation, pair.language, pair.place)


def pairs(study: Study) -> Iterator[TranslatedPair]:
    """Every translated text with its source; stale and missing translations are told of when loading."""
    original = study.document.language
    texts = [(at, path_of(at), text) for at, text in translatable_texts(study.files.source.data)]
    for language, (translation, source) in study.files.translations.items():
        for location, path, text in texts:
            entry = translation.texts.get(path, {})
            other = entry.get(translation.language)
            if other and entry.get(original) == text and language != original:
                yield TranslatedPair(location, text, other, language, source.place(("texts", path, language)))


def length(text: str, language: str) -> int:
    """How long a text is: characters of Chinese, or words of English."""
    return len(_HAN.findall(text)) if language == "zh" else len(_WORD.findall(text))


def seconds(text: str) -> int:
    """How long a text takes to say, rounded up, whatever languages it is made of."""
    return math.ceil(length(text, "zh") / HAN_A_SECOND + length(text, "en") / WORDS_A_SECOND)


def is_written_in(text: str, language: str) -> bool:
    """Whether a text can be in a language at all, by its script; one without any words is in all of them."""
    han, latin = length(text, "zh"), len(re.findall(r"[A-Za-z]+", text))
    return han > 0 or latin == 0 if language == "zh" else han <= latin


def figures(text: str) -> Counter[str]:
    """The numbers a text names in digits, each with how often; times of day by the twelve-hour clock."""
    text = unicodedata.normalize("NFKC", text).lower()
    for written, plain in _TIMES:
        text = written.sub(plain, text)
    return Counter(map(_figure, _FIGURE.finditer(text)))


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in a text."""
    return any(character.isalnum() for character in text)


def _figure(found: re.Match[str]) -> str:
    if found["hour"]:
        hour = (int(found["hour"]) - 1) % 12 + 1
        return str(hour) if found["minute"] == "00" else f"{hour}:{found['minute']}"
    number = float(found["number"].replace(",", "")) * _UNITS.get(found["unit"], 1)
    return str(int(number)) if number.is_integer() else str(number)
