"""The state of a desk's database, for its administrator."""

from dataclasses import dataclass

from sqlalchemy import func, select, text

from .database import Database
from .schema import is_current
from .tables import attempts, cases, exams, moves, people, sessions, sitting_entries


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """What there is. The counts are None where the database is not of this version."""

    kind: str
    where: str
    """The file, or the server's address without a password."""
    version: str
    """Of SQLite or PostgreSQL."""
    current: bool
    """Whether its tables have the shape that this version of winwin works with."""
    size: int
    """In bytes."""
    counts: dict[str, int] | None


def status_of(database: Database) -> DatabaseStatus:
    """The status of a database. Raises DatabaseUnavailable."""
    with database.read() as connection:
        current = is_current(connection)
        if database.kind == "sqlite":
            version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
            pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            size = connection.execute(text(pages)).scalar_one()
        else:
            version = connection.execute(text("SHOW server_version")).scalar_one()
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        counts = None
        if current:
            tables = (people, cases, attempts, moves, exams, sitting_entries, sessions)
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }
            accounts = select(func.count()).select_from(people).where(people.c.stand_in.is_(False))
            counts[people.name] = connection.execute(accounts).scalar_one()
    where = database.url.render_as_string(hide_password=True) if database.file is None else str(database.file)
    return DatabaseStatus(database.kind, where, version, current, size, counts)
