"""What the API answers is listed, field by field."""

from dataclasses import dataclass
from typing import Annotated

from simulator.web.api.schemas import Attribute, Shown


@dataclass(frozen=True)
class Customer:
    """Somebody on the line, with what is hidden."""

    words: str
    wants: str


@dataclass(frozen=True)
class Desk:
    """What an agent has before them."""

    customers: tuple[Customer, ...]
    key: str


class CustomerState(Shown):
    """What is shown of a customer."""

    says: Annotated[str, Attribute("words")]


class DeskState(Shown):
    """What is shown of a desk."""

    customers: list[CustomerState]


def test_nothing_is_shown_that_is_not_listed() -> None:
    """A part of a page gets a new field, and programs would read it before it is meant to be known."""
    desk = Desk((Customer("Where is it?", "an apology"),), "secret")
    shown = DeskState.model_validate(desk)
    assert shown.model_dump() == {"customers": [{"says": "Where is it?"}]}
    assert DeskState.model_validate(shown) == shown == DeskState.model_validate(shown.model_dump())
