"""Ends everything by which somebody, or a program of theirs, gets in without the password."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from simulator.database import tables
from simulator.database.audit import Action, record_all


def end_access(
    connection: Connection, person: int, by: int | None, now: datetime, keep: str | None = None
) -> None:
    """End somebody's sessions but the one with the hash `keep`, their one-time links and their tokens.

    The audit log has an entry for each token.
    """
    sessions, links, tokens = tables.sessions.c, tables.links.c, tables.tokens.c
    others = delete(tables.sessions).where(sessions.person == person)
    connection.execute(others if keep is None else others.where(sessions.hash != keep))
    connection.execute(delete(tables.links).where(links.person == person))
    found = connection.execute(
        select(tokens.id, tokens.name).where(tokens.person == person).order_by(tokens.id)
    ).all()
    connection.execute(delete(tables.tokens).where(tokens.person == person))
    ended = [(f"person:{person}", {"token": row.id, "name": row.name}) for row in found]
    record_all(connection, now, by, Action.TOKEN_REVOKED, ended)
