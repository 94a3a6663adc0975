"""`winwin review`: the debrief of a kept attempt, here or as a report."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.call.case.loading import load_case
from simulator.call.play.play import Play
from simulator.call.report.debrief import debrief_markdown
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option
from simulator.cli.terminal import Screen, clean
from simulator.disk import write_atomically
from simulator.practice.better_replies import better_replies_shown
from simulator.practice.storage.files import read_record
from simulator.practice.store import NoSuchAttempt, Record, began, last_moved
from simulator.text.language import N_
from simulator.text.message import Message

from .cases import user_store
from .debriefing import put_debrief
from .judging import reviewed_debrief
from .play import case_name
from .sitting import write_page

LAST = "last"
STDOUT = Path("-")


@called(
    "review",
    help=N_(
        "Show the debrief of an attempt again, or write it as a page or as Markdown. FILE is a saved attempt,"
        " its id, or “last” for the one you finished last."
    ),
    examples=[
        "winwin review last",
        "winwin review last --better",
        "winwin review last --html report.html",
        "winwin review last --markdown - --lang en",
    ],
)
@click.argument("attempt", metavar="FILE", default=LAST)
@option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("Write a page that needs nothing else."),
)
@option(
    "--markdown",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavar="FILE",
    help=N_("Write Markdown; “-” prints it."),
)
@option(
    "--better",
    is_flag=True,
    help=N_("Show what would have been better, also before you have taken the call again."),
)
@option(
    "--figures", is_flag=True, help=N_("Show all figures: the four values, grades, chances, stage scores.")
)
@option("--case", "case", metavar="CASE", help=N_("The case, where it does not lie where it was played."))
@language_option(N_("The language of the debrief."))
def command(
    attempt: str,
    html: Path | None,
    markdown: Path | None,
    better: bool,
    figures: bool,
    case: str | None,
    language: str,
) -> None:
    """Show a debrief."""
    record = found_record(attempt)
    play = Play.restore(load_case(found_case(case or case_name(record)), language), record.attempt)
    screen = Screen(sys.stderr if markdown == STDOUT else sys.stdout, language)
    if play.changed:
        screen.put(screen.t("The case has changed since; this is what the attempt comes to now."), "warning")
    d = reviewed_debrief(play, language, record.attempt.started, better or _taken_again(record))
    if html is not None:
        write_page(screen, d, html)
    if markdown is not None:
        text = debrief_markdown(d)
        if markdown == STDOUT:
            click.echo(clean(text), nl=False)
        else:
            write_atomically(markdown, text)
            screen.put(screen.t("The report is in {file}.", file=markdown))
    if html is None and markdown is None:
        put_debrief(screen, d, figures)


def _taken_again(record: Record) -> bool:
    """Whether what would have been better may be shown, because the call was taken again since."""
    others = [
        other.attempt
        for other in user_store().records(record.attempt.case)
        if other.result is not None and other.result.verdict is not None and other.id != record.id
    ]
    calls = [moment for moment in map(began, others) if moment is not None]
    return better_replies_shown(last_moved(record.attempt, datetime.now(UTC)), calls, gave_up=False)


def found_record(name: str) -> Record:
    """The attempt that is meant: a file, an id, or the one finished last. Raises NoSuchAttempt."""
    store = user_store()
    if name == LAST:
        finished = [record for record in store.records() if record.finished]
        if not finished:
            raise NoSuchAttempt(Message("There is no finished attempt yet. “winwin play” begins one."))
        return finished[-1]
    file = Path(name)
    return read_record(file) if os.path.isfile(file) else store.find(name)
