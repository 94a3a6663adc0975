"""The record: what the desk's system says of whoever calls, by name; and the callers, each with a record.

A value is read by how it looks: `120 yuan` or `120元` is money, `2026-11-20` a day, `14:05` a time of day,
`true` a yes, `2` a number, `fee + 20` is worked out from other values, and everything else is a word.
Conditions count with days as numbers of days, and with times as minutes.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from simulator.source.expressions import NAME, QUOTED, Expression, ExpressionError, Range, ValueKind, parse
from simulator.source.problems import Place, did_you_mean
from simulator.source.reading import Location, Source
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .document import NO_OTHERWISE, OTHERWISE, Document, RecordValue


class Look(Enum):
    """What kind of value it is, and so how it is written."""

    NUMBER = "number"
    MONEY = "money"
    TRUTH = "truth"
    DAY = "day"
    TIME = "time"
    WORD = "word"


class Value(NamedTuple):
    """A value of a record. `amount` is a number, yuan, 0 or 1, a day's ordinal, minutes; or the word."""

    look: Look
    amount: int | str
    words: Pair | None = None
    """How readers read it, where its look does not say that."""

    def shown(self, language: str, words: Mapping[str, str]) -> str:
        """How a reader of a language reads it; `words` says how words are shown."""
        amount = self.amount
        if isinstance(amount, str):
            return words.get(amount, amount)
        if self.words is not None:
            return self.words.said_in(language)
        zh = language == "zh"
        match self.look:
            case Look.MONEY:
                return f"{amount}元" if zh else f"{amount} yuan"
            case Look.TRUTH:
                return ("是" if amount else "否") if zh else ("yes" if amount else "no")
            case Look.DAY:
                day = date.fromordinal(amount)
                return f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%B}"
            case Look.TIME:
                return f"{amount // 60}:{amount % 60:02}"
        return str(amount)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may be on the line: a persona, with one of the case's records if it has several."""

    persona: str
    record: str | None
    values: Mapping[str, Value]

    @property
    def id(self) -> str:
        """The persona's name, and the record's behind a full stop."""
        return self.persona if self.record is None else f"{self.persona}.{self.record}"

    def is_named(self, name: str) -> bool:
        """Whether a condition that says this name means this caller."""
        return name in (self.persona, self.record)


Quoted = Callable[[str, Place], Value | None]
"""What a policy says a fact is, asked for at a place; None, and reported, where it says nothing."""


def callers(document: Document, source: Source, quoted: Quoted) -> tuple[Caller, ...]:
    """Every persona with every record. What does not fit together is reported to `source`."""
    found = []
    for persona in document.personas:
        for record in document.records or (None,):
            found.append(Caller(persona, record, _Reader(document, source, persona, record, quoted).values()))
    _check_looks(found, source)
    return tuple(found)


