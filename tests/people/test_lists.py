"""Lists of people: whatever a personnel office saves is read, and what cannot be read is said in place."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from simulator.people.lists import (
    MOST_BYTES,
    MOST_ROWS,
    BadList,
    ListProblem,
    PeopleList,
    PersonRow,
    read_people,
    write_template,
)
from simulator.people.person import Role

CHINESE = "账号,姓名,角色,班组,语言\r\nli.wei,李薇,学员,一组,中文\r\nboss,王总,管理员,,英文\r\n"
PEOPLE = (
    PersonRow(2, "li.wei", "李薇", Role.TRAINEE, "一组", "zh"),
    PersonRow(3, "boss", "王总", Role.ADMIN, None, "en"),
)


def sheet(*rows: tuple[str | float | None, ...]) -> bytes:
    """Return a spreadsheet with these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_list_is_read_in_every_encoding_of_spreadsheets(encoding: str) -> None:
    """Excel in China saves GBK: three hundred names would be gibberish."""
    assert read_people(CHINESE.encode(encoding)) == PeopleList(PEOPLE)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_list_is_read_with_every_delimiter(delimiter: str) -> None:
    """Excel separates by semicolons in half of Europe."""
    text = "name;display name;role;team;language\nli.wei;李薇;trainee;一组;zh\nboss;王总;administrator;;en\n"
    assert read_people(text.replace(";", delimiter).encode()) == PeopleList(PEOPLE)


def test_spreadsheet_is_read() -> None:
    """The personnel office would have to learn about CSV."""
    data = sheet(
        ("Name", "Display name", "ROLE", "Team", None), ("Ｌi.Wei", "李薇", "Team Lead", " 一组 ", "x")
    )
    assert read_people(data) == PeopleList((PersonRow(2, "li.wei", "李薇", Role.LEAD, "一组"),))


def test_numbers_are_read_as_they_are_seen() -> None:
    """A work number would become 10023.0."""
    data = sheet(
        ("工号", "姓名"), (10023, "李"), (10024.0, 3.5), ("00125", True), (None, None), (10026, None)
    )
    assert [(row.row, row.name, row.shown) for row in read_people(data).rows] == [
        (2, "10023", "李"),
        (3, "10024", "3.5"),
        (4, "00125", "True"),
        (6, "10026", "10026"),
    ]


def test_formula_is_text() -> None:
    """A formula could fetch something, or be shown as what it is worked out to be."""
    formula = '=HYPERLINK("http://evil.example","x")'
    (row,) = read_people(sheet(("账号", "姓名"), ("li", formula))).rows
    assert row.shown == formula


def test_columns_may_stand_anywhere() -> None:
    """Only a list in exactly our form could be read."""
    text = "部门,角色,账号\n客服,学员,li\n客服,,wang\n"
    people = read_people(text.encode())
    assert people.rows == (PersonRow(2, "li", "li"), PersonRow(3, "wang", "wang"))
    (problem,) = people.problems
    assert (problem.cell, problem.message.values["title"]) == ("A1", "部门")


def test_every_problem_is_told_in_its_cell() -> None:
    """Three hundred rows would be sent back without a word about what is wrong."""
    text = """name,display name,role,team,language,role
li,Li,boss,A,zh
,Nobody,trainee,A,zh
wang,Wang,trainee,A,fr
LI2,Li,trainer,,en
li2,Li again,trainee,,
zhao,{},trainee,\u202e,
{}\u200b,,,,
"""
    people = read_people(text.replace("{}", "x" * 101, 1).replace("{}", "qian").encode())
    assert people.rows == (PersonRow(5, "li2", "Li", Role.TRAINER, None, "en"),)
    assert [problem.cell for problem in people.problems] == ["F1", "C2", "A3", "E4", "A6", "B7", "D7", "A8"]
    assert str(people.problems[1].message).startswith("“boss” is not understood; there are: 学员/trainee, ")
    assert str(people.problems[4].message) == "“li2” is in row 5 already; an account is there once."
    assert all(isinstance(problem, ListProblem) for problem in people.problems)


@pytest.mark.parametrize(("column", "cell"), [(1, "A9"), (26, "Z9"), (27, "AA9"), (703, "AAA9")])
def test_cell_is_named_as_in_a_spreadsheet(column: int, cell: str) -> None:
    """The place would have to be counted."""
    assert ListProblem(9, column, PEOPLE[0].name).cell == cell  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_template_is_a_list(language: str) -> None:
    """What is filled in as the template says could not be read."""
    data = write_template(language)
    book = load_workbook(io.BytesIO(data))
    page = book.active
    assert page is not None
    choices = [str(choice.formula1).strip('"').split(",") for choice in page.data_validations.dataValidation]
    assert [len(words) for words in choices] == [4, 2]
    for number, role in enumerate(choices[0]):
        page.append([f"name{number}", "x", role, None, choices[1][number % 2]])
    written = io.BytesIO()
    book.save(written)
    people = read_people(written.getvalue())
    assert people.problems == ()
    assert [row.role for row in people.rows] == list(Role)
    assert [row.language for row in people.rows] == ["zh", "en", "zh", "en"]
    assert read_people(data) == PeopleList(())


def sheet_bomb() -> bytes:
    """Return a spreadsheet that unpacks to very much."""
    written = io.BytesIO(sheet(("账号",)))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings2.xml", b" " * 300 * 2**20)
    return written.getvalue()


def sheet_with(xml: str) -> bytes:
    """Return a spreadsheet whose page is this."""
    source = zipfile.ZipFile(io.BytesIO(sheet(("账号",))))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in source.namelist():
            content = xml.encode() if name == "xl/worksheets/sheet1.xml" else source.read(name)
            archive.writestr(name, content)
    return written.getvalue()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8))
    + "]><worksheet><sheetData><row><c t='inlineStr'><is><t>&i;</t></is></c></row></sheetData></worksheet>"
)
FAR = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"\n\n",
        lambda: b"\0\0\0\0",
        lambda: b"\xff\xfe",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        lambda: b"PK\x03\x04 not a zip",
        lambda: b"\x89PNG\r\n\x1a\n",
        lambda: "姓名,角色\n李,学员\n".encode(),
        lambda: b'name\n"' + b"x" * 200_000,
        lambda: b"x" * (MOST_BYTES + 1),
        lambda: b"name\n" + b"a\n" * (MOST_ROWS + 5),
        sheet_bomb,
        lambda: sheet_with(LAUGHS),
        lambda: sheet_with(FAR),
        lambda: sheet_with("<worksheet"),
        sheet,
    ],
    ids=[
        *("nothing", "empty", "zeros", "half-a-mark", "old", "no-zip", "picture", "no-column", "open-quote"),
        *("large", "long", "bomb", "laughs", "far", "cut-off", "blank"),
    ],
)
def test_what_is_no_list_is_refused(made: Callable[[], bytes]) -> None:
    """A picture, or a hostile spreadsheet, would end in an error page, or stop the server."""
    with pytest.raises(BadList):
        read_people(made())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text(',;"\n\r\t账号name姓名li\0', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """A strange file would end in an error page."""
    for data in (text.encode("utf-8", "replace"), b"name\n" + text.encode("utf-8", "replace")):
        try:
            people = read_people(data)
        except BadList:
            continue
        assert len({row.name for row in people.rows}) == len(people.rows)


def test_spreadsheets_are_loaded_only_when_needed() -> None:
    """Every command would start later for a library that it does not use."""
    program = (
        "import sys; from simulator.people.lists import read_people; read_people(b'name\\nli\\n');"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
