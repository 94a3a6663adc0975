"""The terminal at a desk: what is played here is kept in the desk's database."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.call.case.loading import case_file
from simulator.cli.failures import CommandFailure
from simulator.cli.finding import bundled_cases
from simulator.practice.storage.personal import PersonalStore
from simulator.practice.store import Record
from simulator.text.message import Message


def personal_store(name: str) -> PersonalStore:
    """The attempts of the account of this name, as long as the command runs. Raises Failure."""
    from simulator.cli.failures import need_packages, no_desk

    need_packages()
    from simulator.database.database import Database, database_url, sqlite_file
    from simulator.disk import cache_folder
    from simulator.library.bundles import BadUpload, read_folder
    from simulator.library.unpacking import Bundles
    from simulator.people.storage.people import People
    from simulator.practice.storage.attempts import Attempts

    url = database_url(os.environ)
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise no_desk(file)
    database = Database.open(url)
    click.get_current_context().call_on_close(database.close)
    database.check()
    person = People(database).named(name)
    if person is None or not person.active:
        raise CommandFailure(
            Message("There is no account “{name}” at this desk; WINWIN_PERSON asks for it.", name=name)
        )
    bundles = Bundles(database, cache_folder(os.environ) / "bundles")

    def bundle_of(record: Record) -> str | None:
        """The case's files, kept with the attempt: it can be replayed when they are gone from here."""
        source = record.source or bundled_cases().get(record.attempt.case)
        if source is None:
            return None
        try:
            return bundles.keep(read_folder(case_file(Path(source)).parent), datetime.now(UTC))
        except (BadUpload, OSError):
            return None

    return PersonalStore(Attempts(database), person.id, bundle_of)
