"""`winwin exam template`: an empty table in Excel, with lists to choose from and a sheet that explains it."""

import sys
from pathlib import Path

import click

from simulator.cli.group import called, language_option
from simulator.cli.terminal import Screen
from simulator.exam.exchange.excel import write_template
from simulator.text.language import N_

from .bank import bank_option, force_option, found_bank, need_excel, write_new


@called(
    "template",
    help=N_(
        "Write an empty Excel table for people who write questions: a question a row, cells with lists to"
        " choose from, and a sheet that says how to fill it in. Filled in, “winwin exam import” reads it."
    ),
    examples=["winwin exam template questions.xlsx", "winwin exam template questions.xlsx --bank our-bank"],
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@bank_option
@force_option
@language_option(N_("The language of the table's heads and of the help in it."))
def command(file: Path, bank: Path | None, force: bool, language: str) -> None:
    """Write the template."""
    screen = Screen(sys.stdout, language)
    need_excel()
    found = found_bank(bank).bank
    topics = {question.topic for question in found.questions.values()}
    content = write_template("zh" if language == "zh" else "en", found.policies, topics)
    write_new(file, content, force)
    screen.put(screen.t("The table is in {file}. Filled in, it goes into a bank with:", file=file))
    screen.put(f"winwin exam import {file} --bank {bank or 'FOLDER'}", "key", indent=2)
