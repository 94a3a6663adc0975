"""`winwin show`: a case as its trainer wants to see it, with everything that trainees are not told."""

import sys
from pathlib import Path

import click

from simulator.call.case.case import Case
from simulator.call.case.loading import case_file, case_languages, load_case
from simulator.call.report.graph import case_graph, graph_svg, mermaid
from simulator.cli.failures import Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option
from simulator.cli.terminal import Screen, clean
from simulator.disk import write_atomically
from simulator.text.language import N_
from simulator.text.message import Message

from .showing import put_case

_MERMAID = (".mmd", ".mermaid")
_STDOUT = "-"


@called(
    "show",
    help=N_(
        "Show a case to its trainer: who can call and what they really want, what there is to hear, the"
        " questions with their answers, every scene with its replies, the endings. Not for trainees."
    ),
    examples=[
        "winwin show ticket-rebooking",
        "winwin show ticket-rebooking --path",
        "winwin show ticket-rebooking --graph calls.svg",
        "winwin show ticket-rebooking --graph - > calls.mmd",
    ],
)
@click.argument("case")
@option("--path", "only_path", is_flag=True, help=N_("Only print where the case lies."))
@option(
    "--graph",
    metavar="FILE",
    help=N_("Write the state machine as a picture (.svg) or as Mermaid (.mmd); “-” prints Mermaid."),
)
@language_option(N_("The language of the page."))
def command(case: str, only_path: bool, graph: str | None, language: str) -> None:
    """Show a case."""
    path = found_case(case)
    if only_path:
        click.echo(clean(str(case_file(path).parent)))
        return
    loaded = load_case(path, language)
    screen = Screen(sys.stdout, language)
    if graph is None:
        put_case(screen, loaded, case_languages(path))
    elif graph == _STDOUT:
        click.echo(clean(_drawn(loaded, language, ".mmd")), nl=False)
    else:
        write_atomically(Path(graph), _drawn(loaded, language, Path(graph).suffix.lower()))
        screen.put(screen.t("The state machine is in {file}.", file=graph))


def _drawn(case: Case, language: str, ending: str) -> str:
    drawn = case_graph(case, language)
    if ending == ".svg":
        return graph_svg(drawn)
    if ending in _MERMAID:
        return mermaid(drawn)
    raise Misuse(Message("A graph is written as .svg or as .mmd; give the file such an ending, or “-”."))
