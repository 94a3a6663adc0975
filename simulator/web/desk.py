"""The desk: everything that a request may need, opened once when the server starts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from simulator.resources import scenarios
from simulator.storage.assignments import Assignments
from simulator.storage.attempts import Attempts
from simulator.storage.audit import Audit
from simulator.storage.banks import Banks
from simulator.storage.bulletins import BulletinReads
from simulator.storage.cards import Cards
from simulator.storage.comments import Comments
from simulator.storage.database import Database
from simulator.storage.exams import Exams
from simulator.storage.library import Library
from simulator.storage.links import Links
from simulator.storage.passwords import Passwords
from simulator.storage.people import People
from simulator.storage.schema import is_empty
from simulator.storage.sessions import Sessions
from simulator.storage.settings import Settings as Options
from simulator.storage.sittings import Sittings
from simulator.storage.solutions import SolutionStore
from simulator.storage.targets import Targets
from simulator.storage.throttle import Throttle
from simulator.storage.tokens import Tokens

from .settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What is kept, by kind. All of it may be used from any thread."""

    settings: Settings
    database: Database
    attempts: Attempts
    people: People
    passwords: Passwords
    sessions: Sessions
    links: Links
    tokens: Tokens
    throttle: Throttle
    audit: Audit
    library: Library
    assignments: Assignments
    comments: Comments
    targets: Targets
    options: Options
    solutions: SolutionStore
    banks: Banks
    exams: Exams
    sittings: Sittings
    bulletins: BulletinReads
    cards: Cards

    @classmethod
    def open(cls, settings: Settings) -> "Desk":
        """Open the database and make sure that the bundled cases, policies and questions are in it.

        An empty database gets its tables; any other must be of this program's version.
        Raises DatabaseUnavailable or WrongSchema.
        """
        database = Database.open(settings.database)
        try:
            with database.read() as connection:
                empty = is_empty(connection)
            if empty:
                database.upgrade()  # an older one is left to “winwin db upgrade”, after a backup
            database.check()
            desk = cls(
                settings=settings,
                database=database,
                attempts=Attempts(database),
                people=People(database),
                passwords=Passwords(database),
                sessions=Sessions(database),
                links=Links(database),
                tokens=Tokens(database),
                throttle=Throttle(database),
                audit=Audit(database),
                library=Library(database, settings.cache / "bundles"),
                assignments=Assignments(database),
                comments=Comments(database),
                targets=Targets(database),
                options=Options(database),
                solutions=SolutionStore(settings.cache),
                banks=Banks(database),
                exams=Exams(database),
                sittings=Sittings(database),
                bulletins=BulletinReads(database),
                cards=Cards(database),
            )
            desk.library.add_bundled(scenarios(), now())
            desk.banks.add_bundled(scenarios(), now())
        except BaseException:
            database.close()
            raise
        return desk

    def close(self) -> None:
        """Write what is waiting, then let go of the database."""
        self.database.close()


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
