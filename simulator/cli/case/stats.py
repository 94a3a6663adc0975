"""`winwin stats`: a case in figures."""

import sys
from typing import Any

import click

from simulator.call.case.loading import load_case
from simulator.call.check.claims import judged_claims
from simulator.call.check.measures import Asking, Measures, measures_of
from simulator.call.check.survey import Survey
from simulator.call.report.wording import STAGES
from simulator.call.solver.solving import BUDGET
from simulator.call.solver.units import rounded_chance, rounded_points
from simulator.cli.finding import found_case
from simulator.cli.group import called, language_option, option, positions_option
from simulator.cli.terminal import Screen, print_json, tenths, words
from simulator.text.language import N_

from .solve import solutions_of
from .solve_data import claims_data, spread_data
from .solve_page import percent, put_claims, put_spread

LABEL = 16  # columns of what stands before a fact
VERSION = 1
"""Of the form of the data; it grows when something that was there is missing or means something else."""

_PARTS = {
    "recording": N_("the recorded call"),
    "questions": N_("the questions"),
    "customer": N_("the customer"),
    "agent": N_("the agent"),
    "feedback": N_("feedback"),
}


@called(
    "stats",
    help=N_(
        "Show a case in figures: how much there is to read, how long it takes to play, how "
        "often both sides win when a typical trainee plays, by chance and by greedy play, and how much "
        "asking is worth. For trainers and authors."
    ),
    examples=["winwin stats ticket-rebooking", "winwin stats ac-remote --json"],
)
@click.argument("case")
@positions_option(
    BUDGET, N_("Look at no more than about so many positions for each customer; what is left open, is said.")
)
@option("--json", "as_json", is_flag=True, help=N_("Print the figures as JSON."))
@language_option(N_("The language of the page, and of the case's words that are counted."))
def command(case: str, positions: int, as_json: bool, language: str) -> None:
    """Show figures."""
    loaded = load_case(found_case(case), language)
    surveys = [Survey(solution) for solution in solutions_of(loaded, None, positions)]
    measures = measures_of(loaded, surveys, positions)
    claims = judged_claims(loaded, surveys)
    if as_json:
        print_json(measures_data(measures) | {"claims": claims_data(claims)})
    else:
        screen = Screen(sys.stdout, language)
        put_measures(screen, measures)
        put_claims(screen, claims)


def measures_data(measures: Measures) -> dict[str, Any]:
    """The figures as data for programs."""
    case = measures.case
    typical, random, greedy = map(measures.share_won, ("typical", "random", "greedy"))
    return {
        "version": VERSION,
        "case": case.id,
        "digest": case.digest,
        "language": case.language,
        "complete": measures.complete,
        "words": dict(measures.words),
        "minutes": {stage: round(minutes, 2) for stage, minutes in measures.minutes.items()},
        "personas": len(case.personas),
        "scenes": measures.scenes,
        "moves": measures.moves,
        "endings": measures.endings,
        "positions": measures.positions,
        "difficulty": None
        if measures.difficulty is None or typical is None or random is None or greedy is None
        else {
            "stated": case.difficulty,
            "typical_wins": rounded_chance(typical),
            "random_wins": rounded_chance(random),
            "greedy_wins": rounded_chance(greedy),
            "personas": [
                {
                    "persona": persona.persona,
                    "best": persona.best,
                    "win_win": persona.winnable,
                    "typical_wins": rounded_chance(persona.typical),
                    "random": spread_data(persona.random),
                    "greedy": spread_data(persona.greedy),
                }
                for persona in measures.difficulty
            ],
        },
        "asking": measures.asking
        and {
            "told": rounded_points(measures.asking.told),
            "value": rounded_points(measures.asking.value),
            "without": rounded_points(measures.asking.without),
            "worth": rounded_points(measures.asking.worth),
        },
    }


def put_measures(screen: Screen, measures: Measures) -> None:
    """Write the page."""
    t = screen.t
    case = measures.case
    screen.heading(case.title)
    total = sum(measures.words.values())
    unit = (
        t("{count} characters", count=f"{total:,}")
        if case.language == "zh"
        else t("{count} words", count=f"{total:,}")
    )
    parts = t(", ").join(f"{t(_PARTS[part])} {count:,}" for part, count in measures.words.items() if count)
    _put(screen, t("To read"), t("{amount}: {parts}", amount=unit, parts=parts))
    names = {stage.value: t(name) for stage, name in STAGES.items()}
    stages = t(", ").join(f"{names[stage]} {minutes:.0f}" for stage, minutes in measures.minutes.items())
    minutes = t("about {count} minutes", count=f"{sum(measures.minutes.values()):.0f}")
    _put(screen, t("To play"), t("{amount}: {parts}", amount=minutes, parts=stages))
    rehearsal = t(
        "{scenes} scenes, {moves} replies, {endings} endings",
        scenes=measures.scenes,
        moves=measures.moves,
        endings=measures.endings,
    )
    _put(screen, t("Rehearsal"), rehearsal)
    positions = t("{positions} positions with all customers together", positions=f"{measures.positions:,}")
    _put(screen, "", positions)
    if not measures.complete:
        text = t("The budget was spent before all was looked at, so how hard it is cannot be said.")
        screen.put(text, "warning")
        return
    _put_difficulty(screen, measures)
    if measures.asking is not None:
        _put_asking(screen, measures.asking)


def _put_difficulty(screen: Screen, measures: Measures) -> None:
    t = screen.t
    typical, random, greedy = map(measures.share_won, ("typical", "random", "greedy"))
    assert typical is not None
    assert random is not None
    assert greedy is not None
    screen.heading(t("How hard it is"))
    _put(screen, t("Stated"), t("level {level} of 5", level=measures.case.difficulty))
    _put(screen, t("Typically"), t("a trainee wins {share} of calls for both sides", share=percent(typical)))
    _put(screen, t("By chance"), t("{share} of calls are won by both sides", share=percent(random)))
    _put(
        screen,
        t("Greedy play"),
        t("{share}, when what pays at once is always said", share=percent(greedy)),
    )
    for persona in measures.difficulty or ():
        known = measures.case.personas[measures.case.persona_place(persona.persona)]
        screen.put()
        win = t("both sides can win") if persona.winnable else t("both sides can never win")
        best = t("{score} points at best", score=persona.best)
        screen.put(words((known.name, "heading"), (f"  {known.id}", "key"), f"  {best}{t(', ')}{win}"))
        share = t("a trainee wins {share} of calls for both sides", share=percent(persona.typical))
        _put(screen, t("Typically"), share)
        put_spread(screen, persona.random, t("By chance"))
        put_spread(screen, persona.greedy, t("Greedy play"))


def _put_asking(screen: Screen, asking: Asking) -> None:
    t = screen.t
    screen.heading(t("What asking is worth"))
    worth = t("{points} of 100 points", points=tenths(asking.worth))
    _put(screen, t("Asking"), worth)
    _put(screen, "", t("{points} expected at best by a trainee who asks", points=tenths(asking.value)))
    _put(screen, "", t("{points} by one who never asks anything", points=tenths(asking.without)))
    _put(screen, "", t("{points} by somebody who knows who is calling", points=tenths(asking.told)))


def _put(screen: Screen, label: str, text: str) -> None:
    screen.put(text, label=words((f"  {label}", "key")), indent=LABEL)
