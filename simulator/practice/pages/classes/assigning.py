"""Assigning a case: which one, to which teams and people, by when, with a word from who assigns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.database.settings import Options
from simulator.people.person import Permission
from simulator.practice.storage.assignments import MOST_NOTE, Assignment, Assignments
from simulator.practice.storage.played import published_cases
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText, short_text
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .groups import Group, groups_seen

LONGEST = timedelta(days=731)
"""A day further away is a slip."""

NO_CASE = Message("Choose a case.")
NOBODY = Message("Choose at least one team or trainee.")
NO_DAY = Message("Write the day as 2026-11-30.")
PAST_DAY = Message("This day is over. Choose today or a later day.")
FAR_DAY = Message("This day is more than two years away.")


@dataclass(frozen=True, slots=True)
class AssignPage:
    """The form, as it was typed so far. `problems` are by the field that they stand beside."""

    cases: Sequence[Case]
    groups: Sequence[Group]
    case: str
    teams: frozenset[str]
    people: frozenset[str]
    due: str
    note: str
    today: date
    problems: Mapping[str, Message]
    most_note: int = MOST_NOTE

    @property
    def titles(self) -> list[tuple[str, str]]:
        """The cases to choose from."""
        return [(case.id, case.title) for case in self.cases]


def show(visit: Visit) -> Response:
    """The form, with what its address says filled in."""
    wanted = visit.request.query_params
    return _form(
        visit,
        case=visit.query("case"),
        teams=frozenset(wanted.getlist("team")),
        people=frozenset(wanted.getlist("person")),
        due="",
        note="",
    )


def assign(visit: Visit) -> Response:
    """Assign it, or show the form again with what is wrong. Raises NotFound for teams and people of others.

    What is assigned just so already is not assigned twice: the form may have been sent twice.
    """
    services, moment, by = visit.services, now(), visit.person.id
    case, due, note = visit.field("case"), visit.field("due"), visit.field("note")
    teams = frozenset(str(one) for one in visit.form.getlist("team"))
    people = frozenset(str(one) for one in visit.form.getlist("person"))
    groups = groups_seen(visit)
    _see_they_are_ours(groups, teams, people)
    problems: dict[str, Message] = {}
    if case not in {one.id for one in published_cases(services, visit.language)}:
        problems["case"] = NO_CASE
    if not teams and not people:
        problems["whom"] = NOBODY
    day = _day(due, _today(visit), problems)
    try:
        note = short_text(note, MOST_NOTE)
    except UnusableText as refusal:
        problems["note"] = refusal.message
    if problems:
        return _form(visit, problems, case=case, teams=teams, people=people, due=due, note=note)
    there = {_said(one) for one in services[Assignments].all()}
    for team in sorted(int(one) for one in teams):
        if (case, None, team, day, note) not in there:
            services[Assignments].add(case, team=team, due=day, note=note, by=by, now=moment)
    for person in sorted(int(one) for one in people - _in_teams(groups, teams)):
        if (case, person, None, day, note) not in there:
            services[Assignments].add(case, person=person, due=day, note=note, by=by, now=moment)
    return visit.to("assignments", "assigned")


def _said(one: Assignment) -> tuple[str, int | None, int | None, date | None, str]:
    return one.case, one.person, one.team, one.due, one.note


def _see_they_are_ours(groups: Sequence[Group], teams: frozenset[str], people: frozenset[str]) -> None:
    known_teams = {group.key for group in groups if group.team is not None}
    known_people = {one for group in groups for one in group.ids}
    if not (teams <= known_teams and people <= known_people):
        raise NotFound


def _in_teams(groups: Sequence[Group], teams: frozenset[str]) -> set[str]:
    """The people who are given it with their team anyway."""
    return {one for group in groups if group.key in teams for one in group.ids}


def _day(text: str, today: date, problems: dict[str, Message]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems["due"] = NO_DAY
        return None
    if day < today:
        problems["due"] = PAST_DAY
    elif day > today + LONGEST:
        problems["due"] = FAR_DAY
    return day


def _form(
    visit: Visit,
    problems: Mapping[str, Message] | None = None,
    *,
    case: str,
    teams: frozenset[str],
    people: frozenset[str],
    due: str,
    note: str,
) -> Response:
    d = AssignPage(
        cases=published_cases(visit.services, visit.language),
        groups=groups_seen(visit),
        case=case,
        teams=teams,
        people=people,
        due=due,
        note=note,
        today=_today(visit),
        problems=problems or {},
    )
    return visit.page("classes/assign.html.j2", 422 if problems else 200, d=d)


def _today(visit: Visit) -> date:
    moment = now()
    return visit.services[Options].current(moment).day(moment)


ROUTES = [
    page("/assignments/new", show, Permission.WATCH, name="assign"),
    page("/assignments/new", assign, Permission.WATCH, name="assign-post", methods=("POST",)),
]
