"""Files for spreadsheets: nothing in them is run, nothing in them is lost."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from simulator.render.spreadsheet import Cell, Sheet, SheetColumn, csv_file, excel_file

unhurried = settings(deadline=None, max_examples=60)
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
texts = st.one_of(st.text(max_size=30), st.builds("{}{}".format, st.sampled_from(RUN), st.text(max_size=10)))


def sheet(*rows: list[Cell]) -> Sheet:
    """A table of two columns."""
    return Sheet("Some: [table]", (SheetColumn("=first"), SheetColumn("second")), rows)


def read(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\0=1",
        "＝1",
        '=HYPERLINK("http://x")',
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    """A trainee's name could make the trainer's computer do something."""
    assert read(csv_file(sheet([text, 1])))[1] == ["'" + text, "1"]


@unhurried
@given(texts.filter(lambda text: "\0" not in text))
def test_no_cell_of_csv_begins_a_formula(text: str) -> None:
    """A way around the apostrophe would be left open."""
    (cell, _) = read(csv_file(sheet([text.encode("utf-8", "replace").decode(), None])))[1]
    assert not cell.lstrip(" ").startswith(RUN)
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_csv_says_that_it_is_utf_8_and_keeps_numbers() -> None:
    """Excel would show other signs, or a negative number as a text."""
    moment = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
    content = csv_file(sheet(["航空", -2.5], [moment, None], ['say "no", then\nhang up', 0]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [
        ["'=first", "second"],
        ["航空", "-2.5"],
        ["2026-11-02 09:05", ""],
        ['say "no", then\nhang up', "0"],
    ]


@unhurried
@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_excel_holds_texts_as_texts(rows: list[tuple[str, str]]) -> None:
    """A text that begins like a formula would become one, or a stray sign make the file unreadable."""
    safe = [[one.encode("utf-8", "replace").decode() for one in row] for row in rows]
    page = load_workbook(io.BytesIO(excel_file([sheet(*safe)]))).active  # type: ignore[arg-type]
    assert page is not None
    kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s"}


def test_excel_keeps_kinds_apart() -> None:
    """Moments and numbers could not be sorted or summed."""
    zone = timezone(timedelta(hours=8))
    moment = datetime(2026, 11, 2, 9, 5, tzinfo=zone)
    content = excel_file([sheet([moment, 93], ["=1+1", 2.5], [None, None]), sheet()])
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Some   table ", "Some   table 1"]
    page = book.worksheets[0]
    assert page.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in page.iter_rows(max_row=3)] == [
        ["=first", "second"],
        [datetime(2026, 11, 2, 9, 5), 93],
        ["=1+1", 2.5],
    ]
    assert [cell.data_type for cell in page["A"][:3]] == ["s", "d", "s"]


def test_excel_takes_texts_that_are_too_long() -> None:
    """One endless note would make the whole export fail."""
    page = load_workbook(io.BytesIO(excel_file([sheet(["x" * 40_000, None])]))).active
    assert page is not None
    assert len(str(page["A2"].value)) == 32_767
