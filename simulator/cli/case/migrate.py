"""`winwin migrate`: a case of an earlier version, rewritten for this one."""

import sys

import click

from simulator.call.case.document import Document
from simulator.call.case.loading import case_file
from simulator.call.case.migrating import migrated
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.source.problems import CaseError
from simulator.source.reading import read_file
from simulator.source.validating import validate
from simulator.text.language import N_


@called(
    "migrate",
    help=N_(
        "Rewrite what a case of an earlier version says in a notation that is gone, for the time being"
        " effects by persona. The case plays as before; comments and everything else stay."
    ),
    examples=["winwin migrate late-parcel"],
)
@click.argument("case")
@language_option(N_("The language of the messages."))
def command(case: str, language: str) -> None:
    """Rewrite a case."""
    screen = Screen(sys.stdout, language)
    file = case_file(found_case(case))
    source = read_file(file)
    document = validate(source, Document)
    if document is None:
        raise CaseError(source.problems)
    text, count = migrated(source, document)
    if count:
        write_atomically(file, text)
        screen.put(screen.t("{file}: {count} effects rewritten.", file=file, count=count))
    else:
        screen.put(screen.t("{file}: nothing to rewrite.", file=file))
