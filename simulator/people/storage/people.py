"""The accounts of a desk and its teams."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, RowMapping, case, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.database import tables
from simulator.database.audit import Action, record, record_all
from simulator.database.database import Database, insert_numbered, is_id
from simulator.database.recent import changed
from simulator.database.settings import settings_in
from simulator.people.lists import PersonRow
from simulator.people.person import Permission, Person, Role, Team
from simulator.text.language import LANGUAGES
from simulator.text.look_alikes import NOTHING_SEEN, look
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import UnusableText, account_name, shown_name

from .ending import end_access

_people, _teams = tables.people.c, tables.teams.c

_twin = tables.people.alias("twin")
SHOWN = case(
    (_people.look == NOTHING_SEEN, _people.name),
    (
        exists().where(_twin.c.look == _people.look, _twin.c.id != _people.id, _people.look != ""),
        _people.shown + " (" + _people.name + ")",
    ),
    else_=_people.shown,
).label("shown")
"""What the others see: the sign-in name, too, where two names could be taken for each other.

It stands alone where nothing is seen of the name.
"""

PERSON = (
    *(_people[name] for name in ("id", "name", "role", "team", "language", "active")),
    SHOWN,
    _people.shown.label("called"),
    _people.password.is_(None).label("invited"),
    *(_people[name] for name in ("joined", "left", "stand_in")),
)
"""The columns that make a Person."""


class NameTaken(Refusal):
    """An account, or a team, of this name is there already."""


class NoSuchPerson(Refusal):
    """There is no account of this id."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such account; it may have been deleted."))


class NoSuchTeam(Refusal):
    """There is no team of this id."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such team; it may have been deleted."))


class CannotLead(Refusal):
    """A team's lead must be somebody who may look into it."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            Message(
                "{name} is a trainee; only a team lead, a trainer or an administrator can lead a team.",
                name=shown,
            )
        )


