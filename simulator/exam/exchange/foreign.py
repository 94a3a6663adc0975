"""A question as GIFT, Aiken and Moodle XML have it, and the draft that becomes of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from simulator.exam.bank.document import MAX_ITEMS, MAX_OPTIONS, QuestionKind
from simulator.source.part import MAX_TEXT
from simulator.text.message import Message

from .draft import (
    LETTERS,
    CannotCarry,
    Defaults,
    QuestionDraft,
    Reading,
    Words,
    is_name,
    language_of,
    name_from,
    shortened,
)
from .markup import AUTO, HTML, PLAIN, flattened

MAX_MARKUP = 50_000  # characters of one text with its markup

_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{0,12})?(?:[eE][-+]?\d{1,2})?")
_TAG = re.compile(r"([a-z-]+)\s*[:：=]\s*(.+)")
_DIGITS = re.compile(r"\d{1,7}")


@dataclass
class ForeignOption:
    """An answer of a question: its text, whether it is right, and what is said to it afterwards."""

    text: str
    right: bool = False
    why: str = ""


@dataclass
class ForeignQuestion:
    """A question on its way from a file; texts may still have markup of the kind `markup`."""

    line: int
    kind: QuestionKind
    stem: str
    title: str = ""
    name: str = ""
    """The id that the other program kept."""
    markup: str = PLAIN
    choices: list[ForeignOption] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """For matching: an item and its place; without an item the place is only one more to choose from."""
    truth: bool = False
    number: int = 0
    tolerance: int = 0
    accepted: list[str] = field(default_factory=list)
    explanation: str = ""
    tags: list[str] = field(default_factory=list)
    category: str = ""
    markups: dict[str, str] = field(default_factory=dict)
    """For texts of another kind of markup than `markup`: the kind by the text."""

    @property
    def shown(self) -> str:
        """What people know it by."""
        return self.title or self.name or shortened(self.stem)


def take(reading: Reading, item: ForeignQuestion) -> None:
    """Add an item to what was read, or refuse it."""
    try:
        reading.add(_Drafting(reading, item).draft())
    except CannotCarry as refusal:
        reading.refuse(refusal.line or item.line, refusal.message, item.shown)


def whole_number(text: str) -> int:
    """The whole number that a text is. Raises CannotCarry."""
    value = number(text)
    if value.denominator != 1:
        raise CannotCarry(Message("Numbers are whole here, and {number} is not.", number=text.strip()))
    return int(value)


def number(text: str) -> Fraction:
    """The number that a text is. Raises CannotCarry."""
    if _NUMBER.fullmatch(text.strip()) is None:
        raise CannotCarry(Message("“{text}” is no number.", text=shortened(text)))
    value = Fraction(text.strip())
    if abs(value) > 10**9:
        raise CannotCarry(Message("“{text}” is too large a number.", text=shortened(text)))
    return value


def band(least: Fraction, most: Fraction) -> tuple[int, int]:
    """The number and tolerance that a band from one number to another is. Raises CannotCarry."""
    middle, width = (least + most) / 2, (most - least) / 2
    if width < 0:
        raise CannotCarry(Message("The band ends before it begins."))
    if middle.denominator != 1 or width.denominator != 1:
        raise CannotCarry(
            Message("A band is given here by a whole number in its middle and a whole number to both sides.")
        )
    return int(middle), int(width)


def not_right(text: str, share: Fraction) -> Message:
    """What is said of an answer that another program gives this share of the marks, in percent."""
    if share <= 0:
        return Message(
            "“{text}” is a wrong answer; only accepted ones are listed here.", text=shortened(text)
        )
    return Message("“{text}” earns part of the marks, which nothing does here; it is left out.",
                   text=shortened(text))  # fmt: skip


class _Drafting:
    def __init__(self, reading: Reading, item: ForeignQuestion) -> None:
        self.reading = reading
        self.item = item
        self.defaults = reading.defaults
        others = [choice.text for choice in item.choices] + [text for pair in item.pairs for text in pair]
        told = [flattened(text, item.markups.get(text, item.markup)).zh for text in (item.stem, *others)]
        self.language = self.defaults.language or language_of(told[0], [*told[1:], *item.accepted])

    def draft(self) -> QuestionDraft:
        item = self.item
        stem = self.words(item.stem, needed=Message("There is no question here, only answers."))
        data: dict[str, Any] = {"kind": item.kind}
        described = self.described()
        data |= described.data
        data["stem"] = stem
        answer = self.parts(data)
        data["explanation"] = self.words(item.explanation, media_needed=False)
        data["cost"] = {"yuan": self.defaults.cost, "borne-by": self.defaults.borne_by} | described.cost
        named = is_name(item.name)
        if item.name and not named:
            self.lose(Message("The id “{name}” cannot be one here.", name=shortened(item.name)))
        title = flattened(item.title, AUTO).zh
        made = item.name if named else name_from(title) or name_from(next(iter(stem.values())))
        name = made or f"question-{item.line}"
        return QuestionDraft(
            name,
            item.line,
            data,
            answer,
            described.version,
            described.desk,
            named,
        )

    def parts(self, data: dict[str, Any]) -> Any:
        """Add what the kind needs, and return the right answer."""
        item = self.item
        match item.kind:
            case "single" | "multiple" | "ordering":
                names = self.options(data)
                right = [name for name, choice in zip(names, item.choices, strict=True) if choice.right]
                if item.kind == "ordering":
                    return names
                if item.kind == "multiple":
                    return right
                if len(right) != 1:
                    raise CannotCarry(
                        Message("One answer is chosen here, and {count} are right.", count=len(right))
                    )
                return right[0]
            case "true-false":
                return item.truth
            case "number":
                if item.tolerance:
                    data["tolerance"] = item.tolerance
                return item.number
            case "short-text":
                texts = [text for found in item.accepted for text in self.words(found).values()]
                return by_language(texts)
            case _:
                return self.matching(data)

    def options(self, data: dict[str, Any]) -> list[str]:
        choices = self.item.choices
        _check_count(len(choices), MAX_OPTIONS)
        options: dict[str, Any] = {}
        for name, choice in zip(LETTERS, choices, strict=False):
            options[name] = dict(self.words(choice.text, needed=Message("An answer has no text.")))
            if why := self.words(choice.why, media_needed=False):
                options[name]["why"] = why
        data["options"] = options
        return list(options)

    def matching(self, data: dict[str, Any]) -> dict[str, str]:
        places: dict[str, str] = {}
        options: dict[str, Words] = {}
        items: dict[str, Words] = {}
        answer: dict[str, str] = {}
        for left, right in self.item.pairs:
            words = self.words(right, needed=Message("An item has no place that it belongs to."))
            shown = "\n".join(words.values())
            if shown not in places:
                _check_count(len(places) + 1, MAX_OPTIONS)
                places[shown] = LETTERS[len(places)]
                options[places[shown]] = words
            if text := self.words(left):
                _check_count(len(items) + 1, MAX_ITEMS)
                name = LETTERS[len(items)]
                items[name], answer[name] = text, places[shown]
        data["options"], data["items"] = options, items
        return answer

    def words(self, text: str, needed: Message | None = None, media_needed: bool = True) -> dict[str, str]:
        """A text by language, with a note of what was taken off. Raises CannotCarry."""
        if len(text) > MAX_MARKUP:
            raise CannotCarry(Message("A text may have {limit} characters at most.", limit=MAX_TEXT))
        flat = flattened(text, self.item.markups.get(text, self.item.markup))
        if flat.media and media_needed:
            raise CannotCarry(
                Message(
                    "It needs what cannot be carried over: {parts}.",
                    parts=", ".join(f"<{name}>" for name in flat.media),
                )
            )
        if flat.media or flat.styles:
            self.lose(
                Message(
                    "Left out of the text: {parts}.",
                    parts=", ".join(f"<{name}>" for name in [*flat.media, *flat.styles]),
                )
            )
        if flat.struck:
            message = Message(
                "Left out, as it is struck through or hidden: “{text}”.",
                text=shortened("; ".join(flat.struck)),
            )
            self.lose(message)
        words = flat.words(self.language)
        if needed is not None and not words:
            raise CannotCarry(needed)
        if any(len(text) > MAX_TEXT for text in words.values()):
            raise CannotCarry(Message("A text may have {limit} characters at most.", limit=MAX_TEXT))
        return words

    def lose(self, message: Message) -> None:
        self.reading.lose(self.item.line, message, self.item.shown)

    def described(self) -> "_Described":
        described = _Described(self.defaults)
        for tag in self.item.tags:
            if not described.take(tag):
                self.lose(Message("The tag “{tag}” is left out.", tag=shortened(tag)))
        described.finish(self.category())
        return described

    def category(self) -> str:
        """The last part of the item's category as a topic; a bank's own “top” and “default” say nothing."""
        parts = [part.strip() for part in self.item.category.split("/") if part.strip()]
        last = parts[-1] if parts else ""
        if not last or last.casefold() in ("top", "$course$", "$module$", "$system$"):
            return ""
        return "" if last.casefold().startswith(("default for", "default")) else name_from(last)


class _Described:
    """What tags and defaults say about a question: policy, clauses, topic and the like."""

    def __init__(self, defaults: Defaults) -> None:
        self.defaults = defaults
        self.data: dict[str, Any] = {}
        self.cost: dict[str, Any] = {}
        self.cites: list[str] = []
        self.version: str | None = None
        self.desk: str | None = None

    def take(self, tag: str) -> bool:
        """Whether a tag says something that is known here."""
        if tag.strip().casefold() == "look-up":
            self.data["look-up"] = True
            return True
        found = _TAG.fullmatch(tag.strip())
        if found is None:
            return False
        name, value = found[1], found[2].strip()
        match name:
            case "policy" | "topic" if is_name(value):
                self.data[name] = value
            case "clause" if is_name(value):
                self.cites.append(value)
            case "desk" if is_name(value):
                self.desk = value
            case "version" if is_name(value):
                self.version = value
            case "difficulty" if value in ("1", "2", "3", "4", "5"):
                self.data["difficulty"] = int(value)
            case "unit" if value in ("yuan", "percent", "days", "hours", "minutes", "times"):
                self.data["unit"] = value
            case "cost" if _DIGITS.fullmatch(value):
                self.cost["yuan"] = int(value)
            case "borne-by" if value in ("customer", "agent", "company"):
                self.cost["borne-by"] = value
            case "enemies" | "siblings" if is_name(value):
                self.data.setdefault(name, []).append(value)
            case "source":
                self.data.setdefault("sources", []).append(value)
            case _:
                return False
        return True

    def finish(self, category: str) -> None:
        """Fill in what the tags did not say."""
        defaults, said = self.defaults, self.data
        policy = said.get("policy", defaults.policy)
        topic = said.get("topic") or defaults.topic or category or policy
        head = {"topic": topic, "difficulty": defaults.difficulty, "policy": policy}
        cites = self.cites or list(defaults.cites)
        self.data = {name: value for name, value in (head | said).items() if value is not None}
        if cites:
            self.data["cites"] = cites


def by_language(texts: Sequence[str]) -> dict[str, list[str]]:
    """Accepted answers by language, as a key has them."""
    found: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        found.setdefault(language_of(text), []).append(text)
    return found


def tags_of(data: Mapping[str, Any], desk: str, version: str) -> list[str]:
    """The tags that say of a question what `_Described` reads from them."""
    cost = data["cost"]
    tags = [
        f"desk:{desk}",
        f"policy:{data['policy']}",
        *(f"clause:{name}" for name in listed(data["cites"])),
        f"version:{version}",
        f"topic:{data['topic']}",
        f"difficulty:{data['difficulty']}",
        f"cost:{cost['yuan']}",
        f"borne-by:{cost['borne-by']}",
    ]
    if "unit" in data:
        tags.append(f"unit:{data['unit']}")
    if data.get("look-up"):
        tags.append("look-up")
    for name in ("enemies", "siblings"):
        tags += [f"{name}:{other}" for other in listed(data.get(name, []))]
    return tags


def listed(value: Any) -> list[Any]:
    """One or more, as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise CannotCarry(Message("It has more than {limit} parts of one kind.", limit=most))


def formats_of(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The kind of markup by the word that a format has for it."""
    return dict(names)


MARKUPS = formats_of(
    (
        ("html", HTML),
        ("moodle", AUTO),
        ("moodle_auto_format", AUTO),
        ("plain", PLAIN),
        ("plain_text", PLAIN),
        ("markdown", AUTO),
    )
)
