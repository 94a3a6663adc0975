"""Workbooks: what their cells show is what is read, and what they hide is not read without a word."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from simulator.exam.exchange.cell_text import shown
from simulator.exam.exchange.draft import ImportedFile

from .foreign_files import read

HEAD = ("题干", "选项A", "选项B", "答案", "主题", "停用日期")
ROW = ("问一", "听", "说", "A", "first", None)


def workbook(
    *rows: Sequence[Any], change: Callable[[Worksheet], None] | None = None, head: Any = HEAD
) -> bytes:
    """Return a workbook with a head, rows, and whatever else is done to its sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(head)
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a workbook in whose XML something stands that openpyxl would not write."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return file.getvalue()


def with_shared_runs(data: bytes) -> bytes:
    """Return a workbook whose text RUNS is one of several runs, kept apart from the sheets as Excel keeps them."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/>'
    data = changed(data, b"</Types>", part + b"</Types>")
    data = changed(data, b't="inlineStr"><is><t>RUNS</t></is></c>', b't="s"><v>0</v></c>')
    runs = "<si><r><t>在</t></r><r><rPr><strike/></rPr><t>7天</t></r><r><t>15天内</t></r></si>"
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(
            "xl/sharedStrings.xml", f'<sst xmlns="{space}" count="1" uniqueCount="1">{runs}</sst>'
        )
    return file.getvalue()


def said(imported: ImportedFile) -> list[tuple[str, bool, str]]:
    """Return the place, whether the question was read all the same, and the sentence of each problem."""
    return [(found.cell or str(found.line), found.lost, str(found.message)) for found in imported.problems]


CELLS: list[tuple[Any, str, str]] = [
    (7, "000", "007"), (0.1, "0%", "10%"), (0.255, "0.0%", "25.5%"), (1234.5, '#,##0.00"元"', "1,234.50元"),
    (1_000_000, '"¥"#,##0', "¥1,000,000"), (3, "[$¥-804]#,##0.00", "¥3.00"), (-5, "0;(0)", "(5)"), (0, '0;-0;"无"', "无"),
    (19.9, "General", "19.9"), (0.1 + 0.2, "General", "0.3"), (10**15, "General", "1000000000000000"), (2.0, "General", "2"),
    (1234567, "0.0,,", "1.2"), (5, "0 \"days\"", "5 days"), (True, "General", "TRUE"), ("007", "@", "007"),
    (date(2027, 1, 3), "yyyy/m/d", "2027/1/3"), (date(2027, 1, 3), 'yyyy"年"m"月"d"日"', "2027年1月3日"),
    (date(2027, 1, 3), "mm-dd-yy", "2027-01-03"), (datetime(2027, 1, 3, 9, 5), "yyyy-mm-dd hh:mm", "2027-01-03 09:05"),
    (time(9, 5), "h:mm", "9:05"), (time(21, 5), "h:mm AM/PM", "9:05 PM"), (datetime(2027, 1, 3), "d mmm yyyy", "3 Jan 2027"),
    (timedelta(hours=26, minutes=30), "[h]:mm", "26:30"), (timedelta(hours=26, minutes=30, seconds=5), "[h]:mm:ss", "26:30:05"),
    (timedelta(minutes=90), "[mm]:ss", "90:00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "number_format", "text"), CELLS)
def test_what_a_cell_shows(value: Any, number_format: str, text: str) -> None:
    """A question would have 0.1 where its author sees 10%."""
    assert shown(value, number_format) == text


def test_the_same_table_as_csv() -> None:
    """The same table would give other questions as Excel than as CSV."""

    def formats(sheet: Worksheet) -> None:
        for row, (_, number_format, _) in enumerate(CELLS, 2):
            sheet.cell(row, 2).number_format = number_format

    rows = [(f"问{number}", value, "别的", "A", "t", None) for number, (value, _, _) in enumerate(CELLS)]
    text = io.StringIO()
    csv.writer(text).writerows(
        [HEAD, *((stem, CELLS[at][2], *rest) for at, (stem, _, *rest) in enumerate(rows))]
    )
    excel = read("excel", workbook(*rows, change=formats))
    assert excel.problems == ()
    assert [draft.data for draft in excel.questions] == [
        draft.data for draft in read("csv", text.getvalue()).questions
    ]


def test_formulas_and_errors() -> None:
    """A formula or an error would be read as if somebody had typed it."""

    def broken(sheet: Worksheet) -> None:
        sheet["B3"] = "#N/A"
        sheet["B3"].data_type = "e"

    imported = read(
        "excel",
        workbook(("问一", "=40+2", "说", "A"), ("问二", None, "说", "A"), ("问三", *ROW[1:]), change=broken),
    )
    assert [draft.line for draft in imported.questions] == [4]
    assert said(imported) == [
        ("B2", False, "A formula stands here whose result is not in the file; open and save it in Excel, or type the text."),
        ("B3", False, "The cell shows an error: #N/A."),
    ]  # fmt: skip


def test_hidden_rows_columns_and_sheets() -> None:
    """Questions that somebody hid because they are old would come back."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        assert sheet.parent is not None
        for name, state in (
            ("more", "visible"),
            ("old", "hidden"),
            ("notes", "visible"),
            ("empty", "visible"),
        ):
            other = sheet.parent.create_sheet(name)
            other.sheet_state = state
            for row in {"notes": [("call", "Mrs Li")], "empty": []}.get(
                name, [HEAD, (f"问{name}", *ROW[1:])]
            ):
                other.append(row)

    imported = read("excel", workbook(ROW, ("问二", *ROW[1:]), change=hide))
    assert [(draft.sheet, draft.line, draft.data["stem"]) for draft in imported.questions] == [
        ("Sheet", 2, {"zh": "问一"}), ("more", 2, {"zh": "问more"}),
    ]  # fmt: skip
    assert said(imported) == [
        ("Sheet!C2", True, "This column is hidden; what stands in it is read all the same."),
        ("Sheet!3", False, "This row is hidden, and not read; show it, or delete it."),
        ("old!1", False, "This sheet is hidden, and not read; show it, or delete it."),
        (
            "notes!1",
            False,
            "No row names the columns; one at least must be for the question, and one for the key.",
        ),
    ]