class LastAdministrator(Refusal):
    """Without this account nobody could look after the desk any more."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "This is the last administrator who can sign in; make somebody else an administrator first."
            )
        )


class PersonChanges(TypedDict, total=False):
    """What can be changed about an account."""

    name: str
    shown: str
    role: Role
    team: int | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ImportedPeople:
    """The result of one row of a list: `added`, or the account existed already and was not changed."""

    row: PersonRow
    person: Person
    added: bool


def person_of(found: RowMapping) -> Person:
    """The Person in a row that has the columns PERSON, and perhaps others."""
    return Person(
        found["id"],
        found["name"],
        found["shown"],
        Role(found["role"]),
        found["team"],
        found["language"],
        bool(found["active"]),
        bool(found["invited"]),
        found["joined"],
        found["left"],
        bool(found["stand_in"]),
        found["called"],
    )


def person_in(connection: Connection, person: int, *, stand_ins: bool = False) -> Person:
    """The account of this id; a stand-in only if it is asked for. Raises NoSuchPerson."""
    if not is_id(person):
        raise NoSuchPerson
    row = connection.execute(select(*PERSON).where(_people.id == person)).mappings().one_or_none()
    if row is None or (row["stand_in"] and not stand_ins):
        raise NoSuchPerson
    return person_of(row)


def replaced_by_stand_in(connection: Connection, person: Person, now: datetime) -> int:
    """Put a nameless row into the place of an account that is deleted next; its id.

    It has the team, the role and the language, by which figures are worked out, and a new number, so that
    nothing in the audit log leads to it.
    """
    row = {
        "name": f"~{secrets.token_hex(16)}",
        "shown": "",
        "look": "",
        "role": person.role.value,
        "team": person.team,
        "language": person.language,
        "active": False,
        "created": now,
        "joined": person.joined,
        "left": person.left or settings_in(connection).day(now),
        "stand_in": True,
    }
    return int(connection.execute(insert(tables.people).values(**row).returning(_people.id)).scalar_one())


def team_in(connection: Connection, team: int) -> Team:
    """The team of this id. Raises NoSuchTeam."""
    if not is_id(team):
        raise NoSuchTeam
    row = connection.execute(select(tables.teams).where(_teams.id == team)).one_or_none()
    if row is None:
        raise NoSuchTeam
    return Team(*row)


class People:
    """The accounts and teams in a database. `by` is the id of who does it; None for the program itself."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, person: int, *, stand_ins: bool = False) -> Person:
        """The account of this id; a stand-in only if it is asked for. Raises NoSuchPerson."""
        with self.database.read() as connection:
            return person_in(connection, person, stand_ins=stand_ins)

    def named(self, name: str) -> Person | None:
        """The account that is signed in with by this name, however it is typed."""
        try:
            known = account_name(name)
        except UnusableText:
            return None
        with self.database.read() as connection:
            query = select(*PERSON).where(_people.name == known, _people.stand_in.is_(False))
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else person_of(row)

    def all(
        self, team: int | None = None, active: bool | None = None, *, stand_ins: bool = False
    ) -> list[Person]:
        """All accounts by the name that is shown, or those of a team, or those (not) active.

        With `stand_ins`, what takes the place of deleted accounts in figures, too.
        """
        query = select(*PERSON).order_by(_people.shown, _people.id)
        if not stand_ins:
            query = query.where(_people.stand_in.is_(False))
        if team is not None:
            query = query.where(_people.team == team)
        if active is not None:
            query = query.where(_people.active == active)
        with self.database.read() as connection:
            return [person_of(row) for row in connection.execute(query).mappings()]

    def add(
        self,
        name: str,
        shown: str,
        role: Role,
        team: int | None = None,
        language: str | None = None,
        *,
        by: int | None,
        now: datetime,
    ) -> Person:
        """A new account; it waits for its invitation. Raises NameTaken, NoSuchTeam, UnusableText."""
        name, shown = account_name(name), shown_name(shown)
        _check_language(language)

        def work(connection: Connection) -> Person:
            if team is not None:
                team_in(connection, team)
            row: dict[str, Any] = {"name": name, "shown": shown, "look": look(shown), "role": role.value}
            row |= {"team": team, "language": language}
            joined = settings_in(connection).day(now)
            more = {"active": True, "created": now, "joined": joined}
            person = insert_numbered(connection, tables.people, row | more)
            if person is None:
                raise _taken(name)
            record(
                connection,
                now,
                by,
                Action.PERSON_ADDED,
                f"person:{person}",
                {"name": name, "role": role.value},
            )
            return person_in(connection, person)

        return self.database.write(work)

    def change(self, person: int, by: int | None, now: datetime, **what: Unpack[PersonChanges]) -> Person:
        """Change an account. Raises NoSuchPerson, NameTaken, NoSuchTeam, LastAdministrator, UnusableText."""
        values: dict[str, Any] = dict(what)
        if "name" in what:
            values["name"] = account_name(what["name"])
        if "shown" in what:
            values["shown"] = shown_name(what["shown"])
        if "role" in what:
            values["role"] = what["role"].value
        _check_language(what.get("language"))

        def work(connection: Connection) -> Person:
            before = person_in(connection, person)
            old = {name: getattr(before, name) for name in values}
            old |= {"role": before.role.value, "shown": before.called}
            new = {name: value for name, value in values.items() if value != old[name]}
            if not new:
                return before
            if before.role is Role.ADMIN and "role" in new:
                see_other_administrator(connection, before)
            moved: dict[str, Any] = {}
            if "shown" in new:
                moved["look"] = look(new["shown"])
            if "team" in new:
                moved["joined"] = settings_in(connection).day(now)
                if new["team"] is not None:
                    team_in(connection, new["team"])
            if "name" in new and connection.scalar(select(_people.id).where(_people.name == new["name"])):
                raise _taken(new["name"])
            connection.execute(update(tables.people).where(_people.id == person).values(**new, **moved))
            if new.get("role") == Role.TRAINEE.value:  # who may not look into a team cannot lead it
                connection.execute(update(tables.teams).where(_teams.lead == person).values(lead=None))
            if by != person or set(new) != {"language"}:  # everybody may switch the language to and fro
                detail = {name: [old[name], value] for name, value in new.items()}
                record(connection, now, by, Action.PERSON_CHANGED, f"person:{person}", detail)
            return person_in(connection, person)

        try:
            return self.database.write(work)
        except IntegrityError as error:  # another server process was faster
            raise _taken(values.get("name", "")) from error
        finally:
            changed()

    def set_active(self, person: int, active: bool, by: int | None, now: datetime) -> None:
        """Let somebody in again, or out: see `end_access`. Raises LastAdministrator."""

        def work(connection: Connection) -> None:
            before = person_in(connection, person)
            if before.active == active:
                return
            if not active:
                see_other_administrator(connection, before)
                end_access(connection, person, by, now)
            left = None if active else settings_in(connection).day(now)
            values = {"active": active, "left": left}
            connection.execute(update(tables.people).where(_people.id == person).values(**values))
            action = Action.PERSON_ACTIVATED if active else Action.PERSON_DEACTIVATED
            record(connection, now, by, action, f"person:{person}")

        self.database.write(work)
        changed()

    def import_rows(self, rows: Sequence[PersonRow], by: int | None, now: datetime) -> list[ImportedPeople]:
        """Add the people of a list, and the teams it names, all at once or not at all.

        Who has an account already is left as is. A team lead leads the own team, unless it has a lead.
        """

        def work(connection: Connection) -> list[ImportedPeople]:
            teams = {row.name: row.id for row in connection.execute(select(_teams.id, _teams.name))}
            there = {row.name for row in connection.execute(select(_people.name))}
            for name in dict.fromkeys(row.team for row in rows if row.team and row.team not in teams):
                teams[name] = _add_team(connection, name, None, by, now)
            fresh = [row for row in rows if row.name not in there]
            if fresh:
                joined = settings_in(connection).day(now)
                rows_of = [_values(row, teams, now) | {"joined": joined} for row in fresh]
                connection.execute(insert(tables.people), rows_of)
            found = {row.name: person_of(row) for row in connection.execute(select(*PERSON)).mappings()}
            added = {row.name for row in fresh}
            changes = [
                (
                    f"person:{found[row.name].id}",
                    {"name": row.name, "role": row.role.value, "imported": True},
                )
                for row in fresh
            ]
            record_all(connection, now, by, Action.PERSON_ADDED, changes)
            for row in fresh:
                if row.role is Role.LEAD and row.team:
                    connection.execute(
                        update(tables.teams)
                        .where(_teams.id == teams[row.team], _teams.lead.is_(None))
                        .values(lead=found[row.name].id)
                    )
            return [ImportedPeople(row, found[row.name], row.name in added) for row in rows]

        return self.database.write(work)

    def teams(self) -> list[Team]:
        """All teams, by name."""
        with self.database.read() as connection:
            return [Team(*row) for row in connection.execute(select(tables.teams).order_by(_teams.name))]

    def team(self, team: int) -> Team:
        """The team of this id. Raises NoSuchTeam."""
        with self.database.read() as connection:
            return team_in(connection, team)

    def teams_led_by(self, person: int) -> list[Team]:
        """The teams that somebody leads, by name."""
        query = select(tables.teams).where(_teams.lead == person).order_by(_teams.name)
        with self.database.read() as connection:
            return [Team(*row) for row in connection.execute(query)]

    def add_team(self, name: str, lead: int | None = None, *, by: int | None, now: datetime) -> Team:
        """A new team. Raises NameTaken, NoSuchPerson, CannotLead, UnusableText."""
        name = shown_name(name)

        def work(connection: Connection) -> Team:
            _see_lead(connection, lead)
            return Team(_add_team(connection, name, lead, by, now), name, lead)

        return self.database.write(work)

    def change_team(self, team: int, name: str, lead: int | None, by: int | None, now: datetime) -> Team:
        """Rename a team, or give it a lead. Raises NoSuchTeam, NameTaken, NoSuchPerson, CannotLead."""
        after = Team(team, shown_name(name), lead)

        def work(connection: Connection) -> Team:
            before = team_in(connection, team)
            if before == after:
                return before
            _see_lead(connection, lead)
            if connection.scalar(select(_teams.id).where(_teams.name == after.name, _teams.id != team)):
                raise _taken(after.name)
            connection.execute(
                update(tables.teams).where(_teams.id == team).values(name=after.name, lead=lead)
            )
            detail = {"name": [before.name, after.name], "lead": [before.lead, lead]}
            record(connection, now, by, Action.TEAM_CHANGED, f"team:{team}", detail)
            return after

        try:
            return self.database.write(work)
        except IntegrityError as error:  # another server process was faster
            raise _taken(after.name) from error

    def delete_team(self, team: int, by: int | None, now: datetime) -> None:
        """Delete a team; its people stay, without one. Its assignments and targets go. Raises NoSuchTeam."""

        def work(connection: Connection) -> None:
            before = team_in(connection, team)
            connection.execute(delete(tables.teams).where(_teams.id == team))
            record(connection, now, by, Action.TEAM_DELETED, f"team:{team}", {"name": before.name})

        self.database.write(work)
        changed()


