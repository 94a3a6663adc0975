"""The services of a desk: everything that a request may need, each found by its kind."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from simulator.database.database import Database

from .settings import Settings

T = TypeVar("T")


class Services:
    """What is kept and what runs, by kind. All of it may be used from any thread."""

    __slots__ = ("_held", "database", "settings")

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.database = database
        self._held: dict[type[Any], Any] = {}

    def hold(self, *things: object) -> None:
        """Have these found by their kind, and by what they are kinds of."""
        for thing in things:
            for kind in type(thing).__mro__[:-1]:
                self._held.setdefault(kind, thing)

    def __getitem__(self, kind: type[T]) -> T:
        """The one thing of this kind."""
        thing: T = self._held[kind]
        return thing

    def close(self) -> None:
        """Write what is waiting, then let go of the database."""
        self.database.close()


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
