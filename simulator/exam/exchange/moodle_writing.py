"""Writing Moodle XML as Moodle exports it; both languages stand in spans of its multi-language filter."""

import re
from collections.abc import Sequence
from decimal import Decimal
from xml.etree import ElementTree

from simulator.call.case.document import Language
from simulator.text.bilingual import Pair
from simulator.text.message import Message

from .draft import CannotCarry
from .foreign import listed, tags_of
from .markup import marked_up, multilingual
from .outgoing import Outgoing, Writing, Written

CARRIED = (
    "explanation", "why", "cost", "policy, cites, topic, difficulty", "look-up", "unit", "tolerance",
    "sources", "enemies", "siblings",
)  # fmt: skip

_TYPES = {
    "single": "multichoice", "multiple": "multichoice", "true-false": "truefalse",
    "short-text": "shortanswer", "number": "numerical", "matching": "matching", "ordering": "ordering",
}  # fmt: skip
_ORDERING = (
    ("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"),
    ("gradingtype", "ABSOLUTE_POSITION"), ("showgrading", "SHOW"),
)  # fmt: skip
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NODE = ElementTree.Element


def write_moodle_xml(questions: Sequence[Outgoing], language: Language | None) -> Written:
    """Questions as Moodle XML."""
    writing = Writing(language, CARRIED)
    quiz = _NODE("quiz")
    for question in questions:
        try:
            quiz.append(_Moodle(writing, question).element())
        except CannotCarry as refusal:
            writing.refuse(question, refusal)
            continue
        writing.taken(question)
    ElementTree.indent(quiz)
    content: bytes = ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return writing.written(content + b"\n")


class _Moodle:
    def __init__(self, writing: Writing, question: Outgoing) -> None:
        self.writing = writing
        self.question = question

    def element(self) -> _NODE:
        question = self.question
        if question.kind not in _TYPES:
            raise CannotCarry(
                Message("This format has no questions of the kind “{kind}”.", kind=question.kind)
            )
        made = _NODE("question", type=_TYPES[question.kind])
        _text(_sub(made, "name"), question.id)
        self.put(made, "questiontext", question.pair("stem"))
        self.put(made, "generalfeedback", question.explanation)
        for tag, value in (
            ("defaultgrade", "1"),
            ("penalty", "0"),
            ("hidden", "0"),
            ("idnumber", question.id),
        ):
            _sub(made, tag).text = value
        self.answers(made)
        tags = _sub(made, "tags")
        sources = [f"source:{' '.join(source.split())}" for source in question.data.get("sources", [])]
        for tag in [*tags_of(question.data, question.desk, question.version), *sources]:
            _text(_sub(tags, "tag"), tag)
        return made

    def answers(self, made: _NODE) -> None:
        question, answer = self.question, self.question.answer
        match question.kind:
            case "single" | "multiple":
                self.choice(made)
            case "true-false":
                for truth in (True, False):
                    _text(
                        _answer(made, "100" if truth is answer else "0", "moodle_auto_format"),
                        str(truth).lower(),
                    )
            case "number":
                node = _answer(made, "100", "moodle_auto_format")
                _text(node, str(answer))
                _sub(node, "tolerance").text = str(question.data.get("tolerance", 0))
                if unit := question.data.get("unit"):
                    units = _sub(_sub(made, "units"), "unit")
                    _sub(units, "multiplier").text = "1"
                    _sub(units, "unit_name").text = unit
                    for tag, value in (("unitgradingtype", "0"), ("showunits", "0"), ("unitsleft", "0")):
                        _sub(made, tag).text = value
            case "short-text":
                _sub(made, "usecase").text = "0"
                for text in listed(answer):
                    _text(_answer(made, "100", "moodle_auto_format"), text.replace("*", "\\*"))
            case "ordering":
                for tag, value in _ORDERING:
                    _sub(made, tag).text = value
                for place, name in enumerate(listed(answer), 1):
                    self.text(_answer(made, str(place)), question.pair("options", name))
            case _:
                self.matching(made)

    def choice(self, made: _NODE) -> None:
        question = self.question
        single = question.kind == "single"
        options = question.texts("options")
        right = set(listed(question.answer))
        _sub(made, "single").text = "true" if single else "false"
        _sub(made, "shuffleanswers").text = "true"
        _sub(made, "answernumbering").text = "abc"
        wrong = Decimal(0) if single else Decimal(-100) / max(len(options) - len(right), 1)
        for name, pair in options.items():
            share = Decimal(100) / len(right) if name in right else wrong
            node = _answer(made, format(share.quantize(Decimal("0.00001")).normalize(), "f"))
            self.text(node, pair)
            why = question.pair("options", name, "why")
            if any(why):
                self.put(node, "feedback", why)

    def matching(self, made: _NODE) -> None:
        question = self.question
        _sub(made, "shuffleanswers").text = "true"
        options = question.texts("options")
        answer = dict(question.answer)  # type: ignore[arg-type]
        pairs = [(pair, options[answer[name]]) for name, pair in question.texts("items").items()]
        spare = [(Pair(), pair) for name, pair in options.items() if name not in answer.values()]
        for item, place in (*pairs, *spare):
            node = _sub(made, "subquestion")
            self.text(node, item)
            # Moodle shows these as HTML, whatever the format of the item
            both = self.writing.language is None and place.zh and place.en
            shown = multilingual(place.zh, place.en) if both else marked_up(self.writing.text(place))
            _text(_sub(node, "answer"), shown)

    def put(self, parent: _NODE, tag: str, pair: Pair) -> None:
        self.text(_sub(parent, tag), pair)

    def text(self, node: _NODE, pair: Pair) -> None:
        said, markup = self.said(pair)
        node.set("format", markup)
        _text(node, said)

    def said(self, pair: Pair) -> tuple[str, str]:
        """A text, and what Moodle calls its format."""
        if self.writing.language is None and pair.zh and pair.en:
            return multilingual(pair.zh, pair.en), "html"
        return self.writing.text(pair), "plain_text"


def _sub(parent: _NODE, tag: str) -> _NODE:
    return ElementTree.SubElement(parent, tag)


def _answer(made: _NODE, share: str, markup: str = "html") -> _NODE:
    node = _sub(made, "answer")
    node.set("fraction", share)
    node.set("format", markup)
    return node


def _text(node: _NODE, text: str) -> None:
    _sub(node, "text").text = _UNFIT.sub("", text)
