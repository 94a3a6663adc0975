"""Tables of translations as files that Excel and a text editor both open: .xlsx, .csv and .tsv."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from simulator.call.case.translation_table import TextRow
from simulator.exam.exchange.decoding import decoded
from simulator.exam.exchange.workbook import sheets_of
from simulator.render.spreadsheet import Sheet, SheetColumn, as_meant, csv_file, excel_file
from simulator.source.problems import CaseError, Place, Problem
from simulator.text.language import Translator
from simulator.text.message import Message

FORMATS = (".xlsx", ".csv", ".tsv")
_WIDTHS = (36, 60, 60, 30)


def table_file(
    rows: Iterable[TextRow], heads: Sequence[str], title: str, ending: str, t: Translator
) -> bytes:
    """A table as a file of the format that its ending names."""
    columns = [SheetColumn(head, width) for head, width in zip(heads, _WIDTHS, strict=True)]
    cells = [(row.key, row.source, row.text, "" if row.note is None else t(row.note)) for row in rows]
    sheet = Sheet(title, columns, cells)
    if ending == ".xlsx":
        return excel_file([sheet])
    return csv_file(sheet, "\t" if ending == ".tsv" else ",")


def rows_of(content: bytes, file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a file with their numbers, from 1. Raises CaseError for one that is no table."""
    if file.suffix.lower() == ".xlsx":
        sheets = sheets_of(content)
        if isinstance(sheets, Message):
            raise _refused(file, sheets)
        for line, row in sheets[0].table.rows if sheets else ():
            if isinstance(row, Message):
                raise _refused(file, row, line)
            yield line, row
        return
    text = decoded(content)
    if isinstance(text, Message):
        raise _refused(file, text)
    first = text.partition("\n")[0]
    separator = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        begins = 1
        for row in reader:
            yield begins, [as_meant(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _refused(file, Message("This row cannot be read."), reader.line_num) from error


def _refused(file: Path, message: Message, line: int = 1) -> CaseError:
    return CaseError([Problem(Place(str(file), line), "unreadable", message)])
