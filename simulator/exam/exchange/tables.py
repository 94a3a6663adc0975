"""Tables of questions: rows with a head above them, and such a table as CSV."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from simulator.call.case.document import Language
from simulator.text.message import Message

from .columns import Column, all_columns, part_of
from .decoding import decoded
from .draft import CannotCarry, Defaults, ImportedFile, Reading, shortened
from .outgoing import Outgoing, Writing, Written
from .rows import QuestionCells, cells_of, heads_of

MAX_ROWS = 6000
MAX_COLUMNS = 200
HEAD_WITHIN = 10
"""Above the heads a table may have so many other rows, such as a title."""
CARRIED = (
    "explanation", "why", "cost", "policy, cites, topic, difficulty", "look-up", "unit", "tolerance",
    "sources", "enemies", "siblings", "retired", "key of other versions", "key computed",
)  # fmt: skip

_FORMULA = re.compile(r"[\s\0]*[=+\-@|%\t\r\n＝＋－＠]").match
"""How a text begins that a spreadsheet may take for a formula."""

Cell = str | int


def read_csv(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of a CSV file."""
    text = decoded(data)
    if isinstance(text, Message):
        reading = Reading(defaults)
        reading.refuse(1, text)
        return reading.imported()
    return read_rows(_csv_rows(text), defaults)


def read_rows(rows: Iterable[Sequence[str]], defaults: Defaults) -> ImportedFile:
    """The questions of a table, row by row."""
    reading = Reading(defaults)
    parts: list[str | None] | None = None
    line = 0
    try:
        for line, row in enumerate(rows, 1):
            if parts is None:
                if line > HEAD_WITHIN:
                    break
                parts = _heads(row, line, reading)
                continue
            if reading.full or line > MAX_ROWS:
                reading.stop(line)
                break
            _take(reading, line, row, parts)
    except csv.Error as error:
        reading.refuse(line + 1, Message("This table cannot be read from here on: {reason}.", reason=error))
    if parts is None:
        message = Message(
            "No row names the columns; one at least must be for the question, and one for the key."
        )
        reading.refuse(1, message)
    return reading.imported()


def table_of(
    questions: Sequence[Outgoing], writing: Writing, language: str
) -> tuple[list[Column], list[list[Cell | None]]]:
    """Questions as columns and rows; columns that nobody needs are left out."""
    rows = []
    for question in questions:
        cells = cells_of(question.id, question.desk, question.data, language)
        if writing.language is not None:
            other = "en" if writing.language == "zh" else "zh"
            paired = {part.removesuffix(f".{writing.language}") for part in cells}
            cells = {
                part: cell
                for part, cell in cells.items()
                if not (part.endswith(f".{other}") and part.removesuffix(f".{other}") in paired)
            }
        rows.append(cells)
        writing.taken(question)
    used = {part for cells in rows for part in cells}
    options, items = heads_of(sorted(used))
    columns = [column for column in all_columns(options, items) if column.part in used]
    return columns, [[cells.get(column.part) for column in columns] for cells in rows]


def write_csv(questions: Sequence[Outgoing], language: Language | None) -> Written:
    """Questions as CSV in UTF-8, with the mark by which Excel knows that; texts are never formulas."""
    writing = Writing(language, CARRIED)
    shown = language or "zh"
    columns, rows = table_of(questions, writing, shown)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.head(shown) for column in columns])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return writing.written(file.getvalue().encode("utf-8-sig"))


def _heads(row: Sequence[str], line: int, reading: Reading) -> list[str | None] | None:
    """What the columns hold, if this row names them: a question and a key at least."""
    parts = [part_of(cell) for cell in row]
    if "key" not in parts or not any(part is not None and part.startswith("stem") for part in parts):
        return None
    seen: set[str] = set()
    for column, (part, cell) in enumerate(zip(parts, row, strict=True), 1):
        if part is None and cell.strip():
            message = Message("The column “{title}” is not understood and left out.", title=shortened(cell))
            reading.lose(line, message, column=column)
        elif part in seen:
            reading.lose(line, Message("This column is there twice; the first one counts."), column=column)
            parts[column - 1] = None
        elif part is not None:
            seen.add(part)
    return list(parts)


def _take(reading: Reading, line: int, row: Sequence[str], parts: Sequence[str | None]) -> None:
    cells, columns = {}, {}
    for column, part in enumerate(parts, 1):
        if part is not None:
            columns[part] = column
            cells[part] = row[column - 1].strip() if column <= len(row) else ""
    if not any(cells.values()):
        return
    found = QuestionCells(line, cells, columns, reading.defaults)
    try:
        reading.add(found.draft())
    except CannotCarry as refusal:
        reading.refuse(refusal.line or line, refusal.message, found.shown, refusal.column)


def _csv_rows(text: str) -> Iterator[list[str]]:
    top = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t，", key=top.count)
    # what was made harmless when it was written is as it was before
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_as_meant(cell) for cell in row[:MAX_COLUMNS]]


def _harmless(cell: Cell | None) -> Cell | None:
    return "'" + cell if isinstance(cell, str) and _FORMULA(cell) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA(cell[1:]) else cell
