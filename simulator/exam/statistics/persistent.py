"""Persistent points: what the desk gets wrong month after month, by topic and by clause, and what that costs.

A month is bad for a point when at least WRONG of its answers were wrong and there were at least FEWEST of
them (were one in five wrong by and large, ten answers would look as bad as this in 12 % of months, and in two
of three months in 4 % of cases). A point is persistent when, of the last MONTHS months in which it came up at
all, BAD_MONTHS were bad. Part marks count as part wrong, blanks as wrong, void questions not at all. Calls of
cases that cite clauses count as answers about these: see `calls`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.exam.bank.document import Bearer
from simulator.exam.bank.question import Question

WRONG = 0.4
"""From this share of wrong answers on a month is bad for a point."""
FEWEST = 10
"""Fewer answers than this in a month say nothing about a point."""
MONTHS, BAD_MONTHS = 3, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, or a call, that came up in a month: how often, and how much of it went wrong."""

    topic: str | None
    policy: str
    clauses: tuple[str, ...]
    asked: int
    wrong: float
    """The sum of what was missing in the answers, each from 0 to 1."""
    cost: float = 0.0
    """What these answers would have cost on the telephone, in yuan."""
    borne_by: Bearer | None = None


@dataclass(frozen=True, slots=True)
class PastMonth:
    """An exam that is over, or the calls of a month: what came up and how it went."""

    day: date
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class MonthShare:
    """How a point went in a month."""

    month: date
    """Its first day."""
    asked: int
    wrong: float
    """The share of what was asked that went wrong, 0-1."""
    cost: float
    """In yuan."""

    @property
    def few(self) -> bool:
        """Whether it was asked too rarely to judge."""
        return self.asked < FEWEST

    @property
    def bad(self) -> bool:
        """Whether the month was bad for the point."""
        return not self.few and self.wrong >= WRONG


@dataclass(frozen=True, slots=True)
class Point:
    """A topic, or a clause of a policy, over the months, oldest first."""

    topic: str | None
    policy: str | None
    clause: str | None
    months: tuple[MonthShare, ...]

    @property
    def name(self) -> str:
        """The topic, or the clause as POLICY/CLAUSE: what a plan's `take-up` calls it."""
        return self.topic if self.topic is not None else f"{self.policy}/{self.clause}"

    @property
    def persistent(self) -> bool:
        """Whether it keeps going wrong."""
        return sum(month.bad for month in self.months[-MONTHS:]) >= BAD_MONTHS

    @property
    def cost(self) -> float:
        """What wrong answers would have cost in the last MONTHS months in which it came up, in yuan."""
        return sum(month.cost for month in self.months[-MONTHS:])

    def bears_on(self, question: Question) -> bool:
        """Whether a question is about it."""
        return about(self.name, question)


def about(point: str, question: Question) -> bool:
    """Whether a question is about a point, by the name of its topic or its clause as POLICY/CLAUSE."""
    policy, _, clause = point.partition("/")
    if not clause:
        return question.topic == point
    return question.policy == policy and clause in question.cites


def persistent_points(months: Iterable[PastMonth], until: date | None = None) -> tuple[Point, ...]:
    """All points that came up, up to a day: persistent ones first, then by cost, the costliest first.

    Exams and calls of one calendar month count together.
    """
    topics: dict[str, list[tuple[date, Asked]]] = defaultdict(list)
    clauses: dict[tuple[str, str], list[tuple[date, Asked]]] = defaultdict(list)
    for past in months:
        if until is not None and past.day > until:
            continue
        month = past.day.replace(day=1)
        for asked in past.asked:
            if asked.topic is not None:
                topics[asked.topic].append((month, asked))
            for clause in asked.clauses:
                clauses[asked.policy, clause].append((month, asked))
    points = [Point(topic, None, None, _by_month(found)) for topic, found in topics.items()]
    points += [Point(None, policy, clause, _by_month(found)) for (policy, clause), found in clauses.items()]
    return tuple(sorted(points, key=lambda point: (not point.persistent, -point.cost, point.name)))


def cost_by_bearer(months: Iterable[PastMonth]) -> Mapping[Bearer, float]:
    """What wrong answers would have cost whom, in yuan."""
    costs: dict[Bearer, float] = {"customer": 0.0, "agent": 0.0, "company": 0.0}
    for past in months:
        for asked in past.asked:
            if asked.borne_by is not None:
                costs[asked.borne_by] += asked.cost
    return costs


def _by_month(found: Sequence[tuple[date, Asked]]) -> tuple[MonthShare, ...]:
    months: dict[date, list[Asked]] = defaultdict(list)
    for month, asked in found:
        if asked.asked:
            months[month].append(asked)
    return tuple(
        MonthShare(
            month,
            count := sum(asked.asked for asked in months[month]),
            sum(asked.wrong for asked in months[month]) / count,
            sum(asked.cost for asked in months[month]),
        )
        for month in sorted(months)
    )
