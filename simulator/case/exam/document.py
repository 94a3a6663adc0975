"""Policies and questions as their authors write them: the one definition of what may stand where."""

from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.case.document import NOTHING, Amount, Id, Note, OneOrMore, Part, Text

FactKind = Literal["amount", "percent", "days", "hours", "minutes", "limit", "yes-no"]
QuestionKind = Literal[
    "single", "multiple", "true-false", "ordering", "matching", "number", "short-text", "triage", "case"
]
Unit = Literal["yuan", "percent", "days", "hours", "minutes", "times"]
Bearer = Literal["customer", "agent", "company"]


MAX_OPTIONS = 20
MAX_ITEMS = 30


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
    values: dict[Id, bool | Amount] = Field(default={}, description="The facts' values, by name.")
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


class OptionPart(PairPart):
    """An answer to choose, to put in order, or to match."""

    why: PairPart | None = Field(default=None, description="Why it is right, or why it tempts and is wrong.")


class CostPart(Part):
    """What a wrong answer costs on the telephone."""

    yuan: Annotated[int, Field(ge=0, le=1_000_000)]
    borne_by: Bearer


class QuestionPart(Part):
    """One item of the bank, in both languages."""

    kind: QuestionKind
    topic: Id
    difficulty: Annotated[int, Field(ge=1, le=5)] = Field(description="From 1, easy, to 5; an estimate.")
    policy: Id
    cites: OneOrMore[Id] = Field(description="The clauses of the policy that the answer rests on.")
    stem: PairPart
    key: Annotated[dict[Id, Any], Field(min_length=1)] = Field(
        description="The answer by version of the policy, or `computed` from its facts."
    )
    explanation: PairPart
    cost: CostPart
    options: dict[Id, OptionPart] = Field(default={}, max_length=MAX_OPTIONS)
    items: dict[Id, PairPart] = Field(
        default={}, max_length=MAX_ITEMS, description="For matching and triage: what is placed."
    )
    unit: Unit | None = None
    tolerance: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    look_up: bool = Field(default=False, description="Answered with the handbook open.")
    case: Id | None = Field(default=None, description="For the kind `case`: the case that is rehearsed.")
    explanation_from: dict[Id, PairPart] = Field(
        default={}, description="What is explained instead from a version on."
    )
    sources: list[Note] = Field(default=[])
    enemies: OneOrMore[Id] = Field(
        default=NOTHING, description="Questions that give this one away, never on one paper."
    )
    siblings: OneOrMore[Id] = Field(
        default=NOTHING, description="Questions that ask the same in another way."
    )
    retired: Note | None = Field(default=None, description="The day from which it is not asked any more.")


class QuestionsDocument(Part):
    """A file of questions."""

    desk: Id
    names: dict[Id, PairPart] = Field(
        default={}, description="What people call desks and topics, by their names here."
    )
    questions: Annotated[dict[Id, QuestionPart], Field(min_length=1)]
