"""A YAML text read with its places kept, within limits: the only door through which authored text comes in.

Reading never fails: what cannot be read is a list of problems. YAML's surprises are taken out on the way:
`no`, `on` and `10:30` are texts, a key stands once, and anchors, aliases and tags are refused.
"""

import gc
import re
import stat
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from simulator.text.message import Message

from .problems import Place, Problem, Severity
from .typing_slips import slip_in

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 24  # a case is at most about 10 deep
MAX_NODES = 600_000  # keys and values, at about 300 bytes each; a case of 10,000 scenes has 500,000
MOST_ALIKE = 100  # problems of one rule in one file; further ones are counted

Location = Sequence[str | int]
"""The way from the top of a file to a value: keys and list indexes."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})").fullmatch
_WORDS = {"true": True, "false": False, "": None, "null": None, "~": None}
_MAY_ANCHOR = re.compile(r"(?:^|[\s\[{,])[&*][^\s,\[\]{}]", re.MULTILINE)
_UNTAGGED = "untagged"
_ODD_ENDS = re.compile("[\x85\u2028\u2029]")
"""Ends of lines for YAML, and for no editor."""
_ENDS = re.compile("\r\n|\r|\n")

_TAB = Message("There is a tab here; indent with spaces.")
_BEGINNING = Message("A text cannot begin with this character; put the text between quotation marks.")
_UNCLOSED = Message("The quotation mark that is opened before this place is never closed.")
_EXPLANATIONS = {
    # what libyaml says, or a part of it: what an author should be told
    "found a tab character": _TAB,
    "mapping values are not allowed": Message(
        "A colon and a space begin a value, which cannot be here. If the colon belongs to the text, put the"
        " text between quotation marks; if not, see whether the line is indented like its neighbours."
    ),
    "could not find expected ':'": Message("A key must be followed by a colon and a space."),
    "did not find expected key": Message(
        "A key is expected here. See whether the line is indented like its neighbours, and whether a"
        " quotation mark within the text has ended it too early."
    ),
    "did not find expected '-' indicator": Message(
        "An item of a list is expected here, beginning with “- ”."
    ),
    "did not find expected ',' or": Message("A comma or the closing bracket is missing here."),
    "found unexpected end of stream": _UNCLOSED,
    "found unexpected document indicator": _UNCLOSED,
    "found character that cannot start any token": _BEGINNING,
    "did not find expected alphabetic or numeric character": _BEGINNING,
    "block sequence entries are not allowed": Message(
        "A text cannot begin with this character, nor consist of it; put it between quotation marks."
    ),
    "mapping keys are not allowed": _BEGINNING,
    "did not find expected comment or line break": _BEGINNING,
    "did not find expected node content": _BEGINNING,
    "control characters are not allowed": Message(
        "There is an invisible control character here; take it out."
    ),
}


class Entry(NamedTuple):
    """Where a key and its value stand in a text, by its characters."""

    begin: int
    end: int
    inline: bool
    """Whether they stand within braces."""


@dataclass
class Source:
    """A file that was read: its data, the tree with the places, and what was wrong so far."""

    file: str
    data: Any = None
    node: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    folder: Path | None = None
    text: str = field(default="", repr=False)
    nodes: int = 0
    """How many keys and values there are."""
    aliases: dict[Location, Location] = field(default_factory=dict, repr=False)
    """Where parts that were laid in elsewhere stand in the text: the part after a beginning counts on."""
    _entries: dict[int, dict[str, tuple[Node, Node]]] = field(default_factory=dict, repr=False)
    _alike: Counter[str] = field(default_factory=Counter, repr=False)
    _counted: dict[str, int] = field(default_factory=dict, repr=False)
    """By rule, where in `problems` it stands how many more there are."""

    def report(
        self,
        rule: str,
        message: Message | Callable[[], Message],
        place: Place | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem, by default at the top of the file.

        After MOST_ALIKE of one rule, further ones are only counted; a message that is dear to make is given
        as a function, which then is not called.
        """
        place = place or Place(self.file)
        self._alike[rule] += 1
        more = self._alike[rule] - MOST_ALIKE
        if more <= 0:
            said = message if isinstance(message, Message) else message()
            self.problems.append(Problem(place, rule, said, severity))
            return
        at = self._counted.setdefault(rule, len(self.problems))
        first = self.problems[at] if at < len(self.problems) else None
        worst = Severity.ERROR if Severity.ERROR in (severity, first and first.severity) else severity
        said = Message(
            "More of these in this file: {count}. They are listed when those before them are fixed.",
            count=more,
        )
        rest = Problem(first.place if first else place, rule, said, worst)
        self.problems[at : at + 1] = [rest]

    def full(self, rule: str) -> bool:
        """Whether a further problem of a rule would only be counted."""
        return self._alike[rule] >= MOST_ALIKE

    def place(self, location: Location, key: bool = False) -> Place:
        """Where the value at `location` stands, or its key; for what is missing, where it should be."""
        name, node = self._found(location)
        shown = name if key and name is not None else node
        return self.at(None if shown is None else shown.start_mark)

    def at(self, mark: Any) -> Place:
        """The place of a mark of the parser, as an editor counts: without YAML's own ends of lines."""
        if mark is None:
            return Place(self.file)
        # at the end of a text, libyaml counts a line that is not there
        if mark.index < len(self.text) and not self._has_odd_ends:
            return Place(self.file, mark.line + 1, mark.column + 1)
        return self.place_of(min(mark.index, len(self.text)))

    def place_of(self, index: int) -> Place:
        """The place of a character of the text."""
        line = bisect_right(self._beginnings, index)
        return Place(self.file, line, index - self._beginnings[line - 1] + 1)

    @cached_property
    def _has_odd_ends(self) -> bool:
        return _ODD_ENDS.search(self.text) is not None

    @cached_property
    def _beginnings(self) -> list[int]:
        """Where each line of the text begins."""
        return [0, *(end.end() for end in _ENDS.finditer(self.text))]

    def inside(self, location: Location, offset: int, key: bool = False) -> Place:
        """The place of a character `offset` into the text at `location`, as far as it stands on one line."""
        place = self.place(location, key)
        node = self._found(location)[0 if key else 1]
        if not isinstance(node, ScalarNode) or node.style in ("|", ">"):
            return place
        if node.start_mark.line != node.end_mark.line:
            return place
        return Place(place.file, place.line, place.column + offset + (1 if node.style else 0))

    def entry(self, location: Location) -> "Entry":
        """The characters of a key and its value. Raises KeyError where nothing stands at the location."""
        name, node = self._found(location)
        if name is None or node is None or name.value != location[-1]:
            raise KeyError(location)
        around = self._found(location[:-1])[1]
        return Entry(name.start_mark.index, _end_of(node), bool(getattr(around, "flow_style", False)))

    def end_of_plain(self, location: Location) -> int | None:
        """Where a text without quotation marks ends; None for what is written otherwise."""
        node = self._found(location)[1]
        if not isinstance(node, ScalarNode) or node.style:
            return None
        end: int = node.end_mark.index
        return end

    def written(self, location: Location) -> Location:
        """Where something stands in the text that may have been laid in elsewhere."""
        location = tuple(location)
        for length in range(len(location), 0, -1):
            if location[:length] in self.aliases:
                return self.written((*self.aliases[location[:length]], *location[length:]))
        return location

    def _found(self, location: Location) -> tuple[Node | None, Node | None]:
        """The key and the value at a location, or of the closest part around it that is there."""
        name: Node | None = None
        node = self.node
        for step in self.written(location) if self.aliases else location:
            if isinstance(node, MappingNode):
                if id(node) not in self._entries:
                    self._entries[id(node)] = {entry[0].value: entry for entry in reversed(node.value)}
                name, node = self._entries[id(node)].get(str(step), (name, node))
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                name, node = None, node.value[step]
        return name, node


