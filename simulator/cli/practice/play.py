"""`winwin play`: a case from its recording to its debrief, live or by a plan."""

import os
import secrets
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from simulator.call.case.case import Case, Stage
from simulator.call.case.loading import AS_WRITTEN, AgentLimits, load_case
from simulator.call.case.plan import Plan, read_plan
from simulator.call.check.plans import run_plan
from simulator.call.play.draw import SEEDS, next_persona
from simulator.call.play.illegal import IllegalMove
from simulator.call.play.outcome import Outcome
from simulator.call.play.play import DoesNotFit, Play
from simulator.call.play.scoring import scores
from simulator.call.report.debrief import debrief
from simulator.cli.failures import REFUSED, CommandFailure, Misuse
from simulator.cli.finding import bundled_cases, found_case, found_plan, own_source, short_path
from simulator.cli.group import agent_options, called, language_option, option
from simulator.cli.practice.live.levels import put_all_levels
from simulator.cli.practice.live.session import TerminalPlay, new_record
from simulator.cli.problems import put_problems
from simulator.cli.terminal import Screen, print_json
from simulator.practice.store import Record, met_before, unfinished
from simulator.text.language import N_
from simulator.text.message import Message

from .cases import listed_cases, put_cases, user_store
from .debriefing import put_debrief
from .sitting import play_on, resume_command, write_page


def result_data(play: Play, gauges: bool = False) -> dict[str, Any]:
    """The result of a play, finished or not; what has not been reached, or asked for, is null."""
    outcome = play.outcome()
    worked_out = scores(play)
    return {
        "case": play.case.id,
        "digest": play.case.digest,
        "persona": play.persona,
        "seed": play.seed,
        "language": play.case.language,
        "stage": play.stage_played and play.stage_played.value,
        "finished": play.over,
        "moves": list(play.moves),
        "ending": outcome and outcome.ending.id,
        "verdict": outcome and _verdict(outcome),
        "cells": outcome and _cells(outcome),
        "score": None if outcome is None else outcome.score,
        "critical": list(outcome.critical) if outcome else [],
        "scores": {
            "replay": worked_out.replay,
            "analysis": worked_out.analysis,
            "rehearsal": worked_out.rehearsal,
            "total": worked_out.total,
        },
        "levels": _levels(play) if gauges else None,
    }


def _levels(play: Play) -> list[dict[str, Any]]:
    """Where the call stood at its opening and after each reply: scene, gauges, facts."""
    case, now = play.case, play.progress.rehearsal
    if now is None:
        return []
    spoken = tuple(play.spoken())
    stood = [(None, spoken[0].before if spoken else now), *((said.move.id, said.after) for said in spoken)]
    return [
        {
            "move": move,
            "scene": position.scene,
            "gauges": {g.id: value for g, value in zip(case.gauges, position.gauges, strict=True)},
            "facts": [fact for fact in case.facts if position.flags & case.flags[fact]],
        }
        for move, position in stood
    ]


def _verdict(outcome: Outcome) -> dict[str, str]:
    return {
        "business": outcome.business.value,
        "personal": outcome.personal.value,
        "overall": outcome.verdict.value,
    }


def _cells(outcome: Outcome) -> dict[str, dict[str, int]]:
    cells = outcome.cells
    return {
        "customer": {"business": cells.customer_business, "personal": cells.customer_personal},
        "company": {"business": cells.company_business, "personal": cells.company_personal},
    }


TYPED = "-"
"""The name of the plan that comes through the standard input."""


@called(
    "play",
    help=N_(
        "Play a case: hear the recorded call and mark what matters, find out what the customer wanted, then"
        " take the call yourself. CASE is the id of a bundled case or the path of one; without it you can"
        " choose. Every move is saved at once."
    ),
    examples=[
        "winwin play",
        "winwin play ticket-rebooking --lang en",
        "winwin play ticket-rebooking --stage rehearsal --persona proud",
        "winwin play --resume",
        "winwin play ticket-rebooking --plan whole --json",
        "winwin play ticket-rebooking --stage rehearsal --gauges --authority 3",
    ],
)
@click.argument("case", metavar="[CASE]", required=False)
@language_option(N_("The language to play in."))
@option("--persona", metavar="NAME", help=N_("Who calls; otherwise drawn from those who waited longest."))
@option("--seed", type=click.IntRange(0), metavar="NUMBER", help=N_("Draw the caller with this seed."))
@option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    help=N_("Play this stage alone."),
)
@option(
    "--plan",
    metavar="FILE",
    help=N_(
        "Play the moves in a file, in a plan of the case by its name, or from the standard input (-);"
        " nothing is saved."
    ),
)
@option(
    "--gauges",
    is_flag=True,
    help=N_("For authors: show every level after each reply, and what changed; nothing is saved."),
)
@agent_options
@option("--resume", is_flag=True, help=N_("Go on with the attempt you left last."))
@option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=N_("Write the debrief as a page."),
)
@option(
    "--json", "as_json", is_flag=True, help=N_("Print the result as JSON; everything else goes to stderr.")
)
@click.pass_context
def command(
    context: click.Context,
    case: str | None,
    language: str,
    persona: str | None,
    seed: int | None,
    stage: str | None,
    plan: str | None,
    gauges: bool,
    authority: int | None,
    budget: int | None,
    resume: bool,
    html: Path | None,
    as_json: bool,
) -> int:
    """Play a case."""
    screen = Screen(sys.stderr if as_json else sys.stdout, language)
    agent = AgentLimits(authority, budget)
    if plan is not None:
        if resume:
            raise Misuse(Message("A plan is played from its beginning; leave “--resume” out."))
        return _play_plan(screen, _named(case), agent, plan, persona, stage, seed, gauges, html, as_json)
    if resume:
        if gauges or agent != AS_WRITTEN:
            raise Misuse(
                Message(
                    "An attempt goes on as it began, without “--gauges”, “--authority” and “--budget”; leave"
                    " them out, or begin anew."
                )
            )
        if persona is not None or stage is not None or seed is not None:
            raise Misuse(
                Message("A resumed attempt keeps its caller and its stage; leave these options out.")
            )
        given = context.get_parameter_source("language")
        asked = language if given is click.core.ParameterSource.COMMANDLINE else None
        session = _resumed(screen, case, asked)
    else:
        session = _begun(screen, case or _chosen(screen), agent, persona, stage, seed, gauges)
    code = play_on(session, html)
    if as_json:
        print_json(result_data(session.play, gauges))
    return code


