"""Problems as pages and the editor show them: each with its line, and a link to what explains it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from simulator.library.bundles import Files, is_text
from simulator.source.problems import Problem, Severity
from simulator.text.language import Translator
from simulator.text.message import Message

from .case_files import order_of, text_of

MOST_SHOWN = 200
MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem in a list. `excerpt` is the line it is about; `editable` whether the file can be opened."""

    file: str
    line: int
    column: int
    error: bool
    rule: str
    message: Message
    excerpt: str
    editable: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The problems of a case, as many as can be shown, and how many there are."""

    shown: tuple[ShownProblem, ...]
    errors: int
    warnings: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.errors + self.warnings - len(self.shown)


def listed(
    problems: Iterable[Problem],
    files: Files,
    order: Callable[[str], tuple[Any, ...]] = order_of,
    editable: Callable[[str], bool] = is_text,
) -> Listed:
    """Problems for a page: errors before warnings, then in reading order; `order` is that of the files."""
    found = sorted(problems, key=lambda p: (p.severity is not Severity.ERROR, order(p.place.file), p.place))
    lines: dict[str, list[str]] = {}
    shown = []
    for problem in found[:MOST_SHOWN]:
        place = problem.place
        if place.file not in lines:
            lines[place.file] = (text_of(files.get(place.file, b"")) or "").split("\n")
        of_file = lines[place.file]
        excerpt = of_file[place.line - 1].strip() if place.line <= len(of_file) else ""
        shown.append(
            ShownProblem(
                place.file,
                place.line,
                place.column,
                problem.severity is Severity.ERROR,
                problem.rule,
                problem.message,
                excerpt if len(excerpt) <= MOST_LETTERS else excerpt[: MOST_LETTERS - 1] + "…",
                editable(place.file) and place.file in files,
            )
        )
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    return Listed(tuple(shown), errors, len(found) - errors)


def as_json(
    problems: Iterable[Problem],
    files: Files,
    t: Translator,
    order: Callable[[str], tuple[Any, ...]] = order_of,
    editable: Callable[[str], bool] = is_text,
) -> list[dict[str, Any]]:
    """Problems for the editor; a problem ends where its word ends."""
    found = listed(problems, files, order, editable)
    lines = {
        name: (text_of(files.get(name, b"")) or "").split("\n") for name in {s.file for s in found.shown}
    }
    return [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "end_line": problem.line,
            "end_column": _end(lines[problem.file], problem.line, problem.column),
            "severity": "error" if problem.error else "warning",
            "message": t(problem.message),
            "rule": problem.rule,
        }
        for problem in found.shown
    ]


def _end(lines: list[str], line: int, column: int) -> int:
    """The column after the word at a place, so that the editor has something to underline."""
    if line > len(lines):
        return column
    text = lines[line - 1]
    end = column - 1
    while end < len(text) and not text[end].isspace() and text[end] not in ",:{}[]":
        end += 1
    return max(end + 1, min(column + 1, len(text) + 1))
