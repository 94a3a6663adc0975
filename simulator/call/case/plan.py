"""Plans: scripted plays that an author keeps beside a case, with what must come of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from simulator.source.part import Id, Part, Percent
from simulator.source.problems import CaseError, Place
from simulator.source.reading import Source, read_file, read_text
from simulator.source.validating import validate

from .document import StageName

PLAN_ENDING = ".plan.yaml"

MoveText = Annotated[str, Field(min_length=1, max_length=200)]


class ExpectPart(Part):
    """What must come of a plan."""

    ending: Id | None = None
    verdict: Literal["win-win", "customer", "company", "lose-lose"] | None = None
    score: Percent | None = None
    at_least: Percent | None = None
    at_most: Percent | None = None
    critical: list[Id] | None = None


class PlanPart(Part):
    """A plan file."""

    moves: Annotated[list[MoveText], Field(max_length=10_000)]
    persona: Id | None = None
    stage: StageName | None = None
    seed: int | None = None
    expect: ExpectPart = ExpectPart()


@dataclass(frozen=True)
class Plan:
    """A scripted play: its moves with the place of each, and what is expected."""

    part: PlanPart
    source: Source
    lines: tuple[int, ...] = ()
    """The line of each move in a plain text, from 1."""

    @property
    def moves(self) -> list[str]:
        """The moves, in order."""
        return self.part.moves

    def place(self, *location: str | int) -> Place:
        """Where something is in the plan's file."""
        match location:
            case ("moves", int(number)) if self.lines:
                return Place(self.source.file, self.lines[number])
        return self.source.place(location)


def plan_files(folder: Path) -> list[Path]:
    """The plans beside a case, by name."""
    return sorted(folder.glob(f"*{PLAN_ENDING}"))


def read_plan(path: Path, shown_as: str | None = None) -> Plan:
    """A plan from a YAML file, or from a plain text with one move a line. Raises CaseError."""
    lines: dict[int, str] = {}
    if path.suffix in (".yaml", ".yml"):
        source = read_file(path, shown_as)
    else:
        source, text = read_text(path, shown_as)
        moves = (
            (number, line.split("#")[0].strip()) for number, line in enumerate((text or "").splitlines(), 1)
        )
        lines = {number: move for number, move in moves if move}
        source.data = {"moves": list(lines.values())}
    part = validate(source, PlanPart)
    if part is None:
        raise CaseError(source.problems)
    return Plan(part, source, tuple(lines))
