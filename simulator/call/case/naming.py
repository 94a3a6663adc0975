"""The names of a case: what its conditions may speak of, and where each value is found in a position."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar, cast

from simulator.source.expressions import RESERVED, Expression, ExpressionError, Range, ValueKind, parse
from simulator.source.problems import did_you_mean
from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .case import CLOCK, Gauge, Guard, Position, Varied
from .chinese import names_of_gauge
from .document import NO_OTHERWISE, OTHERWISE, Document, in_points
from .quoting import Quotes
from .record import Caller, Look, filled, placeholders, report_unknown

T = TypeVar("T")
R = TypeVar("R")


class CaseNames:
    """Gauges, facts and personas of one case, and the conditions and formulas that speak of them.

    Whatever does not fit is reported to `source`; then a harmless stand-in is returned, so that the rest of
    the file can be looked at too.
    """

    def __init__(
        self,
        document: Document,
        gauges: Iterable[Gauge],
        callers: Sequence[Caller],
        quotes: Quotes,
        source: Source,
        clock: Gauge | None = None,
    ) -> None:
        self.source = source
        self.quotes = quotes
        self.language = document.language
        self.words = document.words
        self.callers = callers
        own = {*document.facts, *document.personas, *document.records, *document.record}
        self.gauges = {
            name: place
            for place, gauge in enumerate(gauges)
            for name in names_of_gauge(gauge.id)
            if name == gauge.id or name not in own
        }
        self.reads_clock = False
        """Whether some condition or formula looks at the time of day."""
        self.personas = {
            name: frozenset(place for place, caller in enumerate(callers) if caller.is_named(name))
            for name in (*document.personas, *document.records)
        }
        self.flags: dict[str, int] = {}
        agent = document.agent
        self._ranges: dict[str, Range] = {
            "authority": (agent.authority, agent.authority),
            "budget": (agent.budget, agent.budget),
        }
        self._lookup: dict[str, Callable[[Position], Any]] = {
            "authority": lambda position: agent.authority,
            "budget": lambda position: agent.budget,
        }
        ranges = [(gauge.least, gauge.most) for gauge in gauges]
        for name, place in self.gauges.items():
            self._ranges[name] = ranges[place]
            self._lookup[name] = _gauge(place)
        if clock is not None:  # conditions see whole minutes
            self._ranges[CLOCK] = clock.least // 60, clock.most // 60
            self._lookup[CLOCK] = _time_of_day(len(ranges))
        for fact in document.facts:
            self._add("facts", fact, None, _flag(self.new_flag(fact)))
        for name, places in self.personas.items():
            section = "personas" if name in document.personas else "records"
            self._add(section, name, None, _called_by(places))
        self.record = tuple(callers[0].values)
        self._add_record()
        self._constant = frozenset({*self.personas, *self.record, *self._word_codes, "authority", "budget"})
        """Names that mean the same during the whole call."""
        for name in document.gauges:
            self._refuse_reserved(("gauges", name))
        self._bound: dict[tuple[ValueKind, str], Callable[[Position], Any]] = {}

    def new_flag(self, name: str) -> int:
        """A bit of its own for something that is true or false."""
        bit: int = self.flags.setdefault(name, 1 << len(self.flags))
        return bit

    def guard(self, text: str, location: Location, key: bool = False) -> Guard:
        """The condition at `location` (or that is its key), bound to positions."""
        return self._expression(text, ValueKind.TRUTH, location, key)

    def formula(self, text: str, location: Location) -> Callable[[Position], Any]:
        """The formula at `location`, bound to positions."""
        return self._expression(text, ValueKind.NUMBER, location, False)

    def text(self, value: str | dict[str, str], location: Location) -> Varied[str]:
        """A text, or a text for each condition, with the caller's value in place of each `{name}`."""
        raw = self.varied(value, location)
        if not any("." in name or self.record for text in raw.values() for name in placeholders(text)):
            # without a record, braces are braces
            return raw
        for at, text in _written(value, location):
            if self.record:
                report_unknown(text, dict.fromkeys(self.record), self.source, at)
            for name in placeholders(text):
                if "." in name:
                    self.quotes.value(name, self.source.inside(at, text.index(f"{{{name}}}")))

        def said(text: str, place: int) -> str:
            values = {**self.callers[place].values, **self.quotes.values}
            return filled(text, values, self.language, self.words)

        return self._by_caller(raw, said)

    def amounts(self, value: int | str | dict[str, int | str], location: Location) -> Varied[int]:
        """An amount, or an amount for each condition; a formula counts with what the caller's record says."""
        value = (
            {on: in_points(one) for on, one in value.items()} if isinstance(value, dict) else in_points(value)
        )
        raw: Varied[int | str] = self.varied(value, location)
        if not any(isinstance(amount, str) for amount in raw.values()):
            return cast(Varied[int], raw)
        formulas: dict[str, Callable[[Position], Any]] = {}
        for at, amount in _written(value, location):
            if isinstance(amount, str):
                formulas[amount] = self.formula(amount, at)
                if not self._names(amount) <= self._constant:
                    message = Message(
                        "An amount can be worked out from what the record says, not from how the call stands."
                        " Give one amount for each condition instead."
                    )
                    self.source.report("condition", message, self.source.place(at))
                    formulas[amount] = lambda position: 0

        def counted(amount: int | str, place: int) -> int:
            return int(formulas[amount](Position("", place, (), 0))) if isinstance(amount, str) else amount

        return self._by_caller(raw, counted)

    def _by_caller(self, raw: Varied[T], worked_out: Callable[[T, int], R]) -> Varied[R]:
        """What is worked out from each value for the caller at a place."""
        cases: list[tuple[Guard, R]] = []
        written: list[int] = []
        for number, (guard, value) in enumerate((*raw.cases, (_always, raw.otherwise))):
            who: dict[R, set[int]] = {}
            for place in range(len(self.callers)):
                who.setdefault(worked_out(value, place), set()).add(place)
            if len(who) == 1:
                cases.append((guard, next(iter(who))))
            else:
                cases += [(_said_to(guard, frozenset(places)), found) for found, places in who.items()]
            written += [number] * len(who)
        *before, (_, last) = cases
        return Varied(last, tuple(before), tuple(written))

    def varied(self, value: T | dict[str, T], location: Location) -> Varied[T]:
        """One value, or a value for each condition; the last must be `otherwise`."""
        if not isinstance(value, dict):
            return Varied(value)
        *conditions, last = value
        if last != OTHERWISE:
            self.source.report("no-otherwise", NO_OTHERWISE, self.source.place((*location, last), key=True))
            conditions.append(last)
        if OTHERWISE in conditions:
            conditions.remove(OTHERWISE)
        return Varied(
            value[OTHERWISE] if OTHERWISE in value else value[last],
            tuple((self.guard(text, (*location, text), key=True), value[text]) for text in conditions),
        )

    def by_persona(self, value: object) -> bool:
        """Whether something varied depends on nothing but who is on the line."""
        if not isinstance(value, dict):
            return True
        return all(self._names(text) <= self._constant for text in value if text != OTHERWISE)

    def known(
        self, name: str, candidates: Collection[str], what: Message, location: Location, key: bool = False
    ) -> bool:
        """Whether `name` is one of the candidates; if not, says so with the closest one."""
        if name in candidates:
            return True
        self.source.report(
            "unknown-name",
            lambda: Message(
                "There is no {what} “{name}”.{hint}",
                what=what,
                name=name,
                hint=did_you_mean(name, candidates),
            ),
            self.source.place(location, key),
        )
        return False

    def _add_record(self) -> None:
        """Let conditions speak of what the callers' records say."""
        values = {name: [caller.values.get(name) for caller in self.callers] for name in self.record}
        said = {str(v.amount) for all_of in values.values() for v in all_of if v and v.look is Look.WORD}
        self._word_codes = {word: code for code, word in enumerate(sorted(said))}
        for name, all_of in values.items():
            look = all_of[0].look if all_of[0] else Look.NUMBER
            amounts = [0 if value is None else value.amount for value in all_of]
            if look is Look.WORD:
                codes = [self._word_codes.get(str(amount), -1) for amount in amounts]
                self._add("record", name, frozenset(map(str, amounts)), _of_caller(codes))
            elif look is Look.TRUTH:
                self._add("record", name, None, _of_caller([amount == 1 for amount in amounts]))
            else:
                counts = [amount if isinstance(amount, int) else 0 for amount in amounts]
                self._add("record", name, (min(counts), max(counts)), _of_caller(counts))
        for word, code in self._word_codes.items():
            if word not in self._ranges:  # a word that is a name, too, can only be the name
                self._ranges[word] = frozenset({word})
                self._lookup[word] = _of_caller([code] * len(self.callers))

    def _add(self, section: str, name: str, values: Range, value: Callable[[Position], Any]) -> None:
        if name in self._ranges and name not in RESERVED:
            message = Message(
                "“{name}” names two things; gauges, facts, personas, records and their values need different"
                " names.",
                name=name,
            )
            self.source.report("name-twice", message, self.source.place((section, name), key=True))
        self._refuse_reserved((section, name))
        self._ranges[name] = values
        self._lookup[name] = value

    def _refuse_reserved(self, location: Location) -> None:
        if location[-1] in RESERVED:
            message = Message(
                "“{name}” means something else in conditions; choose another name.", name=location[-1]
            )
            self.source.report("reserved-name", message, self.source.place(location, key=True))

    def _names(self, text: str) -> frozenset[str]:
        try:  # what a policy says is known when the case is loaded
            return frozenset(name for name in parse(text).names() if "." not in name)
        except ExpressionError:  # told where the condition is bound
            return frozenset()

    def _expression(
        self, text: str, kind: ValueKind, location: Location, key: bool
    ) -> Callable[[Position], Any]:
        bound = self._bound.get((kind, text))
        if bound is not None:
            return bound
        try:
            expression = parse(text)
            quoted = self._quoted(expression, location, key)
            if quoted is None:
                return lambda position: 0
            expression.check(kind, self._ranges)
            self.reads_clock |= CLOCK in expression.names() and CLOCK not in self.gauges
        except ExpressionError as error:
            self.source.report("condition", error.message, self.source.inside(location, error.at, key))
            return lambda position: 0
        bound = self._bound[kind, text] = expression.settled(quoted).bind(self._lookup)
        return bound

    def _quoted(self, expression: Expression, location: Location, key: bool) -> dict[str, int] | None:
        """What policies say that an expression counts with, by name; None where one of them says nothing."""
        found: dict[str, int] = {}
        names = sorted(name for name in expression.names() if "." in name)
        for name in names:
            at = expression.text.index(name)
            value = self.quotes.value(name, self.source.inside(location, at, key))
            if value is not None:
                amount = int(value.amount)
                truth = value.look is Look.TRUTH
                self._ranges[name] = None if truth else (amount, amount)
                found[name] = bool(amount) if truth else amount
        return found if len(found) == len(names) else None