_MONEY = re.compile(r"(-?[0-9]{1,7}) ?(?:yuan|元)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_PLACEHOLDER = re.compile(rf"\{{({QUOTED}|{NAME})\}}")


def read_value(value: RecordValue) -> Value | None:
    """A value by how it looks; None for a day or a time that there is not."""
    if isinstance(value, bool):
        return Value(Look.TRUTH, int(value))
    if isinstance(value, int):
        return Value(Look.NUMBER, value)
    if found := _MONEY.fullmatch(value):
        return Value(Look.MONEY, int(found[1]))
    if _DAY.fullmatch(value):
        try:
            return Value(Look.DAY, date.fromisoformat(value).toordinal())
        except ValueError:
            return None
    if found := _TIME.fullmatch(value):
        return Value(Look.TIME, int(found[1]) * 60 + int(found[2])) if int(found[1]) < 24 else None
    return Value(Look.WORD, value)


class _Reader:
    """Reads the values of one caller, each when it is first asked for."""

    def __init__(
        self, document: Document, source: Source, persona: str, record: str | None, quoted: Quoted
    ) -> None:
        self.source = source
        self.quoted = quoted
        self.named = {persona, record}
        self.names = document.personas.keys() | document.records.keys()
        self.written: dict[str, tuple[Location, object]] = {
            name: (("record", name), value) for name, value in document.record.items()
        }
        if record is not None:
            for name, value in document.records[record].values.items():
                self.written[name] = ("records", record, "values", name), value
        self.said = _words_said(document)
        self.found: dict[str, Value] = {}
        self.open: list[str] = []

    def values(self) -> Mapping[str, Value]:
        return {name: self.value(name) for name in self.written}

    def value(self, name: str) -> Value:
        if name not in self.found:
            location, written = self.written[name]
            if name in self.open:
                message = Message("“{name}” is worked out from itself.", name=name)
                self.source.report("record", message, self.source.place(location))
                return Value(Look.NUMBER, 0)
            self.open.append(name)
            self.found[name] = self.read(written, location)
            self.open.pop()
        return self.found[name]

    def read(self, written: object, location: Location) -> Value:
        if isinstance(written, dict):
            for condition, value in written.items():
                if condition == OTHERWISE or self.holds(condition, (*location, condition)):
                    return self.read(value, (*location, condition))
            self.source.report("no-otherwise", NO_OTHERWISE, self.source.place(location, key=True))
            return Value(Look.NUMBER, 0)
        assert isinstance(written, (bool, int, str))
        expression = self.worked_out(written)
        if expression is not None:
            return self.result(expression, location)
        value = read_value(written)
        if value is None:
            message = Message("There is no such day or time of day: “{value}”.", value=written)
            self.source.report("record", message, self.source.place(location))
        return value or Value(Look.NUMBER, 0)

    def worked_out(self, written: bool | int | str) -> Expression | None:
        """The sum that a text is, or another value's name, if all its names are values of the record."""
        if not isinstance(written, str):
            return None
        if written not in self.written and not re.search(rf" [-+*/] |^{QUOTED}$", written):
            return None
        try:
            expression = parse(written)
        except ExpressionError:
            return None
        names = {name for name in expression.names() if "." not in name}
        return expression if expression.names() and names <= self.written.keys() else None

    def result(self, expression: Expression, location: Location) -> Value:
        place = self.source.place(location)
        found = {
            name: self.quoted(name, place) if "." in name else self.value(name)
            for name in sorted(expression.names())
        }
        values = {name: value for name, value in found.items() if value is not None}
        if len(values) < len(found):
            return Value(Look.NUMBER, 0)
        if expression.text in values:  # nothing but the fact or the value itself
            return values[expression.text]
        looks = {value.look for value in values.values()}
        if looks & {Look.WORD, Look.TRUTH}:
            message = Message("Words, and yes or no, cannot be counted with.")
            self.source.report("record", message, place)
            return Value(Look.NUMBER, 0)
        amount = expression.bind({name: _constant(value.amount) for name, value in values.items()})(None)
        days, times = Look.DAY in looks, Look.TIME in looks
        if days or times:
            between = " - " in expression.text and len(values) > 1 and len(looks) == 1
            return Value(Look.NUMBER if between else Look.DAY if days else Look.TIME, amount)
        return Value(Look.MONEY if Look.MONEY in looks else Look.NUMBER, amount)

    def holds(self, condition: str, location: Location) -> bool:
        """Whether a condition on who calls, on other values or on policies is true of this caller."""
        try:
            expression = parse(condition)
            known = self.known(expression.names(), self.source.place(location, key=True))
            ranges: dict[str, Range] = dict.fromkeys(self.names)
            ranges |= {name: self.range(name, value) for name, value in known.items()}
            words = frozenset[str]().union(*self.said.values()) - ranges.keys()
            ranges |= {word: frozenset({word}) for word in words}
            expression.check(ValueKind.TRUTH, ranges)
        except ExpressionError as error:
            self.source.report("condition", error.message, self.source.inside(location, error.at, True))
            return False
        lookup = {name: _constant(name in self.named) for name in self.names}
        lookup |= {name: _constant(value.amount) for name, value in known.items()}
        lookup |= {word: _constant(word) for word in words}
        return bool(expression.bind(lookup)(None))

    def range(self, name: str, value: Value) -> Range:
        """What a value is to a condition: a number, a word that it is with anybody, or true or false."""
        if isinstance(value.amount, str):
            return self.said.get(name, frozenset()) | {value.amount}
        return None if value.look is Look.TRUTH else (value.amount, value.amount)

    def known(self, names: Collection[str], place: Place) -> Mapping[str, Value]:
        """The values that these names stand for, of the record and of policies; others are left out."""
        found = {}
        for name in sorted(names):
            value = self.value(name) if name in self.written else None
            if "." in name:
                value = self.quoted(name, place)
            if value is not None:
                found[name] = value
        return found


def _words_said(document: Document) -> Mapping[str, frozenset[str]]:
    """For each name the words that it is with some caller."""
    said: dict[str, set[str]] = {}
    parts: list[Mapping[str, object]] = [document.record]
    parts += [record.values for record in document.records.values()]
    for part in parts:
        for name, written in part.items():
            for one in written.values() if isinstance(written, dict) else (written,):
                value = read_value(one) if isinstance(one, str) else None
                if value is not None and isinstance(value.amount, str):
                    said.setdefault(name, set()).add(value.amount)
    return {name: frozenset(words) for name, words in said.items()}


def _constant(value: object) -> Callable[[object], object]:
    return lambda _: value


def _check_looks(found: Sequence[Caller], source: Source) -> None:
    """See that a name has the same kind of value with everybody, and that everybody has it."""
    looks: dict[str, set[Look]] = {}
    for caller in found:
        for name, value in caller.values.items():
            looks.setdefault(name, set()).add(value.look)
    for name, kinds in looks.items():
        location = ("record", name)
        if len(kinds) > 1:
            message = Message(
                "“{name}” is of different kinds with different callers; let it be money, a day, a number or a"
                " word with all of them.",
                name=name,
            )
            source.report("record", message, source.place(location, key=True))
        if not all(name in caller.values for caller in found):
            message = Message(
                "Only some records say “{name}”; say under “record” what it is otherwise.", name=name
            )
            source.report("record", message, source.place(("records",), key=True))


def placeholders(text: str) -> list[str]:
    """The names in braces in a text, in its order."""
    return _PLACEHOLDER.findall(text) if "{" in text else []


def filled(text: str, values: Mapping[str, Value], language: str, words: Mapping[str, str]) -> str:
    """A text with the values of the names in braces."""
    return _PLACEHOLDER.sub(
        lambda found: values[found[1]].shown(language, words) if found[1] in values else found[0], text
    )


def report_unknown(text: str, known: Mapping[str, object], source: Source, location: Location) -> None:
    """Report names in braces that no record has; those of policies are looked up elsewhere."""
    for name in placeholders(text):
        if name not in known and "." not in name:
            message = Message("No record says “{name}”.{hint}", name=name, hint=did_you_mean(name, known))
            source.report("record", message, source.inside(location, text.index(f"{{{name}}}")))
