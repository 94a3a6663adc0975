"""The names of a case: what its conditions may speak of, and where each value is found in a position."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from simulator.source.expressions import RESERVED, ExpressionError, ValueKind, parse
from simulator.source.problems import did_you_mean
from simulator.source.reading import Location, Source
from simulator.text.message import Message

from .case import Gauge, Guard, Position, Varied
from .document import Document

T = TypeVar("T")

OTHERWISE = "otherwise"


class CaseNames:
    """Gauges, facts and personas of one case, and the conditions and formulas that speak of them.

    Whatever does not fit is reported to `source`; then a harmless stand-in is returned, so that the rest of
    the file can be looked at too.
    """

    def __init__(self, document: Document, gauges: Iterable[Gauge], source: Source) -> None:
        self.source = source
        self.gauges = {gauge.id: place for place, gauge in enumerate(gauges)}
        self.personas = {persona: place for place, persona in enumerate(document.personas)}
        self.flags: dict[str, int] = {}
        agent = document.agent
        self._ranges: dict[str, tuple[int, int] | None] = {
            "authority": (agent.authority, agent.authority),
            "budget": (agent.budget, agent.budget),
        }
        self._lookup: dict[str, Callable[[Position], Any]] = {
            "authority": lambda position: agent.authority,
            "budget": lambda position: agent.budget,
        }
        for gauge in gauges:
            self._ranges[gauge.id] = gauge.least, gauge.most
            self._lookup[gauge.id] = _gauge(self.gauges[gauge.id])
        for fact in document.facts:
            self._add_truth("facts", fact, _flag(self.new_flag(fact)))
        for persona, place in self.personas.items():
            self._add_truth("personas", persona, _persona(place))
        for gauge in gauges:
            self._refuse_reserved(("gauges", gauge.id))
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

    def varied(self, value: T | dict[str, T], location: Location) -> Varied[T]:
        """One value, or a value for each condition; the last must be `otherwise`."""
        if not isinstance(value, dict):
            return Varied(value)
        *conditions, last = value
        if last != OTHERWISE:
            message = Message(
                "The last line here must be “otherwise: …”: what counts when nothing else holds."
            )
            self.source.report("no-otherwise", message, self.source.place((*location, last), key=True))
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
        constant = self.personas.keys() | {"authority", "budget"}
        return all(self._names(text) <= constant for text in value if text != OTHERWISE)

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

    def _add_truth(self, section: str, name: str, value: Callable[[Position], Any]) -> None:
        if name in self._ranges and name not in RESERVED:
            message = Message(
                "“{name}” names two things; gauges, facts and personas need different names.", name=name
            )
            self.source.report("name-twice", message, self.source.place((section, name), key=True))
        self._refuse_reserved((section, name))
        self._ranges[name] = None
        self._lookup[name] = value

    def _refuse_reserved(self, location: Location) -> None:
        if location[-1] in RESERVED:
            message = Message(
                "“{name}” means something else in conditions; choose another name.", name=location[-1]
            )
            self.source.report("reserved-name", message, self.source.place(location, key=True))

    def _names(self, text: str) -> frozenset[str]:
        try:
            return parse(text).names()
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
            expression.check(kind, self._ranges)
        except ExpressionError as error:
            self.source.report("condition", error.message, self.source.inside(location, error.at, key))
            return lambda position: 0
        bound = self._bound[kind, text] = expression.bind(self._lookup)
        return bound


# Positions are tuples: an index costs half of an attribute, and guards are read at every move.
_PERSONA, _GAUGES, _FLAGS = map(Position._fields.index, ("persona", "gauges", "flags"))


def _gauge(place: int) -> Callable[[Position], Any]:
    return lambda position: position[_GAUGES][place]  # type: ignore[index]


def _persona(place: int) -> Callable[[Position], Any]:
    return lambda position: position[_PERSONA] == place


def _flag(bit: int) -> Callable[[Position], Any]:
    return lambda position: position[_FLAGS] & bit != 0  # type: ignore[operator]
