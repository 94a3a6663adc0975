"""Who is signed in: a session is a secret in a cookie; here only its SHA-256 is kept."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from simulator.database import tables
from simulator.database.database import Database, insert_new
from simulator.database.recent import Recent, changed
from simulator.database.settings import settings_in
from simulator.people.person import Person

from .people import PERSON, person_of

LONGEST = timedelta(days=7)
"""A session ends after this time even if it is used every day."""
EXTENDED_EVERY = timedelta(minutes=10)
"""How far the end lies behind what it should be before it is written anew: not at every request."""

_column = tables.sessions.c


class NewSession(NamedTuple):
    """What a browser gets when somebody signs in: for the cookie, and for the forms."""

    token: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is going on. `hash` is its name here; it lets nobody in."""

    person: Person
    csrf: str
    hash: str
    expires: datetime


def secret_hash(secret: str) -> str:
    """What is kept of a secret that is random enough not to be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Sessions:
    """The sessions in a database. One ends some hours (see Settings) after it was last used."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._recent: Recent[Session] = Recent()

    def begin(self, person: int, now: datetime) -> NewSession:
        """A new session, always with a new secret; those that have expired are cleared away."""
        new = NewSession(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        row = {"hash": secret_hash(new.token), "person": person, "csrf": new.csrf, "created": now}

        def work(connection: Connection) -> None:
            connection.execute(delete(tables.sessions).where(_column.expires <= now))
            expires = now + timedelta(hours=settings_in(connection).session_hours)
            insert_new(connection, tables.sessions, row | {"expires": expires})

        self.database.write(work)
        return new

    def find(self, token: str, now: datetime) -> Session | None:
        """The session of a secret, unless it has expired or its person may not sign in any more."""
        return self.known(token, now) or self._read(secret_hash(token), now)

    def known(self, token: str, now: datetime) -> Session | None:
        """What `find` gives, if that was read a moment ago: then it costs nothing. Otherwise None."""
        session = self._recent.find(secret_hash(token), now)
        return session if session is not None and session.expires > now else None

    def last_known(self, token: str) -> Session | None:
        """The session as it was last read, for a page that must ask no database: it opens nothing."""
        return self._recent.latest(secret_hash(token))

    def end(self, token: str) -> None:
        """Sign out."""
        gone = delete(tables.sessions).where(_column.hash == secret_hash(token))
        self.database.write(lambda connection: connection.execute(gone).rowcount)
        changed()

    def end_all(self, person: int, keep: str | None = None) -> int:
        """End all sessions of somebody, but the one with the hash `keep`; how many they were."""
        gone = delete(tables.sessions).where(_column.person == person)
        if keep is not None:
            gone = gone.where(_column.hash != keep)
        count = self.database.write(lambda connection: connection.execute(gone).rowcount)
        changed()
        return count

    def _read(self, name: str, now: datetime) -> Session | None:
        mark = self._recent.mark()
        query = (
            select(_column.csrf, _column.created, _column.expires, *PERSON)
            .join_from(tables.sessions, tables.people)
            .where(_column.hash == name, _column.expires > now, tables.people.c.active.is_(True))
        )
        with self.database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                return None
            hours = settings_in(connection).session_hours
        session = Session(person_of(row), row["csrf"], name, row["expires"])
        expires = min(now + timedelta(hours=hours), row["created"] + LONGEST)
        if expires - row["expires"] > EXTENDED_EVERY:
            later = update(tables.sessions).where(_column.hash == name).values(expires=expires)
            # nobody waits for it; and if it fails, the next request tries again
            self.database.submit(lambda connection: connection.execute(later).rowcount)
            session = replace(session, expires=expires)
        self._recent.keep(name, session, now, mark)
        return session
