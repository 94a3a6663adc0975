"""A class: who is where, and at one case, where its calls are lost and what it overlooks."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.call.report.wording import DETAILS, STAGES
from simulator.database.settings import Options
from simulator.people.person import Permission, Person
from simulator.practice.classes import ClassView, class_view
from simulator.practice.standing import STATUSES, Played, Standing, Status, by_case, standing
from simulator.practice.storage.played import placed, played_by, published_cases
from simulator.text.message import Message
from simulator.text.proportion import Proportion
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .attempt_rows import PERIODS, AttemptRow, WorkedOut, attempt_rows, since, worked_out
from .groups import Group, group_seen

MOST_WRONG = 10
"""Wrong replies and missed details that are listed, the worst first."""
LATEST = 20
"""Attempts that a class page lists; the export has all of them."""


@dataclass(frozen=True, slots=True)
class CaseTotal:
    """A class at one of the cases, in a line. `where` is how many members are how far."""

    case: Case
    calls: int
    won: Proportion
    where: Mapping[Status, int]

    @property
    def mastered(self) -> int:
        """How many members have mastered it."""
        return self.where.get(Status.MASTERED, 0)

    @property
    def not_begun(self) -> int:
        """How many members have never begun it."""
        return self.where.get(Status.NOT_BEGUN, 0)


@dataclass(frozen=True, slots=True)
class ClassMemberRow:
    """Somebody of a class, and how far with each of the cases."""

    person: Person
    standings: tuple[Standing, ...]

    @property
    def mastered(self) -> int:
        """How many cases are mastered."""
        return sum(one.status is Status.MASTERED for one in self.standings)

    @property
    def last(self) -> datetime | None:
        """When something was last practised."""
        return max((one.last for one in self.standings if one.last is not None), default=None)


@dataclass(frozen=True, slots=True)
class ClassPage:
    """What the page of a class shows. Calls, wins and attempts are those of the period.

    `waiting` and `lost` are attempts of which nothing is found out: not yet, and never.
    """

    group: Group
    cases: tuple[Case, ...]
    case: Case | None
    """The one that was chosen."""
    view: ClassView | None
    """At that case."""
    members: tuple[ClassMemberRow, ...]
    """With all cases; empty where one was chosen, as are `totals`."""
    totals: tuple[CaseTotal, ...]
    won: Proportion
    attempts: tuple[AttemptRow, ...]
    more: int
    """Attempts beyond those listed."""
    waiting: int
    lost: int
    period: str
    periods: tuple[tuple[str, str], ...]
    query: str
    """What is chosen, as the end of the addresses of the export."""
    may_lead: bool
    """Whether the visitor sets this team's target."""

    @property
    def titles(self) -> list[tuple[str, str]]:
        """The cases to choose from."""
        return [(case.id, case.title) for case in self.cases]

    @property
    def period_words(self) -> Message:
        """The period in words."""
        return PERIODS[self.period]


def show(visit: Visit) -> Response:
    """The page of a class, at all cases or at the one chosen. Raises NotFound."""
    services, moment = visit.services, now()
    group = group_seen(visit, visit.path("team"))
    period = visit.query("period") if visit.query("period") in PERIODS else ""
    begin = since(period, moment)
    wanted = visit.query("case")
    ids = [one.id for one in group.everybody]
    own = placed(services, played_by(services, ids, wanted or None, with_findings=bool(wanted)))
    cases = published_cases(services, visit.language, {one.case for one in own})
    case = next((one for one in cases if one.id == wanted), None)
    if wanted and case is None:
        raise NotFound
    needed = services[Options].current(moment).wins_needed
    seen = worked_out(visit, own) if case else WorkedOut(tuple(own))
    lately = [one for one in seen.attempts if begin is None or one.started >= begin]
    calls = [one for one in lately if one.called]
    members = () if case else tuple(_members(group.members, cases, own, needed))
    view = class_view(case, group.members, seen.attempts, needed, begin, left=group.left) if case else None
    return visit.page(
        "classes/class.html.j2",
        d=ClassPage(
            group=group,
            cases=tuple(cases),
            case=case,
            view=view,
            members=members,
            totals=() if case else tuple(_totals(cases, calls, members)),
            won=Proportion(sum(one.won for one in calls), len(calls)),
            attempts=attempt_rows(lately[:LATEST], group.everybody, cases),
            more=max(0, len(lately) - LATEST),
            waiting=seen.waiting,
            lost=seen.lost,
            period=period,
            periods=tuple((value, visit.t(words)) for value, words in PERIODS.items()),
            query="?" + urlencode({"case": wanted, "period": period}),
            may_lead=visit.person.may(Permission.LEAD),
        ),
        statuses=STATUSES,
        details=DETAILS,
        stages=STAGES,
        most=MOST_WRONG,
    )


def _members(
    people: Sequence[Person], cases: Sequence[Case], own: Sequence[Played], needed: int
) -> Iterator[ClassMemberRow]:
    theirs: dict[int | None, list[Played]] = defaultdict(list)
    for one in own:
        theirs[one.person].append(one)
    for person in people:
        yield ClassMemberRow(person, tuple(standing(case, theirs[person.id], needed) for case in cases))


def _totals(
    cases: Sequence[Case], calls: Sequence[Played], members: Sequence[ClassMemberRow]
) -> Iterator[CaseTotal]:
    by = by_case(calls)
    for number, case in enumerate(cases):
        here = by.get(case.id, [])
        where = Counter(member.standings[number].status for member in members)
        yield CaseTotal(case, len(here), Proportion(sum(one.won for one in here), len(here)), where)


ROUTES = [page("/classes/{team}", show, Permission.WATCH, name="class")]
