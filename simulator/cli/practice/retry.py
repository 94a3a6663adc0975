"""`winwin retry`: back to before each mistake of a call, until a reply without loss is found."""

import sys

import click

from simulator.call.case.loading import load_case
from simulator.call.play.play import Play
from simulator.call.report.review import nothing_to_mend
from simulator.call.review.review import review
from simulator.cli.failures import CommandFailure
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option
from simulator.cli.practice.live.retrying import retry
from simulator.cli.practice.live.session import TerminalPlay
from simulator.cli.terminal import Screen
from simulator.text.language import N_
from simulator.text.message import Message

from .cases import user_store
from .judging import needed_judge
from .play import case_name
from .review import LAST, found_record


@called(
    "retry",
    help=N_(
        "Learn from the mistakes of a call: you are put back before each of them, one by one, until you find"
        " a reply that loses nothing. ATTEMPT is a saved attempt, its id, or “last” for the one you finished"
        " last. Nothing of it is changed."
    ),
    examples=["winwin retry", "winwin retry last --lang en"],
)
@click.argument("attempt", metavar="[ATTEMPT]", default=LAST)
@option("--case", "case", metavar="CASE", help=N_("The case, where it does not lie where it was played."))
@language_option(N_("The language to play in."))
def command(attempt: str, case: str | None, language: str) -> None:
    """Go through the mistakes of an attempt."""
    screen = Screen(sys.stdout, language)
    record = found_record(attempt)
    name = case or case_name(record)
    loaded = load_case(found_case(name), language)
    play = Play.restore(loaded, record.attempt)
    if play.progress.rehearsal is None:
        raise CommandFailure(
            Message("This attempt did not come to the call, so there is nothing to try again.")
        )
    found = review(play, needed_judge(loaded))
    assert found is not None  # there is a call
    screen.put()
    screen.put(loaded.title, "heading")
    if not found.mendable:
        screen.put(screen.t(nothing_to_mend(found)), "note" if found.faults else "right")
        return
    screen.put(
        screen.t("Type the number of what you would rather say. “h” gives a hint, “?” shows all keys.")
    )
    retry(TerminalPlay(play, screen, user_store(), record, name), found.mendable)
