"""`winwin solve`: what can come of a case's call, worked out exactly."""

import os
import sys
from collections.abc import Iterator

import click

from simulator.call.case.case import Case
from simulator.call.case.loading import AgentLimits, load_case
from simulator.call.check.account import Account, account_of
from simulator.call.check.survey import Survey
from simulator.call.solver.solving import BUDGET, Solution
from simulator.cli.failures import Misuse
from simulator.cli.finding import found_case
from simulator.cli.group import agent_options, called, language_option, option, positions_option
from simulator.cli.terminal import Screen, print_json
from simulator.disk import cache_folder
from simulator.library.solutions import SolutionStore, solved
from simulator.source.problems import did_you_mean
from simulator.text.language import N_
from simulator.text.message import Message

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
        "winwin solve ac-remote --authority 3 --budget 500",
        "winwin solve ac-remote --json",
    ],
)
@click.argument("case")
@option("--persona", metavar="NAME", help=N_("Only with this customer."))
@agent_options
@positions_option(
    BUDGET, N_("Look at no more than about so many positions for each customer; what is left open, is said.")
)
@option("--json", "as_json", is_flag=True, help=N_("Print everything as JSON: docs/solve-json.md says how."))
@language_option(N_("The language of the page."))
def command(
    case: str,
    persona: str | None,
    authority: int | None,
    budget: int | None,
    positions: int,
    as_json: bool,
    language: str,
) -> None:
    """Solve a case."""
    loaded = load_case(found_case(case), language, AgentLimits(authority, budget))
    account = account_for(loaded, persona, positions)
    if as_json:
        print_json(account_data(account))
    else:
        put_account(Screen(sys.stdout, language), account, case)


def account_for(case: Case, persona: str | None, budget: int) -> Account:
    """The account of a case, with one persona or with all. Raises Misuse."""
    solutions = solutions_of(case, persona, budget)
    return account_of(case, tuple(map(Survey, solutions)), budget)


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
