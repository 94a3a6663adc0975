"""`winwin compare`: two attempts side by side, or an attempt and the best call, here or as a page."""

import sys
from pathlib import Path

import click

from simulator.call.case.case import Case
from simulator.call.case.loading import load_case
from simulator.call.play.play import Play
from simulator.call.report.comparison import comparison_html, comparison_part
from simulator.call.report.debrief import to_the_minute
from simulator.call.review.comparing import best_call, compare
from simulator.call.review.review import Review, review
from simulator.call.solver.judging import Judge
from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.practice.store import Record
from simulator.text.language import N_
from simulator.text.message import Message

from .comparing import put_comparison
from .judging import needed_judge
from .play import case_name
from .review import LAST, found_record

BEST = "best"


@called(
    "compare",
    help=N_(
        "Show two calls of the same case side by side: where they diverge, and what it led to. "
        "A and B are saved attempts, their ids, or “last”; B may be “best”, the best call "
        "there could have been with the same customer."
    ),
    examples=["winwin compare last best", "winwin compare first.json second.json --html two.html"],
)
@click.argument("a", metavar="[A]", default=LAST)
@click.argument("b", metavar="[B]", default=BEST)
@option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("Write a page that needs nothing else."),
)
@option("--case", "case", metavar="CASE", help=N_("The case, where it does not lie where it was played."))
@language_option(N_("The language of the comparison."))
def command(a: str, b: str, html: Path | None, case: str | None, language: str) -> None:
    """Compare two calls."""
    if a == BEST:
        raise Misuse(Message("Name an attempt first: “winwin compare last best”."))
    screen = Screen(sys.stdout, language)
    first = found_record(a)
    second = None if b == BEST else found_record(b)
    if second is not None and second.attempt.case != first.attempt.case:
        raise Misuse(
            Message(
                "These are attempts at two cases, “{first}” and “{second}”;"
                " only calls of one can be compared.",
                first=first.attempt.case,
                second=second.attempt.case,
            )
        )
    loaded = load_case(found_case(case or case_name(first)), language)
    judge = needed_judge(loaded)
    left = _reviewed(loaded, first, judge)
    right = best_call(left, judge) if second is None else _reviewed(loaded, second, judge)
    names = _name(screen, first), _name(screen, second)
    if names[0] == names[1]:
        names = f"{names[0]} (A)", f"{names[1]} (B)"
    part = comparison_part(compare(left, right), names, language)
    if html is None:
        put_comparison(screen, part)
    else:
        write_atomically(html, comparison_html(part))
        screen.put(screen.t("The comparison is in {file}.", file=html))


def _reviewed(case: Case, record: Record, judge: Judge) -> Review:
    found = review(Play.restore(case, record.attempt), judge)
    if found is None:
        raise CommandFailure(
            Message(
                "The attempt “{name}” did not come to the call, so it cannot be compared.", name=record.id
            )
        )
    return found


def _name(screen: Screen, record: Record | None) -> str:
    """What a call is called: when it was begun, or that it is the best."""
    if record is None:
        return screen.t("Best call")
    shown = to_the_minute(record.attempt.started)
    return screen.t("Attempt of {date}", date=shown) if shown else record.id
