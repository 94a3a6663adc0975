"""The desk opened: everything that it keeps, on one database."""

from simulator.database.audit import Audit
from simulator.database.database import Database
from simulator.database.schema import is_empty
from simulator.database.settings import Options
from simulator.exam.kept.banks import Banks
from simulator.exam.kept.bulletins import BulletinReads
from simulator.exam.kept.cards import Cards
from simulator.exam.kept.exams import Exams
from simulator.exam.kept.sittings import Sittings
from simulator.library.library import Library
from simulator.library.solutions import SolutionStore
from simulator.people.kept.links import Links
from simulator.people.kept.passwords import Passwords
from simulator.people.kept.people import People
from simulator.people.kept.sessions import Sessions
from simulator.people.kept.throttle import Throttle
from simulator.people.kept.tokens import Tokens
from simulator.practice.kept.assignments import Assignments
from simulator.practice.kept.attempts import Attempts
from simulator.practice.kept.comments import Comments
from simulator.practice.kept.targets import Targets
from simulator.resources import scenarios
from simulator.web.desk import Desk, now
from simulator.web.settings import Settings


def open_desk(settings: Settings) -> Desk:
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
        desk = Desk(settings, database)
        kinds = (Attempts, People, Passwords, Sessions, Links, Tokens, Throttle, Audit, Assignments, Comments)
        desk.hold(*(kind(database) for kind in kinds))
        desk.hold(Library(database, settings.cache / "bundles"), Targets(database), Options(database))
        desk.hold(SolutionStore(settings.cache))
        desk.hold(
            Banks(database), Exams(database), Sittings(database), BulletinReads(database), Cards(database)
        )
        desk[Library].add_bundled(scenarios(), now())
        desk[Banks].add_bundled(scenarios(), now())
    except BaseException:
        database.close()
        raise
    return desk
