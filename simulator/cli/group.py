"""The commands and how they are called. A command's module is imported only when that command runs."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Any

import click

from simulator import __version__
from simulator.text.language import LANGUAGES, N_, preferred_language, translator

COMMANDS = {
    "serve": N_("Open the desk in a browser: for trainees, trainers and team leads."),
    "cases": N_("List the cases, and how far you have mastered each."),
    "play": N_("Play a case: hear the call, find what was wanted, take the call."),
    "review": N_("Show the debrief of an attempt, or write it as a report."),
    "retry": N_("Learn from the mistakes of a call: find the better replies yourself."),
    "compare": N_("Show two attempts side by side: where the calls diverge, and what it led to."),
    "check": N_("Find everything that is wrong with a case."),
    "rules": N_("List what is looked for in a case, or explain one rule."),
    "show": N_("Show a case to its trainer: customers, questions, scenes, endings."),
    "solve": N_("Work out what can come of a case's call, exactly: the best, the worst, by chance."),
    "map": N_("Draw the call as a map: where calls go, and what each reply loses."),
    "stats": N_("Show a case in figures: how long, how hard, what asking is worth."),
    "new": N_("Begin a case of your own with a small one that works."),
    "translate": N_("Write or renew the file of a case's translation."),
    "pace": N_("Write into a case with a clock how long each reply takes."),
    "migrate": N_("Rewrite a case of an earlier version in today's notation."),
    "exam": N_("Practise for the monthly exam; exchange questions with other programs."),
    "db": N_("Look after the desk's database: back it up, restore it, bring it up to date."),
    "schema": N_("Print the JSON Schema of a case file, for your editor."),
}

ROOMS = {
    "check": "simulator.cli.case.check",
    "map": "simulator.cli.case.map",
    "pace": "simulator.cli.case.pace",
    "migrate": "simulator.cli.case.migrate",
    "new": "simulator.cli.case.new",
    "rules": "simulator.cli.case.rules",
    "schema": "simulator.cli.case.schema",
    "show": "simulator.cli.case.show",
    "solve": "simulator.cli.case.solve",
    "stats": "simulator.cli.case.stats",
    "translate": "simulator.cli.case.translate",
    "cases": "simulator.cli.practice.cases",
    "compare": "simulator.cli.practice.compare",
    "play": "simulator.cli.practice.play",
    "retry": "simulator.cli.practice.retry",
    "review": "simulator.cli.practice.review",
    "db": "simulator.cli.desk.db",
    "serve": "simulator.cli.desk.serve",
    "exam": "simulator.cli.exam",
}

FIRST_STEPS = N_("To begin, type “winwin play” and choose a case.")


class Context(click.Context):
    """Click's context, with help pages that know how wide Chinese characters are."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what help pages are written with."""
        from .helping import Formatter

        return Formatter(width=self.terminal_width, max_width=self.max_content_width)


def in_our_language(text: str | None) -> str:
    """Return an interface text in the language that the environment asks for."""
    return translator(preferred_language(os.environ))(text or "")


class CommandOption(click.Option):
    """An option whose help is shown in the language of the environment."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's name and its help."""
        english = self.help
        self.help = in_our_language(english)
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = english

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what is shown in brackets after the help: not the range of a number, which says little."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


class Command(click.Command):
    """A command whose help is shown in the language of the environment, with examples."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[str] = (), **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.examples = tuple(examples)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. What fails is told while it is still known which language was asked for."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from .failures import told

            return told(error)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(in_our_language(self.help))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.examples:
            with formatter.section(in_our_language(N_("Examples"))):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}$ {example}\n")


class CommandGroup(click.Group):
    """A group of commands whose help is shown in the language of the environment."""

    context_class = Context

    def helps(self) -> Mapping[str, str | None]:
        """Return the one-line helps by name, in the order in which people need them."""
        return {name: command.short_help for name, command in self.commands.items()}

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or say which ones there are."""
        if args and args[0] not in self.helps() and not args[0].startswith("-"):
            raise self.unknown(ctx, args[0])
        return super().resolve_command(ctx, args)

    def unknown(self, ctx: click.Context, name: str) -> Exception:
        """Return the refusal of a command that is not there."""
        from .failures import unknown_subcommand

        return unknown_subcommand(ctx.info_name or "", name, self.helps())

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the commands are for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(in_our_language(self.help))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section(in_our_language(N_("Commands"))):
            formatter.write_dl([(name, in_our_language(text)) for name, text in self.helps().items()])


class LazyGroup(CommandGroup):
    """A group of commands whose names and one-line helps are known without importing them."""

    known: Mapping[str, str] = COMMANDS
    """The one-line helps by name, in the order in which people need them."""
    rooms: Mapping[str, str] = ROOMS
    """Where a command lies, by its name."""

    def helps(self) -> Mapping[str, str | None]:
        """Return the one-line helps by name."""
        return self.known

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names."""
        return list(self.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.known:
            return None
        command = import_module(self.rooms[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


class Program(LazyGroup):
    """The group of all commands."""

    def unknown(self, ctx: click.Context, name: str) -> Exception:
        """Return the refusal of a command that is not there, with one that could be meant."""
        from .failures import unknown_command

        return unknown_command(name, self.known)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what to do first."""
        formatter.write_paragraph()
        formatter.write_text(in_our_language(FIRST_STEPS))

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; what fails outside of it, or is click's own, becomes a sentence and an exit code."""
        try:
            return super().main(*args, **extra)
        except Exception as error:
            from .failures import told

            code = told(error)
            if extra.get("standalone_mode", True):
                sys.exit(code)
            return code


def option(*names: str, help: str, **attributes: Any) -> Callable[[Any], Any]:
    """Add an option to a command; `help` is marked with N_."""
    return click.option(*names, cls=CommandOption, help=help, **attributes)


def called(name: str, *, help: str, examples: Sequence[str]) -> Callable[[Any], Command]:
    """Make a command of a function; `help` is marked with N_."""
    return click.command(name, cls=Command, help=help, examples=examples)


def language_option(help: str) -> Callable[[Any], Any]:
    """Add the option --lang, which is the environment's language where it is not given."""
    return option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=lambda: preferred_language(os.environ),
        help=help,
    )


def positions_option(default: int, help: str) -> Callable[[Any], Any]:
    """Add the option --positions: how many positions the solver may look at."""
    return option("--positions", type=click.IntRange(1), default=default, metavar="NUMBER", help=help)


def day_option(*names: str, help: str) -> Callable[[Any], Any]:
    """Add an option for a day, which is today where it is not given."""
    return option(
        *names, "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", callback=_as_day, help=help
    )


def _as_day(context: click.Context, parameter: click.Parameter, value: Any) -> date:
    found: date = value.date() if value is not None else date.today()
    return found


def agent_options(command: Any) -> Any:
    """Add the options --authority and --budget: what the agent may do, in place of what the case says."""
    level = option(
        "--authority",
        type=click.IntRange(0, 9),
        metavar="LEVEL",
        help=N_("The agent's authority level, 0 to 9, in place of the case's."),
    )
    money = option(
        "--budget",
        type=click.IntRange(0, 1_000_000),
        metavar="YUAN",
        help=N_("What the agent may spend in a call, in place of the case's."),
    )
    return level(money(command))


@click.group(
    cls=Program,
    help=N_(
        "Train for difficult customer calls: hear one that went wrong, find out what the customer really"
        " wanted, then take the call yourself."
    ),
)
@click.version_option(
    __version__, prog_name="winwin", cls=CommandOption, help=N_("Show the version and exit.")
)
def winwin() -> None:
    """Hold the commands."""
