"""`winwin check`: everything that is wrong with cases, their translations and their plans."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from simulator.call.case.loading import AS_WRITTEN, CASE_FILE, AgentLimits, case_file
from simulator.call.case.plan import PLAN_ENDING
from simulator.call.check.checking import check_case
from simulator.call.check.lint import Selection, known_rules
from simulator.call.solver.solving import BUDGET
from simulator.cli.failures import MOST_PROBLEMS, REFUSED, Misuse
from simulator.cli.finding import found_case, short_path
from simulator.cli.group import agent_options, called, day_option, language_option, option, positions_option
from simulator.cli.terminal import Screen
from simulator.exam.bank.loading import QUESTIONS, bank_folder
from simulator.exam.check.checking import check_bank, known_bank_rules
from simulator.policy.loading import POLICIES, known_policies
from simulator.policy.policy import Policy
from simulator.source.problems import Problem, did_you_mean, errors
from simulator.text.language import N_
from simulator.text.message import Message

from .check_output import CaseProblem, put_annotations, put_json, put_text
from .watching import saves

Meant = tuple[Path, list[Path] | None]
"""A case to check, and the plans to check with it if not all of its own."""
Bank = tuple[Path, Path]
"""A bank of questions to check, and the file or folder of it that problems are told of."""


@called(
    "check",
    help=N_(
        "Find everything that is wrong with a case: the file itself, its translations, how it plays, and"
        " whether each of its plans still comes out as it says. PATH is a case's folder or file, a plan, a"
        " folder of cases, or the id of a bundled case. A folder with “policies” and “questions”, or a"
        " file in one of them, is a bank of exam questions. “winwin rules” lists what is looked for. Exit"
        " code 1 when there are errors."
    ),
    examples=[
        "winwin check late-parcel",
        "winwin check --watch late-parcel",
        "winwin check --strict scenarios",
        "winwin check scenarios/questions",
        "winwin check late-parcel --authority 3",
        "winwin check ticket-rebooking --ignore long-reply,todo-note",
    ],
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@option("--strict", is_flag=True, help=N_("Let warnings count as errors."))
@option("--all", "list_all", is_flag=True, help=N_("List every problem, however many there are."))
@option(
    "--select", multiple=True, metavar="RULE,…", help=N_("Look only for these; errors are always reported.")
)
@option("--ignore", multiple=True, metavar="RULE,…", help=N_("Leave these out; errors are always reported."))
@option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help=N_("Print for people, for programs, or as annotations of GitHub."),
)
@option("--watch", is_flag=True, help=N_("Check again whenever a file is saved, until Ctrl-C."))
@positions_option(BUDGET, N_("How many positions to look at for each caller; a million take about 50 MB."))
@agent_options
@option(
    "--bank",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=N_("Where the policies lie whose clauses cases cite; by default beside the cases."),
)
@day_option("--as-of", help=N_("The day on which policies are looked at; today if not given."))
@language_option(N_("The language of the messages."))
def command(
    paths: tuple[str, ...],
    strict: bool,
    list_all: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    shape: str,
    watch: bool,
    positions: int,
    authority: int | None,
    budget: int | None,
    bank: Path | None,
    day: date,
    language: str,
) -> int:
    """Check cases."""
    screen = Screen(sys.stdout, language)
    agent = AgentLimits(authority, budget)
    selection = Selection(_rules(select) if select else None, _rules(ignore))
    banks = list(dict.fromkeys(bank for path in paths for bank in _bank(path)))
    meant = [one for path in paths for one in _meant(path)]
    cases = list(dict.fromkeys(case for case, _ in meant))
    count = len({bank.absolute() for bank, _ in banks})

    def check() -> int:
        policies = None if bank is None else known_policies(bank)
        in_cases = found_in(meant, selection, positions, policies, agent, day)
        found = [*in_cases, *found_in_banks(banks, selection)]
        if shape == "json":
            put_json(screen, found, [*cases, *(part for _, part in banks)])
        elif shape == "github":
            put_annotations(screen, found)
        else:
            put_text(screen, found, len(cases), None if list_all else MOST_PROBLEMS, count)
        return REFUSED if errors(one.problem for one in found) or (strict and found) else 0

    if not watch:
        return check()
    if shape != "text":
        raise Misuse(Message("“--watch” is for people; leave “--format” out."))
    try:
        parts = [bank / part for bank, _ in banks for part in (POLICIES, QUESTIONS)]
        for _ in saves([*(case_file(case).parent for case in cases), *parts]):
            screen.console.clear()  # which does nothing where there is no terminal
            check()
            screen.put(screen.t("Checked again at the next save; Ctrl-C ends it."), "note")
    except KeyboardInterrupt:
        screen.put()
    return 0


def found_in(
    meant: Sequence[Meant],
    selection: Selection,
    positions: int,
    policies: Mapping[str, Policy] | None = None,
    agent: AgentLimits = AS_WRITTEN,
    day: date | None = None,
) -> list[CaseProblem]:
    """What is found in cases, each problem once."""
    found: dict[Problem, CaseProblem] = {}
    for case, plans in meant:
        for problem in check_case(case, plans, selection, positions, policies, agent, day):
            found.setdefault(problem, CaseProblem(problem, str(case), agent))
    return list(found.values())


def found_in_banks(banks: Sequence[Bank], selection: Selection) -> list[CaseProblem]:
    """What is found in banks of questions, each problem once; in a part of one only what stands there."""
    found: dict[Problem, CaseProblem] = {}
    for bank, part in banks:
        for problem in check_bank(bank, selection):
            file = Path(problem.place.file)
            if file == part or part in file.parents:
                found.setdefault(problem, CaseProblem(problem, str(part)))
    return list(found.values())


def _bank(name: str) -> Iterator[Bank]:
    """The bank of questions that a path means, or that lies in its folder beside cases."""
    path = Path(name)
    if not os.path.exists(path) or os.path.isfile(path / CASE_FILE) or path.name == CASE_FILE:
        return
    folder = bank_folder(path)
    if folder is not None:
        folder = short_path(folder)
        inside = path.absolute() != folder.absolute()
        part = folder / path.absolute().relative_to(folder.absolute()) if inside else folder
        yield folder, part


def _meant(name: str) -> Iterator[Meant]:
    """The cases that a path means."""
    path = Path(name)
    if any(_bank(name)) and not (os.path.isdir(path) and next(path.rglob(CASE_FILE), None)):
        return
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
    known = (*known_rules(), *known_bank_rules())
    rules = [name.strip() for part in names for name in part.split(",") if name.strip()]
    for rule in rules:
        if rule not in known:
            raise Misuse(
                Message(
                    "There is no rule “{rule}”.{hint} “winwin rules” lists them.",
                    rule=rule,
                    hint=did_you_mean(rule, known),
                )
            )
    return frozenset(rules)
