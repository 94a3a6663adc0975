"""What an answer is worth: fixed rules of partial credit.

The formulas, all from 0 to 1, none below 0, a blank always 0:

- single, true-false, number, short-text: right or not.
- multiple: right ones chosen / all right ones - wrong ones chosen / all wrong ones. Whoever ticks everything
  gets nothing, and so does, on average, whoever ticks at random.
- ordering: (pairs in the right order - pairs in the wrong order) / all pairs, which is Kendall's tau.
- matching, triage: (right ones - wrong ones / (places - 1)) / all items. Putting everything in one place
  gets nothing when the items are spread evenly.
- case: the outcome reached / the best that could be reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .question import Answer, Question
from .typed import MAX_TYPED, number_of, same_answer

NONE, FULL = Fraction(0), Fraction(1)


class UnusableAnswer(Refusal):
    """An answer that the question cannot have: an option that it has not, a list where one is asked for."""


@dataclass(frozen=True, slots=True)
class CallReached:
    """How a case went: the outcome reached and the best that could be, each from 0 to 100."""

    outcome: int
    best: int
    ended: bool = True
    """Whether the call was taken to its end; without one its outcome is 0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth, from 0 to 1."""

    credit: Fraction
    blank: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.credit == FULL


def mark(question: Question, key: Answer, given: object) -> Mark:
    """The mark for an answer against the key of the day. None, an empty text, list or mapping is a blank.

    Options are given by name: one, a list, or a mapping from item to place; true or false as such; numbers
    and short texts as typed; a case as `CallReached`. Raises UnusableAnswer.
    """
    if given is None or given in ("", [], (), {}):
        return Mark(NONE, blank=True)
    match question.kind:
        case "single":
            credit = _truth(_one(question, given) == key)
        case "true-false":
            credit = _truth(_bool(given) is key)
        case "multiple":
            credit = _multiple(_set(key), _set(_several(question, given)), len(question.options))
        case "ordering":
            credit = _ordering(_tuple(key), _complete(question, given))
        case "matching" | "triage":
            credit = _placing(question, _mapping(key), given)
        case "number":
            credit = _number(question, key, given)
        case "short-text":
            typed = _text(given)
            credit = _truth(any(same_answer(typed, accepted) for accepted in _tuple(key)))
        case "case":
            credit = _case(given)
    return Mark(max(credit, NONE), blank=isinstance(given, str) and not given.strip())


def _truth(right: bool) -> Fraction:
    return FULL if right else NONE


def _multiple(right: set[str], chosen: set[str], options: int) -> Fraction:
    wrong = options - len(right)
    return Fraction(len(chosen & right), len(right)) - Fraction(len(chosen - right), wrong)


def _ordering(right: tuple[str, ...], given: tuple[str, ...]) -> Fraction:
    rank = {name: place for place, name in enumerate(right)}
    pairs = list(combinations(given, 2))
    kept = sum(1 if rank[a] < rank[b] else -1 for a, b in pairs)
    return Fraction(kept, len(pairs))


def _placing(question: Question, right: Mapping[str, str], given: object) -> Fraction:
    places = question.places
    if not isinstance(given, Mapping) or not all(
        item in question.items and (place is None or place in places) for item, place in given.items()
    ):
        raise UnusableAnswer(Message("Give each item a place that the question has."))
    answered = {item: place for item, place in given.items() if place is not None}
    hits = Fraction(sum(right[item] == place for item, place in answered.items()))
    wrong = (len(answered) - hits) / max(len(places) - 1, 1)
    return (hits - wrong) / len(question.items)


def _number(question: Question, key: Answer, given: object) -> Fraction:
    typed: Fraction | None
    if isinstance(given, int) and not isinstance(given, bool):
        typed = Fraction(given)
    else:
        typed = number_of(_text(given), question.unit)
    if typed is None or not isinstance(key, int):
        return NONE
    return _truth(abs(typed - key) <= question.tolerance)


def _case(given: object) -> Fraction:
    if not isinstance(given, CallReached):
        raise UnusableAnswer(Message("A case is answered by rehearsing it."))
    return min(Fraction(max(given.outcome, 0), given.best), FULL) if given.best > 0 else NONE


def _one(question: Question, given: object) -> str:
    if not isinstance(given, str) or given not in question.places:
        raise UnusableAnswer(Message("Choose one of the options that the question has."))
    return given


def _several(question: Question, given: object) -> tuple[str, ...]:
    if not isinstance(given, (list, tuple)) or len(given) > len(question.options):
        raise UnusableAnswer(Message("Choose among the options that the question has."))
    names = tuple(_one(question, name) for name in given)
    if len(set(names)) < len(names):
        raise UnusableAnswer(Message("An option can be chosen only once."))
    return names


def _complete(question: Question, given: object) -> tuple[str, ...]:
    names = _several(question, given)
    if len(names) < len(question.options):
        raise UnusableAnswer(Message("Put all options in order."))
    return names


def _bool(given: object) -> bool:
    if not isinstance(given, bool):
        raise UnusableAnswer(Message("Answer true or false."))
    return given


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise UnusableAnswer(Message("This question is answered in writing."))
    if len(given) > MAX_TYPED:
        raise UnusableAnswer(Message("An answer may have {limit} characters at most.", limit=MAX_TYPED))
    return given


def _tuple(key: Any) -> tuple[str, ...]:
    return tuple(key)


def _set(key: Any) -> set[str]:
    return set(key)


def _mapping(key: Any) -> Mapping[str, str]:
    return dict(key)
