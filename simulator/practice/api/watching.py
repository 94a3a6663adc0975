"""Whose attempts a caller may look at: the same rule as for the pages."""

from collections.abc import Sequence

from simulator.people.person import Person, Team, sees_team
from simulator.people.storage.people import NoSuchPerson, NoSuchTeam, People
from simulator.web.access import NotFound
from simulator.web.api.caller import ApiCaller


def watched_teams(caller: ApiCaller) -> list[Team]:
    """The teams that the caller may look into, by name."""
    return [team for team in caller.services[People].teams() if sees_team(caller.person, team)]


def watched_team(caller: ApiCaller, team: int) -> Team:
    """A team that the caller may look into. Raises NotFound."""
    try:
        found = caller.services[People].team(team)
    except NoSuchTeam as error:
        raise NotFound from error
    if not sees_team(caller.person, found):
        raise NotFound
    return found


def watched_people(
    caller: ApiCaller, team: int | None = None, *, stand_ins: bool = False
) -> Sequence[Person]:
    """Whom the caller may watch, by the name that is shown; or those of a team. Raises NotFound.

    With `stand_ins`, what takes the place of deleted accounts in figures, too.
    """
    if team is not None:
        return caller.services[People].all(team=watched_team(caller, team).id, stand_ins=stand_ins)
    everybody = caller.services[People].all(stand_ins=stand_ins)
    if caller.person.sees_all_teams():
        return everybody
    teams = {team.id for team in watched_teams(caller)}
    return [person for person in everybody if person.team in teams]


def watched_person(caller: ApiCaller, person: int) -> Person:
    """Somebody whom the caller may watch. Raises NotFound."""
    try:
        found = caller.services[People].find(person)
        team = None if found.team is None else caller.services[People].team(found.team)
    except (NoSuchPerson, NoSuchTeam) as error:
        raise NotFound from error
    if not sees_team(caller.person, team):
        raise NotFound
    return found
