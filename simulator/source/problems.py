"""What is wrong with an author's file: data with a place, never an exception that stops at the first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from pathlib import Path

from simulator.text.message import Message

MOST_LETTERS, MOST_CANDIDATES = 60, 2000  # that a misspelt word is compared with: it takes their product
FEW = 12  # names that are all listed where none comes close to a misspelt word
SHOWN = 20  # problems in the text of a CaseError; all are in its `problems`


class Severity(Enum):
    """How much a problem matters."""

    ERROR = "error"
    """The case cannot be played."""
    WARNING = "warning"
    """The case can be played, but not as its author meant it."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file's name as the user gave it, line and column counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def within(self, folder: Path) -> "Place":
        """The same place, its file named as seen from a folder; a file elsewhere by its last part."""
        path = Path(self.file)
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
        return Place(name, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an author: where, which rule, and a sentence that says how to mend it."""

    place: Place
    rule: str
    message: Message
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.rule}]"

    def within(self, folder: Path) -> "Problem":
        """The same problem, its file named as the author knows it: see `Place.within`."""
        return replace(self, place=self.place.within(folder))


class CaseError(Exception):
    """A case, plan or translation that cannot be used. `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_reading_order(problems)
        more = len(self.problems) - SHOWN
        lines = [*map(str, self.problems[:SHOWN]), *([f"… and {more} more"] if more > 0 else [])]
        super().__init__("\n".join(lines))


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by place, each once."""
    unique = {(p.place, p.rule, str(p.message)): p for p in problems}
    return tuple(unique[key] for key in sorted(unique))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those problems that keep a case from being played."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def did_you_mean(word: str, candidates: Iterable[str]) -> Message:
    """“ Did you mean …?” for a misspelt word, with a space before it; empty when nothing comes close."""
    known = list(candidates)
    if len(word) > MOST_LETTERS or len(known) > MOST_CANDIDATES:
        return Message("")
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return Message(" Did you mean “{candidate}”?", candidate=close[0]) if close else Message("")


def what_there_is(word: str, candidates: Collection[str]) -> Message:
    """The closest name, as `did_you_mean` says it; where none comes close, all names, if they are few."""
    hint = did_you_mean(word, candidates)
    if hint.text or not 0 < len(candidates) <= FEW:
        return hint
    return Message(" There are: {names}.", names=", ".join(candidates))