def test_merged_cells() -> None:
    """What is written once for several rows would count for the first, or one question's words for another."""
    rows = [
        (f"问{number}", f"听{number}", "说", "A", "first" if number == 1 else None) for number in (1, 2, 3)
    ]
    topics = read("excel", workbook(*rows, change=lambda sheet: sheet.merge_cells("E2:E4")))
    assert ([draft.data["topic"] for draft in topics.questions], topics.problems) == (["first"] * 3, ())
    keys = read("excel", workbook(*rows, change=lambda sheet: sheet.merge_cells("D2:D3")))
    assert [draft.line for draft in keys.questions] == [2, 4]
    assert said(keys) == [
        ("D3", False, "This cell is merged with one of another row; each question has a row of its own.")
    ]
    huge = changed(
        workbook(*rows, change=lambda sheet: sheet.merge_cells("H1:I2")), b"H1:I2", b"H1:XFD1048576"
    )
    assert len(read("excel", huge).questions) == 3


def test_struck_through() -> None:
    """A figure that was struck out would be asked."""

    def strike(sheet: Worksheet) -> None:
        sheet["B2"] = "RUNS"
        sheet["B4"] = CellRichText("在", TextBlock(InlineFont(strike=True), "7天"), "15天内")
        sheet["C2"].font = Font(strike=True)
        sheet["C3"] = "改好"

    rows = (("问一", "x", "旧话", "A"), ("问二", "听", "说", "A"), ("问三", "x", "说", "A"))
    data = workbook(*rows, change=strike, head=HEAD[:4])
    imported = read("excel", with_shared_runs(data))
    assert [draft.line for draft in imported.questions] == [2, 3]
    first = imported.questions[0].data["options"]
    assert first == {"a": {"zh": "在15天内"}}
    assert said(imported) == [
        ("B2", True, "Left out, as it is struck through or hidden: “7天”."),
        ("C2", True, "Left out, as it is struck through or hidden: “旧话”."),
        ("B4", False, "Part of this text is struck through; delete what does not count."),
    ]


def test_days_that_a_cell_holds() -> None:
    """A question would be retired in the year 1, because a cell shows a day with two figures for the year."""

    def short(sheet: Worksheet) -> None:
        sheet["F2"].number_format = "d/m/yy"

    imported = read(
        "excel", workbook((*ROW[:5], date(2026, 3, 1)), ("问二", *ROW[1:5], "1/3/26"), change=short)
    )
    assert [draft.data["retired"] for draft in imported.questions] == ["2026-03-01"]
    assert said(imported) == [
        (
            "F3",
            False,
            "“1/3/26” is not a day; write the year in four figures, then month and day, as in 2026-03-01.",
        )
    ]


def test_a_formula_with_a_result_is_what_it_shows() -> None:
    """A table in which figures are worked out could not be read."""
    data = changed(workbook(("问一", "=40+2", "说", "A")), b"<f>40+2</f><v />", b"<f>40+2</f><v>42</v>")
    (draft,) = read("excel", data).questions
    assert draft.data["options"]["a"] == {"zh": "42"}
