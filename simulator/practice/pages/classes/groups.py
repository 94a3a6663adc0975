"""Whose classes and targets the visitor may look at, and the list of these classes."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.people.person import Permission, Person, Role, Team, sees_team
from simulator.people.storage.people import NoSuchTeam, People
from simulator.practice.storage.played import left_of, members_of, played_by
from simulator.text.proportion import Proportion
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .attempt_rows import since

NO_TEAM = "none"
"""The word in addresses for the people without a team."""


@dataclass(frozen=True, slots=True)
class Group:
    """A team, or else the people without one, with those of them who practise.

    What those did who `left`, being locked or deleted, stays in the figures about calls.
    """

    team: Team | None
    members: tuple[Person, ...]
    left: tuple[Person, ...] = ()

    @property
    def key(self) -> str:
        """What the group is called in addresses."""
        return NO_TEAM if self.team is None else str(self.team.id)

    @property
    def everybody(self) -> tuple[Person, ...]:
        """Whose calls count."""
        return self.members + self.left

    @property
    def ids(self) -> set[str]:
        """The members as forms name them."""
        return {str(one.id) for one in self.members}


def groups_seen(visit: Visit) -> list[Group]:
    """The teams that the visitor may look into, by name, then the people without one if there are any."""
    trainees: dict[tuple[int | None, bool], list[Person]] = {}
    for one in visit.services[People].all(stand_ins=True):
        if one.role is Role.TRAINEE:
            trainees.setdefault((one.team, one.active), []).append(one)

    def group(team: Team | None) -> Group:
        key = None if team is None else team.id
        return Group(team, tuple(trainees.get((key, True), ())), tuple(trainees.get((key, False), ())))

    groups = [group(team) for team in teams_seen(visit)]
    if sees_team(visit.person, None) and group(None).members:
        groups.append(group(None))
    return groups


def group_seen(visit: Visit, key: str) -> Group:
    """The group that an address names. Raises NotFound, also where it is not for this visitor."""
    team = None if key == NO_TEAM else team_seen(visit, key)
    if not sees_team(visit.person, team):
        raise NotFound
    number = None if team is None else team.id
    return Group(team, tuple(members_of(visit.services, number)), tuple(left_of(visit.services, number)))


def teams_seen(visit: Visit) -> list[Team]:
    """The teams that the visitor may look into, by name."""
    return [team for team in visit.services[People].teams() if sees_team(visit.person, team)]


def team_seen(visit: Visit, key: str) -> Team:
    """The team of this number. Raises NotFound, also where it is not for this visitor."""
    if not (key.isascii() and key.isdecimal() and len(key) < 20):
        raise NotFound
    try:
        team = visit.services[People].team(int(key))
    except NoSuchTeam as error:
        raise NotFound from error
    if not sees_team(visit.person, team):
        raise NotFound
    return team


@dataclass(frozen=True, slots=True)
class Overview:
    """A class in the list; calls are those of the last 30 days."""

    group: Group
    calls: int
    won: Proportion
    practised: int
    """Members who practised in that time."""
    last: datetime | None
    """When somebody practised last, ever."""


def show(visit: Visit) -> Response:
    """The list of classes."""
    begin = since("30", now())
    rows = []
    for group in groups_seen(visit):
        members = {one.id for one in group.members}
        own = played_by(visit.services, [one.id for one in group.everybody], with_findings=False)
        lately = [one for one in own if begin is None or one.updated >= begin]
        calls = [one for one in lately if one.called]
        rows.append(
            Overview(
                group=group,
                calls=len(calls),
                won=Proportion(sum(one.won for one in calls), len(calls)),
                practised=len({one.person for one in lately} & members),
                last=max((one.updated for one in own), default=None),
            )
        )
    return visit.page("classes/list.html.j2", rows=rows)


ROUTES = [
    page("/classes", show, Permission.WATCH, name="classes"),
]
