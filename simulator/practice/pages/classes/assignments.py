"""What is assigned to whom, and who has done it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.database.settings import Options
from simulator.people.person import Permission, Person, Role, Team, sees_team
from simulator.people.storage.people import People
from simulator.practice.practice import WHAT_DOES, Task, tasks
from simulator.practice.standing import Played
from simulator.practice.storage.assignments import Assignment, Assignments
from simulator.practice.storage.played import as_assigned, played_by, published_cases
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit


class Doing(Enum):
    """How far somebody is with what was assigned, since it was assigned."""

    NOT_BEGUN = "not-begun"
    BEGUN = "begun"
    TRIED = "tried"
    """There was a call, but not what is enough."""
    DONE = "done"
    WON = "won"


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who is to practise a case. `attempt` is the last finished one, which can be looked at."""

    person: Person
    task: Task
    last: datetime | None
    attempt: str | None

    @property
    def doing(self) -> Doing:
        """How far it is."""
        if self.task.done:
            return Doing.WON if self.task.won else Doing.DONE
        if self.task.calls:
            return Doing.TRIED
        return Doing.NOT_BEGUN if self.last is None else Doing.BEGUN

    @property
    def words(self) -> Message:
        """How far it is, in a few words."""
        if self.task.done:
            return self.task.words
        return self.task.tried or (Message("not begun yet") if self.last is None else Message("begun"))


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with how it goes. `due_words` says how long there is, as if nothing were done yet."""

    assignment: Assignment
    case: Case | None
    """None where the case cannot be read any more."""
    team: Team | None
    person: Person | None
    by: str
    doers: tuple[Doer, ...]
    due_words: Message
    late: bool
    """Whether its last day is over."""

    @property
    def done(self) -> int:
        """How many have done it."""
        return sum(doer.task.done for doer in self.doers)

    @property
    def begun(self) -> int:
        """How many have begun and not done it."""
        return sum(doer.last is not None and not doer.task.done for doer in self.doers)

    @property
    def overdue(self) -> int:
        """How many should have done it by now."""
        return sum(doer.task.overdue for doer in self.doers)

    @property
    def finished(self) -> bool:
        """Whether everybody has done it; nobody is not everybody."""
        return bool(self.doers) and self.done == len(self.doers)


def show_all(visit: Visit) -> Response:
    """The assignments that the visitor may look into: what is not done by everybody, then the rest."""
    rows = _rows(visit, visit.services[Assignments].all())
    return visit.page(
        "classes/assignments.html.j2",
        open=[row for row in rows if not row.finished],
        finished=[row for row in rows if row.finished],
        rule=WHAT_DOES,
    )


def show_one(visit: Visit) -> Response:
    """One assignment with everybody whom it is for. Raises NoSuchAssignment, NotFound."""
    return visit.page("classes/assignment.html.j2", row=_row_of(visit), rule=WHAT_DOES)


def withdraw(visit: Visit) -> Response:
    """Take an assignment back. Raises NoSuchAssignment, NotFound."""
    row = _row_of(visit)
    visit.services[Assignments].withdraw(row.assignment.id, visit.person.id, now())
    return visit.to("assignments", "assignment-withdrawn")


def _row_of(visit: Visit) -> AssignmentRow:
    rows = _rows(visit, [visit.services[Assignments].find(visit.path("assignment"))])
    if not rows:
        raise NotFound  # it is there, but not for this visitor
    return rows[0]


def _rows(visit: Visit, assigned: Iterable[Assignment]) -> list[AssignmentRow]:
    """Those of the assignments that the visitor may look into, in their order."""
    services, moment = visit.services, now()
    people = {one.id: one for one in services[People].all()}
    teams = {team.id: team for team in services[People].teams() if sees_team(visit.person, team)}
    seen = [one for one in assigned if _sees(visit.person, one, people, teams)]
    doers = {one.id: _people_of(one, people.values()) for one in seen}
    played: dict[tuple[int | None, str], list[Played]] = defaultdict(list)
    everybody = {person.id for theirs in doers.values() for person in theirs}
    for one in played_by(services, everybody, with_findings=False):
        played[one.person, one.case].append(one)
    cases = {case.id: case for case in published_cases(services, visit.language, {one.case for one in seen})}
    today = services[Options].current(moment).day(moment)
    return [
        AssignmentRow(
            assignment=one,
            case=cases.get(one.case),
            team=None if one.team is None else teams.get(one.team),
            person=None if one.person is None else people.get(one.person),
            by="" if one.by is None or one.by not in people else people[one.by].shown,
            doers=tuple(_doer(one, person, played[person.id, one.case], today) for person in doers[one.id]),
            due_words=_task(one, (), today).words,
            late=_task(one, (), today).overdue,
        )
        for one in seen
    ]


def _sees(visitor: Person, one: Assignment, people: Mapping[int, Person], teams: Mapping[int, Team]) -> bool:
    """Whether it is for a team that the visitor looks into, or for somebody of one."""
    if visitor.sees_all_teams():
        return True
    team = one.team if one.person is None else people[one.person].team if one.person in people else None
    return team in teams


def _people_of(one: Assignment, people: Iterable[Person]) -> list[Person]:
    if one.person is not None:
        return [person for person in people if person.id == one.person and person.active]
    return [
        person
        for person in people
        if person.team == one.team and person.active and person.role is Role.TRAINEE
    ]


def _doer(one: Assignment, person: Person, played: Sequence[Played], today: date) -> Doer:
    since = [attempt for attempt in played if attempt.updated >= one.at]
    return Doer(
        person=person,
        task=_task(one, played, today),
        last=max((attempt.updated for attempt in since), default=None),
        attempt=next((attempt.name for attempt in since if attempt.finished), None),
    )


def _task(one: Assignment, played: Sequence[Played], today: date) -> Task:
    (task,) = tasks([as_assigned(one)], played, today)
    return task


ROUTES = [
    page("/assignments", show_all, Permission.WATCH, name="assignments"),
    page("/assignments/{assignment:int}", show_one, Permission.WATCH, name="assignment"),
    page(
        "/assignments/{assignment:int}/withdraw",
        withdraw,
        Permission.WATCH,
        name="assignment-withdraw",
        methods=("POST",),
    ),
]
