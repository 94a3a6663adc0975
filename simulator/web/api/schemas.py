"""What all bodies and answers of the API are made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from simulator.database.database import MOST_ID

MOST_ROWS = 200
"""Of one page of a list."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Taken(BaseModel):
    """What is sent to the API: a field that is not known is a mistake, and `"5"` is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Attribute:
    """The attribute that a field of Shown is read from, where it has another name."""

    name: str


class Shown(BaseModel):
    """What the API answers. `model_validate` reads it from the attributes of any object.

    The fields are the list of what is shown; everything else that the object has is left out.
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if isinstance(data, Mapping | cls):
            return data
        names = {name: name for name in cls.model_fields}
        names |= {
            name: given.name
            for name, field in cls.model_fields.items()
            for given in field.metadata
            if isinstance(given, Attribute)
        }
        return {name: getattr(data, attribute) for name, attribute in names.items()}


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value  # our own
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("no_date", "no date")


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        pass
    raise PydanticCustomError("no_moment", "no moment")


Day = Annotated[date, BeforeValidator(_day)]
"""A day by the desk's calendar."""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A moment that says its time zone."""

Id = Annotated[int, Path(ge=1, le=MOST_ID, description="Its number.")]
WantedId = Annotated[int | None, Query(ge=1, le=MOST_ID)]
Number = Annotated[int, Field(ge=1, le=MOST_ID)]
CaseId = Annotated[
    str, Path(max_length=60, pattern=r"^[a-z0-9-]+$", description="Its id.", examples=["ticket-rebooking"])
]
AttemptName = Annotated[
    str,
    Path(
        max_length=100,
        pattern=r"^[A-Za-z0-9._-]+$",
        description="The attempt's name.",
        examples=["3f1c0a9be52d4f7788a01c2d"],
    ),
]
WantedCase = Annotated[
    str | None,
    Query(max_length=60, pattern=r"^[a-z0-9-]+$", description="Only at this case."),
]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=64,
        pattern=r"^[!-~]+$",
        description="Made up by the caller. The same request under the same key counts once.",
        examples=["b7d0c1de"],
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows at most.")]
StageName = Literal["replay", "analysis", "rehearsal"]
LanguageName = Literal["zh", "en"]
RoleName = Literal["trainee", "trainer", "lead", "admin"]
VerdictName = Literal["win-win", "customer", "company", "lose-lose"]
