"""A paper as one examinee sees it: in an order of their own, under letters, and nothing that tells a key.

Orders follow from the examinee's seed and the ids in the bank alone: they are the same on every device and in
both languages. Questions that are answered with the handbook open come last, in a part of their own. Options
that are nothing but figures go up or down, since figures in no order are read wrongly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from string import ascii_lowercase
from typing import Any

from simulator.exam.bank.document import QuestionKind, Unit
from simulator.exam.bank.question import Question
from simulator.exam.bank.typed import number_of
from simulator.exam.bank.wording import QUADRANTS, TRUTHS, UNITS
from simulator.exam.paper.exam import Examinee
from simulator.text.language import Language, translator
from simulator.text.message import Message

Choice = tuple[str, str]
"""A token and the text that stands beside it."""

_TRUTHS: Mapping[str, Message] = {"true": TRUTHS[True], "false": TRUTHS[False]}
_MEASURES: tuple[Unit | None, ...] = (None, "yuan", "percent", "times", "minutes")


@dataclass(frozen=True, slots=True)
class PresentedQuestion:
    """A question as it is shown. Only what `shown` gives may leave the server."""

    place: int
    """On the form, from 0: answers are stored under it."""
    number: int
    """As shown, from 1."""
    kind: QuestionKind
    stem: str
    options: tuple[Choice, ...]
    """What can be chosen, put in order or be a place; for triage the quadrants, for a truth the two words."""
    items: tuple[Choice, ...]
    """For matching and triage: what gets a place."""
    unit: Unit | None
    unit_words: str
    """The unit in the reader's language; empty where there is none."""
    lookup: bool
    """Whether it is answered with the handbook open."""
    lang: Language
    """The language that the text is in: the other one where the bank has none."""
    marks: int = 1
    own_options: tuple[str, ...] = field(default=(), repr=False)
    """The ids of `options`. They stay on the server, since names say too much."""
    own_items: tuple[str, ...] = field(default=(), repr=False)

    def shown(self) -> dict[str, Any]:
        """What an examinee may see of it, as plain data."""
        return {
            "place": self.place,
            "number": self.number,
            "kind": self.kind,
            "stem": self.stem,
            "options": [list(option) for option in self.options],
            "items": [list(item) for item in self.items],
            "unit": self.unit,
            "unit_words": self.unit_words,
            "lookup": self.lookup,
            "lang": self.lang,
            "marks": self.marks,
        }


@dataclass(frozen=True, slots=True)
class PresentedPaper:
    """A form as one examinee sees it, in the order shown: what needs no handbook, then what is looked up."""

    questions: tuple[PresentedQuestion, ...]

    @property
    def parts(self) -> tuple[tuple[PresentedQuestion, ...], tuple[PresentedQuestion, ...]]:
        """The questions without the handbook, and those with it. Opening it closes the first part."""
        return (
            tuple(question for question in self.questions if not question.lookup),
            tuple(question for question in self.questions if question.lookup),
        )

    @property
    def handbook(self) -> bool:
        """Whether anything is to be looked up."""
        return any(question.lookup for question in self.questions)

    def at(self, place: int) -> PresentedQuestion:
        """The question at a place of the form."""
        return next(question for question in self.questions if question.place == place)

    def shown(self) -> list[dict[str, Any]]:
        """What an examinee may see of the paper, as plain data."""
        return [question.shown() for question in self.questions]


def presented(
    questions: Sequence[Question],
    examinee: Examinee,
    language: Language,
    *,
    marks: Sequence[int] | None = None,
) -> PresentedPaper:
    """A form's questions (in the form's order, `marks` likewise) as an examinee sees them in a language."""
    carried = marks if marks is not None else [1] * len(questions)
    order = sorted(
        range(len(questions)), key=lambda at: (questions[at].look_up, _lot(examinee.seed, "question", at))
    )
    return PresentedPaper(
        tuple(
            _presented(questions[place], examinee.seed, place, number, language, carried[place])
            for number, place in enumerate(order, start=1)
        )
    )


def with_handbook(questions: Sequence[Question]) -> tuple[bool, ...]:
    """For each place of a form, whether it is answered with the handbook open: see `sitting.check`."""
    return tuple(question.look_up for question in questions)


def token(number: int) -> str:
    """The letters under which the option or item of that number, from 0, is shown: a, b … z, aa, ab …"""
    more, last = divmod(number, len(ascii_lowercase))
    return (token(more - 1) if more else "") + ascii_lowercase[last]


def _presented(
    question: Question, seed: int, place: int, number: int, language: Language, marks: int
) -> PresentedQuestion:
    lang = question.stem.language_in(language)
    say = translator(lang)
    texts: dict[str, str] = {option.id: option.text.said_in(lang) for option in question.options}
    own = _options(question, seed, place)
    if question.kind in ("true-false", "triage"):
        texts = {name: say({**_TRUTHS, **QUADRANTS}[name]) for name in own}
    own_items = _shuffled(tuple(question.items), seed, f"items/{place}")
    return PresentedQuestion(
        place=place,
        number=number,
        kind=question.kind,
        stem=question.stem.said_in(lang),
        options=_under_tokens(own, texts.__getitem__),
        items=_under_tokens(own_items, lambda name: question.items[name].said_in(lang)),
        unit=question.unit,
        unit_words=say(UNITS[question.unit]) if question.unit else "",
        lookup=question.look_up,
        lang=lang,
        marks=marks,
        own_options=own,
        own_items=own_items,
    )


def _under_tokens(names: Sequence[str], text: Callable[[str], str]) -> tuple[Choice, ...]:
    return tuple((token(number), text(name)) for number, name in enumerate(names))


def _options(question: Question, seed: int, place: int) -> tuple[str, ...]:
    """The ids of what can be chosen, in the order shown."""
    if question.kind == "true-false":
        return tuple(_TRUTHS)
    if question.kind == "triage":
        return tuple(QUADRANTS)
    values = _figures(question) if question.kind in ("single", "multiple") else None
    if values is None:
        return _shuffled(tuple(option.id for option in question.options), seed, f"options/{place}")
    down = _lot(seed, f"figures/{place}", 0)[0] % 2 == 1
    return tuple(sorted(values, key=values.__getitem__, reverse=down))


def _figures(question: Question) -> dict[str, Any] | None:
    """What the options come to where they are nothing but figures of one measure; else None."""
    texts = {option.id: option.text.zh or option.text.en for option in question.options}
    if not all(any(map(str.isnumeric, text)) for text in texts.values()):
        return None
    for unit in _MEASURES:
        values = {name: number_of(text, unit) for name, text in texts.items()}
        if all(value is not None for value in values.values()):
            return values
    return None


def _shuffled(names: tuple[str, ...], seed: int, what: str) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: _lot(seed, what, name)))


def _lot(seed: int, what: str, name: str | int) -> bytes:
    """What something draws; by a digest, since a generator's order need not be the same in every Python."""
    return blake2b(f"{seed}/{what}/{name}".encode(), digest_size=8).digest()
