"""XML of unknown origin, read element by element with lines, within limits.

Python's own expat is used, because it tells the line of everything. A document type is refused when it
begins: without one no entity can be declared, so that none is expanded without end or fetched from elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from simulator.text.message import Message

MAX_DEPTH = 40
MAX_ELEMENTS = 400_000
_AT_ONCE = 64 * 1024


@dataclass
class Element:
    """An element: its attributes, what is in it, and the line where it begins."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element]" = field(default_factory=list)
    parts: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The text that stands directly in it."""
        return "".join(self.parts)

    def all(self, tag: str) -> "list[Element]":
        """The elements of that name directly in it."""
        return [child for child in self.children if child.tag == tag]

    def get(self, tag: str) -> "Element | None":
        """The first element of that name directly in it."""
        return next((child for child in self.children if child.tag == tag), None)

    def says(self, tag: str) -> str:
        """The text of the first element of that name, or of the `<text>` in it."""
        found = self.get(tag)
        if found is None:
            return ""
        inner = found.get("text")
        return (inner if inner is not None else found).text.strip()


class BadXml(Exception):
    """A place beyond which a document cannot be read."""

    def __init__(self, line: int, message: Message) -> None:
        super().__init__(str(message))
        self.line = line
        self.message = message


def elements(text: str, within: str, tag: str) -> Iterator[Element]:
    """The elements of one name directly in the outermost one, as they end. Raises BadXml."""
    reader = _Reader(within, tag)
    data = text.encode("utf-8", "replace")
    for start in range(0, max(len(data), 1), _AT_ONCE):
        reader.feed(data[start : start + _AT_ONCE], start + _AT_ONCE >= len(data))
        yield from reader.taken()
        if reader.bad is not None:
            raise reader.bad


class _Reader:
    def __init__(self, within: str, tag: str) -> None:
        # the text is Unicode by now, whatever its first line says
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.within = within
        self.tag = tag
        self.open: list[Element] = []
        self.done: list[Element] = []
        self.count = 0
        self.bad: BadXml | None = None

    def feed(self, data: bytes, last: bool) -> None:
        try:
            self.parser.Parse(data, last)
        except BadXml as refusal:
            self.bad = refusal
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            self.bad = BadXml(
                error.lineno,
                Message("This is not well-formed XML from here on: {reason}.", reason=reason),
            )

    def taken(self) -> Iterator[Element]:
        yield from self.done
        self.done.clear()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self.count += 1
        if not self.open and tag != self.within:
            raise BadXml(line, Message("The file begins with <{tag}>, not with <{wanted}>.",
                                       tag=tag[:60], wanted=self.within))  # fmt: skip
        if len(self.open) >= MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise BadXml(line, Message("The file has too many elements, or too deep ones."))
        element = Element(tag, line, attributes)
        if len(self.open) > 1:
            self.open[-1].children.append(element)
        self.open.append(element)

    def end(self, tag: str) -> None:
        element = self.open.pop()
        if len(self.open) == 1 and tag == self.tag:
            self.done.append(element)

    def characters(self, text: str) -> None:
        if len(self.open) > 1:
            self.open[-1].parts.append(text)

    def doctype(self, *_: object) -> None:
        message = Message(
            "The file declares a document type, which questions need not and could do harm with."
        )
        raise BadXml(self.parser.CurrentLineNumber, message)
