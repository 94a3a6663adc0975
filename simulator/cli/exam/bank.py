"""The bank that a command of `winwin exam` works on, and the options that name it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.finding import short_path
from simulator.cli.group import option
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank, BankFiles, bank_folder, examine_bank
from simulator.exam.bank.question import Question
from simulator.resources import scenarios
from simulator.source.problems import CaseError, did_you_mean, errors
from simulator.text.language import N_
from simulator.text.message import Message

bank_option = option(
    "--bank",
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER",
    help=N_("A folder with “policies” and “questions”; by default those that came with winwin."),
)
force_option = option("--force", is_flag=True, help=N_("Replace what is there."))


def found_bank(path: Path | None) -> BankFiles:
    """The bank in a folder, or the bundled one. Raises Misuse, CaseError."""
    if path is None:
        folder = short_path(scenarios())
    else:
        found = bank_folder(path)
        if found is None:
            raise Misuse(Message("There are no “policies” and “questions” in {folder}.", folder=path))
        folder = short_path(found)
    problems, files = examine_bank(folder)
    if files is None:
        raise CaseError(errors(problems))
    return files


def check_known(bank: Bank, **wanted: str | None) -> None:
    """Raise Misuse for a desk, topic or policy that no question has."""
    for part, value in wanted.items():
        known = sorted({getattr(question, part) for question in bank.questions.values()})
        if value is not None and value not in known:
            raise Misuse(_UNKNOWN[part](value, did_you_mean(value, known), ", ".join(known)))


_UNKNOWN: Mapping[str, Callable[[str, Message, str], Message]] = {
    "desk": lambda value, hint, known: Message(
        "No question is of the desk “{value}”.{hint} There are: {known}.", value=value, hint=hint, known=known
    ),
    "topic": lambda value, hint, known: Message(
        "No question is about “{value}”.{hint} There are: {known}.", value=value, hint=hint, known=known
    ),
    "policy": lambda value, hint, known: Message(
        "No question rests on the policy “{value}”.{hint} There are: {known}.",
        value=value,
        hint=hint,
        known=known,
    ),
}


def chosen(bank: Bank, desk: str | None, topic: str | None, policy: str | None) -> list[Question]:
    """The questions of a desk, on a topic, on a policy. Raises Misuse for one that there is not."""
    check_known(bank, desk=desk, topic=topic, policy=policy)
    return [
        question
        for question in bank.questions.values()
        if desk in (None, question.desk)
        and topic in (None, question.topic)
        and policy in (None, question.policy)
    ]


def keys_of(
    bank: Bank, questions: Iterable[Question], day: date
) -> tuple[dict[str, Key], dict[str, Message]]:
    """The right answers on a day, and why the other questions have none."""
    keys: dict[str, Key] = {}
    without: dict[str, Message] = {}
    for question in questions:
        if question.retired is not None and question.retired <= day:
            without[question.id] = Message("Retired from {day} on.", day=question.retired)
            continue
        found = resolved(question, bank.policies, day)
        if isinstance(found, Key):
            keys[question.id] = found
        else:
            without[question.id] = found
    return keys, without


def need_excel() -> None:
    """Raise Failure where the package for Excel files is not installed."""
    if find_spec("openpyxl") is None:
        raise CommandFailure(Message("Excel files need one more package: pip install 'winwin[desk]'."))


def write_new(file: Path, content: bytes, force: bool) -> None:
    """Write a file; one that is there only with `force`. Raises Failure, OSError."""
    try:
        with file.open("wb" if force else "xb") as stream:
            stream.write(content)
    except FileExistsError:
        message = Message("{file} is there already; “--force” replaces it.", file=file)
        raise CommandFailure(message) from None
