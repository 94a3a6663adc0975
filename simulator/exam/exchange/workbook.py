"""A workbook of unknown origin as tables: what its cells show, and what about them cannot be taken.

openpyxl reads the cells. What it does not tell of a sheet that it reads row by row - hidden rows and columns,
merged cells, formulas whose result was never stored - is read from the sheet's XML beside it.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from xml.parsers import expat

from simulator.text.message import Message

from .cell_text import shown
from .decoding import MAX_BYTES
from .draft import shortened
from .tables import HEAD_WITHIN, MAX_COLUMNS, MAX_ROWS, Place, QuestionTable

MAX_UNPACKED = 40 * 1024 * 1024  # an Excel file is a zip
MAX_SHEETS = 20
MAX_MERGED = 5_000
MAX_MERGED_CELLS = 200_000
UNREADABLE = Message("This is no Excel file that can be read; save it as .xlsx or CSV.")

_LAST_ROW = MAX_ROWS + HEAD_WITHIN
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
_NO_RESULT = Message(
    "A formula stands here whose result is not in the file; open and save it in Excel, or type the text."
)


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet by its name, as a table."""

    name: str
    hidden: bool
    table: QuestionTable


@dataclass
class _Facts:
    """What a sheet's XML says beside its cells."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row and column, last row and column."""
    formulas: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    """Cells whose text stands in the sheet itself, with runs that are struck through."""


def sheets_of(data: bytes) -> list[WorkbookSheet] | Message:
    """The sheets of an Excel file, or why there are none."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Message("This is a spreadsheet of the old kind (.xls); save it as .xlsx or CSV.")
    if len(data) > MAX_BYTES:
        return Message("A file may have {limit} MB at most.", limit=MAX_BYTES // 2**20)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # what is claimed here is all that is unpacked afterwards
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return UNREADABLE
    if unpacked > MAX_UNPACKED:
        return Message("A file may have {limit} MB at most.", limit=MAX_UNPACKED // 2**20)
    try:
        from openpyxl import load_workbook
    except ImportError:
        return Message("Excel files need one more package: pip install 'winwin[desk]'.")
    try:
        facts = _facts(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, rich_text=True)
        try:
            return [_sheet(sheet, facts.get(sheet.title, _Facts())) for sheet in book.worksheets[:MAX_SHEETS]]
        finally:
            book.close()
    except Exception:  # whatever hostile XML may bring about in the library
        return UNREADABLE


def _sheet(sheet: Any, facts: _Facts) -> WorkbookSheet:
    unusable: dict[Place, Message] = {}
    remarks: dict[Place, Message] = {}
    rows: list[tuple[int, list[str] | Message]] = []
    shows: dict[Place, str] = {}
    days: dict[Place, str] = {}
    rightmost: dict[int, int] = {}
    for line, column in facts.formulas:
        rightmost[line] = max(column, rightmost.get(line, 0))
    tops = {(first, column) for first, column, _, _ in facts.merged}
    for line, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=MAX_COLUMNS), 1):
        cells: list[str] = []
        last = max((column for column, cell in enumerate(row, 1) if cell.value is not None), default=0)
        last = max(last, rightmost.get(line, 0))  # however far to the right the sheet claims to go
        for column, cell in enumerate(row[:last], 1):
            text = _text(cell, (line, column), facts, unusable, remarks)
            cells.append(text)
            if isinstance(cell.value, date):
                days[line, column] = cell.value.isoformat()[:10]
            if (line, column) in tops:
                shows[line, column] = text
        if line in facts.hidden_rows:
            if any(cells):
                rows.append((line, Message("This row is hidden, and not read; show it, or delete it.")))
            continue
        rows.append((line, cells))
    below = (
        ((line, column), shows.get((first, left), ""))
        for first, left, last, right in facts.merged
        for line in range(first + 1, min(last, _LAST_ROW) + 1)
        for column in range(left, min(right, MAX_COLUMNS) + 1)
    )
    merged = dict(islice(below, MAX_MERGED_CELLS))
    table = QuestionTable(rows, unusable, remarks, merged, days, frozenset(facts.hidden_columns))
    return WorkbookSheet(str(sheet.title), sheet.sheet_state != "visible", table)


def _text(
    cell: Any, place: Place, facts: _Facts, unusable: dict[Place, Message], remarks: dict[Place, Message]
) -> str:
    value = cell.value
    if value is None:
        if place in facts.formulas:
            unusable[place] = _NO_RESULT
        return ""
    if cell.data_type == "e":
        unusable[place] = Message("The cell shows an error: {error}.", error=value)
        return ""
    if place in facts.struck:
        unusable[place] = Message("Part of this text is struck through; delete what does not count.")
        return ""
    struck: list[str] = []
    if isinstance(value, list):  # runs of text, each with a font of its own or none
        whole = _is_struck(cell)
        kept: list[str] = []
        for run in value:
            font = getattr(run, "font", None)
            text = getattr(run, "text", run)
            (struck if (bool(font.strike) if font is not None else whole) else kept).append(str(text))
        value = "".join(kept)
    elif _is_struck(cell):
        struck, value = [shown(value, cell.number_format)], ""
    if words := " ".join("".join(struck).split()):
        remarks[place] = Message(
            "Left out, as it is struck through or hidden: “{text}”.", text=shortened(words)
        )
    return shown(value, cell.number_format)


def _is_struck(cell: Any) -> bool:
    return bool(cell.has_style and cell.font is not None and cell.font.strike)


def _facts(data: bytes) -> dict[str, _Facts]:
    """What the XML of each sheet says beside its cells, by the sheet's name."""
    found: dict[str, _Facts] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            attributes.get("Id", ""): attributes.get("Target", "")
            for tag, attributes in _tags(archive.read("xl/_rels/workbook.xml.rels"))
            if tag == "Relationship"
        }
        for tag, attributes in _tags(archive.read("xl/workbook.xml")):
            if tag != "sheet" or len(found) >= MAX_SHEETS:
                continue
            target = next(
                (parts.get(value, "") for name, value in attributes.items() if name.endswith(":id")), ""
            )
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if path in archive.namelist():
                found[attributes.get("name", "")] = _facts_of(archive.read(path))
    return found


