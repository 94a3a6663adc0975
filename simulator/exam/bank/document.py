"""Policies and questions as their authors write them: the one definition of what may stand where."""

from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.policy.document import PairPart
from simulator.source.part import NOTHING, Id, Note, OneOrMore, Part

QuestionKind = Literal[
    "single", "multiple", "true-false", "ordering", "matching", "number", "short-text", "triage", "case"
]
Unit = Literal["yuan", "percent", "days", "hours", "minutes", "times"]
Bearer = Literal["customer", "agent", "company"]


MAX_OPTIONS = 20
MAX_ITEMS = 30


class QuestionOptionPart(PairPart):
    """An answer to choose, to put in order, or to match."""

    why: PairPart | None = Field(default=None, description="Why it is right, or why it tempts and is wrong.")
    why_from: dict[Id, PairPart] = Field(default={}, description="What is said instead from a version on.")


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
    options: dict[Id, QuestionOptionPart] = Field(default={}, max_length=MAX_OPTIONS)
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
    still_holds: OneOrMore[Id] = Field(
        default=NOTHING,
        description="Versions for which somebody has looked at key and texts: they hold as they are.",
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
