"""The people of a desk: who they are, what each role may do, and the team each belongs to."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from simulator.text.message import Message


class Role(Enum):
    """What somebody is at the desk."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    LEAD = "lead"
    ADMIN = "admin"


class Permission(Enum):
    """What somebody may do. A role is a set of these; every route asks for one."""

    PRACTISE = "practise"
    """Play cases, see one's own attempts."""
    WATCH = "watch"
    """Assign cases, watch classes, open attempts and comment on them; a lead in the own teams only."""
    AUTHOR = "author"
    """Write, check and publish cases."""
    LEAD = "lead"
    """Set a team's practice target; a lead for the own teams only."""
    EXAMINE = "examine"
    """Set papers, invigilate, mark; a lead sees the own teams' people only."""
    ADMINISTER = "administer"
    """Accounts, teams, settings, the audit log."""


_PERMISSIONS = {
    Role.TRAINEE: {Permission.PRACTISE},
    Role.TRAINER: {Permission.PRACTISE, Permission.WATCH, Permission.AUTHOR, Permission.EXAMINE},
    Role.LEAD: {Permission.PRACTISE, Permission.WATCH, Permission.LEAD, Permission.EXAMINE},
    Role.ADMIN: set(Permission),
}


def roles_with(permission: Permission) -> list[Role]:
    """The roles that permit something."""
    return [role for role in Role if permission in _PERMISSIONS[role]]


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `name` is what somebody signs in with, `shown` what the others see.

    `called` is the display name that was chosen. `shown` is the same, with the sign-in name behind it where
    somebody else's display name looks alike.
    `language` is None until it was chosen; `invited` until a password was set. `joined` is the day on which
    they came into their team, None where that was never noted; `left` the day on which the account was locked
    or deleted. A `stand_in` takes the place of a deleted account in figures; it has no name that is shown.
    """

    id: int
    name: str
    shown: str
    role: Role
    team: int | None = None
    language: str | None = None
    active: bool = True
    invited: bool = False
    joined: date | None = None
    left: date | None = None
    stand_in: bool = False
    called: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the role permits it; in which teams is asked of `sees_team`."""
        return self.active and permission in _PERMISSIONS[self.role]

    def sees_all_teams(self) -> bool:
        """Whether `WATCH` and `LEAD` reach beyond the own teams."""
        return self.role in (Role.TRAINER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Team:
    """People who practise together; `lead` is a person's id."""

    id: int
    name: str
    lead: int | None = None


def sees_team(person: Person, team: Team | None) -> bool:
    """Whether somebody with WATCH or LEAD may look into a team; None stands for people without one."""
    return person.sees_all_teams() or (team is not None and team.lead == person.id)


ROLES = {
    Role.TRAINEE: Message("trainee"),
    Role.TRAINER: Message("trainer"),
    Role.LEAD: Message("team lead"),
    Role.ADMIN: Message("administrator"),
}
"""In the order of a list to choose from."""
