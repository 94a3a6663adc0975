"""What was answered beside what is right, with why: the same on a page, in a file and on a review card."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.exam.bank.answer_words import answer_words, names_option
from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.keys import Key
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import CallReached
from simulator.exam.bank.question import Answer, Question
from simulator.exam.bank.wording import BEARERS
from simulator.exam.sitting.presenting import PresentedQuestion
from simulator.text.bilingual import Said
from simulator.text.language import Language, translator
from simulator.text.message import Message

from .rulings import right_answers

CHOSEN: tuple[QuestionKind, ...] = ("single", "multiple", "true-false")
"""Kinds that are answered by choosing options."""
PLACED: tuple[QuestionKind, ...] = ("matching", "triage")
"""Kinds that are answered by giving each item a place."""
TYPED: tuple[QuestionKind, ...] = ("number", "short-text")
"""Kinds that are answered in writing."""

RULED = Message(
    "The key was changed after the exam, and everybody was rescored. The explanation was written for the"
    " earlier key."
)


@dataclass(frozen=True, slots=True)
class ExplainedOption:
    """An option: whether it was chosen, whether it is right, and why it is right or tempts."""

    text: Said
    chosen: bool
    right: bool
    why: Said


@dataclass(frozen=True, slots=True)
class ExplainedPlace:
    """An item, or a rank in an order: what was put there, and what belongs there; no text for nothing."""

    name: Said
    """The item, or the number of the rank."""
    given: Said
    belongs: Said

    @property
    def right(self) -> bool:
        """Whether what belongs there was put there."""
        return bool(self.belongs.text) and self.given.text == self.belongs.text


@dataclass(frozen=True, slots=True)
class ExplainedAnswer:
    """A question with its answer, its key and the reasons. Its kind says which fields tell the answer."""

    kind: QuestionKind
    stem: Said
    options: tuple[ExplainedOption, ...]
    """What could be chosen, in the order shown."""
    places: tuple[ExplainedPlace, ...]
    """What was put somewhere, for matching, triage and orders."""
    written: tuple[Said, ...]
    """What was typed, or how the call went."""
    accepted: tuple[Said, ...]
    """What is right where it was typed, or was a call."""
    explanation: Said
    policy: Said
    effective: date | None
    """Since when the policy reads like this."""
    clauses: tuple[Said, ...]
    cost: int
    """Of a wrong answer, in yuan."""
    borne_by: Message
    ruled: bool = False
    """Whether the key was changed after the exam."""

    @property
    def remark(self) -> Message | None:
        """What has to be known before the reasons are read."""
        return RULED if self.ruled else None

    @property
    def given(self) -> tuple[Said, ...]:
        """The answer, a line for each part; empty for a blank."""
        chosen = tuple(option.text for option in self.options if option.chosen)
        return self.written or chosen or self._lines("given")

    @property
    def right(self) -> tuple[Said, ...]:
        """The right answer, a line for each part; empty where there is no key."""
        right = tuple(option.text for option in self.options if option.right)
        return self.accepted or right or self._lines("belongs")

    @property
    def reasons(self) -> tuple[ExplainedOption, ...]:
        """The options of which the author says why they are right or tempt."""
        return tuple(option for option in self.options if option.why.text)

    def _lines(self, side: str) -> tuple[Said, ...]:
        """What was put, or belongs, at each place."""
        parts = ((place.name, getattr(place, side)) for place in self.places)
        mark = ". " if self.kind == "ordering" else translator(self.stem.lang)(": ")
        return tuple(Said(f"{name.text}{mark}{put.text}", put.lang) for name, put in parts if put.text)


def explained(
    question: Question,
    shown: PresentedQuestion,
    key: Key | None,
    given: Any,
    bank: Bank,
    day: date,
    language: Language,
    reached: CallReached | None = None,
) -> ExplainedAnswer:
    """A question as it was shown, with the stored answer beside the key of a day.

    The question is in the language in which it was shown, the reasons are in the reader's; what is not there
    is told in the other. `reached` is how the call of a case went.
    """
    answers = () if key is None else right_answers(question, key.answer)
    policy = bank.policies.get(question.policy)
    version = policy.as_of(day) if policy else None
    clauses = version.clauses if version else {}
    return ExplainedAnswer(
        kind=question.kind,
        stem=question.stem.said(shown.lang),
        options=_options(question, shown, key, answers, given, language),
        places=tuple(_places(question, shown, answers, given)),
        written=_written(question, given, reached, language),
        accepted=_accepted(question, answers, language),
        explanation=(key.explanation if key else question.explanation).said(language),
        policy=policy.title.said(language) if policy else Said(question.policy, language),
        effective=version.effective if version else None,
        clauses=tuple(clauses[name].said(language) for name in question.cites if name in clauses),
        cost=question.cost.yuan,
        borne_by=BEARERS[question.cost.borne_by],
        ruled=key is not None and key.ruled,
    )


def _texts(question: Question, shown: PresentedQuestion) -> dict[str, Said]:
    """What stands beside each option, as it was shown; words of ours for the quadrants and the two truths."""
    authored = {option.id: option.text.said(shown.lang) for option in question.options}
    return {
        own: authored.get(own, Said(text, shown.lang))
        for own, (_, text) in zip(shown.own_options, shown.options, strict=True)
    }


def _options(
    question: Question,
    shown: PresentedQuestion,
    key: Key | None,
    answers: tuple[Answer, ...],
    given: Any,
    language: Language,
) -> tuple[ExplainedOption, ...]:
    if question.kind not in CHOSEN:
        return ()
    said = key.whys if key is not None else {option.id: option.why for option in question.options}
    whys = {name: text.said(language) for name, text in said.items()}
    return tuple(
        ExplainedOption(
            text,
            names_option(given, own),
            any(names_option(answer, own) for answer in answers),
            whys.get(own, Said("", language)),
        )
        for own, text in _texts(question, shown).items()
    )


def _places(
    question: Question, shown: PresentedQuestion, answers: tuple[Answer, ...], given: Any
) -> Iterator[ExplainedPlace]:
    texts, nothing = _texts(question, shown), Said("", shown.lang)
    right: Any = answers[0] if answers else ()
    if question.kind in PLACED:
        put = given if isinstance(given, Mapping) else {}
        belongs = right if isinstance(right, Mapping) else {}
        for own in shown.own_items:
            yield ExplainedPlace(
                question.items[own].said(shown.lang),
                texts.get(put.get(own, ""), nothing),
                texts.get(belongs.get(own, ""), nothing),
            )
    elif question.kind == "ordering":
        ranks = given if isinstance(given, (list, tuple)) else ()
        for rank in range(len(texts)):
            yield ExplainedPlace(
                Said(str(rank + 1), shown.lang),
                texts.get(ranks[rank], nothing) if rank < len(ranks) else nothing,
                texts.get(right[rank], nothing) if rank < len(right) else nothing,
            )


def _written(
    question: Question, given: Any, reached: CallReached | None, language: Language
) -> tuple[Said, ...]:
    if given is None or given == "":
        return ()
    t = translator(language)
    if question.kind in TYPED:
        return (Said(str(given), language),)
    if question.kind != "case":
        return ()
    if reached is None or not reached.ended:
        return (Said(t("The call was not taken to its end."), language),)
    return (
        Said(
            t(
                "The call scored {outcome}; the best possible score was {best}.",
                outcome=reached.outcome,
                best=reached.best,
            ),
            language,
        ),
    )


def _accepted(question: Question, answers: tuple[Answer, ...], language: Language) -> tuple[Said, ...]:
    if not answers or question.kind not in (*TYPED, "case"):
        return ()
    lines = [line for answer in answers for line in answer_words(question, answer, language)]
    if question.kind == "short-text":
        # both languages' answers count; the reader's come first, as far as that can be told from the letters
        lines.sort(key=lambda text: text.isascii() is not (language == "en"))
    elif question.tolerance:
        t = translator(language)
        off = t("up to {number} more or less", number=question.tolerance)
        lines = [t("{value} ({text})", value=line, text=off) for line in lines]
    return tuple(Said(line, language) for line in lines)
