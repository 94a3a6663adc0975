"""Teams: who practises together, and who leads them."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from simulator.people.person import Team
from simulator.people.storage.people import People
from simulator.practice.api.watching import watched_teams
from simulator.web.api.caller import Administering, Watching
from simulator.web.api.failures import documented
from simulator.web.api.schemas import Id, Number, Shown, Taken
from simulator.web.services import now

router = APIRouter(tags=["teams"])

_Text = Annotated[str, Field(min_length=1, max_length=400, examples=["Airline"])]


class TeamState(Shown):
    """A team."""

    id: int
    name: str
    lead: int | None = Field(description="The account of its lead.")


class Teams(Shown):
    """Teams, by name."""

    teams: list[TeamState]


class NewTeam(Taken):
    """A team to add."""

    name: _Text
    lead: Number | None = None


class ChangedTeam(Taken):
    """What to change about a team; what is left out stays."""

    name: _Text | None = Field(None, description="Null stays, too.")
    lead: Number | None = Field(None, description="Null leaves the team without a lead.")


@router.get("/v1/teams", responses=documented(), operation_id="listTeams")
def list_teams(caller: Watching) -> Teams:
    """The teams that the caller may look into: those they lead, or for trainers and administrators all."""
    return Teams(teams=[_state(team) for team in watched_teams(caller)])


@router.post("/v1/teams", status_code=201, responses=documented(404), operation_id="addTeam")
def add_team(caller: Administering, team: NewTeam) -> TeamState:
    """Add a team. A name that is there already is refused (`name-taken`)."""
    return _state(caller.services[People].add_team(team.name, team.lead, by=caller.person.id, now=now()))


@router.patch("/v1/teams/{team}", responses=documented(404), operation_id="changeTeam")
def change_team(caller: Administering, team: Id, changes: ChangedTeam) -> TeamState:
    """Rename a team, or give it another lead."""
    people = caller.services[People]
    before = people.team(team)
    name = before.name if changes.name is None else changes.name
    lead = changes.lead if "lead" in changes.model_fields_set else before.lead
    return _state(people.change_team(team, name, lead, caller.person.id, now()))


@router.delete("/v1/teams/{team}", status_code=204, responses=documented(404), operation_id="deleteTeam")
def delete_team(caller: Administering, team: Id) -> None:
    """Delete a team. Its people stay, without one; its assignments and targets go."""
    caller.services[People].delete_team(team, caller.person.id, now())


def _state(team: Team) -> TeamState:
    return TeamState(id=team.id, name=team.name, lead=team.lead)
