"""Teams: added, renamed, given a lead, deleted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from simulator.people.person import ROLES, Permission, Person, Role, Team
from simulator.people.storage.people import CannotLead, NameTaken, NoSuchPerson, People
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import UnusableText
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .account_form import NOT_OFFERED

BESIDE: dict[type[Refusal], str] = {
    UnusableText: "name",
    NameTaken: "name",
    NoSuchPerson: "lead",
    CannotLead: "lead",
}


@dataclass(frozen=True, slots=True)
class TeamForm:
    """The content of a team's form. `leads` are pairs of value and name to choose from."""

    name: str
    lead: str
    leads: tuple[tuple[str, str], ...]
    problems: Mapping[str, Message]


@dataclass(frozen=True, slots=True)
class AccountTeamRow:
    """A team in the list."""

    team: Team
    lead: Person | None
    members: int


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """All teams, and the form for another one."""

    rows: tuple[AccountTeamRow, ...]
    without: int
    """How many people belong to no team."""
    form: TeamForm


@dataclass(frozen=True, slots=True)
class TeamPage:
    """One team with its people."""

    team: Team
    members: tuple[Person, ...]
    roles: Mapping[Role, Message]
    form: TeamForm


def show_all(visit: Visit) -> Response:
    """Show the teams."""
    return _teams_page(visit, _form(visit, "", ""))


def add(visit: Visit) -> Response:
    """Add a team."""
    form, lead = _posted(visit)
    if not form.problems:
        try:
            visit.services[People].add_team(form.name, lead, by=visit.person.id, now=now())
        except tuple(BESIDE) as refusal:
            form = _refused(form, refusal)
    return _teams_page(visit, form) if form.problems else visit.to("teams", "team-added")


def show(visit: Visit) -> Response:
    """Show a team. Raises NoSuchTeam."""
    team = visit.services[People].team(visit.path("team"))
    return _team_page(visit, team, _form(visit, team.name, "" if team.lead is None else str(team.lead)))


def change(visit: Visit) -> Response:
    """Rename a team, or give it a lead. Raises NoSuchTeam."""
    team = visit.services[People].team(visit.path("team"))
    form, lead = _posted(visit)
    if not form.problems:
        try:
            visit.services[People].change_team(team.id, form.name, lead, visit.person.id, now())
        except tuple(BESIDE) as refusal:
            form = _refused(form, refusal)
    return _team_page(visit, team, form) if form.problems else visit.to("team", "saved", team=team.id)


def ask_delete(visit: Visit) -> Response:
    """Say what becomes of a team that is deleted. Raises NoSuchTeam."""
    people = visit.services[People]
    team = people.team(visit.path("team"))
    return visit.page("people/team_delete.html.j2", team=team, members=len(people.all(team=team.id)))


def delete(visit: Visit) -> Response:
    """Delete a team. Raises NoSuchTeam."""
    visit.services[People].delete_team(visit.path("team"), visit.person.id, now())
    return visit.to("teams", "team-deleted")


def _form(visit: Visit, name: str, lead: str, problems: Mapping[str, Message] | None = None) -> TeamForm:
    may_lead = [one for one in visit.services[People].all(active=True) if one.may(Permission.WATCH)]
    leads = tuple((str(one.id), f"{one.shown} ({visit.t(ROLES[one.role])})") for one in may_lead)
    return TeamForm(name, lead, (("", visit.t("nobody yet")), *leads), problems or {})


def _posted(visit: Visit) -> tuple[TeamForm, int | None]:
    form = _form(visit, visit.field("name"), visit.field("lead"))
    if form.lead and form.lead not in dict(form.leads):
        return TeamForm(form.name, form.lead, form.leads, {"lead": NOT_OFFERED}), None
    return form, int(form.lead) if form.lead else None


def _refused(form: TeamForm, refusal: Exception) -> TeamForm:
    assert isinstance(refusal, Refusal)
    return TeamForm(form.name, form.lead, form.leads, {BESIDE[type(refusal)]: refusal.message})


def _teams_page(visit: Visit, form: TeamForm) -> Response:
    everybody = visit.services[People].all()
    people = {person.id: person for person in everybody}
    members = Counter(person.team for person in everybody)
    rows = tuple(
        AccountTeamRow(team, people.get(team.lead) if team.lead else None, members[team.id])
        for team in visit.services[People].teams()
    )
    d = TeamsPage(rows, members[None], form)
    return visit.page("people/teams.html.j2", 422 if form.problems else 200, d=d)


def _team_page(visit: Visit, team: Team, form: TeamForm) -> Response:
    d = TeamPage(team, tuple(visit.services[People].all(team=team.id)), ROLES, form)
    return visit.page("people/team.html.j2", 422 if form.problems else 200, d=d)


_ONE = "/people/teams/{team:int}"

ROUTES = [
    page("/people/teams", show_all, Permission.ADMINISTER, name="teams"),
    page("/people/teams", add, Permission.ADMINISTER, name="team-add", methods=("POST",)),
    page(_ONE, show, Permission.ADMINISTER, name="team"),
    page(_ONE, change, Permission.ADMINISTER, name="team-change", methods=("POST",)),
    page(f"{_ONE}/delete", ask_delete, Permission.ADMINISTER, name="team-delete"),
    page(f"{_ONE}/delete", delete, Permission.ADMINISTER, name="team-delete-now", methods=("POST",)),
]
