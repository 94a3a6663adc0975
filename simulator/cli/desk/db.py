"""`winwin db`: the desk's database, for its administrator."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.administration.leaving import delete_person
from simulator.cli.failures import Misuse, need_packages, no_desk
from simulator.cli.group import Command, CommandGroup, called, language_option, option
from simulator.cli.terminal import Screen, print_json
from simulator.cli.wrapping import width_of
from simulator.disk import write_atomically
from simulator.text.language import N_
from simulator.text.message import Message

if TYPE_CHECKING:
    from simulator.database.database import Database
    from simulator.database.status import DatabaseStatus
    from simulator.people.person import Person

QUIET = 1.0
"""Seconds that something may take without a word."""


class DatabaseGroup(CommandGroup):
    """The commands about the database."""

    examples = ("winwin db status", "winwin db backup desk.sqlite")
    format_epilog = Command.format_epilog


@click.group(
    "db",
    cls=DatabaseGroup,
    help=N_(
        "Look after the desk's database: one file in your data folder, or the PostgreSQL database that"
        " WINWIN_DATABASE_URL names."
    ),
)
def command() -> None:
    """Hold the commands."""


def _subcommand(name: str, short: str, *, help: str, examples: list[str]) -> Callable[[Any], click.Command]:
    def add(function: Any) -> click.Command:
        made = called(name, help=help, examples=examples)(function)
        made.short_help = short
        command.add_command(made)
        return made

    return add


_force = option("--force", is_flag=True, help=N_("Replace what is there."))


@_subcommand(
    "status",
    N_("Say where the database is, whether it is up to date, and how much is in it."),
    help=N_("Say where the desk's database is, whether it is up to date, and how much is in it."),
    examples=["winwin db status", "winwin db status --json"],
)
@option("--json", "as_json", is_flag=True, help=N_("Print the status as JSON."))
@language_option(N_("The language of the status."))
def status(as_json: bool, language: str) -> None:
    """Show how the database is doing."""
    with _database(must_exist=True) as database:
        from simulator.database.status import status_of

        found = status_of(database)
    if as_json:
        print_json(_status_data(found))
    else:
        _put_status(Screen(sys.stdout, language), found)


@_subcommand(
    "upgrade",
    N_("Bring the database up to date after winwin was renewed; make it if there is none."),
    help=N_(
        "Bring the database to the shape that this version of winwin works with, all or nothing; make it if"
        " there is none. Make a backup before."
    ),
    examples=["winwin db upgrade"],
)
@language_option(N_("The language of what is printed here."))
def upgrade(language: str) -> None:
    """Upgrade the database."""
    screen = Screen(sys.stdout, language)
    with _database() as database:
        from simulator.database.schema import is_current

        with database.read() as connection:
            current = is_current(connection)
        if current:
            screen.put(screen.t("The database is up to date."))
            return
        database.upgrade()
    screen.put(screen.t("The database has been brought up to date."))


@_subcommand(
    "backup",
    N_("Write the whole desk into one file, while it goes on working."),
    help=N_(
        "Write everything, as it is at this moment, into one file, while the desk goes on working. The file"
        " can be restored into SQLite and into PostgreSQL. It holds what people said, and the hashes of"
        " their passwords: keep it safe."
    ),
    examples=["winwin db backup desk-2026-11-21.sqlite"],
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_force
@language_option(N_("The language of what is printed here."))
def backup(file: Path, force: bool, language: str) -> None:
    """Back the desk up."""
    screen = Screen(sys.stdout, language)
    with _database(must_exist=True) as database, ProgressBar(screen.t("Writing the backup")) as progress:
        from simulator.database.backup import back_up

        back_up(database, file, progress, force)
    screen.put(screen.t("The backup is in {file}.", file=file))


@_subcommand(
    "restore",
    N_("Put a backup in the place of the database, all of it or nothing."),
    help=N_(
        "Put what a backup holds in the place of the desk's database, all of it or nothing. Stop the desk"
        " before. Afterwards everybody signs in again, and invitations that were open have to be renewed."
    ),
    examples=["winwin db restore desk-2026-11-21.sqlite --force"],
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_force
@language_option(N_("The language of what is printed here."))
def restore(file: Path, force: bool, language: str) -> None:
    """Restore a backup."""
    screen = Screen(sys.stdout, language)
    need_packages()
    from simulator.database import backup as kept
    from simulator.database.database import database_url

    with ProgressBar(screen.t("Restoring the backup")) as progress:
        signed = kept.restore(database_url(os.environ), file, progress, force)
    screen.put(screen.t("What is in {file} is the desk now.", file=file))
    if not signed:
        screen.put(
            screen.t("The file has no checksum, so only its form was checked: an older version wrote it, or"
                     " it is not from “winwin db backup”.")
        )  # fmt: skip


@_subcommand(
    "export",
    N_("Write all that is kept about one person, for that person."),
    help=N_(
        "Write all that is kept about one person, as JSON, for that person: the account, the attempts with"
        " every move, comments, assignments. PERSON is the name that is signed in with."
    ),
    examples=["winwin db export li.na --to li-na.json"],
)
@click.argument("person")
@option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("Write into this file instead of printing."),
)
@language_option(N_("The language of what is printed here."))
def export(person: str, to: Path | None, language: str) -> None:
    """Export a person's data."""
    with _database(must_exist=True) as database:
        from simulator.administration.personal_data import personal_data

        data = personal_data(database, _account(database, person))
    if to is None:
        print_json(data)
        return
    write_atomically(to, json.dumps(data, ensure_ascii=False, indent=2) + "\n", private=True)
    screen = Screen(sys.stdout, language)
    screen.put(screen.t("What is kept about “{name}” is in {file}.", name=person, file=to))


