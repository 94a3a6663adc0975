"""Aiken, single choice as plain text: https://docs.moodle.org/en/Aiken_format

A question on a line, answers that begin with a letter and a point or bracket, and `ANSWER: B`. Chinese files
have `A、` and `答案：B`; these are read as well, and questions over several lines.
"""

import re
from collections.abc import Sequence

from simulator.call.case.document import Language
from simulator.text.message import Message

from .decoding import decoded
from .draft import CannotCarry, Defaults, ImportedFile, Reading, shortened
from .foreign import ForeignOption, ForeignQuestion, take
from .outgoing import Outgoing, Writing, Written

_OPTION = re.compile(r"\s*([A-Za-zＡ-Ｚ])\s*[.)．、）]\s*(.*)")
_ANSWER = re.compile(r"\s*(?:ANSWER|Answer|answer|答案|正确答案)\s*[:：]\s*(.*)")
_EXPLAINED = re.compile(
    r"\s*(?:解析|答案解析|解释|分析|EXPLANATION|FEEDBACK|RATIONALE)\s*[:：]\s*(.*)", re.IGNORECASE
)
_LABELLED = re.compile(
    r"\s*(?:难度|难易度|知识点|考点|来源|出处|分值|分数|题型|章节|备注|difficulty|topic|points|score|source|category|tags?)"
    r"\s*[:：].*",
    re.IGNORECASE,
)
"""What other programs write below a question, and Aiken has no place for."""
_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十\d]+\s*(?:[、.．]|部分|章|节|大题)\s*)?(?:单项|多项|不定项)?(?:单选|多选|选择|判断|填空|简答)题?"
    r"[^？?]{0,40}|\s*第[一二三四五六七八九十\d]+(?:部分|章|节|大题)[^？?]{0,40}|\s*[-=*_#]{3,}\s*|\s*#{1,6}\s+.*"
)
"""A line between questions that is none of their words."""
_LONGEST_TITLE = 40
_LETTER = re.compile(r"[A-Z]")
_FULL_WIDTH = {ord("Ａ") + place: ord("A") + place for place in range(26)}


