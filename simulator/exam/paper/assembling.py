"""Papers from a bank: each form keeps all rules of the blueprint, and each question is there for a reason.

A mixed-integer program: one variable for each question and form, the blueprint's rules as bounds of sums (see
van der Linden 2005, Linear Models for Optimal Test Design), solved by HiGHS. What the rules leave open is
decided by lot: each question draws a number from the seed, its id and the form, and the sum of the numbers of
those chosen is made small. Questions that have been used more often draw worse.

A large bank is dealt into hands first, by topic and kind in turn, one for each form; a form is put together
from its hand, which is much faster. Where a hand does not do, all that is left is open to the form; where
that does not do either, all forms are put together at once. So nothing that is possible is missed.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy
from numpy.typing import NDArray

from simulator.exam.statistics.marks import Numbers
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .bank_question import BankQuestion
from .blueprint import Blueprint, BlueprintRule, rules
from .clashing import clashing
from .paper import PlannedForm, explained, room_for_one_more
from .program import SECONDS, Undecided, chosen, possible_in_parts

HAND = 12
"""A hand has about this many times as many questions as a form."""


class NoPaper(Refusal):
    """Rules that cannot be kept at once; `clash` names the smallest set of them."""

    def __init__(self, clash: Sequence[Message]) -> None:
        self.clash = tuple(clash)
        if len(self.clash) == 1:
            super().__init__(Message("This rule cannot be kept: {rules}", rules=self.clash[0]))
            return
        super().__init__(
            Message(
                "No paper keeps these {count} rules at once: {rules}",
                count=len(self.clash),
                rules=_listed(self.clash),
            )
        )


class SearchTooLong(Refusal):
    """A blueprint for which neither a paper nor a clash was found in time."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "In {seconds} seconds neither a paper was found nor a reason why there is none. "
                "Widen the difficulty or the information, or ask for fewer forms.",
                seconds=round(SECONDS),
            )
        )


def assembled(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> tuple[PlannedForm, ...]:
    """The forms of a paper. The same bank (in any order), blueprint and seed give the same forms.

    Raises BlueprintRefused, NoPaper and SearchTooLong.
    """
    questions = sorted(bank, key=lambda question: question.id)
    kept = rules(blueprint, questions)
    if not questions:
        raise NoPaper([kept[0].words])
    try:
        found = _drawn(blueprint, questions, kept)
        if found is None:
            raise NoPaper([rule.words for rule in _clash(blueprint, questions, kept)])
    except Undecided:
        raise SearchTooLong from None
    return explained(blueprint, questions, kept, found)


def _drawn(
    blueprint: Blueprint, bank: Sequence[BankQuestion], kept: Sequence[BlueprintRule]
) -> NDArray[numpy.bool_] | None:
    """Which questions stand on which form (forms down); None if the rules clash. Raises Undecided."""
    lots = _lots(blueprint, bank)
    if blueprint.pins:  # no form can be put together without a look at the others
        return chosen(kept, lots, numpy.ones(lots.shape, dtype=bool))
    found = numpy.zeros(lots.shape, dtype=bool)
    hands = _hands(blueprint, bank, lots)
    hand_of_form = hands == numpy.arange(blueprint.forms)[:, None]
    _draw_one_by_one(found, kept, lots, hand_of_form)
    if found.any(axis=1).all():
        return found
    if not possible_in_parts(kept, len(bank), blueprint.forms):
        return None
    everything = numpy.ones(lots.shape, dtype=bool)
    _draw_one_by_one(found, kept, lots, everything)
    if found.any(axis=1).all():
        return found
    # a single form has had the whole bank to draw from
    return None if blueprint.forms == 1 else chosen(kept, lots, everything)


def _draw_one_by_one(
    found: NDArray[numpy.bool_], kept: Sequence[BlueprintRule], lots: Numbers, open_to: NDArray[numpy.bool_]
) -> None:
    """Fill those forms that are still empty and can be, each from what is open to it and not used up."""
    of_form = [rule for rule in kept if not rule.across]
    for form in numpy.flatnonzero(~found.any(axis=1)).tolist():
        pool = open_to[form] & room_for_one_more(kept, found)
        drawn = chosen(of_form, lots[form : form + 1], pool[None, :])
        if drawn is not None:
            found[form] = drawn[0]


def _hands(blueprint: Blueprint, bank: Sequence[BankQuestion], lots: Numbers) -> NDArray[numpy.int64]:
    """Whose hand each question is in. Alike questions are dealt in turn, so that all hands have of each."""
    count = max(blueprint.forms, len(bank) // (HAND * blueprint.length))
    order = sorted(
        range(len(bank)),
        key=lambda place: (bank[place].topic, bank[place].kind, sorted(bank[place].tags), lots[0, place]),
    )
    hands = numpy.zeros(len(bank), dtype=numpy.int64)
    hands[order] = numpy.arange(len(bank)) % count
    return hands


def _lots(blueprint: Blueprint, bank: Sequence[BankQuestion]) -> Numbers:
    """The number that each question draws for each form; a question's own does not depend on the others."""
    return numpy.array(
        [
            [_lot_of(blueprint.seed, form, question.id) * (1 + question.exposure) for question in bank]
            for form in range(blueprint.forms)
        ]
    )


def _lot_of(seed: int, form: int, name: str) -> float:
    digest = blake2b(f"{seed}/{form}/{name}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


def _clash(
    blueprint: Blueprint, bank: Sequence[BankQuestion], kept: Sequence[BlueprintRule]
) -> tuple[BlueprintRule, ...]:
    """The rules that clash, for one form if they clash there already. Raises Undecided."""
    if blueprint.forms > 1:
        single = replace(blueprint, forms=1, pins={})
        alone = rules(single, bank)
        if _drawn(single, bank, alone) is None:
            return clashing(alone, len(bank), 1)
    return clashing(kept, len(bank), blueprint.forms)


def _listed(sentences: Sequence[Message]) -> Message:
    """Sentences as one; each is put into the reader's language with the whole."""
    whole = sentences[0]
    for sentence in sentences[1:]:
        whole = Message("{first} {second}", first=whole, second=sentence)
    return whole
