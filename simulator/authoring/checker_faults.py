"""A fault of the checker as a problem of the file: nobody is ever locked out of what they wrote."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.source.problems import Place, Problem
from simulator.text.message import Message

NOT_CHECKED = "not-checked"
PROGRAMMING_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a mistake in a rule raises.

Not every exception: refusals have pages of their own, and a full disk or a lost database must be told as
such. A process of its own would keep everything out, but costs half a second whenever an author types.
"""

_LOG = logging.getLogger("winwin")


@contextmanager
def faults_told(file: str, found: list[Problem]) -> Iterator[None]:
    """Put a programming fault of the checker into `found`, and its traceback into the log."""
    try:
        yield
    except PROGRAMMING_FAULTS as fault:
        _LOG.exception("the checker failed at %s", file)
        message = Message(
            "This file could not be checked: a fault of the program ({fault}), which is in the log. You can"
            " go on editing it, download it, or discard the draft.",
            fault=type(fault).__name__,
        )
        found.append(Problem(Place(file), NOT_CHECKED, message))
