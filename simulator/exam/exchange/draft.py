"""What comes out of another program's file: questions as drafts, and line by line what was not read."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.call.case.document import Language
from simulator.exam.bank.document import Bearer
from simulator.source.expressions import NAME
from simulator.text.message import Message

MAX_QUESTIONS = 5000  # of one file
MAX_PROBLEMS = 2000  # of one file; what is wrong with more will be the same again
LETTERS = "abcdefghijklmnopqrstuvwxyzabcd"  # 30, as many as a question may have items
_LONGEST_ID = 60

Words = Mapping[str, str]
"""A text by language, as a pair stands in a file of questions."""

_NAME = re.compile(NAME)
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)*")
_QUOTED = re.compile('[“「『][^“”「」『』]*[”」』]|"[^"]*"|《[^》]*》')
_NOT_IN_NAMES = re.compile("[^a-z0-9\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What our questions need and other formats lack; what a file says itself goes before it."""

    language: Language | None = None
    """The language of the texts; None to tell it from each question."""
    policy: str | None = None
    cites: tuple[str, ...] = ()
    topic: str | None = None
    """Goes before the categories of a file. Without any, the topic is named after the policy."""
    difficulty: int = 3
    cost: int = 0
    """In yuan."""
    borne_by: Bearer = "company"
    encoding: str | None = None
    """One of `decoding.ENCODINGS`, where the file does not tell its own."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Something that could not be read, or that our questions cannot hold."""

    line: int
    """From 1; of a table, the row."""
    message: Message
    lost: bool = False
    """Whether the question was read without it. Otherwise the question, or the file, was refused."""
    column: int = 0
    """Of a table, from 1; 0 for the whole line."""
    item: str = ""
    """What the question is called in its file."""
    sheet: str = ""
    """Of a spreadsheet with several: the one where it stands."""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it, such as `C5` or `Sheet2!C5`; empty outside of tables."""
        if not self.column:
            return f"{self.sheet}!{self.line}" if self.sheet else ""
        return f"{self.sheet}!" * bool(self.sheet) + f"{column_letters(self.column)}{self.line}"


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question that was read; `fitting.fitted` sees whether it fits the bank's policies."""

    id: str
    line: int
    data: Mapping[str, Any]
    """As it stands in a file of questions; without `key` where the format knows no versions."""
    answer: Any = None
    """The right answer in that case."""
    version: str | None = None
    """The version of the policy that it is right under, where the file says so."""
    desk: str | None = None
    named: bool = False
    """Whether the id is the author's, and not made from a title."""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Of a table: where each part of it stands."""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of another program as it was read."""

    questions: tuple[QuestionDraft, ...]
    problems: tuple[LineProblem, ...] = ()

    @property
    def refused(self) -> tuple[LineProblem, ...]:
        """Why questions are missing."""
        return tuple(problem for problem in self.problems if not problem.lost)

    @property
    def refused_count(self) -> int:
        """How many questions were refused; several things may be wrong with one."""
        return len({(problem.sheet, problem.line) for problem in self.refused})


class CannotCarry(Exception):
    """A question that cannot become one of ours; caught where the next one begins."""

    def __init__(self, message: Message, line: int = 0, column: int = 0) -> None:
        super().__init__(str(message))
        self.message = message
        self.line = line
        self.column = column


class TakenNames:
    """Names that are taken."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._taken

    def free(self, name: str) -> str:
        """The name, with a number behind it if it is taken, which it is from now on."""
        found = name
        while found in self._taken:
            number = self._next.get(name, 2)
            self._next[name] = number + 1
            found = f"{name}-{number}"
        self._taken.add(found)
        return found


class Reading:
    """What is gathered while a file is read."""

    def __init__(self, defaults: Defaults) -> None:
        self.defaults = defaults
        self.sheet = ""
        """The sheet that is being read, where there are several."""
        self._drafts: list[QuestionDraft] = []
        self._problems: list[LineProblem] = []
        self._names = TakenNames()

    @property
    def full(self) -> bool:
        """Whether no further question is taken."""
        return len(self._drafts) >= MAX_QUESTIONS or len(self._problems) >= MAX_PROBLEMS

    def stop(self, line: int) -> None:
        """Say that the rest of the file is not read."""
        message = Message("The file is not read beyond this place: it has too many questions or problems.")
        self._problems.append(LineProblem(line, message, sheet=self.sheet))

    def refuse(self, line: int, message: Message, item: str = "", column: int = 0) -> None:
        """Note why something was not read; what would have been left out of it does not matter then."""
        while self._problems and self._problems[-1].lost and self._problems[-1].line == line:
            self._problems.pop()
        self._problems.append(
            LineProblem(line, message, column=column, item=shortened(item), sheet=self.sheet)
        )

    def lose(self, line: int, message: Message, item: str = "", column: int = 0) -> None:
        """Note what was left out of a question that is read all the same."""
        self._problems.append(LineProblem(line, message, True, column, shortened(item), self.sheet))

    def add(self, draft: QuestionDraft) -> None:
        """Take a question; an id that was there before gets a number."""
        if draft.named and draft.id in self._names:
            self.refuse(draft.line, Message("“{name}” is there twice; give one another name.", name=draft.id))
            return
        self._drafts.append(replace(draft, id=self._names.free(draft.id), sheet=self.sheet))

    def imported(self) -> ImportedFile:
        """Everything read so far."""
        problems = dict.fromkeys(self._problems)  # the same may be said of several answers to a question
        return ImportedFile(tuple(self._drafts), in_order(problems))


def in_order(problems: Iterable[LineProblem]) -> tuple[LineProblem, ...]:
    """Problems sheet by sheet, as these were read, and line by line, each once."""
    once = dict.fromkeys(problems)
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(problem.sheet for problem in once))}
    return tuple(sorted(once, key=lambda problem: (sheets[problem.sheet], problem.line)))


def language_of(stem: str, others: Iterable[str] = ()) -> Language:
    """The language of a question: that of its stem, and of its other texts where the stem does not tell.

    What stands between quotation marks is somebody else's word, and counts only where there is nothing else.
    """
    for text in (_QUOTED.sub(" ", stem), stem, *others):
        chinese, words = len(_CHINESE.findall(text)), len(_LATIN.findall(text))
        if chinese or words > 1:
            return "zh" if chinese >= words else "en"
    return "en"


def is_name(text: str) -> bool:
    """Whether a text can be the id of something."""
    return len(text) <= _LONGEST_ID and _NAME.fullmatch(text) is not None


def name_from(text: str) -> str:
    """An id made from a title: its letters and figures, with hyphens between the words; may be empty."""
    plain = unicodedata.normalize("NFKD", text[:200]).casefold()
    words = [word for word in _NOT_IN_NAMES.split(plain) if word]
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > _LONGEST_ID - 5:  # a number may follow
            break
        name = longer
    name = name or "".join(words)[: _LONGEST_ID - 5]
    if name and not is_name(name):
        name = f"q-{name}"
    return name


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1] + "…"


def column_letters(column: int) -> str:
    """The letters of a column, from 1, as a spreadsheet names it."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def one_of(names: Sequence[str]) -> str:
    """Names as they stand in a sentence."""
    return ", ".join(names)
