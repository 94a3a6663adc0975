"""Who has read which bulletin."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from simulator.database import tables
from simulator.database.database import Database, insert_new

_reads = tables.bulletin_reads.c


class BulletinReads:
    """What has been read, in a database; the bulletins themselves stand in the bank."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(self, person: int, bulletin: str, now: datetime) -> None:
        """Note that somebody has read a bulletin; the first time counts."""
        row = {"person": person, "bulletin": bulletin, "at": now}

        def work(connection: Connection) -> None:
            insert_new(connection, tables.bulletin_reads, row)

        self.database.write(work)

    def reads(self, person: int) -> dict[str, datetime]:
        """When somebody read which bulletin."""
        query = select(_reads.bulletin, _reads.at).where(_reads.person == person)
        with self.database.read() as connection:
            return {row.bulletin: row.at for row in connection.execute(query)}

    def readers(self, bulletins: Collection[str]) -> dict[str, set[int]]:
        """Who has read each of these bulletins."""
        query = select(_reads.bulletin, _reads.person).where(_reads.bulletin.in_(list(bulletins)))
        found: dict[str, set[int]] = {bulletin: set() for bulletin in bulletins}
        with self.database.read() as connection:
            for row in connection.execute(query):
                found[row.bulletin].add(row.person)
        return found
