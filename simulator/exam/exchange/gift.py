"""Reading GIFT, the text format of Moodle: https://docs.moodle.org/en/GIFT_format

Questions are parted by empty lines. Where hand-written files and the grammar part, what Moodle's own importer
does is done here: the first braces hold the answers, and what stands behind them makes it a missing word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from simulator.text.message import Message

from .decoding import decoded
from .draft import CannotCarry, Defaults, ImportedFile, Reading, shortened
from .foreign import MARKUPS, ForeignOption, ForeignQuestion, band, not_right, number, take, whole_number
from .markup import AUTO

CATEGORY = "$CATEGORY:"
BLANK = "_____"
FULL = Fraction(100)

_ESCAPED = "\\:#={}~n"
_HIDDEN = {letter: chr(0x10FF00 + place) for place, letter in enumerate(_ESCAPED)}
_SHOWN = {ord(hidden): "\n" if letter == "n" else letter for letter, hidden in _HIDDEN.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_FORMAT = re.compile(r"\[(html|markdown|moodle|plain)\]\s*")
_TAGS = re.compile(r"\[(id|tag):([^\[\]]{1,200})\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,8})?)%\s*")
_SIGNS = re.compile(r"[=~]")
_EXPLAINED = re.compile(
    r"\s*\n\s*(?:解析|答案解析|解释|explanation|feedback)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL
)
"""Below the answers, where GIFT would take it for the end of a sentence with a gap."""
_TRUTHS = {"t": True, "true": True, "f": False, "false": False}


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between two empty ones, without the comments."""

    line: int
    text: str
    name: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer between braces: its sign, weight, text and feedback."""

    sign: str
    weight: Fraction | None
    text: str
    feedback: str


def read_gift(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of a GIFT file."""
    reading = Reading(defaults)
    text = decoded(data, defaults.encoding)
    if isinstance(text, Message):
        reading.refuse(1, text)
        return reading.imported()
    category = ""
    for block in _blocks(text):
        if reading.full:
            reading.stop(block.line)
            break
        first, _, rest = block.text.partition("\n")
        if first.lstrip().startswith(CATEGORY):
            category = first.lstrip()[len(CATEGORY) :].strip()
            if not rest.strip():
                continue
            block = _Block(block.line + 1, rest, block.name, block.tags)
        try:
            take(reading, _GiftItem(reading, block, category).item())
        except CannotCarry as refusal:
            reading.refuse(refusal.line or block.line, refusal.message, _title(block.text))
    return reading.imported()


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    comments: list[str] = []
    start = 0
    for number_of_line, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip().startswith("//"):
            comments.append(line)
            if lines:
                lines.append(" ")
        elif line.strip():
            if not lines:
                start = number_of_line
            lines.append(line)
        else:
            if lines:
                found = [match for comment in comments for match in _TAGS.findall(comment)]
                name = next((value.strip() for what, value in found if what == "id"), "")
                tags = [value.strip() for what, value in found if what == "tag"]
                yield _Block(start, "\n".join(lines), name, tags)
            lines, comments = [], []


def _title(text: str) -> str:
    found = re.match(r"\s*::(.{1,200}?)::", text, re.DOTALL)
    return found[1] if found else text


