"""Accounts, for administrators and the programs of an HR department."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request

from simulator.administration.locking import set_account_active
from simulator.people.person import Person, Role
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People as KeptPeople
from simulator.people.storage.people import PersonChanges
from simulator.practice.api.watching import watched_people
from simulator.web.api.caller import Administering, ApiCaller, Practising, Watching
from simulator.web.api.failures import documented
from simulator.web.api.schemas import (
    MOST_ROWS,
    Id,
    LanguageName,
    Limit,
    Number,
    RoleName,
    Shown,
    Taken,
    WantedId,
)
from simulator.web.services import now

router = APIRouter(tags=["people"])

_Text = Annotated[str, Field(min_length=1, max_length=400)]
_Behind = Annotated[
    int, Query(ge=0, description="Only those behind this place: the `next` of the page before.")
]


class PersonState(Shown):
    """An account."""

    id: int
    name: str = Field(description="What is signed in with.")
    shown: str = Field(
        description="The display name. The others see the sign-in name, too, if two names look alike."
    )
    role: RoleName
    team: int | None
    language: LanguageName | None = Field(description="Null until one was chosen.")
    active: bool = Field(description="Whether it may sign in.")
    invited: bool = Field(description="Whether no password was set yet.")


class PeopleState(Shown):
    """A page of accounts, by the name that is shown."""

    people: list[PersonState]
    next: int | None = Field(description="For `behind`, to read on; null on the last page.")


class Member(Shown):
    """Somebody whom the caller watches."""

    id: int
    shown: str
    role: RoleName
    team: int | None
    active: bool


class Members(Shown):
    """Whom the caller watches, by name."""

    people: list[Member]


class NewPerson(Taken):
    """An account to add. It waits for its invitation."""

    name: _Text = Field(
        description="What is signed in with; kept in small letters and half width.", examples=["li.wei"]
    )
    shown: _Text = Field(description="What the others see.", examples=["Li Wei"])
    role: RoleName = "trainee"
    team: Number | None = None
    language: LanguageName | None = None


class ChangedPerson(Taken):
    """What to change about an account; what is left out stays."""

    name: _Text | None = Field(None, description="Null stays, too.")
    shown: _Text | None = Field(None, description="Null stays, too.")
    role: RoleName | None = Field(None, description="Null stays, too.")
    team: Number | None = Field(None, description="Null takes the person out of the team.")
    language: LanguageName | None = Field(None, description="Null forgets what was chosen.")


class Activity(Taken):
    """Whether an account may sign in."""

    active: bool


class LinkState(Shown):
    """A one-time link with which somebody sets a password. It is shown this one time."""

    address: str
    purpose: Literal["invitation", "reset"]
    expires: datetime


@router.get("/v1/me", responses=documented(), operation_id="readMe")
def read_me(caller: Practising) -> PersonState:
    """The account that the token belongs to."""
    return person_state(caller.person)


@router.get("/v1/members", responses=documented(404), operation_id="listMembers")
def list_members(caller: Watching, team: WantedId = None) -> Members:
    """Whom the caller may watch and assign cases to: of the own teams, or for trainers everybody."""
    people = watched_people(caller, team)
    return Members(
        people=[
            Member(
                id=person.id,
                shown=person.shown,
                role=person.role.value,
                team=person.team,
                active=person.active,
            )
            for person in people
        ]
    )


@router.get("/v1/people", responses=documented(), operation_id="listPeople")
def list_people(
    caller: Administering,
    team: WantedId = None,
    active: bool | None = None,
    name: Annotated[str | None, Query(max_length=400, description="Only who signs in by this name.")] = None,
    behind: _Behind = 0,
    limit: Limit = MOST_ROWS,
) -> PeopleState:
    """The accounts."""
    people = caller.services[KeptPeople].all(team=team, active=active)
    if name is not None:
        wanted = caller.services[KeptPeople].named(name)
        people = [person for person in people if wanted is not None and person.id == wanted.id]
    rows = people[behind : behind + limit]
    following = behind + limit
    return PeopleState(
        people=[person_state(person) for person in rows],
        next=following if following < len(people) else None,
    )


@router.post("/v1/people", status_code=201, responses=documented(404), operation_id="addPerson")
def add_person(caller: Administering, person: NewPerson) -> PersonState:
    """Add an account. A name that is taken is refused (`name-taken`), so sending it again adds nobody."""
    added = caller.services[KeptPeople].add(
        person.name,
        person.shown,
        Role(person.role),
        person.team,
        person.language,
        by=caller.person.id,
        now=now(),
    )
    return person_state(added)


@router.get("/v1/people/{person}", responses=documented(404), operation_id="readPerson")
def read_person(caller: Administering, person: Id) -> PersonState:
    """An account."""
    return person_state(caller.services[KeptPeople].find(person))


@router.patch("/v1/people/{person}", responses=documented(404), operation_id="changePerson")
def change_person(caller: Administering, person: Id, changes: ChangedPerson) -> PersonState:
    """Change an account. The last administrator who can sign in stays one (`last-administrator`)."""
    what = _changes(changes)
    return person_state(caller.services[KeptPeople].change(person, caller.person.id, now(), **what))


@router.put("/v1/people/{person}/active", responses=documented(404), operation_id="setActive")
def set_active(caller: Administering, person: Id, activity: Activity) -> PersonState:
    """Let somebody in again, or out: that ends all their sessions and links, and their tokens do not work."""
    people = caller.services[KeptPeople]
    set_account_active(caller.services, person, activity.active, caller.person.id, now(), caller.t)
    return person_state(people.find(person))


@router.post("/v1/people/{person}/link", status_code=201, responses=documented(404), operation_id="makeLink")
def make_link(caller: Administering, request: Request, person: Id) -> LinkState:
    """Make a one-time link: an invitation, or to a new password for who had one. Older links end."""
    purpose = Purpose.INVITATION if caller.services[KeptPeople].find(person).invited else Purpose.RESET
    moment = now()
    secret = caller.services[Links].new(person, purpose, caller.person.id, moment)
    return LinkState(
        address=_address(caller, request, secret), purpose=purpose.value, expires=moment + purpose.lasts
    )


def person_state(person: Person) -> PersonState:
    """An account as it is told to administrators, and to its owner."""
    languages: dict[str | None, LanguageName] = {"zh": "zh", "en": "en"}
    return PersonState(
        id=person.id,
        name=person.name,
        shown=person.called,
        role=person.role.value,
        team=person.team,
        language=languages.get(person.language),
        active=person.active,
        invited=person.invited,
    )


def _changes(changes: ChangedPerson) -> PersonChanges:
    given, what = changes.model_fields_set, PersonChanges()
    if changes.name is not None:
        what["name"] = changes.name
    if changes.shown is not None:
        what["shown"] = changes.shown
    if changes.role is not None:
        what["role"] = Role(changes.role)
    if "team" in given:
        what["team"] = changes.team
    if "language" in given:
        what["language"] = changes.language
    return what


def _address(caller: ApiCaller, request: Request, secret: str) -> str:
    """The whole address of a link's page, which is no part of the API."""
    path = caller.app.url_path_for("link", token=secret)
    return f"{request.url.scheme}://{request.url.netloc}{path}"
