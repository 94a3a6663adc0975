"""Tables of questions: rows with a head above them, as Excel and CSV have them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.text.message import Message

from .columns import Column, all_columns, part_of
from .draft import CannotCarry, Reading, shortened
from .outgoing import Outgoing, Writing
from .rows import QuestionCells, cells_of, heads_of

MAX_ROWS = 6000
MAX_COLUMNS = 200
HEAD_WITHIN = 10
"""Above the heads a table may have so many other rows, such as a title."""
NO_HEADS = Message("No row names the columns; one at least must be for the question, and one for the key.")
CARRIED = (
    "explanation", "why", "cost", "policy, cites, topic, difficulty", "look-up", "unit", "tolerance",
    "sources", "enemies", "siblings", "retired", "key of other versions", "key computed",
)  # fmt: skip

DESCRIBING = frozenset({
    "kind", "topic", "policy", "cites", "difficulty", "unit", "cost.yuan", "cost.borne-by", "look-up",
    "sources", "desk",
})  # fmt: skip
"""The parts that one cell may say for several rows that it is merged over."""

Cell = str | int

Place = tuple[int, int]
"""A row and a column, both from 1."""


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """Rows with their numbers, from 1, or why a row cannot be read, and what is special about cells."""

    rows: Iterable[tuple[int, Sequence[str] | Message]]
    unusable: Mapping[Place, Message] = field(default_factory=dict)
    """Why what a cell holds cannot be taken; a question that needs it is refused."""
    remarks: Mapping[Place, Message] = field(default_factory=dict)
    """What was left out of a cell, or has to be known about it."""
    merged: Mapping[Place, str] = field(default_factory=dict)
    """What a cell below the first of merged ones shows."""
    days: Mapping[Place, str] = field(default_factory=dict)
    """The day that a cell holds, however it shows it, as 2026-03-01."""
    hidden_columns: frozenset[int] = frozenset()


def read_table(table: QuestionTable, reading: Reading) -> bool:
    """Add the questions of a table to what was read; False if no row names the columns."""
    parts: list[str | None] | None = None
    for line, row in table.rows:
        if parts is None:
            if line > HEAD_WITHIN:
                return False
            if not isinstance(row, Message):
                parts = _heads(row, line, reading)
            continue
        if reading.full or line > MAX_ROWS:
            reading.stop(line)
            break
        if isinstance(row, Message):
            reading.refuse(line, row)
        else:
            _take(reading, table, line, row, parts)
    return parts is not None


def heads_in(row: Sequence[str]) -> int:
    """How many columns a row names; 0 unless a question and a key are among them."""
    parts = [part_of(cell) for cell in row]
    if "key" not in parts or not any(part is not None and part.startswith("stem") for part in parts):
        return 0
    return len([part for part in parts if part is not None])


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


def _heads(row: Sequence[str], line: int, reading: Reading) -> list[str | None] | None:
    """What the columns hold, if this row names them: a question and a key at least."""
    if not heads_in(row):
        return None
    parts = [part_of(cell) for cell in row]
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


def _take(
    reading: Reading, table: QuestionTable, line: int, row: Sequence[str], parts: Sequence[str | None]
) -> None:
    cells, columns = {}, {}
    for column, part in enumerate(parts, 1):
        if part is not None:
            columns[part] = column
            cells[part] = row[column - 1].strip() if column <= len(row) else ""
            if part == "retired":
                cells[part] = table.days.get((line, column), cells[part])
            if part in DESCRIBING:
                cells[part] = cells[part] or table.merged.get((line, column), "").strip()
    filled = {part for part, column in columns.items() if "".join(row[column - 1 : column]).strip()}
    if not filled and not any((line, column) in table.unusable for column in columns.values()):
        return
    found = QuestionCells(line, cells, columns, reading.defaults)
    for part, column in columns.items():
        place = (line, column)
        problem = table.unusable.get(place)
        if problem is None and part not in DESCRIBING and place in table.merged:
            problem = Message(
                "This cell is merged with one of another row; each question has a row of its own."
            )
        if problem is not None:
            reading.refuse(line, problem, found.shown, column)
            return
    for part, column in columns.items():
        if (remark := table.remarks.get((line, column))) is not None:
            reading.lose(line, remark, found.shown, column)
        if column in table.hidden_columns and cells[part]:
            reading.lose(line, Message("This column is hidden; what stands in it is read all the same."),
                         found.shown, column)  # fmt: skip
    try:
        reading.add(found.draft())
    except CannotCarry as refusal:
        reading.refuse(refusal.line or line, refusal.message, found.shown, refusal.column)
