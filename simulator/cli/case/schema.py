"""`winwin schema`: the JSON Schema of a case file."""

import json

import click

from simulator.call.case.schema import case_schema
from simulator.cli.group import called
from simulator.text.language import N_


@called(
    "schema",
    help=N_(
        "Print the JSON Schema of a case file. With it, an editor with a YAML language server completes and"
        " checks while you type: docs/authors.md says how."
    ),
    examples=["winwin schema > case.schema.json"],
)
def command() -> None:
    """Print the schema."""
    click.echo(json.dumps(case_schema(), ensure_ascii=False, indent=2))