class _GiftItem:
    def __init__(self, reading: Reading, block: _Block, category: str) -> None:
        self.reading = reading
        self.block = block
        self.category = category
        self.title = ""

    def item(self) -> ForeignQuestion:
        text = _ESCAPE.sub(lambda found: _HIDDEN[found[1]], self.block.text).strip()
        if text.startswith("::"):
            title, closed, text = text[2:].partition("::")
            if not closed:
                raise CannotCarry(Message("The title is opened with “::” and never closed."))
            self.title, text = _restored(title).strip(), text.strip()
        markup = AUTO
        if found := _FORMAT.match(text):
            markup, text = MARKUPS[found[1]], text[found.end() :]
            if found[1] == "markdown":
                self.lose(Message("Markdown is kept as it is written."))
        stem, answers, told = self.parted(text)
        item = ForeignQuestion(
            self.block.line, "single", _restored(stem).strip(), self.title or "", self.block.name, markup
        )
        item.tags, item.category = self.block.tags, self.category
        answers, explained, explanation = _from_behind(answers, "####")
        item.explanation = self.text(item, explanation if explained else told)
        self.answers(item, answers.strip())
        return item

    def parted(self, text: str) -> tuple[str, str, str]:
        """The question, what stands between its braces, and what is explained below them."""
        opened, closed = text.find("{"), text.find("}")
        if opened < 0 and closed < 0:
            raise CannotCarry(Message("This is a text without a question; there are no braces with answers."))
        if 0 <= closed < opened or opened < 0:
            raise CannotCarry(
                Message(
                    "“}” stands here without “{” before it; write “\\}” for one that belongs to the text."
                ),
                self.line_at(text, max(closed, 0)),
            )
        if closed < 0:
            message = Message("The brace is not closed before the empty line.")
            raise CannotCarry(message, self.line_at(text, opened))
        before, answers, after = text[:opened], text[opened + 1 : closed], text[closed + 1 :]
        if "{" in answers or "{" in after or "}" in after:
            raise CannotCarry(
                Message("There is a second brace; write “\\{” and “\\}” for those that belong to the text."),
                self.line_at(text, opened),
            )
        if (told := _EXPLAINED.match(after)) is not None:
            return before, answers, told[1]
        return (f"{before}{BLANK}{after}" if after.strip() else before), answers, ""

    def line_at(self, text: str, place: int) -> int:
        """The line of a place in the text, as far as the lines above it are still there."""
        return self.block.line + self.block.text.count("\n") - text.count("\n", place)

    def answers(self, item: ForeignQuestion, text: str) -> None:
        """Read the answers by what they look like, in the order in which Moodle does."""
        if not text:
            raise CannotCarry(Message("It is answered in sentences, which no program can mark."))
        bare = text.partition("#")[0].strip().casefold()
        if text.startswith("#"):
            self.numerical(item, text[1:].strip())
        elif "~" in text:
            self.choice(item, text)
        elif "=" in text and "->" in text:
            self.matching(item, text)
        elif bare in _TRUTHS:
            item.kind, item.truth = "true-false", _TRUTHS[bare]
            if text.partition("#")[2].strip("# \n"):
                self.lose(
                    Message("What is said to an answer is left out; there is the explanation for that.")
                )
        else:
            self.short(item, text)

    def choice(self, item: ForeignQuestion, text: str) -> None:
        if not _SIGNS.match(text):
            raise CannotCarry(Message("A text stands before the first “=” or “~” of the answers."))
        answers = [self.answer(found) for found in _split(text)]
        single = any(answer.sign == "=" for answer in answers)
        item.kind = "single" if single else "multiple"
        for answer in answers:
            weight = FULL if answer.sign == "=" and answer.weight is None else answer.weight or Fraction()
            right = weight == FULL if single else weight > 0
            item.choices.append(
                ForeignOption(self.text(item, answer.text), right, self.text(item, answer.feedback))
            )
        self.weights(item, [answer.weight for answer in answers], single)

    def weights(self, item: ForeignQuestion, weights: list[Fraction | None], single: bool) -> None:
        """Say where the marks are others than by our rule."""
        if single:
            if any(weight not in (None, 0, FULL) for weight in weights):
                self.lose(
                    Message("Part marks for an answer are left out: one answer is right, the others are not.")
                )
            return
        for right in (True, False):
            shares = {
                weight or Fraction()
                for weight, choice in zip(weights, item.choices, strict=True)
                if choice.right is right
            }
            count = sum(choice.right is right for choice in item.choices)
            ours = Fraction(100 if right else -100, max(count, 1))
            if any(abs(share - ours) > Fraction(1, 10) for share in shares):
                self.lose(Message("Weights are left out: right ones count alike here, and so do wrong ones."))
                return

    def matching(self, item: ForeignQuestion, text: str) -> None:
        item.kind = "matching"
        if not text.startswith("="):
            raise CannotCarry(Message("A text stands before the first “=” or “~” of the answers."))
        for answer in _split(text):
            left, arrow, right = answer[1:].partition("->")
            if not arrow:
                raise CannotCarry(
                    Message(
                        "“{text}” has no “->” between the two that belong together.",
                        text=shortened(_restored(answer[1:])),
                    )
                )
            item.pairs.append((self.text(item, left), self.text(item, right)))

    def short(self, item: ForeignQuestion, text: str) -> None:
        item.kind = "short-text"
        for part in _split(text if text.startswith("=") else f"={text}"):
            answer = self.answer(part)
            if answer.weight not in (None, FULL):
                self.lose(not_right(answer.text, answer.weight or Fraction()))
                continue
            if "*" in answer.text:
                raise CannotCarry(Message("“*” stands for any text, which cannot be accepted here."))
            if answer.feedback:
                self.lose(
                    Message("What is said to an answer is left out; there is the explanation for that.")
                )
            item.accepted.append(self.text(item, answer.text))
        if not any(item.accepted):
            raise CannotCarry(Message("No answer is right; put “=” before the right one."))

    def numerical(self, item: ForeignQuestion, text: str) -> None:
        item.kind = "number"
        text, _, other = text.partition("~")
        if other.strip():
            self.lose(Message("What is said to an answer is left out; there is the explanation for that."))
        parts = _split(text.strip()) if text.strip().startswith("=") else [f"={text}"]
        found: list[tuple[int, int]] = []
        for part in parts:
            answer = self.answer(part)
            if answer.feedback:
                self.lose(
                    Message("What is said to an answer is left out; there is the explanation for that.")
                )
            if answer.weight not in (None, FULL):
                self.lose(not_right(answer.text, answer.weight or Fraction()))
                continue
            found.append(self.amount(answer.text))
        if len(found) != 1:
            raise CannotCarry(Message("One number is right here, and {count} are given.", count=len(found)))
        item.number, item.tolerance = found[0]

    def amount(self, text: str) -> tuple[int, int]:
        least, dots, most = text.partition("..")
        if dots:
            return band(number(least), number(most))
        value, colon, tolerance = text.replace(_HIDDEN[":"], ":").partition(":")
        if not colon:
            return whole_number(value), 0
        around = number(tolerance)
        if around.denominator != 1:
            self.lose(Message("The tolerance {number} is rounded down.", number=tolerance.strip()))
        return whole_number(value), int(abs(around))

    def answer(self, text: str) -> _Answer:
        sign, rest = text[0], text[1:].strip()
        weight = None
        if found := _WEIGHT.match(rest):
            weight, rest = Fraction(found[1]), rest[found.end() :]
        told, _, feedback = rest.partition("#")
        return _Answer(sign, weight, told.strip(), feedback.strip())

    def text(self, item: ForeignQuestion, text: str) -> str:
        """A text with its escapes undone; one in a markup of its own is noted."""
        found = _FORMAT.match(text.strip())
        plain = _restored(text.strip()[found.end() :] if found else text).strip()
        if found:
            item.markups[plain] = MARKUPS[found[1]]
        return plain

    def lose(self, message: Message) -> None:
        self.reading.lose(self.block.line, message, self.title or _restored(_title(self.block.text)))


def _restored(text: str) -> str:
    return text.translate(_SHOWN)


def _split(text: str) -> list[str]:
    """The answers, each with its sign."""
    starts = [found.start() for found in _SIGNS.finditer(text)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _from_behind(text: str, mark: str) -> tuple[str, str, str]:
    before, found, after = text.rpartition(mark)
    return (before, found, after) if found else (after, "", "")
