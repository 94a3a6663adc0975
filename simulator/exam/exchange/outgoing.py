"""Questions of the bank on their way to other programs, and what of them does not arrive there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from simulator.call.case.document import Language
from simulator.exam.bank.loading import BankFiles
from simulator.exam.bank.question import COMPUTED, Answer
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .draft import CannotCarry


class Keyed(Protocol):
    """The right answer on a day: see `exam.bank.keys.Key`."""

    @property
    def answer(self) -> Answer:
        """The answer in the question's own ids."""

    @property
    def stated_for(self) -> str:
        """The version of the policy that it was given for."""

    @property
    def explanation(self) -> Pair:
        """What is explained on that day."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A question as its author wrote it, with the right answer of the day on which it is written out."""

    id: str
    desk: str
    data: Mapping[str, Any]
    answer: Answer
    version: str
    explanation: Pair

    def pair(self, *steps: str) -> Pair:
        """A text of the question in both languages."""
        value: Any = self.data
        for step in steps:
            value = value.get(step, {})
        return Pair(value.get("zh") or "", value.get("en") or "")

    @property
    def kind(self) -> str:
        """What kind of question it is."""
        return str(self.data["kind"])

    def texts(self, part: str) -> dict[str, Pair]:
        """The options or items by id."""
        return {name: self.pair(part, name) for name in self.data.get(part, {})}


@dataclass(frozen=True, slots=True)
class NotCarried:
    """What of a question a format has no place for."""

    question: str
    message: Message
    lost: bool = False
    """Whether the question was written without it; otherwise it is not in the file."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file for another program, and what is not in it."""

    content: bytes
    count: int
    """How many questions are in it."""
    problems: tuple[NotCarried, ...] = ()


@dataclass
class Writing:
    """What is gathered while a file is written in a language, or in both (None)."""

    language: Language | None
    carried: Collection[str]
    """The parts of questions that the format has a place for."""
    problems: list[NotCarried] = field(default_factory=list)
    count: int = 0

    def taken(self, question: Outgoing) -> None:
        """Count a question that is in the file, and name what of it is not."""
        self.count += 1
        left = [part for part in _parts(question) if part not in self.carried]
        left += self._languages(question)
        if left:
            message = Message("Without: {parts}.", parts=", ".join(left))
            self.problems.append(NotCarried(question.id, message, lost=True))

    def refuse(self, question: Outgoing, refusal: CannotCarry) -> None:
        """Name a question that is not in the file."""
        self.problems.append(NotCarried(question.id, refusal.message))

    def written(self, content: bytes) -> Written:
        """The file with all that was gathered."""
        return Written(content, self.count, tuple(self.problems))

    def text(self, pair: Pair) -> str:
        """A text in the language of the file, or in the other where it is not there."""
        return pair.said_in(self.language or "zh")

    def _languages(self, question: Outgoing) -> list[str]:
        if self.language is None:
            return []
        other = "en" if self.language == "zh" else "zh"
        stem = question.pair("stem")
        return [other] if stem.zh and stem.en else []


def dated(files: BankFiles, names: Iterable[str] | None = None) -> list[Outgoing]:
    """Questions with all their keys, as tables carry them, in the order of the bank or of `names`."""
    return [
        Outgoing(name, document["desk"], document["questions"][name], "", "", Pair())
        for name, document in _documents(files, names)
    ]


def outgoing(
    files: BankFiles, keys: Mapping[str, Keyed], names: Iterable[str] | None = None
) -> list[Outgoing]:
    """The questions that have a key on a day, in the order of the bank or of `names`."""
    found = []
    for name, document in _documents(files, names):
        key = keys.get(name)
        if key is None:
            continue
        found.append(
            Outgoing(
                name,
                document["desk"],
                document["questions"][name],
                key.answer,
                key.stated_for,
                key.explanation,
            )
        )
    return found


def _documents(files: BankFiles, names: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
    return ((name, files.questions[name].data) for name in (files.questions if names is None else names))


def _parts(question: Outgoing) -> list[str]:
    """The parts that a question has and not every format a place for, as authors call them."""
    data = question.data
    has = {
        "explanation": any(question.explanation) or any(data["explanation"].values()),
        "why": any(option.get("why") for option in data.get("options", {}).values()),
        "cost": bool(data["cost"]["yuan"]),
        "policy, cites, topic, difficulty": True,
        "look-up": bool(data.get("look-up")),
        "unit": "unit" in data,
        "tolerance": bool(data.get("tolerance")),
        "sources": bool(data.get("sources")),
        "enemies": bool(data.get("enemies")),
        "siblings": bool(data.get("siblings")),
        "retired": "retired" in data,
        "key of other versions": len(data["key"]) > 1,
        "key computed": COMPUTED in data["key"],
        "explanation-from": bool(data.get("explanation-from")),
        "why-from": any(option.get("why-from") for option in data.get("options", {}).values()),
        "still-holds": bool(data.get("still-holds")),
    }
    return [part for part, there in has.items() if there]
