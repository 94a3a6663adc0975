"""The form of an account: what was typed, read once, with what is wrong beside each field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.people.person import ROLES, Person, Role
from simulator.people.storage.people import LastAdministrator, NameTaken, NoSuchTeam, People, PersonChanges
from simulator.text.language import LANGUAGES
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText, account_name, shown_name
from simulator.web.visit import Visit

NOT_OFFERED = Message("Choose one of those that are offered.")

BESIDE: dict[type[Exception], str] = {NameTaken: "name", NoSuchTeam: "team", LastAdministrator: "role"}
"""The field that a refusal of the desk belongs to."""


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The content of the form. `problems` are by the field that they are shown beside."""

    name: str = ""
    shown: str = ""
    role: str = Role.TRAINEE.value
    team: str = ""
    language: str = ""
    problems: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountChoices:
    """What the form offers: pairs of value and words."""

    roles: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]


def choices(visit: Visit) -> AccountChoices:
    """What can be chosen at this desk now."""
    t = visit.t
    return AccountChoices(
        roles=tuple((role.value, t(words)) for role, words in ROLES.items()),
        teams=(
            ("", t("no team")),
            *((str(team.id), team.name) for team in visit.services[People].teams()),
        ),
        languages=(("", t("as their browser asks")), ("zh", "中文"), ("en", "English")),
    )


def form_of(person: Person) -> AccountForm:
    """The form as it is filled in for somebody who has an account."""
    return AccountForm(
        person.name,
        person.called,
        person.role.value,
        "" if person.team is None else str(person.team),
        person.language or "",
    )


def posted(visit: Visit) -> tuple[AccountForm, PersonChanges]:
    """The form that was posted, and what it says where nothing is wrong with it."""
    typed = {name: visit.field(name) for name in ("name", "shown", "role", "team", "language")}
    problems: dict[str, Message] = {}
    values: PersonChanges = {}
    for name, fit in (("name", account_name), ("shown", shown_name)):
        try:
            values[name] = fit(typed[name])  # type: ignore[literal-required]
        except UnusableText as refusal:
            problems[name] = refusal.message
    try:
        values["role"] = Role(typed["role"])
    except ValueError:
        problems["role"] = NOT_OFFERED
    if typed["team"] in {str(team.id) for team in visit.services[People].teams()}:
        values["team"] = int(typed["team"])
    elif typed["team"]:
        problems["team"] = NOT_OFFERED
    else:
        values["team"] = None
    if typed["language"] in ("", *LANGUAGES):
        values["language"] = typed["language"] or None
    else:
        problems["language"] = NOT_OFFERED
    return AccountForm(**typed, problems=problems), values
