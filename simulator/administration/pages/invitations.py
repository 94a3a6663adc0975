"""One-time links as administrators hand them out: each is shown once and kept nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from simulator.people.person import Permission, Person
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

MOST_AT_ONCE = 500
"""Links made by one click: each is written for itself."""


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A new link for one person."""

    person: Person
    invitation: bool
    address: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with the address of their new invitation."""

    person: Person
    address: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """Who has not used an invitation yet. `teams` are names by id."""

    waiting: Sequence[Person]
    teams: Mapping[int, str]
    most: int


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """New invitations, and the same as lines to paste into a spreadsheet."""

    invited: Sequence[Invited]
    lines: str
    expires: datetime
    teams: Mapping[int, str]
    left: int
    """How many still have none, because so many are not made at once."""
    added: int | None = None
    """How many accounts a list has added, if there was one."""
    known: int = 0
    """How many people on the list had an account already."""


def show(visit: Visit) -> Response:
    """Show who has not used an invitation yet."""
    teams = {team.id: team.name for team in visit.services[People].teams()}
    return visit.page("people/invitations.html.j2", d=InvitationsPage(waiting(visit), teams, MOST_AT_ONCE))


def invite_all(visit: Visit) -> Response:
    """Make an invitation for everybody who has not used theirs, and show them."""
    return invited_page(visit, waiting(visit))


def waiting(visit: Visit) -> list[Person]:
    """The people who have set no password yet."""
    return [person for person in visit.services[People].all(active=True) if person.invited]


def link_page(visit: Visit, person: Person, purpose: Purpose) -> Response:
    """Make a link for somebody and show it. Raises InactiveAccount."""
    moment = now()
    secret = visit.services[Links].new(person.id, purpose, visit.person.id, moment)
    d = LinkPage(person, purpose is Purpose.INVITATION, link_address(visit, secret), moment + purpose.lasts)
    return visit.page("people/link.html.j2", d=d)


def invited_page(
    visit: Visit, people: Sequence[Person], added: int | None = None, known: int = 0
) -> Response:
    """Make invitations for people and show them."""
    moment = now()
    invited = [
        Invited(
            person,
            link_address(
                visit, visit.services[Links].new(person.id, Purpose.INVITATION, visit.person.id, moment)
            ),
        )
        for person in people[:MOST_AT_ONCE]
    ]
    d = InvitedPage(
        invited=invited,
        lines="\n".join(pasted_line((one.person.name, one.person.shown, one.address)) for one in invited),
        expires=moment + Purpose.INVITATION.lasts,
        teams={team.id: team.name for team in visit.services[People].teams()},
        left=len(people) - len(invited),
        added=added,
        known=known,
    )
    return visit.page("people/invited.html.j2", d=d)


def link_address(visit: Visit, secret: str) -> str:
    """The whole address of a link, as it is sent to somebody."""
    return str(visit.request.url_for("link", token=secret))


def pasted_line(cells: Iterable[str]) -> str:
    """A row to paste into a spreadsheet, in which no name is taken for a formula."""
    return "\t".join(f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells)


ROUTES = [
    page("/people/invitations", show, Permission.ADMINISTER, name="invitations"),
    page("/people/invitations", invite_all, Permission.ADMINISTER, name="invite-all", methods=("POST",)),
]
