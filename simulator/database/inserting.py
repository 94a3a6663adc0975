"""Rows that may be there already, inserted without failing: each database has its own words for that."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

MOST_ID = 2**31 - 1
"""What a column of ids can hold: a larger number, from an address that somebody made up, is nobody's id."""

Row = Mapping[str, Any]


def is_id(number: int) -> bool:
    """Whether this can be the id of a row: databases fail on numbers that are too large for the column."""
    return 0 < number <= MOST_ID


def insert_new(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row unless one with its keys is there; say whether it was inserted."""
    key = next(iter(table.primary_key.columns))
    statement = _insert(connection, table, row).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).one_or_none() is not None


def insert_numbered(connection: Connection, table: Table, row: Row) -> int | None:
    """Insert a row and return its new id; None if one with its unique keys is there already."""
    statement = _insert(connection, table, row).on_conflict_do_nothing().returning(table.c.id)
    number: int | None = connection.execute(statement).scalar_one_or_none()
    return number


def put_row(connection: Connection, table: Table, keys: Sequence[str], row: Row) -> None:
    """Insert a row, or change the one with the same keys."""
    statement = _insert(connection, table, row)
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=rest))


def _insert(connection: Connection, table: Table, row: Row) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(**row)
