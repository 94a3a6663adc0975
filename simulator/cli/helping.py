"""Help pages, laid out by what a text takes in columns and not in characters."""

from collections.abc import Iterable

import click

from simulator.text.language import N_

from .wrapping import padded, width_of, wrapped


class Formatter(click.HelpFormatter):
    """Click's formatter, for texts with characters of double width."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, filled to the page's width; an empty line parts them."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of names, each with what it means beside it."""
        rows = list(rows)
        widest = max((width_of(name) for name, _ in rows), default=0)
        column = min(widest, col_max) + col_spacing
        indent, rest = " " * self.current_indent, " " * (self.current_indent + column)
        for name, text in rows:
            lines = wrapped(text, self.width - len(rest))
            if width_of(name) > column - col_spacing:
                self.write(f"{indent}{name}\n")
            else:
                self.write(f"{indent}{padded(name, column)}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{rest}{line}\n")


# What click itself says, so that it stands in our catalog: see `_teach_click` in this package.
CLICK_SAYS = (
    N_("Usage:"),
    N_("Options"),
    N_("Error: {message}"),
    N_("Show this message and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Try '{command} {option}' for help."),
)
