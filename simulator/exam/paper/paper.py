"""A paper that was put together: its parallel forms, and for each question why it is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import numpy
from numpy.typing import NDArray

from simulator.exam.statistics.marks import Numbers
from simulator.exam.statistics.response_theory import information
from simulator.text.message import Message, plural

from .bank_question import BankQuestion
from .blueprint import Blueprint, BlueprintRule, enemy_pairs

TOLERANCE = 1e-6  # for sums of reals


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that a question serves."""

    words: Message
    needed: bool
    """Whether the rule would be broken if the question were only taken away."""


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question on a form, and why it is there."""

    question: BankQuestion
    reasons: tuple[Reason, ...]
    others: int
    """How many other questions of the bank could stand in its place, with all rules kept."""

    @property
    def words(self) -> tuple[Message, ...]:
        """Why it is here, in sentences: the rules that it serves, then what the lot had to decide."""
        return (*(reason.words for reason in self.reasons), _lot(self.others))


@dataclass(frozen=True, slots=True)
class PlannedForm:
    """One of the parallel forms of a paper; its questions are in the order of their ids."""

    questions: tuple[PlannedQuestion, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions' ids."""
        return tuple(placed.question.id for placed in self.questions)


def explained(
    blueprint: Blueprint,
    bank: Sequence[BankQuestion],
    kept: Sequence[BlueprintRule],
    chosen: NDArray[numpy.bool_],
) -> tuple[PlannedForm, ...]:
    """The forms, from which questions stand on which (forms down, questions across)."""
    sheet = _Sheet(blueprint, bank, kept, chosen)
    return tuple(PlannedForm(tuple(sheet.placed(form))) for form in range(len(chosen)))


class _Sheet:
    """What all the explanations of a paper need: the rules' sums, and who is whose enemy."""

    def __init__(
        self,
        blueprint: Blueprint,
        bank: Sequence[BankQuestion],
        kept: Sequence[BlueprintRule],
        chosen: NDArray[numpy.bool_],
    ) -> None:
        self._bank, self._chosen = bank, chosen
        self._rules = [rule for rule in kept if not rule.across and rule.rows.shape[0] == 1]
        self._worth = numpy.concatenate([rule.rows.toarray() for rule in self._rules])
        self._least = numpy.concatenate([rule.least for rule in self._rules])
        self._most = numpy.concatenate([rule.most for rule in self._rules])
        self._room = room_for_one_more(kept, chosen)
        self._levels = [level.ability for level in blueprint.information if level.quota.least is not None]
        told = [
            information([q.difficulty for q in bank], [q.discrimination for q in bank], level)[:, 0]
            for level in self._levels
        ]
        self._told = numpy.array(told)
        self._enemies: dict[int, list[int]] = {}
        for one, other in enemy_pairs(bank):
            self._enemies.setdefault(one, []).append(other)
            self._enemies.setdefault(other, []).append(one)

    def placed(self, form: int) -> Iterator[PlannedQuestion]:
        """The questions of a form."""
        here = numpy.flatnonzero(self._chosen[form])
        sums = self._worth[:, here].sum(axis=1)
        foes = numpy.zeros(len(self._bank), dtype=int)
        for place in here.tolist():
            foes[self._enemies.get(place, [])] += 1
        for place in here.tolist():
            reasons = (*self._counted(place, sums), *self._telling(place, here))
            yield PlannedQuestion(self._bank[place], reasons, self._others(form, place, sums, foes))

    def _counted(self, place: int, sums: Numbers) -> Iterator[Reason]:
        """The quotas that a question counts towards."""
        for row, rule in enumerate(self._rules):
            worth = self._worth[row, place]
            if rule.reason is not None and worth > 0:
                words = Message(rule.reason.text, **rule.reason.values, count=round(sums[row]))
                yield Reason(words, bool(sums[row] - worth < self._least[row] - TOLERANCE))

    def _telling(self, place: int, here: NDArray[numpy.int64]) -> Iterator[Reason]:
        """The ability that it tells most of, among those that the blueprint asks for."""
        if not self._levels:
            return
        shares = self._told[:, place] / self._told[:, here].sum(axis=1)
        level = int(numpy.argmax(shares))
        words = Message(
            "{percent} % of what this paper tells of people of ability {ability}.",
            percent=f"{100 * shares[level]:.1f}",
            ability=f"{self._levels[level]:g}",
        )
        without = self._told[:, here].sum(axis=1)[level] - self._told[level, place]
        least = self._least_told(level)
        yield Reason(words, bool(without < least - TOLERANCE))

    def _least_told(self, level: int) -> float:
        """What the blueprint asks to be told of an ability."""
        for row in range(len(self._rules)):
            if self._least[row] > -inf and numpy.array_equal(self._worth[row], self._told[level]):
                return float(self._least[row])
        return -inf

    def _others(self, form: int, place: int, sums: Numbers, foes: NDArray[numpy.int64]) -> int:
        """How many questions could stand in the place of this one, with all rules kept."""
        without = foes.copy()
        without[self._enemies.get(place, [])] -= 1
        free = numpy.flatnonzero((without == 0) & ~self._chosen[form] & self._room)
        swapped = (sums - self._worth[:, place])[:, None] + self._worth[:, free]
        least, most = self._least[:, None] - TOLERANCE, self._most[:, None] + TOLERANCE
        return int(((swapped >= least) & (swapped <= most)).all(axis=0).sum())


def room_for_one_more(kept: Sequence[BlueprintRule], chosen: NDArray[numpy.bool_]) -> NDArray[numpy.bool_]:
    """Which questions the rules over all forms let stand on one more."""
    room = numpy.ones(chosen.shape[1], dtype=bool)
    used = chosen.sum(axis=0)
    for rule in kept:
        if rule.across:  # its sums are of single questions
            rows, places = rule.rows.nonzero()
            room[places] &= used[places] + 1 <= rule.most[rows] + TOLERANCE
    return room


def _lot(others: int) -> Message:
    if not others:
        return Message("No other question of the bank could be here.")
    return plural(
        "One other question could be here; the choice was random.",
        "{count} other questions could be here; the choice was random.",
        count=others,
    )
