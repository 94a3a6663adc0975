"""Tables of questions as Excel files, and the empty table for people who have never seen YAML."""

import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.call.case.document import Language
from simulator.policy.policy import Policy
from simulator.text.message import Message

from .columns import BEARERS, KINDS, UNITS, Column, all_columns
from .draft import Defaults, ImportedFile, Reading, column_letters
from .outgoing import Outgoing, Writing, Written
from .tables import CARRIED, HEAD_WITHIN, NO_HEADS, Cell, heads_in, read_table, table_of
from .template_help import EXAMPLES, HELP
from .workbook import MAX_SHEETS, WorkbookSheet, sheets_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767  # characters that a cell holds
EMPTY_ROWS = 500
"""Rows of the template that have lists to choose from."""
MORE_ROWS = 50
"""Rows with such lists below the questions of an export."""
SHEETS = {"zh": ("题目", "填写说明", "选项"), "en": ("Questions", "How to fill it in", "Lists")}

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_excel(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of an Excel file: of all its visible sheets that have them."""
    reading = Reading(defaults)
    sheets = sheets_of(data)
    if isinstance(sheets, Message):
        reading.refuse(1, sheets)
        return reading.imported()
    own = {name for names in SHEETS.values() for name in names[1:]}
    unread: list[tuple[str, Message]] = []
    read = 0
    for sheet in sheets:
        if not any(row for _, row in sheet.table.rows) or (sheet.name in own and not _has_heads(sheet)):
            continue
        reading.sheet = sheet.name if len(sheets) > 1 else ""
        if sheet.hidden:
            unread.append((sheet.name, Message("This sheet is hidden, and not read; show it, or delete it.")))
        elif read_table(sheet.table, reading):
            read += 1
        else:
            unread.append((sheet.name, NO_HEADS))
    if not read and not unread:
        unread.append(("", NO_HEADS))
    for name, message in unread:
        reading.sheet = name if len(sheets) > 1 else ""
        reading.refuse(1, message)
    if len(sheets) == MAX_SHEETS:
        reading.refuse(1, Message("Sheets beyond the first {count} are not read.", count=MAX_SHEETS))
    return reading.imported()


def _has_heads(sheet: WorkbookSheet) -> bool:
    rows = (row for line, row in sheet.table.rows if line <= HEAD_WITHIN)
    return any(heads_in(row) for row in rows if not isinstance(row, Message))


def write_excel(questions: Sequence[Outgoing], language: Language | None) -> Written:
    """Questions as an Excel file with lists to choose from, so that it can be changed and read again."""
    writing = Writing(language, CARRIED)
    shown = language or "zh"
    columns, rows = table_of(questions, writing, shown)
    names = {
        part: {str(value) for question in questions for value in _named(question, part)} for part in _LISTED
    }
    book = _book(shown, columns, rows, names, len(rows) + MORE_ROWS)
    return writing.written(_bytes(book))


def write_template(language: Language, policies: Mapping[str, Policy], topics: Collection[str] = ()) -> bytes:
    """An empty table with lists of what can be chosen, and a sheet that says how to fill it in."""
    columns = list(all_columns(6, 6))
    names = {"policy": set(policies), "topic": set(topics), "cites": _clauses(policies),
             "desk": {policy.desk for policy in policies.values()}}  # fmt: skip
    return _bytes(_book(language, columns, [], names, EMPTY_ROWS))


_LISTED = ("policy", "topic", "desk")


def _named(question: Outgoing, part: str) -> list[str]:
    return [question.desk] if part == "desk" else [question.data[part]]


def _clauses(policies: Mapping[str, Policy]) -> set[str]:
    return {
        clause for policy in policies.values() for version in policy.versions for clause in version.clauses
    }


def _book(
    language: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell | None]],
    names: Mapping[str, Collection[str]],
    last: int,
) -> "Workbook":
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    questions, helping, listing = SHEETS[language]
    sheet.title = questions
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, 1):
        letters = column_letters(place)
        head = sheet.cell(1, place, column.head(language))
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        head.fill = PatternFill("solid", start_color="FFE8EEF7")
        sheet.column_dimensions[letters].width = column.width
        if column.part in ("id", "key", "retired"):
            for row in range(2, last + 2):  # text, so that 1-2 is no day and 001 stays 001
                sheet.cell(row, place).number_format = "@"
    whys = [column_letters(place) for place, column in enumerate(columns, 1) if ".why." in column.part]
    if whys:  # seldom filled in at once: folded away where there are none yet
        sheet.column_dimensions.group(whys[0], whys[-1], outline_level=1, hidden=not rows)
        sheet.column_dimensions[whys[0]].width = 28
    for number, cells in enumerate(rows, 2):
        for place, cell in enumerate(cells, 1):
            if cell is not None:
                _put(sheet, number, place, cell)
    _help(book.create_sheet(helping), language)
    _lists(book.create_sheet(listing), sheet, columns, language, names, last)
    return book


def _put(sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
    from openpyxl.styles import Alignment

    made = sheet.cell(row, column)
    if isinstance(cell, int):
        made.value = cell
        return
    made.value = _UNFIT.sub("", cell)[:LONGEST]
    made.data_type = "s"  # a text beginning with “=” would be a formula
    made.alignment = Alignment(wrap_text=True, vertical="top")


def _lists(
    listing: "Worksheet",
    sheet: "Worksheet",
    columns: Sequence[Column],
    language: str,
    names: Mapping[str, Collection[str]],
    last: int,
) -> None:
    """Let cells be chosen from lists; these stand in a sheet of their own, where they may be long."""
    from openpyxl.worksheet.datavalidation import DataValidation

    own = 0 if language == "zh" else 1
    lists: dict[str, list[str]] = {
        "kind": [words[own] for words in KINDS.values()],
        "difficulty": list("12345"),
        "unit": [words[own] for words in UNITS.values()],
        "cost.borne-by": [words[own] for words in BEARERS.values()],
        "look-up": ["是" if own == 0 else "yes"],
        **{part: sorted(found) for part, found in names.items() if found},
    }
    for place, column in enumerate(columns, 1):
        choices = lists.get(column.part)
        if not choices:
            continue
        at = listing.max_column + 1 if listing.cell(1, 1).value is not None else 1
        listing.cell(1, at, column.head(language))
        for row, choice in enumerate(choices, 2):
            listing.cell(row, at, int(choice) if choice.isdecimal() else choice)
        letters = column_letters(at)
        area = f"'{listing.title}'!${letters}$2:${letters}${len(choices) + 1}"
        # a topic may be new, and a question may cite several clauses: what is not in the list is not wrong
        free = column.part in ("topic", "cites")
        validation = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=not free)
        validation.add(f"{column_letters(place)}2:{column_letters(place)}{last + 1}")
        sheet.add_data_validation(validation)
    listing.sheet_state = "hidden"


def _help(sheet: "Worksheet", language: str) -> None:
    """Write what the columns mean, and an example of each kind."""
    from openpyxl.styles import Alignment, Font

    own = 0 if language == "zh" else 1
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 90
    row = 1
    for title, words in HELP:
        sheet.cell(row, 1, title[own]).font = Font(bold=True)
        cell = sheet.cell(row, 2, words[own])
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    row += 1
    for kind, example in EXAMPLES.items():
        sheet.cell(row, 1, KINDS[kind][own]).font = Font(bold=True)
        sheet.cell(row, 2, example[own]).alignment = Alignment(wrap_text=True, vertical="top")
        row += 1


def _bytes(book: "Workbook") -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