def _end_of(node: Node) -> int:
    """Where a value ends: a block's own mark lies behind the blank lines and comments that follow it."""
    while isinstance(node, CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return end


def read_file(path: Path, shown_as: str | None = None) -> Source:
    """Read a YAML file from disk, at most MAX_BYTES of it."""
    source, text = read_text(path, shown_as)
    if text is not None:
        _read(source, text)
    return source


def read_bytes(content: bytes, file: str) -> Source:
    """Read YAML from the content of a file. `file` is the name that problems give."""
    source = Source(file)
    text = _decoded(content, source)
    if text is not None:
        _read(source, text)
    return source


def read_text(path: Path, shown_as: str | None = None) -> tuple[Source, str | None]:
    """The text of a file, at most MAX_BYTES of it, or None with the problem in the source."""
    source = Source(shown_as or str(path), folder=path.parent)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            source.report("unreadable", Message("This is not a file."))
            return source, None
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        source.report("unreadable", Message("This file cannot be read: {reason}.", reason=reason))
        return source, None
    return source, _decoded(content, source)


def _decoded(content: bytes, source: Source) -> str | None:
    if len(content) > MAX_BYTES:
        source.report("too-large", Message("A file may have {limit} MB at most.", limit=MAX_BYTES // 2**20))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source.text = content.decode("utf-8-sig", "replace")
        index = len(content[: error.start].decode("utf-8-sig", "replace"))
        message = Message("This file is not UTF-8; save it with that encoding.")
        source.report("not-utf-8", message, source.place_of(index))
    return None


def _read(source: Source, text: str) -> None:
    source.text = text
    with collection_paused():
        _compose(source, text)
        if source.node is not None:
            source.data = _plain(source.node, source)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Hold off the cycle collector while very many objects are made that nearly all stay.

    It would look through all of them again and again: a case of 10,000 scenes took seven times as long.
    Freezing and unfreezing counts them as old at the end, so that it does not look through them at once.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()


class _Composer(CParser):
    """PyYAML's C composer, with a resolver that leaves the meaning of a scalar to `_plain`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.nodes = 0

    def resolve(self, kind: type[Node], value: str | None, implicit: object) -> str:
        return _UNTAGGED

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        self.depth += 1
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooMany(parent)
        if self.depth > MAX_DEPTH:  # the C composer is recursive and would overrun the stack
            raise _TooDeep(parent)

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _TooDeep(Exception):
    def __init__(self, parent: Node | None) -> None:
        self.mark = parent.start_mark if parent is not None else None


class _TooMany(Exception):
    def __init__(self, parent: Node | None) -> None:
        self.mark = parent.start_mark if parent is not None else None


def _composed(text: str) -> tuple[Node | None, int]:
    """The tree of a text, and how many keys and values it has."""
    composer = _Composer(text)
    try:
        node: Node | None = composer.get_single_node()
    finally:
        composer.dispose()
    return node, composer.nodes


def _compose(source: Source, text: str) -> None:
    try:
        if ("&" in text or "*" in text) and _MAY_ANCHOR.search(text) and _report_anchors(source, text):
            return
        source.node, source.nodes = _composed(text)
        if source.node is None:
            source.report("empty", Message("This file is empty."))
    except _TooDeep as error:
        _report_depth(source, error)
    except _TooMany as error:
        _report_number(source, error)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        try:
            _look_before(text, mark)
        except _TooDeep as deep:
            _report_depth(source, deep)
            return
        except _TooMany as many:
            _report_number(source, many)
            return
        if error.context and "expected a single document" in error.context:
            message = Message("A second document begins here; one file holds one case. Take the “---” out.")
        else:
            message = _TAB if _at_tab(text, mark) else _explain(error.problem or str(error))
            slip = None if mark is None else _slip(source, mark.line, str(error.problem))
            if slip is not None:
                source.report("yaml", *slip)
                return
        source.report("yaml", message, source.at(mark))
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes here
        index = len(text.encode()[: error.position].decode("utf-8", "ignore"))
        source.report("yaml", _explain("control characters are not allowed"), source.place_of(index))
    except yaml.YAMLError as error:
        source.report("yaml", _explain(str(error)))


def _slip(source: Source, number: int, parser_says: str) -> tuple[Message, Place] | None:
    """What was mistyped on a line, counted from 0, or on the one before it."""
    lines = source.text.splitlines()[max(0, number - 1) : number + 1]
    for back, line in enumerate(reversed(lines)):
        found = slip_in(line, parser_says)
        if found is not None:
            message, column = found
            return message, Place(source.file, number - back + 1, column + 1)
    return None


def _look_before(text: str, mark: Any) -> None:
    """Look for what stands too deep before the place of an error. Raises _TooDeep, _TooMany.

    libyaml reads ahead, and newer versions refuse a depth of their own before the composer comes to ours.
    """
    if mark is not None:
        with suppress(yaml.YAMLError):
            _composed(text[: mark.index])


def _report_depth(source: Source, error: _TooDeep) -> None:
    limit = Message("Values stand within each other more than {limit} deep here.", limit=MAX_DEPTH)
    source.report("too-deep", limit, source.at(error.mark))


def _report_number(source: Source, error: _TooMany) -> None:
    limit = Message("A file may have {limit} keys and values at most.", limit=MAX_NODES)
    source.report("too-large", limit, source.at(error.mark))


def _report_anchors(source: Source, text: str) -> bool:
    """Report the first anchor or alias, found in the flat stream of events, where none is followed yet."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or number > 2 * MAX_NODES:
            return False  # the composer says so
        if getattr(event, "anchor", None):
            message = Message(
                "Anchors and aliases (“&” and “*”) are not used in these files; write the value out."
            )
            source.report("anchor", message, source.at(event.start_mark))
            return True
    return False


def _at_tab(text: str, mark: Any) -> bool:
    return mark is not None and text[mark.index : mark.index + 1] == "\t"


def _explain(detail: str) -> Message:
    for words, message in _EXPLANATIONS.items():
        if words in detail:
            return message
    return Message("This is not readable as YAML: {detail}.", detail=detail.rstrip("."))


def _plain(node: Node, source: Source) -> Any:
    """The data of a tree: dict, list, str, int, bool and None."""
    if node.tag != _UNTAGGED:
        message = Message(
            "Tags (“!…”) are not used in these files; if it is text, put it between quotation marks."
        )
        source.report("tag", message, source.at(node.start_mark))
    if type(node) is ScalarNode:
        value: str = node.value
        if not node.style:  # a plain scalar, without quotation marks
            if value in _WORDS:
                return _WORDS[value]
            if value[0] in "+-0123456789" and _INTEGER(value):
                return int(value)
        return value
    if isinstance(node, SequenceNode):
        return [_plain(item, source) for item in node.value]
    data: dict[str, Any] = {}
    for name, item in node.value:
        if type(name) is not ScalarNode:
            message = Message("A key is a word, not a list or a mapping.")
            source.report("key", message, source.at(name.start_mark))
        elif name.value in data:
            message = Message("“{key}” stands here a second time; keep one of the two.", key=name.value)
            source.report("duplicate-key", message, source.at(name.start_mark))
        else:
            data[name.value] = _plain(item, source)
    return data
