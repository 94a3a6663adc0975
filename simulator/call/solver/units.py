"""The units that figures of a solved case are in; as JSON they are without the noise of their last digits."""

from typing import Annotated

from pydantic import Field, PlainSerializer


def rounded_points(points: float) -> float:
    """Points, 0-100, without the noise of their last digits."""
    return round(max(0.0, min(100.0, points)), 6)


def rounded_chance(chance: float) -> float:
    """A chance, 0-1, without the noise of its last digits."""
    return round(max(0.0, min(1.0, chance)), 9)


def _amount(amount: float) -> float:
    return round(amount, 6)


Score = Annotated[int, Field(ge=0, le=100)]
"""A win-win score, or a cell of the two-by-two."""
Points = Annotated[float, Field(ge=0, le=100), PlainSerializer(rounded_points, when_used="json")]
"""An expected score, or a part of one."""
Chance = Annotated[float, Field(ge=0, le=1), PlainSerializer(rounded_chance, when_used="json")]
Amount = Annotated[float, Field(ge=0), PlainSerializer(_amount, when_used="json")]
"""A mean number of something."""
Name = str
"""An id of the case."""
Moves = Annotated[tuple[Name, ...], Field(description="Moves of a rehearsal, from the opening, in order.")]
