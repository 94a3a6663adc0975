"""The examples in the documentation, and the small cases that they are put into to see whether they are right.

What an example is stands behind its language: nothing for parts of a case as they stand in the file, `case` for
a whole one, a path such as `rehearsal.opening` for what stands there, `plan`, `translation`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.source.reading import read_bytes
from tests.conftest import SMALL_CASE

DOCS = Path(__file__).resolve().parents[2] / "docs"
BASES = {
    "en": SMALL_CASE / "case.yaml",
    "zh": Path(__file__).with_name("late-parcel.zh.yaml"),
}
"""For each language the case that says what the examples leave out."""
PAGES = {"en": ".md", "zh": ".zh.md"}

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"""^(?P<quote>["']?)(?P<key>[^\s"'#-][^"'\n]*?)(?P=quote):(?:\s|$)""", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A fenced example: the page and line where it stands, its language and what it is, and its text."""

    page: str
    line: int
    section: str
    language: str
    labels: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def page(name: str, language: str = "en") -> Path:
    """Return where a page of the documentation lies."""
    return DOCS / f"{name}{PAGES[language]}"


def examples(path: Path) -> list[Example]:
    """Return all fenced examples of a page."""
    text = path.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        before = text[: match.start()]
        sections = re.findall(r"^#+ (.*)$", _FENCE.sub("", before), re.MULTILINE)
        language, *labels = match["info"].split() or [""]
        found.append(
            Example(
                path.name,
                before.count("\n") + 1,
                sections[-1] if sections else "",
                language,
                tuple(labels),
                match["text"],
            )
        )
    return found


def headings(path: Path) -> list[tuple[int, str]]:
    """Return the headings of a page, each with its level."""
    text = _FENCE.sub("", path.read_text(encoding="utf-8"))
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.*)$", text, re.MULTILINE)]


def tables(path: Path) -> dict[str, list[list[str]]]:
    """Return the tables of a page by the first cell of their heading; each row as its cells."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for line in _FENCE.sub("", path.read_text(encoding="utf-8")).splitlines():
        if not line.startswith("|"):
            rows = None
            continue
        # as on the web: a bar within a cell has a backslash before it
        cells = [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if rows is None:
            rows = found.setdefault(cells[0], [])
        elif set(line) - set("|- "):
            rows.append(cells)
    return found


def in_code(text: str) -> list[str]:
    """Return what a text shows as code."""
    return re.findall(r"`([^`]+)`", text)


def data_of(text: str, name: str = "example") -> Any:
    """Return the data that a YAML text holds, which must be readable."""
    source = read_bytes(text.encode(), name)
    assert source.problems == [], name
    return source.data


def put_together(language: str, fragments: list[Example]) -> Iterator[tuple[Example, dict[str, Any]]]:
    """Put the fragments of a manual into the small case, one after the other; yield the case after each.

    Within a section of the case, an entry of the fragment takes the place of the one with its name.
    """
    case = data_of(BASES[language].read_text(encoding="utf-8"))
    for fragment in fragments:
        data = data_of(fragment.text, str(fragment))
        if fragment.labels:
            part = case
            for step in fragment.labels[0].split("."):
                part = part[step]
            part |= data
        else:
            for key, value in data.items():
                old = case.get(key)
                case[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        yield fragment, case


def placed(base: str, path: str, fragment: str) -> str:
    """Return a YAML text in block style with what stands at `path` replaced, key by key, by a fragment.

    All is done on the text, so that the fragment may have faults of any kind. Items of a list are added to it.
    """
    lines = base.splitlines()
    start, end, indent = 0, len(lines), 0
    for step in filter(None, path.split(".")):
        start = _line_of(lines, start, end, indent, step) + 1
        end, indent = _end_of(lines, start, end, indent), indent + 2
    at = end
    if not fragment.lstrip().startswith("- "):
        for key in [match["key"] for match in _KEY.finditer(fragment)]:
            try:
                line = _line_of(lines, start, end, indent, key)
            except KeyError:
                continue
            after = _end_of(lines, line + 1, end, indent)
            del lines[line:after]
            end -= after - line
            at = min(line, at)
    lines[at:at] = [(" " * indent + line).rstrip(" ") for line in fragment.splitlines()]
    return "\n".join(lines) + "\n"


def _line_of(lines: list[str], start: int, end: int, indent: int, key: str) -> int:
    for place in range(start, end):
        if re.match(rf"""{" " * indent}["']?{re.escape(key)}["']?:""", lines[place]):
            return place
    raise KeyError(key)


def _end_of(lines: list[str], start: int, end: int, indent: int) -> int:
    for place in range(start, end):
        if lines[place].strip() and len(lines[place]) - len(lines[place].lstrip()) <= indent:
            return place
    return end
