"""`winwin new`: a small case that works, to begin one's own with."""

import shutil
import sys
from pathlib import Path

import click

from simulator.call.case.loading import CASE_FILE
from simulator.call.case.scaffold import can_name_a_case, scaffold_files
from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.group import called, language_option
from simulator.cli.terminal import Screen
from simulator.disk import write_atomically
from simulator.text.language import N_
from simulator.text.message import Message


@called(
    "new",
    help=N_(
        "Begin a case of your own: a folder with a small case that has all three stages, its translation and"
        " a plan. It checks clean and can be played at once; then change it line by line. ID is the case's"
        " name (small letters, digits, hyphens), or a path that ends with it."
    ),
    examples=["winwin new late-parcel", "winwin new cases/late-parcel --lang zh"],
)
@click.argument("path", metavar="ID", type=click.Path(path_type=Path))
@language_option(N_("The language to write the case in."))
def command(path: Path, language: str) -> None:
    """Write a new case."""
    screen = Screen(sys.stdout, language)
    name = path.name
    if not can_name_a_case(name):
        raise Misuse(
            Message(
                "“{name}” cannot name a case: small letters or Chinese characters, digits, single hyphens.",
                name=name,
            )
        )
    if path.exists():
        raise CommandFailure(Message("{path} is there already; nothing was written.", path=path))
    write_scaffold(path, language)
    t = screen.t
    screen.put(t("{path} is ready. Now:", path=path))
    for words in (f"winwin play {path}", f"winwin check {path}"):
        screen.put(words, "key", indent=2)
    screen.put(t("Then change a line in {file}, check, and play again.", file=path / CASE_FILE))


def write_scaffold(folder: Path, language: str) -> None:
    """Write the example case of a language into a new folder, under its name; all or nothing."""
    folder.mkdir(parents=True)
    try:
        for name, content in scaffold_files(folder.name, language).items():
            write_atomically(folder / name, content.decode())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
