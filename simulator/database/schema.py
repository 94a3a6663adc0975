"""The shape of the desk's database: bringing it up to date, and refusing to work with another one."""

from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from simulator.text.message import Message
from simulator.text.refusal import Refusal

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK = 0x77696E77  # “winw”: one process at a time changes a PostgreSQL database
UPGRADE_SECONDS = 60
"""How long a process waits for another that upgrades the same SQLite database."""


class WrongSchema(Refusal):
    """The database is of an older or a later version of winwin."""


def upgrade(engine: Engine) -> None:
    """Bring a database to this version's shape, all or nothing; a new one gets its tables."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A table that is made anew must not take with it what refers to it. Inside of a transaction this
            # would do nothing, and SQLAlchemy would begin one.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
            driver.execute(f"PRAGMA busy_timeout={1000 * UPGRADE_SECONDS}")
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if _found(connection) in _known():
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
    with engine.connect() as connection:
        check(connection)


def check(connection: Connection) -> None:
    """Raise WrongSchema unless the database has the shape that this version works with."""
    found = _found(connection)
    if found == latest():
        return
    if found in _known():
        raise WrongSchema(
            Message("The desk's database is of an older version. “winwin db upgrade” brings it up to date.")
        )
    raise WrongSchema(
        Message(
            "The desk's database was made by a later version of winwin ({found}). Install that version.",
            found=found,
        )
    )


def is_current(connection: Connection) -> bool:
    """Whether the database has the shape that this version works with."""
    return _found(connection) == latest()


def is_empty(connection: Connection) -> bool:
    """Whether there is nothing yet in the database."""
    return _found(connection) is None


@cache
def latest() -> str:
    """The name of the shape that this version works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


@cache
def _known() -> frozenset[str | None]:
    """The shapes that can be brought up to date, and None for a new database."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset([None, *(step.revision for step in steps)])


def _found(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    # a % would be read as the start of a placeholder
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
