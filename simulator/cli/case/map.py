"""`winwin map`: where calls go in a case, and what each reply loses there."""

import sys
from pathlib import Path

import click

from simulator.call.case.case import Case
from simulator.call.case.loading import load_case
from simulator.call.play.play import Play
from simulator.call.report.graph import graph_svg, mermaid
from simulator.call.report.map import call_map, path_of
from simulator.call.solver.solving import BUDGET
from simulator.call.solver.traffic import traffic_of
from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option, positions_option
from simulator.cli.practice.review import found_record
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.text.language import N_
from simulator.text.message import Message

from .solve import solutions_of

_MERMAID = (".mmd", ".mermaid")
_STDOUT = "-"


@called(
    "map",
    help=N_(
        "Draw the call of a case as a map: scenes as large as random play passes them often, replies marked"
        " by what they lose, endings by who wins there; with the path of an attempt, if you like. For"
        " trainers and authors."
    ),
    examples=[
        "winwin map ticket-rebooking -o calls.svg",
        "winwin map ticket-rebooking --attempt last -o mine.svg",
        "winwin map ac-remote --persona tonight > tonight.mmd",
    ],
)
@click.argument("case")
@option(
    "-o",
    "--output",
    metavar="FILE",
    default=_STDOUT,
    help=N_("Write a picture (.svg) or Mermaid (.mmd); “-”, or nothing, prints Mermaid."),
)
@option("--attempt", metavar="FILE", help=N_("Draw the path of this attempt: a file, an id, or “last”."))
@option("--persona", metavar="NAME", help=N_("Calls with this customer; otherwise with all of them."))
@positions_option(BUDGET, N_("Look at no more than about so many positions for each customer."))
@language_option(N_("The language of the map."))
def command(
    case: str, output: str, attempt: str | None, persona: str | None, positions: int, language: str
) -> None:
    """Draw a map."""
    drawn_as = ".mmd" if output == _STDOUT else Path(output).suffix.lower()
    if drawn_as != ".svg" and drawn_as not in _MERMAID:
        raise Misuse(Message("A map is written as .svg or as .mmd; give the file such an ending, or “-”."))
    loaded = load_case(found_case(case), language)
    path = _path(loaded, attempt) if attempt else []
    solutions = list(solutions_of(loaded, persona, positions))
    if not all(solution.reached.complete for solution in solutions):
        raise CommandFailure(
            Message(
                "The budget was spent before all was looked at, so no map can be drawn; see “winwin solve”."
            )
        )
    graph = call_map(loaded, traffic_of(solutions), language, path)
    text = graph_svg(graph) if drawn_as == ".svg" else mermaid(graph)
    if output == _STDOUT:
        click.echo(text, nl=False)
        return
    write_atomically(Path(output), text)
    screen = Screen(sys.stdout, language)
    screen.put(screen.t("The map is in {file}.", file=output))


def _path(case: Case, name: str) -> list[tuple[str, str, str]]:
    """The path of an attempt at this case. Raises Misuse for an attempt at another."""
    record = found_record(name)
    if record.attempt.case != case.id:
        raise Misuse(
            Message(
                "This attempt is one at “{other}”, not at “{case}”.", other=record.attempt.case, case=case.id
            )
        )
    path = path_of(Play.restore(case, record.attempt))
    if not path:
        raise Misuse(Message("This attempt never came to the call."))
    return path
