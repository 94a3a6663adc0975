"""The moment in a call that a case's conditions speak about."""

from typing import NamedTuple


class Position(NamedTuple):
    """Everything that decides how a call can go on. Two equal positions have the same future.

    `Position` is a value: the rules of play make new ones and never change one. Its fields may as well hold
    arrays, one element a position: conditions are built from operators that work on both.
    """

    scene: str
    """The scene the call is in, or the ending it has come to."""
    persona: int
    """Who is on the line, as a place in `Case.personas`."""
    gauges: tuple[int, ...]
    """The values of `Case.gauges`, in that order."""
    flags: int
    """Bit set: facts known, critical errors made and moves used up, at the places `Case.flags` gives."""
