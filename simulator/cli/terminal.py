"""The terminal: where words are shown, wrapped and free of control characters, and lines are read."""

import json
import re
import sys
import unicodedata
from typing import TextIO

import click
from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from simulator.text.language import translator

from .wrapping import line_spans, padded, width_of

WIDEST = 100  # columns; longer lines are hard to read
MAX_LINE = 500  # characters of what is typed

THEME = Theme(
    {
        "heading": "bold",
        "customer": "bold",
        "agent": "cyan",
        "screen": "yellow",
        "cue": "italic magenta",
        "number": "bold cyan",
        "note": "dim",
        "right": "green",
        "wrong": "red",
        "refusal": "red",
        "error": "bold red",
        "warning": "yellow",
        "key": "bold",
    }
)

# Control characters move the cursor, format characters turn the direction, surrogates cannot be written.
_JOINERS = "\u200c\u200d"  # two format characters that only shape what is beside them, as in emoji
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """A text without anything that a terminal would obey; line breaks stay."""
    text = _BREAKS.sub("\n", text).replace("\t", "    ")
    return "".join(
        character
        for character in text
        if character == "\n"
        or character in _JOINERS
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    )


def words(*parts: str | tuple[str, str] | Text) -> Text:
    """A text of parts, each plain or with a style; nothing in them is taken for markup."""
    text = Text()
    for part in parts:
        if isinstance(part, Text):
            text.append_text(part)
        elif isinstance(part, tuple):
            text.append(clean(part[0]), part[1])
        else:
            text.append(clean(part))
    return text


class Screen:
    """What a command writes on, in one language."""

    def __init__(self, stream: TextIO, language: str) -> None:
        self.stream = stream
        self.language = language
        self.t = translator(language)
        self.console = Console(
            file=stream, theme=THEME, highlight=False, markup=False, emoji=False, legacy_windows=False
        )
        self.width = min(self.console.width, WIDEST)

    def put(self, text: str | Text = "", style: str = "", label: str | Text = "", indent: int = 0) -> None:
        """Write a text, its lines indented; the label goes into the indentation of the first line."""
        content = words(text) if isinstance(text, str) else text
        if style:
            content.stylize_before(style)
        head = words(label) if isinstance(label, str) else label
        head.append(padded("", max(0, indent - width_of(head.plain))))
        for place, (start, end) in enumerate(line_spans(content.plain, self.width - indent)):
            line = head if place == 0 else Text(" " * indent)
            line.append_text(content[start:end])
            line.rstrip()
            self.console.print(line, soft_wrap=True)

    def heading(self, text: str) -> None:
        """Write a heading across the page."""
        title = words(("── ", "note"), (text, "heading"), " ")
        title.append("─" * max(0, self.width - width_of(title.plain)), "note")
        self.put()
        self.console.print(title, soft_wrap=True)
        self.put()

    def ask(self, prompt: str = "> ") -> str | None:
        """Read a line, without spaces around it and with full-width characters made plain; None at the end.

        A line that comes from a pipe is written out, so that what is read can be followed.
        """
        try:
            line = self._line(prompt)
        except EOFError:
            line = None
        if line is None:
            self.console.print()
            return None
        return unicodedata.normalize("NFKC", line[:MAX_LINE]).strip()

    def _line(self, prompt: str) -> str | None:
        at_terminal = sys.stdin.isatty()
        if at_terminal and self.console.file is sys.stdout and sys.stdout.isatty():
            import readline  # noqa: F401 - makes the arrow keys work in input()

            return input(prompt)
        self.console.print(prompt, end="", soft_wrap=True)
        self.console.file.flush()
        line = sys.stdin.readline()
        if not line:
            return None
        if not at_terminal:
            self.console.print(words(line.rstrip("\n")[:MAX_LINE]), soft_wrap=True)
        return line


def tenths(value: float) -> str:
    """Return a number with one decimal. What was added up in another order may differ in the last bit."""
    return f"{round(value, 6):.1f}"


_LOOSE_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def print_json(data: object) -> None:
    """Print JSON for a program, harmless on a terminal too."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    # json leaves these as they are, and a terminal could obey them
    click.echo(_LOOSE_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
