"""From the fields of a form to a move, as the engine reads it.

A form names options, expectations and lines by number, because an author's ids often say what is right. An
option's number is its place as first shown: for an order, the author's own numbers would be the answer.
The same form always makes the same move, whatever has happened since: so it can be sent again safely.

    move                    the move itself: `hear all`, `mark 3 repeated`, `hint`, `next`, a reply; else
    verb=answer, question   an answer to the question of this number (from 1), with
        choice, again …     … the options chosen, by number
        line, again …       … or the lines pointed at
        place.1, place.2 …  … or, by option, its place in the order
    verb=suppose            a hypothesis, with
        expectation         … its place in the author's order
        confidence          … and percent
"""

from collections.abc import Sequence
from typing import Protocol

from simulator.call.case.case import Case, GuidingQuestion
from simulator.call.play.analysis import shown_order
from simulator.text.message import Message
from simulator.text.refusal import Refusal

MOST = 500
"""Characters of a move: more than any case has use for."""
PLACE = "place."


class PostedForm(Protocol):
    """What is needed of a posted form: a field may be there several times."""

    def getlist(self, key: str, /) -> Sequence[object]:
        """All values of a field."""


class IncompleteForm(Refusal):
    """A form with a choice still to be made."""


class StrangeForm(Refusal):
    """A form with something in it that no page of this play offers."""

    def __init__(self) -> None:
        super().__init__(
            Message("This form does not fit the play any more. Reload the page and choose again.")
        )


def move_of(form: PostedForm, case: Case) -> str:
    """The move that a form makes. Whether the play takes it is for the engine to say.

    Raises IncompleteForm or StrangeForm.
    """
    move, verb = _text(form, "move"), _text(form, "verb")
    if move and not verb:
        return _written(move)
    if verb == "suppose":
        return _supposition(form, case)
    if verb == "answer":
        return " ".join(["answer", *_answer(form, case, _question(form, case))])
    raise StrangeForm


def _written(move: str) -> str:
    """A move written out; not an answer, as the engine's refusal of a wrong one would list all the ids."""
    words = move.split()
    if len(move) > MOST or words[0] in ("answer", "suppose"):
        raise StrangeForm
    return " ".join(words)


def _supposition(form: PostedForm, case: Case) -> str:
    if case.analysis is None:
        raise StrangeForm
    if not _text(form, "expectation"):
        raise IncompleteForm(Message("Choose what the customer may want."))
    confidence = _whole(_text(form, "confidence").rstrip("%％ "))
    if confidence is None or confidence > 100:
        raise IncompleteForm(Message("Say how sure you are, from 0 to 100 percent."))
    expectation = _one_of(_text(form, "expectation"), list(case.analysis.expectations))
    return f"suppose {expectation} {confidence}"


def _question(form: PostedForm, case: Case) -> GuidingQuestion:
    if case.analysis is None:
        raise StrangeForm
    steps = list(case.analysis.steps)
    return case.analysis.steps[_one_of(_text(form, "question"), steps)]


def _answer(form: PostedForm, case: Case, step: GuidingQuestion) -> list[str]:
    """The words of an answer; without any the engine says what to choose."""
    if step.kind == "point":
        return [str(_number(line, len(case.lines))) for line in _texts(form, "line")]
    options = shown_order(step)
    if step.kind == "order":
        return _order(form, options)
    return [_one_of(choice, options) for choice in _texts(form, "choice")]


def _order(form: PostedForm, options: Sequence[str]) -> list[str]:
    placed: dict[int, str] = {}
    for number, option in enumerate(options, 1):
        place = _text(form, f"{PLACE}{number}")
        if not place:
            raise IncompleteForm(Message("Give each of them a place."))
        chosen = _number(place, len(options))
        if chosen in placed:
            raise IncompleteForm(Message("Place {place} is taken twice: give each its own.", place=chosen))
        placed[chosen] = option
    return [placed[place] for place in sorted(placed)]


def _one_of(text: str, names: Sequence[str]) -> str:
    """The name at a place, counted from 1."""
    return names[_number(text, len(names)) - 1]


def _number(text: str, most: int) -> int:
    """A number from 1 to `most` that a page of ours has offered."""
    number = _whole(text)
    if number is None or not 1 <= number <= most:
        raise StrangeForm
    return number


def _whole(text: str) -> int | None:
    # Chinese keyboards also type full-width figures, which are decimal as well
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _text(form: PostedForm, name: str) -> str:
    """The last value of a field: what a later control says overrides what an earlier one says."""
    return (_texts(form, name) or [""])[-1]


def _texts(form: PostedForm, name: str) -> list[str]:
    return [value.strip() for value in form.getlist(name) if isinstance(value, str)]
