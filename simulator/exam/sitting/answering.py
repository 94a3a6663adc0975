"""From what an examinee ticked or typed to the answer that is stored, in the bank's own ids, and back.

An answer is given as it is shown, by tokens:

- single, true-false: a token. Multiple: a list of tokens. Ordering: the list of all tokens.
- matching, triage: the place's token by the item's.
- number, short-text: what was typed.

Or it comes from a form: `answer` (once or several times), for ordering also `rank-TOKEN` with a number from
1, for matching and triage `item-TOKEN` with the place's token. A case is answered by rehearsing it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.exam.bank.marking import UnusableAnswer
from simulator.exam.bank.question import Question
from simulator.exam.bank.typed import MAX_TYPED, number_needed
from simulator.text.message import Message

from .presenting import Choice, PresentedQuestion

FIELD, RANK, ITEM = "answer", "rank-", "item-"
"""The fields of a form: the last two with a token behind."""
PLACED = ("matching", "triage")
TYPED = ("number", "short-text")


def answer_of(question: Question, shown: PresentedQuestion, given: object) -> Any:
    """The answer to store, as plain JSON in the question's own ids; None for a blank.

    `given` is a form (each field with the list of its values) or the answer by tokens. Raises UnusableAnswer.
    """
    if isinstance(given, Mapping) and all(isinstance(value, (list, tuple)) for value in given.values()):
        given = _of_form(shown, given)
    if given is None or given in ("", [], (), {}):
        return None
    kind = question.kind
    if kind in TYPED:
        return _typed(given)
    if kind in PLACED:
        return _placed(shown, given)
    if kind == "single":
        return _own(shown.options, shown.own_options, given)
    if kind == "true-false":
        return _own(shown.options, shown.own_options, given) == "true"
    if kind == "case":
        raise UnusableAnswer(Message("A case is answered by rehearsing it."))
    names = _several(shown, given)
    if kind == "ordering":
        if len(names) < len(shown.options):
            raise UnusableAnswer(Message("Put all options in order."))
        return names
    chosen = set(names)
    return [option.id for option in question.options if option.id in chosen]


def needed(question: Question, stored: Any) -> Message | None:
    """What an answer still lacks to count in full: a number that can be read, a place for each item.

    None where nothing is missing, and for a blank.
    """
    if stored is None:
        return None
    if question.kind == "number":
        return number_needed(stored, question.unit)
    if question.kind in PLACED and len(stored) < len(question.items):
        return Message("{done} of {all} have a place so far.", done=len(stored), all=len(question.items))
    return None


def shown_answer(shown: PresentedQuestion, stored: Any) -> Any:
    """A stored answer, or a key, by the tokens shown; None for a blank. `answer_of` takes what it gives."""
    if stored is None or shown.kind == "case" or shown.kind in TYPED:
        return stored
    options = {own: token for own, (token, _) in zip(shown.own_options, shown.options, strict=True)}
    if shown.kind in PLACED:
        items = {own: token for own, (token, _) in zip(shown.own_items, shown.items, strict=True)}
        return {items[item]: options[place] for item, place in stored.items()}
    if shown.kind in ("single", "true-false"):
        several = isinstance(stored, (list, tuple))  # of a key: see `rulings`
        tokens = [options[_name(one)] for one in (stored if several else [stored])]
        return tokens if several else tokens[0]
    tokens = [options[name] for name in stored]
    return tokens if shown.kind == "ordering" else sorted(tokens, key=lambda token: (len(token), token))


def _name(stored: bool | str) -> str:
    if isinstance(stored, bool):
        return "true" if stored else "false"
    return stored


def _of_form(shown: PresentedQuestion, form: Mapping[str, Sequence[str]]) -> object:
    if shown.kind in PLACED:
        places = {token: form.get(ITEM + token, ("",)) for token, _ in shown.items}
        return {token: place[-1] for token, place in places.items() if place and place[-1]}
    values = [value for value in form.get(FIELD, ()) if value]
    if shown.kind == "ordering" and not values:
        return _ranked(shown, form)
    if shown.kind in ("multiple", "ordering"):
        return values
    return values[-1] if values else None


def _ranked(shown: PresentedQuestion, form: Mapping[str, Sequence[str]]) -> list[str]:
    ranks = {token: str(form[RANK + token][-1]) for token, _ in shown.options if form.get(RANK + token)}
    ranks = {token: rank for token, rank in ranks.items() if rank}
    if not ranks:
        return []
    wanted = [str(number) for number in range(1, len(shown.options) + 1)]
    if sorted(ranks.values()) != sorted(wanted):
        raise UnusableAnswer(Message("Give each a number of its own, from 1 to {count}.", count=len(wanted)))
    return sorted(ranks, key=lambda token: int(ranks[token]))


def _typed(given: object) -> str | None:
    if not isinstance(given, str):
        raise UnusableAnswer(Message("This question is answered in writing."))
    if len(given) > MAX_TYPED:
        raise UnusableAnswer(Message("An answer may have {limit} characters at most.", limit=MAX_TYPED))
    # what cannot be seen cannot be meant, and no database needs to keep it
    return "".join(c if c.isprintable() else " " for c in given).strip() or None


def _placed(shown: PresentedQuestion, given: object) -> dict[str, str] | None:
    if not isinstance(given, Mapping):
        raise UnusableAnswer(Message("Give each item a place that the question has."))
    found = {
        _own(shown.items, shown.own_items, item): _own(shown.options, shown.own_options, place)
        for item, place in given.items()
        if place
    }
    return {item: found[item] for item in sorted(found)} or None


def _several(shown: PresentedQuestion, given: object) -> list[str]:
    if not isinstance(given, (list, tuple)) or len(given) > len(shown.options):
        raise UnusableAnswer(Message("Choose among the options that the question has."))
    names = [_own(shown.options, shown.own_options, name) for name in given]
    if len(set(names)) < len(names):
        raise UnusableAnswer(Message("An option can be chosen only once."))
    return names


def _own(choices: Sequence[Choice], own: Sequence[str], given: object) -> str:
    """The id behind a token."""
    for (token, _), name in zip(choices, own, strict=True):
        if token == given:
            return name
    raise UnusableAnswer(Message("Choose one of the options that the question has."))
