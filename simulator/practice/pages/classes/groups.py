"""Whose classes and targets the visitor may look at: a lead the own teams, the others all of them."""

from dataclasses import dataclass

from simulator.people.person import Person, Role, Team, sees_team
from simulator.people.storage.people import NoSuchTeam, People
from simulator.practice.pages.played import members_of
from simulator.web.access import NotFound
from simulator.web.visit import Visit

NO_TEAM = "none"
"""The word in addresses for the people without a team."""


@dataclass(frozen=True, slots=True)
class Group:
    """A team, or else the people without one, with those of them who practise."""

    team: Team | None
    members: tuple[Person, ...]

    @property
    def key(self) -> str:
        """What the group is called in addresses."""
        return NO_TEAM if self.team is None else str(self.team.id)

    @property
    def ids(self) -> set[str]:
        """The members as forms name them."""
        return {str(one.id) for one in self.members}


def groups_seen(visit: Visit) -> list[Group]:
    """The teams that the visitor may look into, by name, then the people without one if there are any."""
    trainees: dict[int | None, list[Person]] = {}
    for one in visit.desk[People].all(active=True):
        if one.role is Role.TRAINEE:
            trainees.setdefault(one.team, []).append(one)
    groups = [Group(team, tuple(trainees.get(team.id, ()))) for team in teams_seen(visit)]
    if sees_team(visit.person, None) and None in trainees:
        groups.append(Group(None, tuple(trainees[None])))
    return groups


def group_seen(visit: Visit, key: str) -> Group:
    """The group that an address names. Raises NotFound, also where it is not for this visitor."""
    team = None if key == NO_TEAM else team_seen(visit, key)
    if not sees_team(visit.person, team):
        raise NotFound
    return Group(team, tuple(members_of(visit.desk, None if team is None else team.id)))


def teams_seen(visit: Visit) -> list[Team]:
    """The teams that the visitor may look into, by name."""
    return [team for team in visit.desk[People].teams() if sees_team(visit.person, team)]


def team_seen(visit: Visit, key: str) -> Team:
    """The team of this number. Raises NotFound, also where it is not for this visitor."""
    if not (key.isascii() and key.isdecimal() and len(key) < 20):
        raise NotFound
    try:
        team = visit.desk[People].team(int(key))
    except NoSuchTeam as error:
        raise NotFound from error
    if not sees_team(visit.person, team):
        raise NotFound
    return team
