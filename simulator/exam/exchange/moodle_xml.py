"""Reading Moodle XML: https://docs.moodle.org/en/Moodle_XML_format

What every export has without its author having said so - the penalty of a third, the mark 1, “Your answer is
correct.” - is passed over; whatever else has no place in our questions is named.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from simulator.exam.bank.document import QuestionKind
from simulator.text.message import Message

from .decoding import decoded
from .draft import CannotCarry, Defaults, ImportedFile, Reading, shortened
from .foreign import MARKUPS, ForeignOption, ForeignQuestion, not_right, number, take, whole_number
from .markup import AUTO, HTML, flattened
from .xml_tree import BadXml, Element, elements

FULL = Fraction(100)

_KINDS: Mapping[str, QuestionKind] = {
    "multichoice": "single", "multichoiceset": "multiple", "truefalse": "true-false", "numerical": "number",
    "shortanswer": "short-text", "matching": "matching", "match": "matching", "ordering": "ordering",
}  # fmt: skip
_USUAL: Mapping[str, tuple[str, ...]] = {
    "defaultgrade": ("", "1"),
    "penalty": ("", "0", "0.1", "0.3333333", "0.3333", "1"),
    "hidden": ("", "0"),
    "usecase": ("", "0"),
    "unitgradingtype": ("", "0"),
    "correctfeedback": ("", "Your answer is correct.", "您的答案正确。", "回答正确。", "你的回答正确。"),
    "partiallycorrectfeedback": (
        "", "Your answer is partially correct.", "您的答案部分正确。", "部分正确。", "你的回答部分正确。",
    ),
    "incorrectfeedback": (
        "", "Your answer is incorrect.", "您的答案错误。", "回答错误。", "你的回答不正确。",
    ),
    "hint": ("",),
    "shuffleanswers": ("", "true", "1"),
    "gradingtype": ("", "ABSOLUTE_POSITION"),
    "selecttype": ("", "ALL"),
    "unitpenalty": ("", "0.1"),
}  # fmt: skip
"""What says nothing of its own, by the element."""
_READ = frozenset({
    "name", "questiontext", "generalfeedback", "idnumber", "single", "answer", "subquestion", "tags", "units",
    # how it is shown, which is the same for all questions here
    "answernumbering", "showstandardinstruction", "shownumcorrect", "showunits", "unitsleft", "layouttype",
    "selectcount", "showgrading", "numberingstyle",
})  # fmt: skip
"""The elements of a question that are read, or that say nothing about it."""
_FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint")
_UNITS = {
    "元": "yuan", "yuan": "yuan", "rmb": "yuan", "cny": "yuan", "¥": "yuan",
    "%": "percent", "percent": "percent",
    "天": "days", "日": "days", "day": "days", "days": "days", "d": "days",
    "小时": "hours", "hour": "hours", "hours": "hours", "h": "hours",
    "分钟": "minutes", "minute": "minutes", "minutes": "minutes", "min": "minutes",
    "次": "times", "times": "times",
}  # fmt: skip


def read_moodle_xml(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of a Moodle XML file."""
    reading = Reading(defaults)
    text = decoded(data, defaults.encoding)
    if isinstance(text, Message):
        reading.refuse(1, text)
        return reading.imported()
    category = ""
    try:
        for question in elements(text.lstrip("\ufeff \n\t"), "quiz", "question"):
            line = question.line + _lines_before(text)
            if reading.full:
                reading.stop(line)
                break
            if question.attributes.get("type") == "category":
                category = question.says("category")
                if about := flattened(question.says("info"), HTML).zh:
                    reading.lose(line, Message("The description of a category is left out."), about)
                continue
            found = _MoodleItem(reading, question, line, category)
            try:
                take(reading, found.item())
            except CannotCarry as refusal:
                reading.refuse(line, refusal.message, found.title)
    except BadXml as refusal:
        reading.refuse(refusal.line + _lines_before(text), refusal.message)
    return reading.imported()


def _lines_before(text: str) -> int:
    """How many lines stand before the XML, where there should be none."""
    return text[: len(text) - len(text.lstrip("\ufeff \n\t"))].count("\n")


