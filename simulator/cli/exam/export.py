"""`winwin exam export`: a bank's questions for another program, and what that cannot hold of them."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from simulator.cli.failures import MOST_PROBLEMS, Misuse
from simulator.cli.group import called, day_option, language_option, option
from simulator.cli.terminal import Screen, words
from simulator.exam.exchange.formats import FORMATS
from simulator.exam.exchange.outgoing import NotCarried, dated, outgoing
from simulator.text.language import LANGUAGES, N_
from simulator.text.message import Message, plural

from .bank import bank_option, chosen, force_option, found_bank, keys_of, need_excel, write_new

BOTH = "both"


@called(
    "export",
    help=N_(
        "Write the questions of a bank into a file for another program. Excel and CSV hold "
        "everything that fits into a row, with the keys of all versions; the other formats "
        "hold the key of a day. What a format cannot hold is reported question by question."
    ),
    examples=[
        "winwin exam export questions.xlsx",
        "winwin exam export airline.xml --desk airline --language both",
        "winwin exam export refunds.gift --topic refunds --language en",
    ],
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@option(
    "--format", "shape", type=click.Choice(list(FORMATS)), help=N_("Otherwise taken from the ending of FILE.")
)
@bank_option
@option("--desk", metavar="ID", help=N_("Only the questions of this desk."))
@option("--topic", metavar="ID", help=N_("Only those about this."))
@option("--policy", metavar="ID", help=N_("Only those that rest on this policy."))
@option(
    "--language",
    "spoken",
    type=click.Choice([*LANGUAGES, BOTH]),
    help=N_("The language of the file; by default both in tables, and yours elsewhere."),
)
@day_option("--as-of", help=N_("The day whose keys are written; today if not given."))
@option("--quiet", is_flag=True, help=N_("Only say how many questions are in the file."))
@force_option
@language_option(N_("The language of what is printed here."))
def command(
    file: Path,
    shape: str | None,
    bank: Path | None,
    desk: str | None,
    topic: str | None,
    policy: str | None,
    spoken: str | None,
    day: date,
    quiet: bool,
    force: bool,
    language: str,
) -> None:
    """Export questions."""
    screen = Screen(sys.stdout, language)
    format_ = FORMATS[shape] if shape else _format_of(file)
    if format_.name == "excel":
        need_excel()
    files = found_bank(bank)
    questions = chosen(files.bank, desk, topic, policy)
    names = [question.id for question in questions]
    told: list[NotCarried] = []
    if format_.dated:
        going = dated(files, names)
    else:
        keys, without = keys_of(files.bank, questions, day)
        going = outgoing(files, keys, names)
        told = [NotCarried(name, message) for name, message in without.items()]
    if spoken == BOTH and not format_.both_languages:
        raise Misuse(
            Message("{format} holds one language; choose it with “--language”.", format=format_.title)
        )
    asked: Any = (None if format_.dated else language) if spoken is None else spoken
    written = format_.write(going, None if asked == BOTH else asked)
    write_new(file, written.content, force)
    if not quiet:
        _put_problems(screen, [*told, *written.problems])
    count = written.count
    screen.put(
        screen.t(
            plural("1 question is in {file}.", "{count} questions are in {file}.", count=count, file=file)
        )
    )


def _format_of(file: Path) -> Any:
    found = [known for known in FORMATS.values() if known.ending == file.suffix.casefold()]
    if not found:
        raise Misuse(
            Message("The format cannot be seen from “{name}”; give it with “--format”.", name=file.name)
        )
    return found[0]


def _put_problems(screen: Screen, problems: list[NotCarried]) -> None:
    ordered = sorted(problems, key=lambda problem: problem.lost)
    for problem in ordered[:MOST_PROBLEMS]:
        message = screen.t(problem.message)
        if not problem.lost:
            message = screen.t("not in the file: {reason}", reason=message)
        line = words(
            (f"{problem.question}:", "heading"), " ", (message, "note" if problem.lost else "warning")
        )
        screen.console.print(line, soft_wrap=True)
    if len(ordered) > MOST_PROBLEMS:
        screen.put(screen.t("… and {count} more.", count=len(ordered) - MOST_PROBLEMS), "note")
