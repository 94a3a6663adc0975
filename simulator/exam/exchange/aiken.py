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
_LETTER = re.compile(r"[A-Z]")
_FULL_WIDTH = {ord("Ａ") + place: ord("A") + place for place in range(26)}


def read_aiken(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of an Aiken file."""
    reading = Reading(defaults)
    text = decoded(data)
    if isinstance(text, Message):
        reading.refuse(1, text)
        return reading.imported()
    lines = _Lines(reading)
    for number, line in enumerate(text.split("\n"), 1):
        if reading.full:
            reading.stop(number)
            break
        lines.take(number, line)
    else:
        lines.refuse_rest()
    return reading.imported()


class _Lines:
    """The lines of the question that is being read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clear()

    def clear(self) -> None:
        """Begin another question."""
        self.start = 0
        self.stem: list[str] = []
        self.options: list[str] = []

    def take(self, number: int, line: str) -> None:
        """Read a line."""
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        if answer is not None and (self.stem or self.options):
            self.answered(number, answer[1])
        elif option is not None and self.stem and self.expected(option[1]):
            self.options.append(option[2].strip())
        elif not line.strip():
            return  # some programs put empty lines between the answers
        elif self.options:
            # answers without “ANSWER:”, and then the next question
            self.refuse_rest()
            self.stem, self.start = [line.strip()], number
        else:
            self.start = self.start or number
            self.stem.append(line.strip())

    def expected(self, letter: str) -> bool:
        """Whether an answer's letter comes next; otherwise the line is part of the question."""
        return letter.translate(_FULL_WIDTH).upper() == chr(ord("A") + len(self.options))

    def answered(self, number: int, letters: str) -> None:
        """End a question with its right answer."""
        letter = letters.strip().translate(_FULL_WIDTH).upper().rstrip(".。)")
        stem = "\n".join(self.stem)
        place = ord(letter) - ord("A") if _LETTER.fullmatch(letter) else -1
        if not self.options:
            self.refuse(
                number, Message("There are no answers to choose from, each with a letter and a point.")
            )
        elif not letter:
            self.refuse(number, Message("No letter stands behind “ANSWER:”."))
        elif place < 0:
            self.refuse(number, Message("“{text}” is not one letter; one answer is right in this format.",
                                        text=shortened(letters)))  # fmt: skip
        elif place >= len(self.options):
            self.refuse(number, Message("There is no answer {letter}.", letter=letter))
        else:
            choices = [ForeignOption(text, which == place) for which, text in enumerate(self.options)]
            take(self.reading, ForeignQuestion(self.start, "single", stem, choices=choices))
        self.clear()

    def refuse(self, number: int, message: Message) -> None:
        """Refuse the question that is being read."""
        self.reading.refuse(number, message, " ".join(self.stem))

    def refuse_rest(self) -> None:
        """Refuse a question that has no end."""
        if self.stem or self.options:
            message = Message(
                "“ANSWER:” with the letter of the right answer is missing behind this question."
            )
            self.reading.refuse(self.start, message, " ".join(self.stem))
        self.clear()


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
    if any(_OPTION.match(line) or _ANSWER.match(line) for line in lines):
        raise CannotCarry(Message("A line of the question would be taken for an answer in this format."))
    letters = [chr(ord("A") + place) for place in range(len(options))]
    answers = [f"{letter}. {text}" for letter, text in zip(letters, options.values(), strict=True)]
    right = letters[list(options).index(str(question.answer))]
    return "\n".join([*lines, *answers, f"ANSWER: {right}", ""])
