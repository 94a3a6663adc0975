"""`winwin exam`: practice papers, and questions from and for other programs."""

from collections.abc import Mapping

import click

from simulator.cli.group import Command, LazyGroup
from simulator.text.language import N_

COMMANDS = {
    "practise": N_("Answer questions of the bank in the terminal, and see what was right and why."),
    "paper": N_("Generate forms from a blueprint, with the reason for each question."),
    "import": N_("Take questions from GIFT, Aiken, Moodle XML, CSV or Excel into a bank."),
    "export": N_("Write a bank's questions as GIFT, Aiken, Moodle XML, CSV or Excel."),
    "template": N_("Write an empty Excel table for people who write questions."),
}


class ExamGroup(LazyGroup):
    """The commands about the exam."""

    known = COMMANDS
    rooms: Mapping[str, str] = {
        name: f"simulator.cli.exam.{'import_' if name == 'import' else name}" for name in COMMANDS
    }
    examples = ("winwin exam practise", "winwin exam template questions.xlsx")
    format_epilog = Command.format_epilog


@click.group(
    "exam",
    cls=ExamGroup,
    help=N_(
        "The monthly exam without a desk: practise, generate forms, and exchange questions "
        "with other programs. All of it works on a folder with “policies” and “questions”."
    ),
)
def command() -> None:
    """Hold the commands."""
