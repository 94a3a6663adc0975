"""One-time links: with one, somebody sets a password, either the first or a new one."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection, delete, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, insert_new
from simulator.database.recent import changed
from simulator.people.person import Person
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal

from .ending import end_access
from .passwords import checked_password, hashed_password, put_password
from .people import PERSON, person_in, person_of
from .sessions import secret_hash
from .throttle import clear_account

_column = tables.links.c


class Purpose(Enum):
    """What a link is for."""

    INVITATION = "invitation"
    """To a new account: somebody reads it on the next day of work, or after the holidays."""
    RESET = "reset"
    """Of a forgotten password."""

    @property
    def lasts(self) -> timedelta:
        """How long it can be used."""
        return timedelta(days=14) if self is Purpose.INVITATION else timedelta(hours=24)


class ExpiredLink(Refusal):
    """A link that was used, is too old, was replaced by a newer one, or never was one."""

    kind = Hindrance.GONE

    def __init__(self) -> None:
        super().__init__(
            Message("This link was used already, or it is too old. Ask an administrator for a new one.")
        )


class InactiveAccount(Refusal):
    """There is no link for an account that may not sign in."""

    def __init__(self) -> None:
        super().__init__(Message("This account is locked; unlock it first."))


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link that can be used."""

    person: Person
    purpose: Purpose
    expires: datetime


class Links:
    """The links in a database; of each, only the SHA-256."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def new(self, person: int, purpose: Purpose, by: int | None, now: datetime) -> str:
        """The secret of a new link; it takes the place of older ones.

        Raises NoSuchPerson, InactiveAccount.
        """
        secret = secrets.token_urlsafe(32)
        row = {"hash": secret_hash(secret), "person": person, "purpose": purpose.value}

        def work(connection: Connection) -> None:
            if not person_in(connection, person).active:
                raise InactiveAccount
            old = (_column.person == person) | (_column.expires <= now)
            connection.execute(delete(tables.links).where(old))
            insert_new(connection, tables.links, row | {"expires": now + purpose.lasts})
            record(connection, now, by, Action.LINK_MADE, f"person:{person}", {"purpose": purpose.value})

        self.database.write(work)
        return secret

    def find(self, secret: str, now: datetime) -> OneTimeLink:
        """What a link is for, and whose. Raises ExpiredLink."""
        with self.database.read() as connection:
            return _link_in(connection, secret, now)

    def use(self, secret: str, password: str, now: datetime) -> Person:
        """Set the password of the link's person; the link is used up, and all sessions and tokens end.

        Raises ExpiredLink, UnfitPassword.
        """
        link = self.find(secret, now)
        hashed = hashed_password(checked_password(password, link.person))

        def work(connection: Connection) -> Person:
            person = _link_in(connection, secret, now).person
            used = delete(tables.links).where(_column.hash == secret_hash(secret))
            if connection.execute(used).rowcount != 1:  # another server process was faster
                raise ExpiredLink
            put_password(connection, person.id, hashed)
            end_access(connection, person.id, person.id, now)
            clear_account(connection, person.name)
            detail = {"with": link.purpose.value}
            record(connection, now, person.id, Action.PASSWORD_SET, f"person:{person.id}", detail)
            return person_in(connection, person.id)

        person = self.database.write(work)
        changed()
        return person


def _link_in(connection: Connection, secret: str, now: datetime) -> OneTimeLink:
    query = (
        select(_column.purpose, _column.expires, *PERSON)
        .join_from(tables.links, tables.people)
        .where(_column.hash == secret_hash(secret), _column.expires > now, tables.people.c.active.is_(True))
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise ExpiredLink
    return OneTimeLink(person_of(row), Purpose(row["purpose"]), row["expires"])
