"""`winwin pace`: how long each reply takes, written into a case that has a clock."""

import sys

import click

from simulator.call.case.document import Document
from simulator.call.case.loading import case_file
from simulator.call.case.timing import NO_CLOCK
from simulator.call.check.pacing import paced
from simulator.cli.failures import Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.source.problems import CaseError
from simulator.source.reading import read_file
from simulator.source.validating import validate
from simulator.text.language import N_


@called(
    "pace",
    help=N_(
        "Write into a case with a clock how long each reply takes that does not say so yet: from the length"
        " of its words, more for look-ups and holds. Change what you know better."
    ),
    examples=["winwin pace late-parcel"],
)
@click.argument("case")
@language_option(N_("The language of the messages."))
def command(case: str, language: str) -> None:
    """Write the times of replies."""
    screen = Screen(sys.stdout, language)
    file = case_file(found_case(case))
    source = read_file(file)
    document = validate(source, Document)
    if document is None:
        raise CaseError(source.problems)
    if document.clock is None:
        raise Misuse(NO_CLOCK)
    text, count = paced(source, document)
    if count:
        write_atomically(file, text)
    screen.put(screen.t("{file}: times written for {count} replies.", file=file, count=count))