def _named(case: str | None) -> str:
    if case is None:
        raise Misuse(
            Message("Which case? “winwin play CASE”, with one of: {cases}.", cases=", ".join(bundled_cases()))
        )
    return case


def _chosen(screen: Screen) -> str:
    """The case that the user picks from the list."""
    if not sys.stdin.isatty():
        return _named(None)
    entries = listed_cases(screen)
    put_cases(screen, entries, numbered=True)
    screen.put()
    if any(not record.finished for record in user_store().records()):
        screen.put(screen.t("“winwin play --resume” goes on with the attempt you left last."), "note")
    ids = [entry.case.id for entry in entries]
    while True:
        line = screen.ask(screen.t("Which case? (a number; q leaves) "))
        if line is None or line.lower() == "q":
            raise click.exceptions.Exit(0)
        if line.isdecimal() and len(line) < 4 and 1 <= int(line) <= len(ids):
            return ids[int(line) - 1]
        if line in ids:
            return line


def _begun(
    screen: Screen,
    name: str,
    agent: AgentLimits,
    persona: str | None,
    stage: str | None,
    seed: int | None,
    gauges: bool,
) -> TerminalPlay:
    """A session of a new play; with another agent, or with the gauges, an author tries the case out."""
    store = user_store()
    path = found_case(name)
    case = load_case(path, screen.language, agent)
    trial = gauges or agent != AS_WRITTEN
    earlier = store.records(case.id)
    if persona is None:
        seed = secrets.randbelow(SEEDS) if seed is None else seed
        persona = next_persona(case, met_before(earlier), seed)
    else:
        seed = None  # nobody was drawn
    try:
        play = Play.start(case, persona, stage, seed)
    except IllegalMove as refusal:
        raise Misuse(refusal.message) from refusal
    _put_title(screen, case)
    if not trial and any(not record.finished for record in earlier):
        screen.put()
        screen.put(
            screen.t(
                "You have an unfinished attempt at this case; “{command}” goes on with it.",
                command=resume_command(name),
            ),
            "note",
        )
    record = new_record(play, case.language, own_source(path))
    return TerminalPlay(play, screen, store, record, name, trial, gauges)


def _resumed(screen: Screen, name: str | None, language: str | None) -> TerminalPlay:
    """A session that goes on with the attempt left last, at the case named or at any."""
    store = user_store()
    wanted = None if name is None else load_case(found_case(name)).id
    record = unfinished(store, wanted)
    name = name or case_name(record)
    spoken = language or record.language or screen.language
    if spoken != screen.language:
        screen = Screen(screen.stream, spoken)
    case = load_case(found_case(name), spoken)
    try:
        play = Play.restore(case, record.attempt)
    except DoesNotFit as refusal:
        raise CommandFailure(
            Message(
                "{reason} It is kept as it is; “{command}” begins a new one.",
                reason=refusal.message,
                command=f"winwin play {shlex.quote(name)}",
            )
        ) from refusal
    _put_title(screen, case)
    if play.changed:
        screen.put()
        screen.put(screen.t("The case has changed since; what you did so far still fits."), "warning")
    return TerminalPlay(play, screen, store, record, name)


def case_name(record: Record) -> str:
    """What the case of a kept attempt is found by. Raises Misuse where it has gone."""
    if record.source is None or record.attempt.case in bundled_cases():
        return record.attempt.case
    if not os.path.isfile(record.source):
        raise Misuse(
            Message(
                "The case of this attempt, “{case}”, is no longer at {source}; say where it is now.",
                case=record.attempt.case,
                source=record.source,
            )
        )
    return record.source


def _put_title(screen: Screen, case: Case) -> None:
    screen.put()
    screen.put(case.title, "heading")
    if case.summary:
        screen.put(case.summary)


def _typed_plan() -> Plan:
    """The plan that comes through the standard input, one move a line."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.txt"
        file.write_text(sys.stdin.read(), "utf-8")
        return read_plan(file, "<stdin>")


def _play_plan(
    screen: Screen,
    name: str,
    agent: AgentLimits,
    plan_name: str,
    persona: str | None,
    stage: str | None,
    seed: int | None,
    gauges: bool,
    html: Path | None,
    as_json: bool,
) -> int:
    """Play a plan and show the result; differences from the plan go to stderr."""
    path = found_case(name)
    case = load_case(path, screen.language, agent)
    plan = _typed_plan() if plan_name == TYPED else read_plan(short_path(found_plan(plan_name, path)))
    run = run_plan(case, plan, persona, stage, seed)
    if as_json:
        print_json(result_data(run.play, gauges))
    elif run.play.moves:
        if gauges:
            put_all_levels(screen, run.play)
        put_debrief(screen, debrief(run.play, screen.language), figures=True)
    if html is not None:
        from .judging import reviewed_debrief  # which loads the solver

        write_page(screen, reviewed_debrief(run.play, screen.language), html)
    put_problems(Screen(sys.stderr, screen.language), run.problems)
    return REFUSED if run.problems else 0