def _facts_of(xml: bytes) -> _Facts:
    facts = _Facts()
    place: Place | None = None
    row = 0
    formula = False
    for tag, attributes in _tags(xml, ends=("c",)):
        match tag:
            case "row":
                row = int(attributes.get("r", row + 1))
                if attributes.get("hidden") in ("1", "true"):
                    facts.hidden_rows.add(row)
            case "col" if attributes.get("hidden") in ("1", "true"):
                last = min(int(attributes["max"]), MAX_COLUMNS)
                facts.hidden_columns.update(range(int(attributes["min"]), last + 1))
            case "c":
                place, formula = _place(attributes.get("r", "")), False
            case "f":
                formula = True
            case "/c" if formula and place is not None:
                facts.formulas.add(place)
            case "strike" if place is not None and attributes.get("val") not in ("0", "false"):
                facts.struck.add(place)
            case "mergeCell" if len(facts.merged) < MAX_MERGED:
                area = _REFERENCE.fullmatch(attributes.get("ref", ""))
                if area is not None and area[3] is not None:
                    facts.merged.append((int(area[2]), _column(area[1]), int(area[4]), _column(area[3])))
    return facts


def _place(reference: str) -> Place | None:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), _column(found[1])) if found is not None else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _tags(xml: bytes, ends: Iterable[str] = ()) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a document as they begin, and with a slash those of `ends` as they end."""
    met: list[tuple[str, dict[str, str]]] = []
    named = {name: f"/{name}" for name in ends}
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        met.append((tag.rpartition(":")[2], attributes))

    def end(tag: str) -> None:
        if (name := named.get(tag.rpartition(":")[2])) is not None:
            met.append((name, {}))

    def refuse(*_: object) -> None:
        raise ValueError("a document type")  # caught above: no workbook has one

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    for at in range(0, len(xml), 65536):
        parser.Parse(xml[at : at + 65536], at + 65536 >= len(xml))
        yield from met
        met.clear()
