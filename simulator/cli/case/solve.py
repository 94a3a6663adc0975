"""`winwin solve`: what can come of a case's call, worked out exactly."""

import os
import sys
from collections.abc import Iterator, Sequence

import click

from simulator.call.case.case import Case
from simulator.call.case.loading import AgentLimits, load_case
from simulator.call.check.account import account_of
from simulator.call.check.branching import Branching, NobodyThere, branching
from simulator.call.check.choices import SceneChoices, scene_choices
from simulator.call.check.survey import Survey
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import BUDGET, Solution
from simulator.cli.failures import CommandFailure, Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import agent_options, called, language_option, option, positions_option
from simulator.cli.terminal import Screen, print_json
from simulator.disk import cache_folder
from simulator.library.solutions import SolutionStore, solved
from simulator.source.problems import did_you_mean
from simulator.text.language import N_
from simulator.text.message import Message
from simulator.text.typed_text import parted

from .branching_page import put_branching, put_scenes
from .solve_data import account_data
from .solve_page import put_account


@called(
    "solve",
    help=N_(
        "Work out what can come of a case's call, exactly: the best and the worst with each customer, whether"
        " both sides can win, what chance would bring, and what it costs not to know who is on the line."
        " Every claim comes with the replies that show it. For trainers and authors."
    ),
    examples=[
        "winwin solve ticket-rebooking",
        "winwin solve ticket-rebooking --persona proud",
        "winwin solve ticket-rebooking --after number-and-ask,feel-seat",
        "winwin solve ticket-rebooking --scenes",
        "winwin solve ac-remote --authority 3 --budget 500",
        "winwin solve ac-remote --json",
    ],
)
@click.argument("case")
@option("--persona", metavar="NAME", help=N_("Only with this customer."))
@option(
    "--after",
    metavar="MOVES",
    help=N_("Show what can be said after these replies, and what each is worth to whom: ids, with commas."),
)
@option("--scenes", is_flag=True, help=N_("Show for each scene which reply is best for whom, by how much."))
@agent_options
@positions_option(
    BUDGET, N_("Look at no more than about so many positions for each customer; what is left open, is said.")
)
@option("--json", "as_json", is_flag=True, help=N_("Print everything as JSON: docs/solve-json.md says how."))
@language_option(N_("The language of the page."))
def command(
    case: str,
    persona: str | None,
    after: str | None,
    scenes: bool,
    authority: int | None,
    budget: int | None,
    positions: int,
    as_json: bool,
    language: str,
) -> None:
    """Solve a case."""
    loaded = load_case(found_case(case), language, AgentLimits(authority, budget))
    solutions = tuple(solutions_of(loaded, persona, positions))
    branches = None if after is None else _branches(loaded, parted(after), persona, solutions, positions)
    table = _table(solutions) if scenes else None
    screen = Screen(sys.stdout, language)
    if as_json or (branches is None and table is None):
        account = account_of(loaded, tuple(map(Survey, solutions)), positions)
        if as_json:
            print_json(account_data(account, branches, table))
        else:
            put_account(screen, account, case)
        return
    if branches is not None:
        put_branching(screen, branches)
    if table is not None:
        put_scenes(screen, table)


def _branches(
    case: Case, moves: list[str], persona: str | None, solutions: Sequence[Solution], budget: int
) -> Branching:
    """What is open after these moves. Raises Misuse, CommandFailure."""
    everybody = solutions if persona is None else tuple(solutions_of(case, None, budget))
    _check_complete(everybody)
    try:
        return branching(Judge(Shoes(case, everybody)), moves, None if persona is None else [persona])
    except NobodyThere as refusal:
        raise Misuse(refusal.message) from refusal


def _table(solutions: Sequence[Solution]) -> tuple[SceneChoices, ...]:
    """Which reply is best for whom. Raises CommandFailure."""
    _check_complete(solutions)
    return scene_choices(solutions)


def _check_complete(solutions: Sequence[Solution]) -> None:
    if not all(solution.reached.complete for solution in solutions):
        raise CommandFailure(
            Message(
                "Not all positions were looked at, so what a reply is worth cannot be said. Let more be"
                " looked at, with “--positions”."
            )
        )


def solutions_of(case: Case, persona: str | None, budget: int) -> Iterator[Solution]:
    """The solutions for one persona or for all, kept from last time or worked out. Raises Misuse."""
    names = [candidate.id for candidate in case.personas]
    if persona is not None and persona not in names:
        raise Misuse(
            Message(
                "The case has no persona “{name}”; it has: {names}.{hint}",
                name=persona,
                names=", ".join(names),
                hint=did_you_mean(persona, names),
            )
        )
    places = range(len(names)) if persona is None else [names.index(persona)]
    store = user_solutions()
    return (solved(case, place, budget, store) for place in places)


def user_solutions() -> SolutionStore:
    """Where this user's solutions are kept."""
    return SolutionStore(cache_folder(os.environ))
