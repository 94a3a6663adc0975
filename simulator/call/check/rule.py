"""What a rule of the checker is: an id, a severity, and a look at a case that yields remarks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from simulator.source.problems import Place, Severity
from simulator.text.message import Message

from .study import Study, Witness


class Remark(NamedTuple):
    """What a rule has found: where, a sentence that says how to mend it, and the play that shows it."""

    place: Place
    message: Message
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the checker. Its page in the docs is named by its id."""

    id: str
    check: Callable[[Study], Iterable[Remark]]
    severity: Severity = Severity.WARNING
    about_play: bool = False
    """Whether it needs the solved rehearsal, and so a case within the solver's budget."""
