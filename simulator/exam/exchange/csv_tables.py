"""Tables of questions as CSV, with any of the usual separators, whatever became of the quotation marks."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from simulator.call.case.document import Language
from simulator.text.message import Message

from .decoding import decoded
from .draft import Defaults, ImportedFile, Reading
from .outgoing import Outgoing, Writing, Written
from .tables import (
    CARRIED,
    HEAD_WITHIN,
    MAX_COLUMNS,
    NO_HEADS,
    Cell,
    QuestionTable,
    heads_in,
    read_table,
    table_of,
)

_SEPARATORS = ",;\t，|"
_LONGEST = 20_000
"""Characters between quotation marks; beyond them the mark counts as never closed."""
_GUARDED = re.compile(r"'*[\s\0]*[=+\-@|%\t\r\n＝＋－＠]").match
"""How a text begins that a spreadsheet may take for a formula, or that was made harmless before."""
_NOT_CLOSED = Message(
    "A quotation mark in this row is not closed where it should be; the rows behind it are read"
    " by themselves."
)

Record = list[str] | Message


def read_csv(data: bytes, defaults: Defaults) -> ImportedFile:
    """The questions of a CSV file."""
    reading = Reading(defaults)
    text = decoded(data, defaults.encoding)
    if isinstance(text, Message):
        reading.refuse(1, text)
        return reading.imported()
    separator, width = _separator(text)
    rows = (
        (line, record if isinstance(record, Message) else [_as_meant(cell) for cell in record[:MAX_COLUMNS]])
        for line, record in enumerate(_records(text, separator, width), 1)
    )
    if not read_table(QuestionTable(rows), reading):
        reading.refuse(1, NO_HEADS)
    return reading.imported()


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


def _separator(text: str) -> tuple[str, int]:
    """What parts the columns, and how many there are: told by the row that names them."""
    found = (0, ",", 0)
    for separator in _SEPARATORS:
        for _, record in zip(range(HEAD_WITHIN), _records(text, separator, 0), strict=False):
            if not isinstance(record, Message) and (heads := heads_in(record)) > found[0]:
                found = (heads, separator, len(record))
    return found[1], found[2]


def _records(text: str, separator: str, width: int) -> Iterator[Record]:
    """The rows of a text; a row whose quotation mark is not closed ends with its line."""
    part = re.escape(separator)
    quoted = re.compile(rf'[ \t]*+"((?:[^"]|""){{0,{_LONGEST}}}+)"[ \t]*(?={part}|\n|\Z)')
    bare = re.compile(rf"[^{part}\n]*+")
    at, left_open = 0, False
    while at < len(text):
        fields: list[str] = []
        start, closed = at, True
        while closed:
            found = quoted.match(text, at)
            if found is not None:
                closed = not _swallows(found[1], separator, width, len(fields))
                fields.append(found[1].replace('""', '"'))
            else:
                found = bare.match(text, at)
                assert found is not None
                # where an earlier row opened a mark, one at the end of a text closes it
                closed = not found[0].lstrip(" \t").startswith('"') and not (
                    left_open and found[0].endswith('"')
                )
                fields.append(found[0])
            at = found.end()
            if text[at : at + 1] != separator:
                break
            at += 1
        if not closed:
            end = text.find("\n", start)
            at = end if end >= 0 else len(text)
            left_open = not left_open
        yield fields if closed else _NOT_CLOSED
        at += 1


def _swallows(field: str, separator: str, width: int, place: int) -> bool:
    """Whether what stands between two quotation marks is the rest of a row and the beginning of another."""
    first, *more = field.split("\n")
    if not more or width < 2:
        return False
    return (first.count(separator) == width - 1 - place and more[-1].count(separator) == place) or any(
        line.count(separator) >= max(2, width - 1) for line in more
    )


def _harmless(cell: Cell | None) -> Cell | None:
    return "'" + cell if isinstance(cell, str) and _GUARDED(cell) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED(cell[1:]) else cell
