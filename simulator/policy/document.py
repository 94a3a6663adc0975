"""A policy as its author writes it."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from simulator.source.part import Amount, Id, Note, Part, Text
from simulator.source.validating import TRUTH_OR_NUMBER

FactKind = Literal["amount", "percent", "days", "hours", "minutes", "limit", "yes-no"]


def _truth_or_number(value: Any) -> str | None:
    return "(truth)" if isinstance(value, bool) else "(number)" if isinstance(value, int) else None


Value = Annotated[
    Annotated[bool, Tag("(truth)")] | Annotated[Amount, Tag("(number)")],
    Discriminator(
        _truth_or_number, custom_error_type=TRUTH_OR_NUMBER, custom_error_message="a truth or a whole number"
    ),
]
"""What a version states of a fact."""


class PairPart(Part):
    """One text in both languages; a desk that works in one language may leave the other out everywhere."""

    zh: Text | None = None
    en: Text | None = None


class FactPart(Part):
    """A figure or a yes or no of a policy, whose value each version states."""

    kind: FactKind
    means: PairPart = Field(description="What the value says.")


class VersionPart(Part):
    """A policy from a day on. After the first version, only what is different is written."""

    effective: Note = Field(description="The first day on which it counts, as 2026-03-01.")
    summary: PairPart = Field(description="In plain words: what counts now, or what has changed.")
    clauses: dict[Id, PairPart] = Field(default={})
    values: dict[Id, Value] = Field(default={}, description="The facts' values, by name.")
    drops: list[Id] = Field(default=[], description="Clauses and facts that are there no more.")


class BulletinPart(Part):
    """The notice that announces a version."""

    version: Id
    date: Note = Field(description="The day on which it was posted, as 2026-03-01.")
    text: PairPart


class PolicyDocument(Part):
    """A rule of the desk with its history."""

    id: Id = Field(description="The name of the file without its ending.")
    desk: Id
    title: PairPart
    versions: Annotated[dict[Id, VersionPart], Field(min_length=1)]
    facts: dict[Id, FactPart] = Field(default={})
    bulletins: dict[Id, BulletinPart] = Field(default={})
