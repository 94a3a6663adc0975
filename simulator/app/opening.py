"""The desk opened: everything that it keeps, on one database."""

from simulator.database.audit import Audit
from simulator.database.database import Database
from simulator.database.schema import is_empty
from simulator.database.settings import Options
from simulator.exam.pages.sitting.gate import ExamGate
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.bulletins import BulletinReads
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.imports import Imports
from simulator.exam.storage.sittings import Sittings
from simulator.library.library import Library
from simulator.library.solutions import SolutionStore
from simulator.people.storage.devices import Devices
from simulator.people.storage.links import Links
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.people.storage.sessions import Sessions
from simulator.people.storage.throttle import Throttle
from simulator.people.storage.tokens import Tokens
from simulator.practice.storage.assignments import Assignments
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.comments import Comments
from simulator.practice.storage.targets import Targets
from simulator.practice.storage.temperatures import ClassTemperatures
from simulator.resources import scenarios
from simulator.web.services import Services, now
from simulator.web.settings import Settings


def open_desk(settings: Settings) -> Services:
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
        services = Services(settings, database)
        kinds = (Attempts, People, Passwords, Sessions, Links, Tokens, Audit, Assignments, Comments)
        services.hold(*(kind(database) for kind in kinds))
        services.hold(Throttle(database), Devices(database))
        services.hold(Library(database, settings.cache / "bundles"), Targets(database), Options(database))
        services.hold(SolutionStore(settings.cache), ClassTemperatures(services))
        services.hold(
            Imports(database),
            Banks(database),
            Exams(database),
            Sittings(database),
            BulletinReads(database),
            Cards(database),
        )
        services.hold(ExamGate(services[Sittings]))
        services[Library].add_bundled(scenarios(), now())
        services[Banks].add_bundled(scenarios(), now())
    except BaseException:
        database.close()
        raise
    return services
