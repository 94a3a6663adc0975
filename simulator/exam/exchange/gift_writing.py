"""Writing GIFT. What GIFT has no place for stands in tags in a comment, where Moodle puts its own."""

import re
from collections.abc import Sequence
from decimal import Decimal

from simulator.call.case.document import Language
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .draft import CannotCarry
from .foreign import listed, tags_of
from .markup import marked_up, multilingual
from .outgoing import Outgoing, Writing, Written

CARRIED = (
    "explanation", "why", "cost", "policy, cites, topic, difficulty", "look-up", "unit", "tolerance",
    "enemies", "siblings",
)  # fmt: skip

_SPECIAL = re.compile(r"[\\~=#{}:]")
_UNTAGGABLE = re.compile(r"[\[\]<>\n]")


def write_gift(questions: Sequence[Outgoing], language: Language | None) -> Written:
    """Questions as GIFT."""
    writing = Writing(language, CARRIED)
    texts = []
    for question in questions:
        try:
            texts.append(_Gift(writing, question).text())
        except CannotCarry as refusal:
            writing.refuse(question, refusal)
            continue
        writing.taken(question)
    return writing.written("\n".join(texts).encode())


class _Gift:
    def __init__(self, writing: Writing, question: Outgoing) -> None:
        self.writing = writing
        self.question = question

    def text(self) -> str:
        question = self.question
        tags = [f"[id:{question.id}]"]
        tags += [f"[tag:{_UNTAGGABLE.sub(' ', tag)}]"
                 for tag in tags_of(question.data, question.desk, question.version)]  # fmt: skip
        stem = question.pair("stem")
        both = self.both(stem)
        lines = [
            f"// {' '.join(tags)}",
            f"::{_escaped(question.id)}::[{'html' if both else 'plain'}]{self.said(stem)}{{",
            *(f"\t{line}" for line in self.answers()),
        ]
        if any(question.explanation):
            # it is in the markup of the question, whatever its own languages are
            lines.append(f"\t####{_begun(self.said(question.explanation, both))}")
        return "\n".join([*lines, "}", ""])

    def answers(self) -> list[str]:
        question, answer = self.question, self.question.answer
        match question.kind:
            case "single":
                return [
                    self.option(name, "=" if name == answer else "~") for name in question.texts("options")
                ]
            case "multiple":
                return self.several()
            case "true-false":
                return ["TRUE" if answer else "FALSE"]
            case "number":
                return [f"#{answer}:{question.data.get('tolerance', 0)}"]
            case "short-text":
                if any("*" in text or "->" in text for text in listed(answer)):
                    raise CannotCarry(Message("“*” and “->” mean something else in this format."))
                return [f"{_signed('=', text)}{_begun(_escaped(text))}" for text in listed(answer)]
            case "matching":
                return self.matching()
        raise CannotCarry(Message("This format has no questions of the kind “{kind}”.", kind=question.kind))

    def several(self) -> list[str]:
        options = self.question.texts("options")
        right = set(listed(self.question.answer))
        shares = {True: _percent(100, len(right)), False: _percent(-100, len(options) - len(right))}
        return [self.option(name, f"~%{shares[name in right]}%") for name in options]

    def option(self, name: str, sign: str) -> str:
        text = self.said(self.question.pair("options", name))
        why = self.said(self.question.pair("options", name, "why"))
        return f"{_signed(sign, text)}{_begun(text)}" + (f"#{_begun(why)}" if why else "")

    def matching(self) -> list[str]:
        question = self.question
        options = {name: self.said(pair) for name, pair in question.texts("options").items()}
        answer = dict(question.answer)  # type: ignore[arg-type]
        lines = []
        for name, pair in question.texts("items").items():
            text = self.said(pair)
            if "->" in text:
                raise CannotCarry(Message("“*” and “->” mean something else in this format."))
            lines.append(f"={_begun(text)} -> {_begun(options[answer[name]])}")
        spare = [name for name in options if name not in answer.values()]
        return [*lines, *(f"= -> {_begun(options[name])}" for name in spare)]

    def both(self, pair: Pair) -> bool:
        return self.writing.language is None and bool(pair.zh) and bool(pair.en)

    def said(self, pair: Pair, html: bool | None = None) -> str:
        """A text with its escapes; everything is HTML where the question is."""
        if self.both(pair):
            return _escaped(multilingual(pair.zh, pair.en))
        text = self.writing.text(pair)
        html = self.both(self.question.pair("stem")) if html is None else html
        return _escaped(marked_up(text) if html else text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def _signed(sign: str, text: str) -> str:
    """The sign of an answer, with a weight before a text that begins like one."""
    if not text.startswith("%") or len(sign) > 1:
        return sign
    return f"{sign}%{100 if sign == '=' else 0}%"


def _begun(text: str) -> str:
    """A text that does not begin like the name of a format."""
    return f"[plain]{text}" if text.startswith("[") else text


def _percent(whole: int, parts: int) -> str:
    share = (Decimal(whole) / max(parts, 1)).quantize(Decimal("0.00001"))
    return format(share.normalize(), "f")
