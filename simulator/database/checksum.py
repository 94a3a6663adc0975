"""The checksum of what a backup contains: finds a changed byte in a file that is still a sound database."""

import hashlib
import sqlite3

_TABLE = "backup_checksum"


def sign(connection: sqlite3.Connection) -> None:
    """Write the checksum of all tables into the database itself."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (sha256 TEXT NOT NULL)")
    connection.execute(f"DELETE FROM {_TABLE}")
    connection.execute(f"INSERT INTO {_TABLE} VALUES (?)", (_checksum(connection),))
    connection.commit()


def verify(connection: sqlite3.Connection) -> bool | None:
    """Whether the content is what was signed; None where nothing was. The checksum is taken out."""
    if _TABLE not in _tables(connection):
        return None
    signed = connection.execute(f"SELECT sha256 FROM {_TABLE}").fetchall()
    same = signed == [(_checksum(connection),)]
    connection.execute(f"DROP TABLE {_TABLE}")
    connection.commit()
    return same


def _tables(connection: sqlite3.Connection) -> dict[str, str]:
    """The statements that made the tables, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL ORDER BY name"
    return dict(connection.execute(query).fetchall())


def _checksum(connection: sqlite3.Connection) -> str:
    """The SHA-256 of all tables and rows, in the order in which they are in the file."""
    digest = hashlib.sha256()
    for name, statement in _tables(connection).items():
        if name != _TABLE and not name.startswith("sqlite_"):
            digest.update(statement.encode())
            for row in connection.execute(f'SELECT * FROM "{name}" NOT INDEXED'):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
