"""Tokens: with one, a program uses the JSON API in somebody's name."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from simulator.database import tables
from simulator.database.audit import Action, record
from simulator.database.database import Database, insert_numbered, is_id
from simulator.database.recent import Recent, changed
from simulator.people.person import Person
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.text.typed_text import shown_name

from .people import PERSON, person_in, person_of
from .sessions import secret_hash

PREFIX = "winwin_"
"""So that a token that got into a public place can be found there."""
MOST_OF_ONE = 50  # tokens of one person

_column = tables.tokens.c


class NoSuchToken(Refusal):
    """There is no token of this id."""

    kind = Hindrance.ABSENT

    def __init__(self) -> None:
        super().__init__(Message("There is no such token; it may have been revoked."))


class TooManyTokens(Refusal):
    """Somebody has as many tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "Nobody may have more than {most} tokens; revoke those that are not used.", most=MOST_OF_ONE
            )
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without its secret, which is shown only once. `expires` is None for one that lasts."""

    id: int
    person: int
    name: str
    created: datetime
    expires: datetime | None = None


class Tokens:
    """The tokens in a database; of each secret, only the SHA-256."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._recent: Recent[tuple[Person, datetime | None]] = Recent()

    def new(
        self, person: int, name: str, by: int | None, now: datetime, expires: datetime | None = None
    ) -> tuple[Token, str]:
        """A new token and its secret. `name` says what it is for. Raises NoSuchPerson, TooManyTokens."""
        name = shown_name(name)
        secret = PREFIX + secrets.token_urlsafe(32)
        row = {
            "hash": secret_hash(secret),
            "person": person,
            "name": name,
            "created": now,
            "expires": expires,
        }

        def work(connection: Connection) -> Token:
            person_in(connection, person)
            if (
                len(connection.execute(select(_column.id).where(_column.person == person)).all())
                >= MOST_OF_ONE
            ):
                raise TooManyTokens
            token = insert_numbered(connection, tables.tokens, row)
            assert token is not None  # nobody draws the same 256 bits twice
            record(connection, now, by, Action.TOKEN_MADE, f"person:{person}", {"token": token, "name": name})
            return Token(token, person, name, now, expires)

        return self.database.write(work), secret

    def find(self, secret: str, now: datetime) -> Person | None:
        """Whose token this is, unless it has expired or its person may not sign in any more."""
        return self.known(secret, now) or self._read(secret_hash(secret), now)

    def known(self, secret: str, now: datetime) -> Person | None:
        """What `find` gives, if that was read a moment ago: then it costs nothing. Otherwise None."""
        found = self._recent.find(secret_hash(secret), now)
        return found[0] if found is not None and (found[1] is None or found[1] > now) else None

    def all(self, person: int) -> list[Token]:
        """The tokens of somebody, those that have expired too, the latest first."""
        columns = (_column.id, _column.person, _column.name, _column.created, _column.expires)
        query = select(*columns).where(_column.person == person).order_by(_column.id.desc())
        with self.database.read() as connection:
            return [Token(**row) for row in connection.execute(query).mappings()]

    def revoke(self, token: int, by: int | None, now: datetime, person: int | None = None) -> None:
        """Make a token worthless; with `person`, only one of theirs. Raises NoSuchToken."""

        def work(connection: Connection) -> None:
            if not is_id(token):
                raise NoSuchToken
            found = connection.execute(
                select(_column.person, _column.name).where(_column.id == token)
            ).one_or_none()
            if found is None or person not in (None, found.person):
                raise NoSuchToken
            connection.execute(delete(tables.tokens).where(_column.id == token))
            detail = {"token": token, "name": found.name}
            record(connection, now, by, Action.TOKEN_REVOKED, f"person:{found.person}", detail)

        self.database.write(work)
        changed()

    def _read(self, name: str, now: datetime) -> Person | None:
        mark = self._recent.mark()
        query = (
            select(_column.expires, *PERSON)
            .join_from(tables.tokens, tables.people)
            .where(
                _column.hash == name,
                _column.expires.is_(None) | (_column.expires > now),
                tables.people.c.active.is_(True),
            )
        )
        with self.database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        person = person_of(row)
        self._recent.keep(name, (person, row["expires"]), now, mark)
        return person
