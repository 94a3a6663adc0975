"""What was answered beside what is right, with why: for results that are told, and for review cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.exam.bank.keys import Key
from simulator.exam.bank.marking import mark
from simulator.exam.bank.question import Answer, Question
from simulator.exam.results.rulings import right_answers
from simulator.exam.sitting.presenting import PresentedQuestion
from simulator.policy.policy import Policy
from simulator.text.language import Language
from simulator.text.message import Message

from .parts import policy_language


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: whether it was chosen, whether it is right, and why it is right or tempts."""

    text: str
    chosen: bool
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An item: where it was put, and where it belongs."""

    text: str
    given: str
    belongs: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was put at a place, and what belongs there; nothing was, where it was left blank."""

    given: str
    belongs: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause as it read on the day."""

    text: str
    lang: Language


@dataclass(frozen=True, slots=True)
class Explained:
    """A question with its answer, its key and the reasons; texts are in `lang`."""

    kind: str
    stem: str
    lang: Language
    blank: bool
    choices: tuple[Choice, ...]
    placed: tuple[Placed, ...]
    ordered: tuple[Ordered, ...]
    typed: str
    """What was written."""
    accepted: tuple[str, ...]
    """What is right, where it was to be written."""
    unit: str
    tolerance: int
    explanation: str
    policy: str
    policy_lang: Language
    effective: date | None
    """Since when the policy reads like this."""
    clauses: tuple[Quoted, ...]
    cost: int
    """Of a wrong answer, in yuan."""
    borne_by: Message


_BEARERS = {
    "customer": Message("borne by the customer"),
    "agent": Message("borne by the agent"),
    "company": Message("borne by the company"),
}


def explained(
    question: Question,
    shown: PresentedQuestion,
    key: Key | None,
    given: Any,
    policies: Mapping[str, Policy],
    day: date,
    language: Language,
) -> Explained:
    """A question as it was shown, with the stored answer beside the key of a day."""
    answers = () if key is None else right_answers(question, key.answer)
    blank = given is None or given in ("", [], {})
    texts = dict(zip(shown.own_options, (text for _, text in shown.options), strict=True))
    policy = policies.get(question.policy)
    version = policy.as_of(day) if policy else None
    lang = policy_language(policy, language) if policy else language
    return Explained(
        kind=question.kind,
        stem=shown.stem,
        lang=shown.lang,
        blank=blank,
        choices=_choices(question, shown, answers, given),
        placed=_placed(question, shown, texts, answers, given),
        ordered=_ordered(question, texts, answers, given),
        typed=given if isinstance(given, str) and question.kind in ("number", "short-text") else "",
        accepted=_accepted(question, answers, shown.lang),
        unit=shown.unit_words,
        tolerance=question.tolerance,
        explanation=(key.explanation if key else question.explanation).said_in(shown.lang),
        policy=policy.title.said_in(lang) if policy else "",
        policy_lang=lang,
        effective=version.effective if version else None,
        clauses=tuple(
            Quoted(version.clauses[name].said_in(lang), lang)
            for name in (question.cites if version else ())
            if version and name in version.clauses
        ),
        cost=question.cost.yuan,
        borne_by=_BEARERS[question.cost.borne_by],
    )


def _choices(
    question: Question, shown: PresentedQuestion, answers: tuple[Answer, ...], given: Any
) -> tuple[Choice, ...]:
    if question.kind not in ("single", "multiple", "true-false"):
        return ()
    whys = {option.id: option.why.said_in(shown.lang) for option in question.options}
    return tuple(
        Choice(text, _names(given, own), any(_names(answer, own) for answer in answers), whys.get(own, ""))
        for own, (_, text) in zip(shown.own_options, shown.options, strict=True)
    )


def _names(answer: Any, own: str) -> bool:
    """Whether an answer names an option; the truth is an option called “true” or “false”."""
    if isinstance(answer, bool):
        return own == ("true" if answer else "false")
    return own == answer if isinstance(answer, str) else own in (answer or ())


def _placed(
    question: Question,
    shown: PresentedQuestion,
    texts: Mapping[str, str],
    answers: tuple[Answer, ...],
    given: Any,
) -> tuple[Placed, ...]:
    if question.kind not in ("matching", "triage"):
        return ()
    right: Any = answers[0] if answers else {}
    put = given if isinstance(given, Mapping) else {}
    return tuple(
        Placed(text, texts.get(put.get(own, ""), ""), texts.get(right.get(own, ""), ""))
        for own, (_, text) in zip(shown.own_items, shown.items, strict=True)
    )


def _ordered(
    question: Question, texts: Mapping[str, str], answers: tuple[Answer, ...], given: Any
) -> tuple[Ordered, ...]:
    if question.kind != "ordering":
        return ()
    right: Any = answers[0] if answers else ()
    put = given if isinstance(given, (list, tuple)) else ()
    return tuple(
        Ordered(
            texts.get(put[place], "") if place < len(put) else "",
            texts.get(right[place], "") if place < len(right) else "",
        )
        for place in range(len(texts))
    )


def _accepted(question: Question, answers: tuple[Answer, ...], language: Language) -> tuple[str, ...]:
    if question.kind == "number":
        return tuple(str(answer) for answer in answers)
    if question.kind == "short-text":
        accepted = tuple(str(text) for text in _listed(answers[0])) if answers else ()
        # both languages' answers count; the reader's come first, as far as that can be told from the letters
        return tuple(sorted(accepted, key=lambda text: text.isascii() is not (language == "en")))
    return ()


def _listed(answer: Any) -> tuple[Any, ...]:
    return tuple(answer) if isinstance(answer, (list, tuple)) else (answer,)


def is_right(question: Question, key: Key, given: Any) -> bool:
    """Whether nothing is missing in an answer. Raises UnusableAnswer."""
    return any(mark(question, answer, given).right for answer in right_answers(question, key.answer))
