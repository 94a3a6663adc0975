"""Problems of authors' files as lines that people and editors can follow."""

from collections.abc import Sequence

from simulator.source.problems import Problem, Severity
from simulator.text.message import plural

from .terminal import Screen, words


def put_problems(screen: Screen, problems: Sequence[Problem], most: int | None = None) -> None:
    """Write each problem as `file:line:column: message [rule]`, at most so many of them.

    A warning says so in words too, where there may be no colour.
    """
    for problem in problems[:most]:
        message = screen.t(problem.message)
        style = "error" if problem.severity is Severity.ERROR else "warning"
        if problem.severity is Severity.WARNING:
            message = screen.t("warning: {message}", message=message)
        # not wrapped: an editor that jumps to the place wants it whole
        line = words((f"{problem.place}:", "heading"), " ", (message.replace("\n", " "), style))
        line.append_text(words((f" [{problem.rule}]", "note")))
        screen.console.print(line, soft_wrap=True)
    if most is not None and len(problems) > most:
        screen.put(screen.t("… and {count} more; --all lists them all.", count=len(problems) - most), "note")


def counted(screen: Screen, problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    t = screen.t
    of_errors = t(plural("1 error", "{count} errors", count=errors))
    of_warnings = t(plural("1 warning", "{count} warnings", count=warnings))
    if errors and warnings:
        return t("{errors}, {warnings}", errors=of_errors, warnings=of_warnings)
    return of_errors if errors else of_warnings if warnings else t("No problems")