@_subcommand(
    "delete",
    N_("Delete an account; no figure changes, only the name is gone."),
    help=N_(
        "Delete an account with all that says whose it was. Attempts and results of exams stay, without"
        " a name, so that no figure changes. PERSON is the name that is signed in with."
    ),
    examples=["winwin db delete li.na"],
)
@click.argument("person")
@option("--yes", is_flag=True, help=N_("Do not ask."))
@language_option(N_("The language of what is printed here."))
def delete(person: str, yes: bool, language: str) -> int:
    """Delete a person."""
    screen = Screen(sys.stdout, language)
    t = screen.t
    with _database(must_exist=True) as database:
        from datetime import UTC, datetime

        from simulator.people.storage.people import People

        account = _account(database, person)
        if not yes:
            screen.put(
                t(
                    "This deletes the account “{name}” ({shown}); it cannot be taken back.",
                    name=account.name,
                    shown=account.shown,
                )
            )
            if screen.ask(t("Type the name again to delete it: ")) != account.name:
                screen.put(t("Nothing was deleted."))
                return 1
        delete_person(People(database), account.id, None, datetime.now(UTC))
    screen.put(t("The account “{name}” is deleted; no figure has changed.", name=account.name))
    return 0


@_subcommand(
    "check-log",
    N_("See whether anybody has changed the audit log."),
    help=N_(
        "See whether every entry of the audit log is as it was written and follows the one before it. Note"
        " the last hash somewhere else from time to time: with “--noted” it is seen, too, whether the log was"
        " written anew, or cut off before it."
    ),
    examples=["winwin db check-log", "winwin db check-log --noted 7d1f0c…"],
)
@option("--noted", metavar="HASH", help=N_("The last hash of an earlier check."))
@language_option(N_("The language of what is printed here."))
def check_log(noted: str | None, language: str) -> int:
    """Check the audit log."""
    screen = Screen(sys.stdout, language)
    with _database(must_exist=True) as database:
        from simulator.database.audit import Audit

        database.check()
        audit = Audit(database)
        latest, broken = audit.entries(limit=1), audit.verify()
        missing = noted is not None and not audit.has(noted.strip().lower())
    if broken is not None:
        at = f"{broken.at:%Y-%m-%d %H:%M}"
        screen.put(screen.t("The audit log was changed: entry {id}, of {at} UTC, is not as it was written, or"
                            " one before it is missing.", id=broken.id, at=at))  # fmt: skip
    if missing:
        screen.put(
            screen.t("The audit log was cut off or written anew: it has no entry with the noted hash.")
        )
    if broken is not None or missing:
        return 1
    if latest:
        screen.put(screen.t("Nobody has changed the audit log. The last entry is {id}; its hash is {hash}",
                            id=latest[0].id, hash=latest[0].hash))  # fmt: skip
    else:
        screen.put(screen.t("The audit log is empty."))
    return 0


class ProgressBar:
    """Shows on a terminal how far something is, if it takes longer than a moment."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._began = time.monotonic()
        self._shown = -1

    def __enter__(self) -> "ProgressBar":
        return self

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if sys.stderr.isatty() and percent != self._shown and time.monotonic() - self._began > QUIET:
            self._shown = percent
            click.echo(f"\r{self._text}: {percent:>3} %", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._shown >= 0:
            click.echo(err=True)


@contextmanager
def _database(must_exist: bool = False) -> Iterator["Database"]:
    """The desk's database. Raises Failure where there is none, or what it needs is not installed."""
    need_packages()
    from simulator.database.database import Database, database_url, sqlite_file

    url = database_url(os.environ)
    file = sqlite_file(url)
    if must_exist and file is not None and not file.exists():
        raise no_desk(file)
    with Database.open(url) as database:
        yield database


def _account(database: "Database", name: str) -> "Person":
    from simulator.people.storage.people import People

    database.check()
    found = People(database).named(name)
    if found is None:
        raise Misuse(Message("There is no account “{name}”.", name=name))
    return found


def _status_data(status: "DatabaseStatus") -> dict[str, Any]:
    return {
        "kind": status.kind,
        "where": status.where,
        "version": status.version,
        "current": status.current,
        "bytes": status.size,
        "counts": status.counts,
    }


def _put_status(screen: Screen, status: "DatabaseStatus") -> None:
    t = screen.t
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[status.kind]
    lines = [
        (t("Database"), f"{kind} {status.version}"),
        (t("Where"), status.where),
        (t("Size"), f"{status.size / 2**20:.1f} MB"),
        (t("Up to date"), t("yes") if status.current else t("no: run “winwin db upgrade”")),
    ]
    if status.counts is not None:
        names = {
            "people": t("People"),
            "cases": t("Cases"),
            "attempts": t("Attempts kept"),
            "moves": t("Moves kept"),
            "exams": t("Exams"),
            "sitting_entries": t("Exam entries kept"),
            "sessions": t("Sessions"),
        }
        lines += [(names[table], f"{count:,}") for table, count in status.counts.items()]
    indent = max(width_of(label) for label, _ in lines) + 2
    for label, value in lines:
        screen.put(value, label=label, indent=indent)
