"""What a policy is once it has been read: versions with dates, clauses, facts and bulletins."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from simulator.text.bilingual import Pair

from .document import FactKind

FactValue = bool | int

MOST_LETTERS = 40
"""Letters of a clause where it is only named, as in a list to choose from."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a policy states as a value: its kind tells the unit."""

    id: str
    kind: FactKind
    means: Pair


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """All that a policy says from a day on, until the next version counts."""

    id: str
    effective: date
    summary: Pair
    clauses: Mapping[str, Pair]
    values: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The notice that announces a version of a policy."""

    id: str
    policy: str
    version: str
    posted: date
    text: Pair


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of the desk with its history, oldest version first."""

    id: str
    desk: str
    title: Pair
    facts: Mapping[str, Fact]
    versions: tuple[PolicyVersion, ...]
    bulletins: tuple[Bulletin, ...]

    def as_of(self, day: date) -> PolicyVersion | None:
        """The version that counts on a day; None before the first."""
        counting = [version for version in self.versions if version.effective <= day]
        return counting[-1] if counting else None

    def version(self, name: str) -> PolicyVersion | None:
        """The version of that name."""
        return next((version for version in self.versions if version.id == name), None)

    def latest_of(self, names: Container[str], version: PolicyVersion) -> PolicyVersion | None:
        """The latest version of some names that is this one or an earlier one; None if there is none."""
        upto = self.versions[: self.versions.index(version) + 1]
        return next((found for found in reversed(upto) if found.id in names), None)

    def clause_words(self, name: str, language: str) -> str:
        """How a clause begins in the newest version that has it: ids are for files. The id where none has."""
        for version in reversed(self.versions):
            if name in version.clauses:
                words = version.clauses[name].said_in(language).rstrip("。.")  # it may stand among others
                return words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 1] + "…"
        return name
