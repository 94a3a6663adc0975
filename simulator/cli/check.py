"""`winwin check`: everything that is wrong with cases, their translations and their plans."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from simulator.analysis.lint import EVERYTHING, Selection, known_rules, lint
from simulator.analysis.solving import BUDGET
from simulator.case.case import Case
from simulator.case.loading import CASE_FILE, case_file, examine
from simulator.case.messages import Message
from simulator.case.plan import PLAN_ENDING, plan_files, read_plan
from simulator.case.problems import CaseError, Problem, did_you_mean, errors
from simulator.training.plans import run_plan

from .check_output import Found, put_annotations, put_json, put_text
from .failures import MOST_PROBLEMS, REFUSED, Misuse
from .finding import found_case, short_path
from .group import N_, budget_option, called, language_option, option
from .terminal import Screen
from .watching import saves

Meant = tuple[Path, list[Path] | None]
"""A case to check, and the plans to check with it if not all of its own."""


@called(
    "check",
    help=N_(
        "Find everything that is wrong with a case: the file itself, its translations, how it plays, and"
        " whether each of its plans still comes out as it says. PATH is a case's folder or file, a plan, a"
        " folder of cases, or the id of a bundled case. “winwin rules” lists what is looked for. Exit code 1"
        " when there are errors."
    ),
    examples=[
        "winwin check late-parcel",
        "winwin check --watch late-parcel",
        "winwin check --strict scenarios",
        "winwin check ticket-rebooking --ignore long-reply,todo-note",
    ],
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option("--strict", is_flag=True, help=N_("Let warnings count as errors."))
@option("--all", "list_all", is_flag=True, help=N_("List every problem, however many there are."))
@option("--select", multiple=True, metavar="RULE,…", help=N_("Look only for these; errors are always told."))
@option("--ignore", multiple=True, metavar="RULE,…", help=N_("Leave these out; errors are always told."))
@option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help=N_("Print for people, for programs, or as annotations of GitHub."),
)
@option("--watch", is_flag=True, help=N_("Check again whenever a file is saved, until Ctrl-C."))
@budget_option(BUDGET, N_("How many positions to look at for each caller; a million take about 50 MB."))
@language_option(N_("The language of the messages."))
def command(
    paths: tuple[str, ...],
    strict: bool,
    list_all: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    shape: str,
    watch: bool,
    budget: int,
    language: str,
) -> int:
    """Check cases."""
    screen = Screen(sys.stdout, language)
    selection = Selection(_rules(select) if select else None, _rules(ignore))
    meant = [one for path in paths for one in _meant(path)]
    cases = list(dict.fromkeys(case for case, _ in meant))

    def check() -> int:
        found = found_in(meant, selection, budget)
        if shape == "json":
            put_json(screen, found, cases)
        elif shape == "github":
            put_annotations(screen, found)
        else:
            put_text(screen, found, len(cases), None if list_all else MOST_PROBLEMS)
        return REFUSED if errors(one.problem for one in found) or (strict and found) else 0

    if not watch:
        return check()
    if shape != "text":
        raise Misuse(Message("“--watch” is for people; leave “--format” out."))
    try:
        for _ in saves([case_file(case).parent for case in cases]):
            screen.console.clear()  # which does nothing where there is no terminal
            check()
            screen.put(screen.t("Checked again at the next save; Ctrl-C ends it."), "note")
    except KeyboardInterrupt:
        screen.put()
    return 0


def found_in(meant: Sequence[Meant], selection: Selection, budget: int) -> list[Found]:
    """What is found in cases, each problem once."""
    found: dict[Problem, Found] = {}
    for case, plans in meant:
        for problem in problems_of(case, plans, selection, budget):
            found.setdefault(problem, Found(problem, str(case)))
    return list(found.values())


def problems_of(
    case: Path, plans: list[Path] | None = None, selection: Selection = EVERYTHING, budget: int = BUDGET
) -> tuple[Problem, ...]:
    """The problems of a case, its translations and its plans (or only these plans), in reading order."""
    problems, files = examine(case)
    found = list(problems)
    if files is not None:
        for plan in plan_files(case_file(case).parent) if plans is None else plans:
            found += plan_problems(files.case, plan)
    return lint(found, files, selection, budget)


def plan_problems(case: Case, file: Path) -> tuple[Problem, ...]:
    """What is wrong with a plan, and with what comes of it."""
    try:
        return run_plan(case, read_plan(file)).problems
    except CaseError as error:
        return error.problems


def _meant(name: str) -> Iterator[Meant]:
    """The cases that a path means."""
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


def _rules(names: tuple[str, ...]) -> frozenset[str]:
    """The rules that are named, by commas or one by one. Raises Misuse for one that there is not."""
    rules = [name.strip() for part in names for name in part.split(",") if name.strip()]
    for rule in rules:
        if rule not in known_rules():
            raise Misuse(
                Message(
                    "There is no rule “{rule}”.{hint} “winwin rules” lists them.",
                    rule=rule,
                    hint=did_you_mean(rule, known_rules()),
                )
            )
    return frozenset(rules)
