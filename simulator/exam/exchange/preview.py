"""A question that was read, as it would be stored: what people look at before they say yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.exam.bank.question import COMPUTED
from simulator.exam.bank.wording import BEARERS, KINDS, QUADRANTS, TRUTHS, UNITS
from simulator.policy.policy import Policy
from simulator.text.language import Translator, translator
from simulator.text.message import Message

from .draft import LETTERS, QuestionDraft
from .fitting import desk_of
from .foreign import listed

KeyText = str | Message


@dataclass(frozen=True, slots=True)
class PreviewedOption:
    """An option or item: the letter or number that it goes by here, its texts, and why it is right or not."""

    mark: str
    texts: Mapping[str, str]
    right: bool = False
    """Whether it is an answer of every key."""
    why: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PreviewedQuestion:
    """All that would be stored of a question."""

    id: str
    line: int
    desk: str
    kind: str
    stem: Mapping[str, str]
    options: Sequence[PreviewedOption]
    items: Sequence[PreviewedOption]
    keys: Sequence[tuple[str, str]]
    """Each version, or “computed”, with the answer by letters or in its words."""
    explanation: Mapping[str, str]
    facts: Sequence[tuple[Message, str]]
    """What describes it: policy and clauses, topic, difficulty, cost and whatever few questions have."""


def previewed(draft: QuestionDraft, policies: Mapping[str, Policy], language: str) -> PreviewedQuestion:
    """A draft that fits the bank, with words of ours in a language."""
    data = draft.data
    t = translator(language)
    keys = data["key"]
    options = {name: letter.upper() for name, letter in zip(data.get("options", {}), LETTERS, strict=False)}
    numbers = {name: str(number) for number, name in enumerate(data.get("items", {}), 1)}
    stated = [] if COMPUTED in keys else [set(_named(answer)) for answer in keys.values()]
    right = set.intersection(*stated) if stated and data["kind"] in ("single", "multiple") else set()
    return PreviewedQuestion(
        id=draft.id,
        line=draft.line,
        desk=desk_of(draft, policies),
        kind=t(KINDS[data["kind"]]),
        stem=data["stem"],
        options=[
            PreviewedOption(
                mark, _texts(data["options"][name]), name in right, data["options"][name].get("why")
            )
            for name, mark in options.items()
        ],
        items=[PreviewedOption(mark, _texts(data["items"][name])) for name, mark in numbers.items()],
        keys=[
            (version, _answer(data["kind"], answer, options, numbers, t)) for version, answer in keys.items()
        ],
        explanation=data.get("explanation") or {},
        facts=_facts(data, t),
    )


def _texts(part: Mapping[str, Any]) -> dict[str, str]:
    return {language: part[language] for language in ("zh", "en") if part.get(language)}


def _named(answer: Any) -> list[str]:
    return [str(name) for name in answer] if isinstance(answer, (list, tuple)) else [str(answer)]


def _answer(
    kind: str, answer: Any, options: Mapping[str, str], numbers: Mapping[str, str], t: Translator
) -> str:
    """An answer by letters, or in the words in which it is given."""
    if kind == "short-text" and isinstance(answer, Mapping):
        return " | ".join(text for texts in answer.values() for text in listed(texts))
    if isinstance(answer, bool):
        return t(TRUTHS[answer])
    if isinstance(answer, Mapping):
        if kind in ("single", "multiple"):
            return "; ".join(f"{options.get(name, name)}: {rule}" for name, rule in answer.items())
        places = {name: t(said) for name, said in QUADRANTS.items()} if kind == "triage" else options
        return ", ".join(f"{numbers[item]} → {places[place]}" for item, place in answer.items())
    return ", ".join(options.get(name, name) for name in _named(answer))


def _facts(data: Mapping[str, Any], t: Translator) -> list[tuple[Message, str]]:
    cost = data["cost"]
    found = [
        (Message("Policy"), f"{data['policy']} ({', '.join(listed(data['cites']))})"),
        (Message("Topic"), str(data["topic"])),
        (Message("Difficulty"), str(data["difficulty"])),
        (Message("Cost (yuan)"), f"{cost['yuan']} ({t(BEARERS[cost['borne-by']])})"),
    ]
    if "unit" in data:
        found.append((Message("Unit"), t(UNITS[data["unit"]])))
    if data.get("tolerance"):
        found.append((Message("Tolerance"), str(data["tolerance"])))
    if data.get("look-up"):
        found.append((Message("Look-up"), t("yes")))
    for name, title in (("case", Message("Case")), ("sources", Message("Sources")),
                        ("enemies", Message("Enemies")),
                        ("siblings", Message("Siblings")), ("retired", Message("Retired"))):  # fmt: skip
        if data.get(name):
            found.append((title, ", ".join(map(str, listed(data[name])))))
    return found
