"""Forms changed by hand: one question swapped for another, with every rule of the blueprint kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from simulator.text.message import Message

from .blueprint import BlueprintRule, rules
from .exam import PaperForm, PaperItem
from .paper import TOLERANCE
from .plan import SwapPart
from .preparing import PaperMaterial


@dataclass(frozen=True, slots=True)
class RuleOnForm:
    """A rule of the blueprint, and what a form comes to by it."""

    words: Message
    value: float
    kept: bool


def with_swaps(
    forms: Sequence[PaperForm], swaps: Iterable[SwapPart], material: PaperMaterial
) -> tuple[PaperForm, ...]:
    """The forms after these swaps, in turn; a swap of a question that is not there any more does nothing."""
    changed = list(forms)
    for swap in swaps:
        if swap.form < len(changed):
            items = changed[swap.form].items
            there = {item.question for item in items}
            if swap.out in there and swap.to not in there and swap.to in material.marks:
                new = _swapped_in(swap, material)
                kept = (new if item.question == swap.out else item for item in items)
                changed[swap.form] = PaperForm(tuple(sorted(kept, key=lambda item: item.question)))
    return tuple(changed)


def replacements(material: PaperMaterial, forms: Sequence[PaperForm], form: int, out: str) -> tuple[str, ...]:
    """The questions that could stand on a form in the place of another, with all rules kept, by id."""
    checked = _Checked(material)
    chosen = checked.chosen(forms)
    chosen[form, checked.places[out]] = False
    found = []
    for place in numpy.flatnonzero(~chosen[form]).tolist():
        if checked.names[place] == out:
            continue
        chosen[form, place] = True
        if all(kept for _, kept in checked.sums(chosen, form)):
            found.append(checked.names[place])
        chosen[form, place] = False
    return tuple(found)


def balance(material: PaperMaterial, forms: Sequence[PaperForm], form: int) -> tuple[RuleOnForm, ...]:
    """What a form comes to by each rule that is a single sum: length, time, topics, kinds, difficulty."""
    checked = _Checked(material)
    sums = checked.sums(checked.chosen(forms), form)
    return tuple(
        RuleOnForm(rule.words, round(value, 2), kept)
        for rule, (value, kept) in zip(checked.rules, sums, strict=True)
        if not rule.across and rule.rows.shape[0] == 1
    )


class _Checked:
    """Whether forms keep the rules; the questions by their places."""

    def __init__(self, material: PaperMaterial) -> None:
        questions = sorted(material.questions, key=lambda question: question.id)
        self.names = [question.id for question in questions]
        self.places = {name: place for place, name in enumerate(self.names)}
        self.rules: Sequence[BlueprintRule] = rules(material.blueprint, questions)

    def chosen(self, forms: Sequence[PaperForm]) -> NDArray[numpy.bool_]:
        """Which questions stand on which form: forms down."""
        table = numpy.zeros((len(forms), len(self.names)), dtype=bool)
        for number, form in enumerate(forms):
            table[number, [self.places[item.question] for item in form.items]] = True
        return table

    def sums(self, chosen: NDArray[numpy.bool_], form: int) -> list[tuple[float, bool]]:
        """By rule what a form comes to (its first sum), and whether all sums are within the bounds."""
        found = []
        for rule in self.rules:
            over = chosen.sum(axis=0) if rule.across else chosen[form].astype(float)
            values = numpy.asarray(rule.rows @ over).ravel()
            within = (values >= rule.least - TOLERANCE) & (values <= rule.most + TOLERANCE)
            found.append((float(values[0]) if len(values) else 0.0, bool(within.all())))
        return found


def _swapped_in(swap: SwapPart, material: PaperMaterial) -> PaperItem:
    why = Message("Swapped in by hand for “{question}”: {reason}", question=swap.out, reason=swap.reason)
    item = PaperItem(swap.to, material.marks[swap.to], material.reasons.get(swap.to, ()))
    return replace(item, reasons=(why, *item.reasons))