def _written(value: T | dict[str, T], location: Location) -> Iterable[tuple[Location, T]]:
    """All that the author wrote for something that may vary, each with where it stands."""
    if not isinstance(value, dict):
        return [(location, value)]
    return [((*location, condition), one) for condition, one in value.items()]


# Positions are tuples: an index costs half of an attribute, and guards are read at every move.
_PERSONA, _GAUGES, _FLAGS = map(Position._fields.index, ("persona", "gauges", "flags"))


def _gauge(place: int) -> Callable[[Position], Any]:
    return lambda position: position[_GAUGES][place]  # type: ignore[index]


def _time_of_day(place: int) -> Callable[[Position], Any]:
    return lambda position: position[_GAUGES][place] // 60  # type: ignore[index,operator]


def _called_by(places: frozenset[int]) -> Callable[[Position], Any]:
    return lambda position: position[_PERSONA] in places


def _of_caller(values: Sequence[Any]) -> Callable[[Position], Any]:
    """What the record of each caller says."""
    return lambda position: values[position[_PERSONA]]  # type: ignore[index]


def _always(position: Position) -> bool:
    return True


def _said_to(guard: Guard, places: frozenset[int]) -> Guard:
    """A condition, as far as one of these callers is on the line."""
    if guard is _always:
        return lambda position: position[_PERSONA] in places
    return lambda position: (position[_PERSONA] in places) & guard(position)


def _flag(bit: int) -> Callable[[Position], Any]:
    return lambda position: position[_FLAGS] & bit != 0  # type: ignore[operator]