def read_aiken(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of an Aiken file."""
    reading = Reading(defaults)
    text = decoded(data, defaults.encoding)
    if isinstance(text, Message):
        reading.refuse(1, text)
        return reading.imported()
    lines = _Lines(reading)
    for number, line in enumerate(text.split("\n"), 1):
        if reading.full:
            lines.finish()
            reading.stop(number)
            break
        lines.take(number, line)
    else:
        lines.refuse_rest()
    return reading.imported()


class _Lines:
    """The lines of the question that is being read, and the one before it, which may be explained yet."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.answered_one: ForeignQuestion | None = None
        self.explaining = False
        self.clear()

    def clear(self) -> None:
        """Begin another question."""
        self.start = 0
        self.stem: list[str] = []
        self.options: list[str] = []
        self.parted = False
        """Whether an empty line stands behind the words so far."""

    def take(self, number: int, line: str) -> None:
        """Read a line."""
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        explained = _EXPLAINED.fullmatch(line)
        if answer is not None and (self.stem or self.options):
            self.answered(number, answer[1])
        elif option is not None and self.stem and self.expected(option[1]):
            self.options.append(option[2].strip())
        elif not line.strip():
            # some programs put empty lines between the answers
            self.parted, self.explaining = bool(self.stem), False
        elif explained is not None and not self.stem and self.answered_one is not None:
            self.explain(explained[1])
            self.explaining = True
        elif _LABELLED.fullmatch(line) and (self.options or not self.stem):
            self.leave(number, line)
        elif self.options:
            # answers without “ANSWER:”, and then the next question
            self.refuse_rest()
            self.stem, self.start = [line.strip()], number
        elif self.explaining:
            self.explain(line.strip())
        elif not self.stem and _HEADING.fullmatch(line):
            self.leave(number, line)
        else:
            self.more(number, line.strip())

    def more(self, number: int, line: str) -> None:
        """Add a line to the question; a title that an empty line parts from it is left out."""
        if self.parted and len(self.stem) == 1 and _is_title(self.stem[0]):
            self.leave(self.start, self.stem[0])
            self.clear()
        elif not self.stem:
            self.finish()
        self.start = self.start or number
        self.stem.append(line)

    def explain(self, text: str) -> None:
        """Add to what is explained of the question above."""
        assert self.answered_one is not None
        self.answered_one.explanation = f"{self.answered_one.explanation}\n{text}".strip()

    def leave(self, number: int, line: str) -> None:
        """Name a line that belongs to no question, or to no part of one."""
        message = Message("This line belongs to no part of a question; it is left out: “{text}”.",
                          text=shortened(line))  # fmt: skip
        self.reading.lose(number, message)

    def finish(self) -> None:
        """Take the question above, which nothing more is said about."""
        if self.answered_one is not None:
            take(self.reading, self.answered_one)
        self.answered_one, self.explaining = None, False

    def expected(self, letter: str) -> bool:
        """Whether an answer's letter comes next; otherwise the line is part of the question."""
        return letter.translate(_FULL_WIDTH).upper() == chr(ord("A") + len(self.options))

    def answered(self, number: int, letters: str) -> None:
        """End a question with its right answer."""
        self.finish()
        letter = letters.strip().translate(_FULL_WIDTH).upper().rstrip(".。)")
        stem = "\n".join(self.stem)
        place = ord(letter) - ord("A") if _LETTER.fullmatch(letter) else -1
        if not self.options:
            self.refuse(
                number, Message("There are no answers to choose from, each with a letter and a point.")
            )
        elif not letter:
            self.refuse(
                number, Message("Behind “ANSWER:” stands the letter of the right answer; here none does.")
            )
        elif place < 0:
            self.refuse(number, Message("“{text}” is not one letter; one answer is right in this format.",
                                        text=shortened(letters)))  # fmt: skip
        elif place >= len(self.options):
            last = chr(ord("A") + len(self.options) - 1)
            self.refuse(
                number,
                Message(
                    "There is no answer {letter}; the answers are A to {last}.", letter=letter, last=last
                ),
            )
        else:
            choices = [ForeignOption(text, which == place) for which, text in enumerate(self.options)]
            self.answered_one = ForeignQuestion(self.start, "single", stem, choices=choices)
        self.clear()

    def refuse(self, number: int, message: Message) -> None:
        """Refuse the question that is being read."""
        self.reading.refuse(number, message, " ".join(self.stem))

    def refuse_rest(self) -> None:
        """Refuse a question that has no end."""
        self.finish()
        if self.stem or self.options:
            message = Message(
                "“ANSWER:” with the letter of the right answer is missing behind this question."
            )
            self.reading.refuse(self.start, message, " ".join(self.stem))
        self.clear()


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.endswith(("?", "？", ":", "：", "。", ".", "…", "_"))


def write_aiken(questions: Sequence[Outgoing], language: Language | None) -> Written:
    """Questions as Aiken, which has single choice and nothing else."""
    writing = Writing(language or "zh", ())
    texts = []
    for question in questions:
        try:
            texts.append(_aiken(writing, question))
        except CannotCarry as refusal:
            writing.refuse(question, refusal)
            continue
        writing.taken(question)
    return writing.written("\n".join(texts).encode())


def _aiken(writing: Writing, question: Outgoing) -> str:
    if question.kind != "single":
        raise CannotCarry(Message("This format has no questions of the kind “{kind}”.", kind=question.kind))
    stem = writing.text(question.pair("stem"))
    options = {name: writing.text(pair) for name, pair in question.texts("options").items()}
    lines = [line.strip() for line in stem.split("\n") if line.strip()]
    if any("\n" in text for text in options.values()):
        raise CannotCarry(Message("An answer stands on one line in this format."))
    other = (_OPTION, _ANSWER, _EXPLAINED, _LABELLED)
    if any(found.match(line) for line in lines for found in other) or _HEADING.fullmatch(lines[0]):
        raise CannotCarry(Message("A line of the question would be taken for an answer in this format."))
    letters = [chr(ord("A") + place) for place in range(len(options))]
    answers = [f"{letter}. {text}" for letter, text in zip(letters, options.values(), strict=True)]
    right = letters[list(options).index(str(question.answer))]
    return "\n".join([*lines, *answers, f"ANSWER: {right}", ""])
