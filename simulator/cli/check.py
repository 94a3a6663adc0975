"""`winwin check`: everything that is wrong with cases, their translations and their plans."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from simulator.case.case import Case
from simulator.case.loading import CASE_FILE, case_file, case_problems, load_case
from simulator.case.plan import PLAN_ENDING, plan_files, read_plan
from simulator.case.problems import CaseError, Problem, errors, in_reading_order
from simulator.training.plans import run_plan

from .failures import MOST_PROBLEMS, REFUSED
from .finding import found_case, short_path
from .group import N_, called, language_option, option
from .problems import counted, put_problems
from .terminal import Screen


@called(
    "check",
    help=N_(
        "Find everything that is wrong with a case: the file itself, its translations, and whether each of"
        " its plans still comes out as it says. PATH is a case's folder or file, a plan, a folder of cases,"
        " or the id of a bundled case. Exit code 1 when there are errors."
    ),
    examples=["winwin check late-parcel", "winwin check --strict scenarios", "winwin check ticket-rebooking"],
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option("--strict", is_flag=True, help=N_("Let warnings count as errors."))
@option("--all", "list_all", is_flag=True, help=N_("List every problem, however many there are."))
@language_option(N_("The language of the messages."))
def command(paths: tuple[str, ...], strict: bool, list_all: bool, language: str) -> int:
    """Check cases."""
    screen = Screen(sys.stdout, language)
    found: dict[Problem, None] = {}
    files: dict[Path, None] = {}
    for path in paths:
        for case, plans in _meant(path):
            files[case] = None
            found |= dict.fromkeys(problems_of(case, plans))
    put_problems(screen, list(found), None if list_all else MOST_PROBLEMS)
    t = screen.t
    checked = t("1 case checked") if len(files) == 1 else t("{count} cases checked", count=len(files))
    summary = t("{checked}: {problems}.", checked=checked, problems=counted(screen, list(found)))
    screen.put(summary, "right" if not found else "error" if errors(found) else "warning")
    return REFUSED if errors(found) or (strict and found) else 0


def problems_of(case: Path, plans: list[Path] | None = None) -> tuple[Problem, ...]:
    """The problems of a case, its translations and its plans (or only these plans), in reading order."""
    found = list(case_problems(case))
    if not errors(found):
        playable = load_case(case)
        for plan in plan_files(case_file(case).parent) if plans is None else plans:
            found += plan_problems(playable, plan)
    return in_reading_order(found)


def plan_problems(case: Case, file: Path) -> tuple[Problem, ...]:
    """What is wrong with a plan, and with what comes of it."""
    try:
        return run_plan(case, read_plan(file)).problems
    except CaseError as error:
        return error.problems


def _meant(name: str) -> Iterator[tuple[Path, list[Path] | None]]:
    """The cases that a path means, each with the plans to check if not all of its own."""
    path = Path(name)
    if os.path.isdir(path) and not os.path.isfile(path / CASE_FILE):
        below = sorted(path.rglob(CASE_FILE))
        if below:
            yield from ((short_path(file.parent), None) for file in below)
            return
    if path.name.endswith(PLAN_ENDING) and os.path.isfile(path):
        yield path.parent / CASE_FILE, [path]
    elif _is_translation(path):
        yield path.parent / CASE_FILE, None
    else:
        yield short_path(found_case(name)), None


def _is_translation(path: Path) -> bool:
    return path.match("case.*.yaml") and os.path.isfile(path) and os.path.isfile(path.parent / CASE_FILE)
