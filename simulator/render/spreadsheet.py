"""Tables as files for a spreadsheet: CSV that nothing is run from, and Excel with typed cells."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Cell = str | int | float | datetime | None
"""A moment is in the desk's time zone; a spreadsheet knows none."""

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
LONGEST = 32_767  # characters that a cell of Excel holds
MOMENT = "yyyy-mm-dd hh:mm"

_FORMULA = re.compile(r"[\s\0]*[=+\-@|%\t\r\n＝＋－＠]").match
"""How a text begins that a spreadsheet may take for a formula."""
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
"""What the XML of an Excel file cannot hold."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its heading, and how many characters wide it is shown."""

    head: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a title."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]


def csv_file(sheet: Sheet, separator: str = ",") -> bytes:
    """The table as CSV in UTF-8, with the mark by which Excel knows that.

    A text that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow([_harmless(column.head) for column in sheet.columns])
    writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)
    return written.getvalue().encode("utf-8-sig")


def as_meant(cell: str) -> str:
    """A cell of such a CSV file without the apostrophe that keeps a text from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA(cell[1:]) else cell


def excel_file(sheets: Iterable[Sheet]) -> bytes:
    """The tables as one Excel file: texts are never formulas, the row of headings stays in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(_NOT_IN_TITLES.sub(" ", sheet.title)[:31])
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, 1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        heads = [_excel_cell(page, column.head) for column in sheet.columns]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
        for row in sheet.rows:
            page.append([_excel_cell(page, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _harmless(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, str) and _FORMULA(cell):
        return "'" + cell
    return cell


def _excel_cell(page: Any, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(cell, datetime):
        made = WriteOnlyCell(page, cell.replace(tzinfo=None))
        made.number_format = MOMENT
    elif isinstance(cell, str):
        made = WriteOnlyCell(page, _UNFIT.sub("", cell)[:LONGEST])
        made.data_type = "s"  # a text beginning with “=” would be a formula
    else:
        made = WriteOnlyCell(page, cell)
    return made
