"""A bank of questions under study, and what a rule about questions is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from simulator.call.check.study import Remark
from simulator.exam.bank.keys import Key, in_version
from simulator.exam.bank.loading import BankFiles
from simulator.exam.bank.question import Question, QuestionOption
from simulator.source.problems import Place, Severity
from simulator.source.reading import Location
from simulator.text.bilingual import Pair
from simulator.text.message import Message

LANGUAGES = ("zh", "en")


class ChoiceQuestion(NamedTuple):
    """A question to choose from, in one language: its stem, its options, and the ones that are right."""

    question: Question
    language: str
    stem: str
    options: tuple[tuple[QuestionOption, str], ...]
    right: frozenset[str]


class BankStudy:
    """What rules about questions look at."""

    def __init__(self, files: BankFiles) -> None:
        self.files = files
        self.bank = files.bank
        self.questions = tuple(files.bank.questions.values())

    def place(self, question: Question, *location: str | int, key: bool = False) -> Place:
        """Where a value of a question is in its file, or its key."""
        return self.files.questions[question.id].place(("questions", question.id, *location), key)

    def written(self, question: Question) -> Any:
        """The question's data as its author wrote it."""
        return self.files.questions[question.id].data["questions"][question.id]

    @cached_property
    def keys(self) -> dict[str, tuple[Key | Message, ...]]:
        """By question, what each version of its policy makes of it, oldest first."""
        found = {}
        for question in self.questions:
            policy = self.bank.policies[question.policy]
            found[question.id] = tuple(in_version(question, policy, version) for version in policy.versions)
        return found

    def newest(self, question: Question) -> Key | None:
        """The key of the latest version that gives one."""
        return next((key for key in reversed(self.keys[question.id]) if isinstance(key, Key)), None)

    def choices(self, *kinds: str) -> Iterator[ChoiceQuestion]:
        """The questions of these kinds, in each language in which all of their options are written."""
        for question in self.questions:
            key = self.newest(question)
            if question.kind not in kinds or key is None:
                continue
            right = frozenset([key.answer] if isinstance(key.answer, str) else key.answer)  # type: ignore[arg-type]
            for language in LANGUAGES:
                options = tuple((option, in_language(option.text, language)) for option in question.options)
                if in_language(question.stem, language) and all(text for _, text in options):
                    yield ChoiceQuestion(
                        question, language, in_language(question.stem, language), options, right
                    )

    def words_in_options(self, words: Mapping[str, re.Pattern[str]]) -> Iterator[tuple[Place, str]]:
        """The first of some words in each option that has one, by language, with where it stands."""
        for choice in self.choices("single", "multiple"):
            for option, text in choice.options:
                found = words[choice.language].search(text)
                if found:
                    yield self.place(choice.question, "options", option.id, choice.language), found[0]


def in_language(pair: Pair, language: str) -> str:
    """The text in exactly this language; empty if it is not there."""
    return pair.zh if language == "zh" else pair.en


def texts_of(question: Question) -> Iterator[tuple[Location, Pair]]:
    """Every text of a question with its location; reasons that nobody wrote are left out."""
    yield ("stem",), question.stem
    for option in question.options:
        yield ("options", option.id), option.text
        if any(option.why):
            yield ("options", option.id, "why"), option.why
        for version, why in option.why_from.items():
            yield ("options", option.id, "why-from", version), why
    for name, item in question.items.items():
        yield ("items", name), item
    yield ("explanation",), question.explanation
    for version, explanation in question.explanation_from.items():
        yield ("explanation-from", version), explanation


def asking(stem: str) -> str:
    """The last sentence of a stem: the one that asks."""
    sentences = [part for part in re.split(r"(?<=[。！？?；])|(?<=[.!?])\s", stem) if part and part.strip()]
    return sentences[-1] if sentences else stem


@dataclass(frozen=True, slots=True)
class QuestionRule:
    """A rule about questions. Its page in docs/rules/questions is named by its id."""

    id: str
    check: Callable[[BankStudy], Iterable[Remark]]
    severity: Severity = Severity.WARNING
