"""What a question is once it has been read: immutable, with its keys checked against its policy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simulator.policy.policy import FactValue
from simulator.text.bilingual import Pair

from .document import Bearer, QuestionKind, Unit
from .wording import QUADRANTS

COMPUTED = "computed"

Answer = bool | int | str | tuple[str, ...] | Mapping[str, str]
"""By kind: an option; options chosen or in order; true or false; a number; accepted texts; places by item."""


@dataclass(frozen=True, slots=True)
class QuestionOption:
    """An answer to choose, with why it is right or tempts."""

    id: str
    text: Pair
    why: Pair
    why_from: Mapping[str, Pair] = field(default_factory=dict)
    """What is said instead from a version on."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value worked out from the facts of a version."""

    names: frozenset[str]
    of: Callable[[Mapping[str, FactValue]], Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a wrong answer costs, in yuan, and who pays."""

    yuan: int
    borne_by: Bearer


@dataclass(frozen=True, slots=True)
class Question:
    """One item of the bank. Its right answer on a day is found by `exam.bank.keys`."""

    id: str
    desk: str
    kind: QuestionKind
    topic: str
    difficulty: int
    policy: str
    cites: tuple[str, ...]
    stem: Pair
    options: tuple[QuestionOption, ...]
    items: Mapping[str, Pair]
    stated: Mapping[str, Answer]
    """The answer by version of the policy; empty where it is computed."""
    computed: Mapping[str, Computed]
    """For a number or a truth, one under its kind; for options, whether each is right."""
    unit: Unit | None
    tolerance: int
    look_up: bool
    case: str | None
    cost: Cost
    explanation: Pair
    explanation_from: Mapping[str, Pair]
    sources: tuple[str, ...]
    enemies: frozenset[str]
    siblings: frozenset[str]
    retired: date | None
    still_holds: frozenset[str] = frozenset()
    """Versions for which somebody has looked at key and texts, and found them to hold as they are."""

    @property
    def places(self) -> tuple[str, ...]:
        """Where an item can be put: the options to match, or the four quadrants."""
        return tuple(QUADRANTS) if self.kind == "triage" else tuple(option.id for option in self.options)

    def pairs(self) -> tuple[Pair, ...]:
        """Every text of the question."""
        texts = [self.stem, self.explanation, *self.explanation_from.values(), *self.items.values()]
        for option in self.options:
            texts += [option.text, option.why, *option.why_from.values()]
        return tuple(texts)