class _MoodleItem:
    def __init__(self, reading: Reading, question: Element, line: int, category: str) -> None:
        self.reading = reading
        self.question = question
        self.line = line
        self.category = category
        self.title = flattened(question.says("name"), AUTO).zh or shortened(
            flattened(question.says("questiontext"), HTML).zh
        )

    def item(self) -> ForeignQuestion:
        question = self.question
        type_ = question.attributes.get("type", "")
        if type_ not in _KINDS:
            raise CannotCarry(
                Message("There are no questions of the type “{type}” here.", type=shortened(type_))
            )
        stem = question.get("questiontext")
        item = ForeignQuestion(
            self.line, _KINDS[type_], "", question.says("name"), question.says("idnumber"), HTML
        )
        item.category = self.category
        item.stem = self.text(item, stem)
        item.explanation = self.text(item, question.get("generalfeedback"))
        tags = question.get("tags")
        item.tags = [tag.says("text") for tag in tags.all("tag")] if tags is not None else []
        self.unusual()
        match item.kind:
            case "single" | "multiple":
                self.choice(item)
            case "true-false":
                self.truth(item)
            case "short-text":
                self.short(item)
            case "number":
                self.numerical(item)
            case "ordering":
                self.ordering(item)
            case _:
                self.matching(item)
        return item

    def text(self, item: ForeignQuestion, element: Element | None) -> str:
        """The text of an element; one that is not HTML is noted."""
        if element is None:
            return ""
        inner = element.get("text")
        text = (inner if inner is not None else element).text
        markup = MARKUPS.get(element.attributes.get("format", ""), HTML)
        if markup != HTML:
            item.markups[text] = markup
        if element.attributes.get("format") == "markdown" and text.strip():
            self.lose(Message("Markdown is kept as it is written."))
        if element.get("file") is not None and text.strip():
            # without a tag in the text the file is not shown, so that the question does not need it
            self.lose(Message("Files that belong to a text are left out."))
        return text

    def unusual(self) -> None:
        """Name what the author set and our questions have no place for."""
        found = []
        for element in self.question.children:
            usual = _USUAL.get(element.tag, ())
            if element.tag in _READ:
                continue
            said = element.get("text")
            words = flattened((said if said is not None else element).text, HTML).zh
            if element.tag not in _FEEDBACKS:
                words = words.rstrip("0").rstrip(".") if "." in words else words
            if words not in usual:  # of elements that are not known here nothing is usual
                found.append(f"<{element.tag}> {shortened(words, 40)}".strip())
        if found:
            self.lose(Message("Left out: {parts}.", parts="; ".join(dict.fromkeys(found))))

    def answers(self) -> Iterator[tuple[Element, Fraction]]:
        """The answers, each with its share of the marks in percent."""
        for answer in self.question.all("answer"):
            yield answer, number(answer.attributes.get("fraction", "0") or "0")

    def choice(self, item: ForeignQuestion) -> None:
        single = self.question.says("single").casefold() not in ("false", "0")
        if item.kind == "single" and not single:
            item.kind = "multiple"
        fractions = []
        for answer, fraction in self.answers():
            right = fraction >= FULL if item.kind == "single" else fraction > 0
            why = self.text(item, answer.get("feedback"))
            item.choices.append(ForeignOption(self.text(item, answer), right, why))
            fractions.append(fraction)
        if item.kind == "single" and any(fraction not in (0, FULL) for fraction in fractions):
            self.lose(
                Message("Part marks for an answer are left out: one answer is right, the others are not.")
            )
        elif item.kind == "multiple" and not _evenly(fractions):
            self.lose(Message("Weights are left out: right ones count alike here, and so do wrong ones."))

    def truth(self, item: ForeignQuestion) -> None:
        for answer, fraction in self.answers():
            word = flattened(self.text(item, answer), HTML).zh.casefold()
            if word not in ("true", "false"):
                raise CannotCarry(Message("“{text}” is neither true nor false.", text=shortened(word)))
            if fraction >= FULL:
                item.truth = word == "true"
                self.said_to(answer)
                break
        else:
            raise CannotCarry(Message("No answer is right; give the right one the fraction 100."))

    def short(self, item: ForeignQuestion) -> None:
        for answer, fraction in self.answers():
            text = answer.says("text") or answer.text.strip()
            if fraction < FULL:
                self.lose(not_right(text, fraction))
                continue
            if "*" in text.replace("\\*", ""):
                raise CannotCarry(Message("“*” stands for any text, which cannot be accepted here."))
            self.said_to(answer)
            text = text.replace("\\*", "*")
            item.markups[text] = "plain"
            item.accepted.append(text)
        if not item.accepted:
            raise CannotCarry(Message("No answer is right; give the right one the fraction 100."))

    def numerical(self, item: ForeignQuestion) -> None:
        found = []
        for answer, fraction in self.answers():
            text = answer.says("text") or answer.text.strip()
            if fraction < FULL or text == "*":
                self.lose(not_right(text, fraction))
                continue
            self.said_to(answer)
            around = number(answer.says("tolerance") or "0")
            if around.denominator != 1:
                self.lose(Message("The tolerance {number} is rounded down.", number=answer.says("tolerance")))
            found.append((whole_number(text), int(abs(around))))
        if len(found) != 1:
            raise CannotCarry(Message("One number is right here, and {count} are given.", count=len(found)))
        item.number, item.tolerance = found[0]
        self.unit(item)

    def unit(self, item: ForeignQuestion) -> None:
        units = self.question.get("units")
        names = [unit.says("unit_name") for unit in units.all("unit")] if units is not None else []
        for place, name in enumerate(names):
            unit = _UNITS.get(name.casefold())
            if place == 0 and unit is not None and not any(tag.startswith("unit:") for tag in item.tags):
                item.tags.append(f"unit:{unit}")
            elif place > 0 or unit is None:
                self.lose(Message("The unit “{name}” is left out.", name=shortened(name)))

    def ordering(self, item: ForeignQuestion) -> None:
        answers = list(self.answers())
        if len({fraction for _, fraction in answers}) == len(answers):
            answers.sort(key=lambda found: found[1])  # the share is the place in the order
        item.choices = [ForeignOption(self.text(item, answer), True) for answer, _ in answers]

    def matching(self, item: ForeignQuestion) -> None:
        for part in self.question.all("subquestion"):
            answer = part.get("answer")
            item.pairs.append((self.text(item, part), self.text(item, answer)))

    def said_to(self, answer: Element) -> None:
        """Name what is said to somebody who gave an answer."""
        if flattened(answer.says("feedback"), HTML).zh:
            self.lose(Message("What is said to an answer is left out; there is the explanation for that."))

    def lose(self, message: Message) -> None:
        self.reading.lose(self.line, message, self.title)


def _evenly(fractions: list[Fraction]) -> bool:
    """Whether right answers share all the marks alike, and wrong ones take them away alike."""
    right = [fraction for fraction in fractions if fraction > 0]
    wrong = [fraction for fraction in fractions if fraction <= 0]
    return all(abs(fraction - FULL / len(right)) < 1 for fraction in right) and all(
        abs(fraction + FULL / len(wrong)) < 1 for fraction in wrong
    )
