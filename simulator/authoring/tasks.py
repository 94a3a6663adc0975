"""What asks the solver about a case, done in a process of its own: so it has an end, and nobody waits for it.

`main` reads a task from the input of its process and writes the answer to its output.
"""

import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.call.case.loading import load_case
from simulator.call.check.branching import Branching, NobodyThere, branching
from simulator.call.check.checking import check_case
from simulator.call.check.choices import SceneChoices, scene_choices
from simulator.call.check.claims import JudgedClaim, judged_claims
from simulator.call.check.measures import Asking, measures_of
from simulator.call.check.survey import Survey
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve, solve_all
from simulator.source.problems import Problem
from simulator.text.message import Message

BUDGET = 2_000_000  # positions for each persona: about 100 MB
MOST_MEMORY = 4 * 1024**3  # bytes of address space, most of which is never used
MOST_SECONDS = 60  # of processor time, for a process that nobody waits for any more


@dataclass(frozen=True, slots=True)
class PersonaFigures:
    """How the call goes with one persona: chances of a win-win 0-1, scores 0-100."""

    persona: str
    name: str
    """What the author calls them."""
    best: int
    winnable: bool
    typical: float
    random: float
    greedy: float
    mean: float
    """The score by random play."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A case in figures; see `simulator.call.check.measures.Measures`. What needs the solver may be None."""

    language: str
    stated: int
    words: Mapping[str, int]
    minutes: Mapping[str, float]
    scenes: int
    moves: int
    endings: int
    positions: int
    typical: float | None
    random: float | None
    greedy: float | None
    callers: tuple[PersonaFigures, ...]
    asking: Asking | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What replies are worth after some moves, or why these cannot be said; and in each scene."""

    branching: Branching | None
    refused: Message | None
    scenes: tuple[SceneChoices, ...]
    claims: tuple[JudgedClaim, ...]
    """What the author claims of every call."""


def problems(folder: Path) -> tuple[Problem, ...]:
    """Everything that the checker finds."""
    # without the calls that show a finding: nobody plays them here
    return tuple(
        Problem(found.place, found.rule, found.message, found.severity)
        for found in check_case(folder, budget=BUDGET)
    )


def figures(folder: Path, language: str) -> Figures:
    """The figures of a case that can be played."""
    case = load_case(folder, language)
    measures = measures_of(case, [Survey(solution) for solution in solve_all(case, BUDGET)], BUDGET)
    return Figures(
        language=case.language,
        stated=case.difficulty,
        words=dict(measures.words),
        minutes=dict(measures.minutes),
        scenes=measures.scenes,
        moves=measures.moves,
        endings=measures.endings,
        positions=measures.positions,
        typical=measures.share_won("typical"),
        random=measures.share_won("random"),
        greedy=measures.share_won("greedy"),
        callers=tuple(
            PersonaFigures(
                persona=one.persona,
                name=case.personas[case.persona_place(one.persona)].name,
                best=one.best,
                winnable=one.winnable,
                typical=one.typical,
                random=one.won("random"),
                greedy=one.won("greedy"),
                mean=one.random.mean,
            )
            for one in measures.difficulty or ()
        ),
        asking=measures.asking,
    )


def worth(folder: Path, language: str, moves: tuple[str, ...]) -> Worth | None:
    """What replies are worth after these moves, and in each scene; None for a case that is too large."""
    case = load_case(folder, language)
    solutions = list(solve_all(case, BUDGET))
    if not all(solution.reached.complete for solution in solutions):
        return None
    table = scene_choices(solutions)
    claims = judged_claims(case, list(map(Survey, solutions)))
    try:
        return Worth(branching(Judge(Shoes(case, solutions)), moves), None, table, claims)
    except NobodyThere as refusal:
        return Worth(None, refusal.message, table, claims)


def way(folder: Path, persona: str, scene: str) -> tuple[str, ...] | None:
    """The moves of a shortest call that comes to a scene with a persona; None where none was found."""
    case = load_case(folder)
    survey = Survey(solve(case, case.persona_place(persona), BUDGET))
    there = survey.at(scene)
    return tuple(survey.way_to(int(there[0]))) if len(there) else None


TASKS: Mapping[str, Callable[..., Any]] = {
    "problems": problems,
    "figures": figures,
    "way": way,
    "worth": worth,
}


def main() -> None:
    """Do one task."""
    # what a system does not have, or does not allow, is left out
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import os
        import resource

        os.nice(10)  # people who are taking a call go first
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    name, arguments = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(TASKS[name](*arguments)))
