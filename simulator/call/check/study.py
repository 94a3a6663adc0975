"""A case under study: its files and what the solver knows of it, worked out when asked; what a rule is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from simulator.call.case.case import Case
from simulator.call.case.document import Document
from simulator.call.case.loading import CaseFiles
from simulator.call.solver.expanding import ROOM
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import Solution, solve
from simulator.policy.policy import Policy
from simulator.source.problems import Place, Problem, Severity
from simulator.text.message import Message

from .survey import Condition, Survey, conditions


@dataclass(frozen=True, slots=True)
class Witness:
    """A rehearsal that shows what a finding claims; `winwin play --plan` plays it."""

    persona: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem that may claim something about play, with the play that shows it."""

    witness: Witness | None = None


class LaidInPlace(Place):
    """Where a shared reply stands, or a scene that it leads back to, as one of the places it is laid into."""


class Study:
    """What rules look at. `place` finds where something is in the case's file."""

    def __init__(
        self,
        files: CaseFiles,
        budget: int,
        policies: Mapping[str, Policy] = MappingProxyType({}),
        day: date | None = None,
    ) -> None:
        self.files = files
        self.budget = budget
        self.policies = policies
        """The desk's policies by id, as far as they are known: what a case cites is looked for in them."""
        self.day = day or date.today()
        """The day of the check: what policies say now is what they say on it."""

    @property
    def case(self) -> Case:
        """The case, in its own language."""
        return self.files.case

    @property
    def document(self) -> Document:
        """The case as its author wrote it."""
        return self.files.document

    def place(self, *location: str | int, key: bool = False) -> Place:
        """Where a value of the case's file stands, or its key."""
        source = self.files.source
        place = source.place(location, key)
        return (
            place
            if source.written(location) == location
            else LaidInPlace(place.file, place.line, place.column)
        )

    @cached_property
    def solutions(self) -> tuple[Solution, ...]:
        """The solved rehearsal for each persona, in the case's order, as far as there is room for all."""
        found: list[Solution] = []
        room = ROOM
        for place in range(len(self.case.personas)):
            found.append(solve(self.case, place, self.budget, max(room, 1)))
            if not found[-1].reached.complete:
                break
            room -= found[-1].reached.bytes
        return tuple(found)

    @property
    def solved(self) -> bool:
        """Whether all positions were within the budget; otherwise rules about play must keep silent."""
        complete = all(solution.reached.complete for solution in self.solutions)
        return complete and len(self.solutions) == len(self.case.personas)

    @cached_property
    def shoes(self) -> Shoes:
        """The rehearsal as a trainee sees it, who does not know who is on the line."""
        return Shoes(self.case, self.solutions)

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """The solutions laid out by scene and by move."""
        return tuple(Survey(solution) for solution in self.solutions)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that calls come to look at, with whether they ever hold and ever fail."""
        return tuple(conditions(self.case, self.document, self.surveys))

    def best_plans(self) -> Iterator[Witness]:
        """For each persona a shortest way to its best outcome."""
        for persona, solution in zip(self.case.personas, self.solutions, strict=True):
            yield Witness(persona.id, tuple(solution.best_line()))


class Remark(NamedTuple):
    """What a rule has found: where, a sentence that says how to mend it, and the play that shows it."""

    place: Place
    message: Message
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class CaseRule:
    """A rule of the checker. Its page in the docs is named by its id."""

    id: str
    check: Callable[[Study], Iterable[Remark]]
    severity: Severity = Severity.WARNING
    about_play: bool = False
    """Whether it needs the solved rehearsal, and so a case within the solver's budget."""
    in_part: bool = False
    """Whether what it finds stands though not all positions were looked at."""