def _check_language(language: str | None) -> None:
    if language not in (None, *LANGUAGES):
        raise UnusableText(Message("“{value}” is none of the desk's languages.", value=language))


def _values(row: PersonRow, teams: dict[str, int], now: datetime) -> dict[str, Any]:
    return {
        "name": row.name,
        "shown": row.shown,
        "look": look(row.shown),
        "role": row.role.value,
        "team": teams[row.team] if row.team else None,
        "language": row.language,
        "active": True,
        "created": now,
    }


def _add_team(connection: Connection, name: str, lead: int | None, by: int | None, now: datetime) -> int:
    team = insert_numbered(connection, tables.teams, {"name": name, "lead": lead})
    if team is None:
        raise _taken(name)
    record(connection, now, by, Action.TEAM_ADDED, f"team:{team}", {"name": name, "lead": lead})
    return team


def _see_lead(connection: Connection, lead: int | None) -> None:
    if lead is not None:
        person = person_in(connection, lead)
        if not person.may(Permission.WATCH):
            raise CannotLead(person.shown)


def see_other_administrator(connection: Connection, person: Person) -> None:
    """Raise LastAdministrator if no other one than this, of all accounts, can sign in."""
    if person.role is not Role.ADMIN or not person.active:
        return
    others = (
        select(_people.id)
        .where(_people.role == Role.ADMIN.value, _people.active.is_(True), _people.password.is_not(None))
        .order_by(_people.id)
        .with_for_update()  # two administrators could demote each other at once, in two server processes
    )
    if not set(connection.scalars(others)) - {person.id}:
        raise LastAdministrator


def _taken(name: str) -> NameTaken:
    return NameTaken(Message("The name “{name}” is taken.", name=name))
