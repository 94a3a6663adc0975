"""What people are told when something cannot be done: a sentence, what to do next, an exit code."""

import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import click

from simulator.source.problems import CaseError, did_you_mean
from simulator.text.language import preferred_language
from simulator.text.message import Message
from simulator.text.refusal import Refusal

REFUSED = 1
MISUSED = 2
INTERRUPTED = 130  # as shells have it: 128 and the number of the signal

MOST_PROBLEMS = 40


class Misuse(Refusal):
    """A command called for something that does not exist: the caller must say it differently."""


class CommandFailure(Refusal):
    """Something outside that did not work, such as a file that cannot be written."""


def unknown_command(name: str, known: Iterable[str]) -> Misuse:
    """Return the refusal of a command that there is not."""
    return Misuse(
        Message(
            "There is no command “{name}”.{hint} “winwin --help” lists them.",
            name=name,
            hint=did_you_mean(name, known),
        )
    )


def unknown_subcommand(group: str, name: str, known: Iterable[str]) -> Misuse:
    """Return the refusal of a command that a group does not have."""
    return Misuse(
        Message(
            "There is no “winwin {group} {name}”; there are: {names}.",
            group=group,
            name=name,
            names=", ".join(known),
        )
    )


def told(error: Exception) -> int:
    """Tell people on stderr what went wrong, and return the exit code; raise again what is not known here."""
    from .terminal import Screen

    screen = Screen(sys.stderr, _language())
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.exceptions.Abort() | KeyboardInterrupt():
            return INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case CaseError():
            from .problems import put_problems

            put_problems(screen, error.problems, most=MOST_PROBLEMS)
            return REFUSED
        case Refusal():
            screen.put(screen.t(error.message), style="refusal")
            return MISUSED if isinstance(error, Misuse) else REFUSED
        case OSError():
            reason = error.strerror or str(error)
            screen.put(
                screen.t("{file}: {reason}.", file=error.filename or "winwin", reason=reason), "refusal"
            )
            return REFUSED
    raise error


def _language() -> str:
    # What was asked for with --lang counts also when something goes wrong on the way.
    context = click.get_current_context(silent=True)
    asked = context.params.get("language") if context else None
    return asked if isinstance(asked, str) else preferred_language(os.environ)


def no_desk(file: Path) -> CommandFailure:
    """The refusal of a desk that was never made."""
    return CommandFailure(
        Message("There is no desk yet at {file}; “winwin serve” or “winwin db upgrade” makes one.", file=file)
    )


def need_packages() -> None:
    """Raise Failure where the packages of a desk are not installed."""
    for name in ("alembic", "sqlalchemy"):
        if find_spec(name) is None:
            raise CommandFailure(
                Message(
                    "The desk needs more packages ({name} is missing): pip install 'winwin[desk]'.", name=name
                )
            )
