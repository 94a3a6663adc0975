"""What every file of an author is made of: the base of its definition, and the kinds of values in it."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from .expressions import NAME

MAX_TEXT = 2000  # characters


T = TypeVar("T")


def _key(name: str) -> str:
    return name.replace("_", "-")


class Part(BaseModel):
    """A mapping of the file: unknown keys are faults, nothing is converted, nothing can be changed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=_key)


TRANSLATABLE = "x-translatable"


Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_TEXT),
    Field(json_schema_extra={TRANSLATABLE: True}),
]


Note = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT)]
"""A text that only authors read, and that is not translated."""


Id = Annotated[str, StringConstraints(pattern=f"^{NAME}$", max_length=60)]


Amount = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


Percent = Annotated[int, Field(ge=0, le=100)]


def _list_or_single(value: Any) -> str:
    return "(list)" if isinstance(value, list) else "(single)"


OneOrMore = Annotated[
    Annotated[T, Tag("(single)")] | Annotated[list[T], Tag("(list)")], Discriminator(_list_or_single)
]


NOTHING: Any = ()  # as a default: a list would be copied for every move
