"""The month's practice target of a team: split over its members, adjusted by its lead, and how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from simulator.call.case.case import Case
from simulator.database.settings import Options
from simulator.people.person import Permission, Person, Team
from simulator.practice.storage.played import (
    counted_in,
    finished_calls,
    members_of,
    played_by,
    published_cases,
)
from simulator.practice.storage.targets import MOST, Target, Targets
from simulator.practice.targets import TeamTarget, team_target
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.month import beside, in_words, month_of, written
from simulator.web.services import now
from simulator.web.visit import Visit

from .groups import team_seen, teams_seen

NO_NUMBER = Message("Write a whole number from {least} to {most}.", least=0, most=MOST)


@dataclass(frozen=True, slots=True)
class TargetTeamRow:
    """A team in the list of targets; `whole` is None where it has no target this month."""

    team: Team
    members: int
    whole: TeamTarget | None


@dataclass(frozen=True, slots=True)
class TargetPage:
    """A team's target for a month. What was typed and refused is in `typed`, by the name of its field."""

    team: Team
    month: date
    month_words: str
    before: date
    after: date
    members: tuple[Person, ...]
    kept: Target
    whole: TeamTarget | None
    cases: Mapping[str, Case]
    typed: Mapping[str, str]
    problems: Mapping[str, Message]
    most: int = MOST


def list_targets(visit: Visit) -> Response:
    """Show this month's target of every team that the visitor leads; of one team alone its page."""
    teams = teams_seen(visit)
    if len(teams) == 1:
        return visit.to("target", team=teams[0].id)
    today = _today(visit)
    rows = []
    for team in teams:
        members, kept = (
            members_of(visit.services, team.id),
            visit.services[Targets].of(team.id, written(today)),
        )
        rows.append(TargetTeamRow(team, len(members), _whole(visit, kept, today)))
    return visit.page("classes/targets.html.j2", rows=rows, month_words=in_words(today, visit.language))


def this_month(visit: Visit) -> Response:
    """Send the browser to a team's target for this month."""
    team = team_seen(visit, visit.path("team"))
    return visit.to("target-month", team=team.id, month=written(_today(visit)))


def show(visit: Visit) -> Response:
    """The page of a team's target for a month. Raises NotFound."""
    return _target_page(visit)


def set_total(visit: Visit) -> Response:
    """Set the target."""
    team, month = team_seen(visit, visit.path("team")), month_of(visit.path("month"))
    total = _number(visit.field("total"))
    if total is None:
        return _target_page(visit, total=NO_NUMBER)
    visit.services[Targets].set_total(team.id, written(month), total, visit.person.id, now())
    return visit.to("target-month", "target-set", team=team.id, month=written(month))


def set_shares(visit: Visit) -> Response:
    """Fix the shares that a number was written for, and let the others be worked out."""
    team, month = team_seen(visit, visit.path("team")), month_of(visit.path("month"))
    services, key = visit.services, written(month)
    kept = services[Targets].of(team.id, key)
    changes: dict[int, int | None] = {}
    problems: dict[str, Message] = {}
    for one in members_of(services, team.id):
        field = share_field(one.id)
        if field not in visit.form:  # somebody who came into the team since the page was made
            continue
        text = visit.field(field)
        amount = _number(text) if text else None
        if text and amount is None:
            problems[field] = NO_NUMBER
        elif amount != kept.shares.get(one.id):
            changes[one.id] = amount
    if problems:
        return _target_page(visit, **problems)
    for person, amount in changes.items():
        services[Targets].set_share(team.id, key, person, amount, visit.person.id, now())
    return visit.to("target-month", "shares-set", "members", team=team.id, month=key)


def share_field(person: int) -> str:
    """The name of the field for somebody's share."""
    return f"share-{person}"


def _target_page(visit: Visit, **problems: Message) -> Response:
    services = visit.services
    team, month = team_seen(visit, visit.path("team")), month_of(visit.path("month"))
    members = members_of(services, team.id)
    kept = services[Targets].of(team.id, written(month))
    d = TargetPage(
        team=team,
        month=month,
        month_words=in_words(month, visit.language),
        before=beside(month, -1),
        after=beside(month, 1),
        members=tuple(members),
        kept=kept,
        whole=_whole(visit, kept, month),
        cases={case.id: case for case in published_cases(services, visit.language)},
        typed={name: visit.field(name) for name in visit.form} if problems else {},
        problems=problems,
    )
    return visit.page(
        "classes/target.html.j2", 422 if problems else 200, d=d, share_field=share_field, written=written
    )


def _whole(visit: Visit, kept: Target, month: date) -> TeamTarget | None:
    """How a team gets on; None where no target was set, or nobody is there to reach it."""
    people = counted_in(visit.services, kept.team)
    if not kept.total or not people:
        return None
    played = played_by(visit.services, [one.id for one in people], with_findings=False)
    calls = finished_calls(played, visit.services[Options].current(now()))
    return team_target(month, kept.total, kept.shares, people, calls, _today(visit))


def _today(visit: Visit) -> date:
    moment = now()
    return visit.services[Options].current(moment).day(moment)


def _number(text: str) -> int | None:
    """A whole number that a target may have; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST))):
        return None
    return int(text) if int(text) <= MOST else None


ROUTES = [
    page("/targets", list_targets, Permission.LEAD, name="targets"),
    page("/targets/{team}", this_month, Permission.LEAD, name="target"),
    page("/targets/{team}/{month}", show, Permission.LEAD, name="target-month"),
    page("/targets/{team}/{month}", set_total, Permission.LEAD, name="target-total", methods=("POST",)),
    page(
        "/targets/{team}/{month}/shares", set_shares, Permission.LEAD, name="target-shares", methods=("POST",)
    ),
]
