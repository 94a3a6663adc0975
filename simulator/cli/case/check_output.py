"""What `winwin check` found, for people, for programs, and for the review pages of GitHub."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from simulator.call.case.loading import AS_WRITTEN, AgentLimits
from simulator.call.check.study import Finding, Witness
from simulator.cli.problems import counted, put_problems
from simulator.cli.terminal import Screen, print_json, words
from simulator.source.problems import Problem, Severity
from simulator.text.message import plural

VERSION: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """A problem, and the case that it was found in."""

    problem: Problem
    case: str
    agent: AgentLimits = AS_WRITTEN
    """Who took its calls."""


@dataclass(frozen=True)
class PlayEntry:
    """A rehearsal that shows what a problem claims."""

    persona: Annotated[str, Field(description="Who is on the line.")]
    moves: Annotated[tuple[str, ...], Field(description="The replies, in order.")]
    command: Annotated[str, Field(description="A line for the shell that plays it.")]


@dataclass(frozen=True)
class ProblemEntry:
    """One problem, and where it stands."""

    rule: Annotated[str, Field(description="The id of the rule; `winwin rules ID` explains it.")]
    severity: Annotated[
        Literal["error", "warning"],
        Field(description="An error keeps the case from being played; a warning does not."),
    ]
    message: Annotated[str, Field(description="What is wrong and how to mend it, in the language asked for.")]
    case: Annotated[str, Field(description="The case that was checked, as its path is shown.")]
    file: Annotated[str, Field(description="The file with the problem: a case, a translation or a plan.")]
    line: Annotated[int, Field(ge=1, description="The line in the file, counted from 1.")]
    column: Annotated[int, Field(ge=1, description="The character in the line, counted from 1.")]
    play: Annotated[
        PlayEntry | None, Field(description="The play that shows it, where something is claimed about play.")
    ]


@dataclass(frozen=True)
class CheckReport:
    """What `winwin check --format json` prints."""

    version: Annotated[
        Literal[1],
        Field(
            description="Goes up when a field changes its meaning or is no longer there; new ones may come."
        ),
    ]
    cases: Annotated[tuple[str, ...], Field(description="The cases that were checked.")]
    errors: Annotated[int, Field(ge=0, description="How many problems are errors.")]
    warnings: Annotated[int, Field(ge=0, description="How many problems are warnings.")]
    problems: Annotated[
        tuple[ProblemEntry, ...], Field(description="The problems, case by case as they stand.")
    ]


def put_text(
    screen: Screen, found: Sequence[CaseProblem], checked: int, most: int | None, banks: int = 0
) -> None:
    """Write the problems, at most so many, each with the play that shows it; and how many there are."""
    t = screen.t
    for one in found[:most]:
        put_problems(screen, [one.problem])
        witness = _witness(one.problem)
        if witness is not None:
            line = words(
                "    ", (t("play it:"), "note"), " ", (play_command(one.case, witness, one.agent), "note")
            )
            screen.console.print(line, soft_wrap=True)
    if most is not None and len(found) > most:
        screen.put(t("… and {count} more; --all lists them all.", count=len(found) - most), "note")
    problems = [one.problem for one in found]
    cases = t(plural("1 case checked", "{count} cases checked", count=checked))
    if banks:
        told = t(plural("1 bank of questions checked", "{count} banks of questions checked", count=banks))
        cases = t("{cases}, {banks}", cases=cases, banks=told) if checked else told
    serious = any(problem.severity is Severity.ERROR for problem in problems)
    summary = t("{checked}: {problems}.", checked=cases, problems=counted(screen, problems))
    screen.put(summary, "right" if not found else "error" if serious else "warning")


def put_json(screen: Screen, found: Sequence[CaseProblem], cases: Sequence[Path]) -> None:
    """Print a report for programs."""
    print_json(asdict(report(screen, found, cases)))


def put_annotations(screen: Screen, found: Sequence[CaseProblem]) -> None:
    """Print each problem as a command that GitHub shows beside the line."""
    for one in found:
        screen.console.print(words(annotation(screen, one.problem)), soft_wrap=True)


def report(screen: Screen, found: Sequence[CaseProblem], cases: Sequence[Path]) -> CheckReport:
    """The report on cases, with sentences in the language of the screen."""
    entries = tuple(_entries(screen, found))
    errors = sum(entry.severity == "error" for entry in entries)
    return CheckReport(VERSION, tuple(map(str, cases)), errors, len(entries) - errors, entries)


def annotation(screen: Screen, problem: Problem) -> str:
    """A problem as a workflow command of GitHub, for example `::warning file=case.yaml,line=3::Say why.`."""
    place = problem.place
    fields = {"file": place.file, "line": place.line, "col": place.column, "title": problem.rule}
    told = ",".join(f"{name}={_escaped(str(value), inside=True)}" for name, value in fields.items())
    return f"::{problem.severity.value} {told}::{_escaped(screen.t(problem.message))}"


def play_command(case: str, witness: Witness, agent: AgentLimits = AS_WRITTEN) -> str:
    """A line for the shell that plays a witness."""
    play = f"winwin play {shlex.quote(case)} --persona {shlex.quote(witness.persona)} --stage rehearsal"
    play += "".join(f" --{name} {value}" for name, value in agent._asdict().items() if value is not None)
    if not witness.moves:
        return play
    return f"printf '%s\\n' {shlex.join(witness.moves)} | {play} --plan -"


def _entries(screen: Screen, found: Sequence[CaseProblem]) -> Iterator[ProblemEntry]:
    for one in found:
        problem, witness = one.problem, _witness(one.problem)
        yield ProblemEntry(
            problem.rule,
            problem.severity.value,
            screen.t(problem.message),
            one.case,
            problem.place.file,
            problem.place.line,
            problem.place.column,
            _play(one, witness) if witness else None,
        )


def _play(one: CaseProblem, witness: Witness) -> PlayEntry:
    return PlayEntry(witness.persona, witness.moves, play_command(one.case, witness, one.agent))


def _witness(problem: Problem) -> Witness | None:
    return problem.witness if isinstance(problem, Finding) else None


def _escaped(text: str, inside: bool = False) -> str:
    """A text as it stands in a workflow command; `inside` the list of its fields more is taken."""
    for character in "%\r\n" + (":," if inside else ""):
        text = text.replace(character, f"%{ord(character):02X}")
    return text
