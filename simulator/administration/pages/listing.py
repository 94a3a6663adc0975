"""All people of the desk, searched and filtered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from simulator.people.person import ROLES, Permission, Person, Role
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.visit import Visit

AT_ONCE = 50
NO_TEAM = "none"

STATES = {
    "active": Message("may sign in"),
    "invited": Message("invited, no password yet"),
    "inactive": Message("locked"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; an empty text asks for nothing."""

    q: str = ""
    role: str = ""
    team: str = ""
    state: str = ""

    def fits(self, person: Person) -> bool:
        """Whether somebody is asked for."""
        words = self.q.casefold()
        return (
            (not words or words in person.name or words in person.shown.casefold())
            and self.role in ("", person.role.value)
            and self.team in ("", NO_TEAM if person.team is None else str(person.team))
            and self.state in ("", state_of(person))
        )

    def address(self, base: str, number: int) -> str:
        """The address of a page of the list."""
        asked = {"q": self.q, "role": self.role, "team": self.team, "state": self.state}
        query = {name: value for name, value in asked.items() if value}
        if number > 1:
            query["page"] = str(number)
        return base + ("?" + urlencode(query) if query else "")


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list. `teams` are names by id."""

    people: Sequence[Person]
    found: int
    all: int
    invited: int
    """Who has not used the invitation yet."""
    page: int
    pages: int
    filters: Filters
    teams: Mapping[int, str]
    roles: Mapping[Role, Message]
    states: Mapping[str, Message]

    def state(self, person: Person) -> str:
        """How the account of somebody stands."""
        return state_of(person)


def state_of(person: Person) -> str:
    """How an account stands: a word of STATES."""
    return "inactive" if not person.active else "invited" if person.invited else "active"


def show(visit: Visit) -> Response:
    """Show the people who fit the filters."""
    services = visit.services
    filters = Filters(*(visit.query(name).strip() for name in ("q", "role", "team", "state")))
    everybody = services[People].all()
    found = [person for person in everybody if filters.fits(person)]
    pages = max(1, -(-len(found) // AT_ONCE))
    number = _page_number(visit.query("page"), pages)
    base = visit.url("people")
    return visit.page(
        "people/list.html.j2",
        d=PeoplePage(
            people=found[(number - 1) * AT_ONCE : number * AT_ONCE],
            found=len(found),
            all=len(everybody),
            invited=sum(person.active and person.invited for person in everybody),
            page=number,
            pages=pages,
            filters=filters,
            teams={team.id: team.name for team in services[People].teams()},
            roles=ROLES,
            states=STATES,
        ),
        address=lambda number: filters.address(base, number),
    )


def _page_number(text: str, pages: int) -> int:
    return min(int(text), pages) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) else 1


ROUTES = [page("/people", show, Permission.ADMINISTER, name="people", while_sitting=True)]
