"""The desk opened: everything that it keeps, on one database."""

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
from simulator.storage.settings import Options
from simulator.storage.sittings import Sittings
from simulator.storage.solutions import SolutionStore
from simulator.storage.targets import Targets
from simulator.storage.throttle import Throttle
from simulator.storage.tokens import Tokens
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
