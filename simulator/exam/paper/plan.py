"""The blueprint of a paper as its author writes it: in a form of the desk, or in a YAML file of its own."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulator.exam.bank.document import QuestionKind
from simulator.source.part import Id, Note, Part
from simulator.source.problems import CaseError
from simulator.source.reading import Location, Source, read_file
from simulator.source.validating import validate
from simulator.text.message import Message

MOST_QUESTIONS = 200
MOST_FORMS = 26
"""Forms are named by letters."""
MOST_SEED = 2**31 - 1

_FIGURE = re.compile(r"[-+]?\d{1,4}(?:\.\d{1,4})?")


def _figure(value: Any) -> Any:
    # YAML is read without fractions here, so they arrive as texts
    return float(value) if isinstance(value, str) and _FIGURE.fullmatch(value) else value


Figure = Annotated[float, BeforeValidator(_figure)]
Count = Annotated[int, Field(ge=0, le=MOST_QUESTIONS)]
Rating = Annotated[Figure, Field(ge=1, le=5)]
Ability = Annotated[Figure, Field(ge=-4, le=4)]
Told = Annotated[Figure, Field(ge=0, le=1000)]


class QuotaPart(Part):
    """How many questions of one sort are on each form."""

    least: Count | None = None
    most: Count | None = None


class DifficultyPart(Part):
    """The band of the mean difficulty of each form, on the authors' scale from 1 to 5."""

    least: Rating | None = None
    most: Rating | None = None


class InformationPart(Part):
    """How much information each form must give at an ability, in standard deviations from the mean."""

    ability: Ability
    least: Told | None = None
    most: Told | None = None


class SwapPart(Part):
    """A question of a form that was swapped for another by hand."""

    form: Annotated[int, Field(ge=0, lt=MOST_FORMS)]
    out: Id
    to: Id
    reason: Note


class BlueprintPlan(Part):
    """What the papers of an exam have to be like. All is about each of the parallel forms."""

    questions: Annotated[int, Field(ge=1, le=MOST_QUESTIONS)] = 20
    minutes: Annotated[int, Field(ge=1, le=600)] | None = Field(
        default=None, description="What the questions may take in all, as estimated by their kinds."
    )
    topics: dict[Id, QuotaPart] = Field(default={}, max_length=MOST_QUESTIONS)
    kinds: dict[QuestionKind, QuotaPart] = Field(default={})
    new: QuotaPart = Field(default=QuotaPart(), description="On what has changed since `new-since`.")
    persistent: QuotaPart = Field(default=QuotaPart(), description="On what keeps going wrong.")
    base: QuotaPart = Field(default=QuotaPart(), description="All other questions.")
    new_since: Note | None = Field(
        default=None, description="A day, as 2026-03-01; else the day of the exam before."
    )
    take_up: list[Note] = Field(
        default=[], max_length=MOST_QUESTIONS,
        description="Points that count as persistent: a topic, or a clause as POLICY/CLAUSE.",
    )  # fmt: skip
    difficulty: DifficultyPart = DifficultyPart()
    information: list[InformationPart] = Field(default=[], max_length=9)
    exposure: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="On how many papers a question may have been in the end."
    )
    forms: Annotated[int, Field(ge=1, le=MOST_FORMS)] = 1
    uses: Annotated[int, Field(ge=1, le=MOST_FORMS)] = Field(
        default=1, description="On how many of the forms a question may stand."
    )
    marks: dict[QuestionKind, Annotated[int, Field(ge=1, le=20)]] = Field(
        default={}, description="What a question of a kind carries; 1 unless said otherwise."
    )
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 0
    leave_out: dict[Id, Note] = Field(
        default={}, max_length=MOST_QUESTIONS, description="Questions not to be asked, with the reason."
    )
    pin: dict[Id, Note] = Field(
        default={}, max_length=MOST_QUESTIONS, description="Questions to be asked, with the reason."
    )
    swaps: list[SwapPart] = Field(
        default=[], max_length=MOST_QUESTIONS, description="Done by hand when the forms are there."
    )
    makes_up: Annotated[int, Field(ge=1, le=MOST_SEED)] | None = Field(
        default=None, description="The number of the exam that its absentees make up for with this one."
    )
    asked_there: list[Id] = Field(
        default=[], max_length=MOST_QUESTIONS * MOST_FORMS, description="What was asked in that exam."
    )

    @property
    def since(self) -> date | None:
        """The day from which on what changed is new; None where the plan leaves it to the exam before."""
        return date.fromisoformat(self.new_since) if self.new_since else None

    def as_mapping(self) -> dict[str, Any]:
        """The plan as plain data, without what is as it is anyway. `blueprint_plan` reads it back."""
        return self.model_dump(by_alias=True, exclude_defaults=True, mode="json")


def blueprint_plan(data: Mapping[str, Any]) -> BlueprintPlan:
    """The plan that plain data stand for. Raises CaseError with everything that is wrong."""
    return _read(Source("plan", data=dict(data)))


def read_blueprint(path: Path, shown_as: str | None = None) -> BlueprintPlan:
    """The plan in a YAML file. Raises CaseError with everything that is wrong."""
    return _read(read_file(path, shown_as))


def _read(source: Source) -> BlueprintPlan:
    plan = validate(source, BlueprintPlan)
    if plan is None:
        raise CaseError(source.problems)
    _check_bounds(plan, source)
    if plan.new_since is not None:
        try:
            date.fromisoformat(plan.new_since)
        except ValueError:
            message = Message("“{text}” is not a day; write year, month and day, as in 2026-03-01.",
                              text=plan.new_since)  # fmt: skip
            source.report("policy-date", message, source.place(("new-since",)))
    if source.problems:
        raise CaseError(source.problems)
    return plan


def _check_bounds(plan: BlueprintPlan, source: Source) -> None:
    bands: list[tuple[Location, Any]] = [
        *((("topics", name), part) for name, part in plan.topics.items()),
        *((("kinds", name), part) for name, part in plan.kinds.items()),
        *(((name,), getattr(plan, name)) for name in ("new", "persistent", "base", "difficulty")),
        *((("information", number), part) for number, part in enumerate(plan.information)),
    ]
    for where, part in bands:
        if part.least is not None and part.most is not None and part.least > part.most:
            message = Message("At least {least} and at most {most}: no paper can have both.",
                              least=f"{part.least:g}", most=f"{part.most:g}")  # fmt: skip
            source.report("plan-bounds", message, source.place(where))
