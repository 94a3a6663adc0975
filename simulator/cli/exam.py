"""`winwin exam`: practice papers, and questions from and for other programs."""

from importlib import import_module

import click

from simulator.case.messages import Message

from .failures import Misuse
from .group import N_, Command, Context, in_our_language

COMMANDS = {
    "practise": N_("Answer questions of the bank in the terminal, and see what was right and why."),
    "paper": N_("Put a paper together by a blueprint, with the reason for each question."),
    "import": N_("Take questions from GIFT, Aiken, Moodle XML, CSV or Excel into a bank."),
    "export": N_("Write a bank's questions as GIFT, Aiken, Moodle XML, CSV or Excel."),
    "template": N_("Write an empty Excel table for people who write questions."),
}


class ExamGroup(click.Group):
    """The commands about the exam; each is imported only when it is needed."""

    context_class = Context
    examples = ("winwin exam practise", "winwin exam template questions.xlsx")
    format_epilog = Command.format_epilog

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"simulator.cli.exam_{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise Misuse(
                Message(
                    "There is no “winwin {group} {name}”; there are: {names}.",
                    group=ctx.info_name,
                    name=args[0],
                    names=", ".join(COMMANDS),
                )
            )
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the commands are for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(in_our_language(self.help))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section(in_our_language(N_("Commands"))):
            formatter.write_dl([(name, in_our_language(text)) for name, text in COMMANDS.items()])


@click.group(
    "exam",
    cls=ExamGroup,
    help=N_(
        "The monthly exam without a desk: practise, put papers together, and exchange questions with other"
        " programs. All of it works on a folder with “policies” and “questions”."
    ),
)
def command() -> None:
    """Hold the commands."""
