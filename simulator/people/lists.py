"""Lists of people in a spreadsheet or CSV, as a personnel office has them; and the empty list to fill in."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from simulator.text.language import LANGUAGES
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import UnusableText, account_name, shown_name

from .person import Role

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024  # of a spreadsheet, which is a zip
MOST_ROWS = 5000
MOST_COLUMNS = 30

# The first word of each line is what the template says in Chinese, the second in English; all are understood.
_HEADERS = {
    "name": (
        "账号",
        "name",
        "account",
        "username",
        "user name",
        "sign-in name",
        "login",
        "用户名",
        "登录名",
        "工号",
    ),
    "shown": ("姓名", "display name", "full name", "shown", "名字", "显示名", "显示名称"),
    "role": ("角色", "role", "岗位", "职务"),
    "team": ("班组", "team", "group", "小组", "团队", "组别"),
    "language": ("语言", "language", "lang"),
}
_ROLES = {
    Role.TRAINEE: ("学员", "trainee", "agent", "坐席", "座席", "客服", "坐席员"),
    Role.TRAINER: ("培训师", "trainer", "讲师", "培训", "培训员"),
    Role.LEAD: ("班组长", "team lead", "lead", "team leader", "组长", "班长"),
    Role.ADMIN: ("管理员", "administrator", "admin", "系统管理员"),
}
_LANGUAGES = {
    "zh": ("中文", "Chinese", "zh", "汉语", "简体中文"),
    "en": ("英文", "English", "en", "英语"),
}


class BadList(Refusal):
    """A file that is no list of people at all, or too long a one."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a list, whose names are fit to keep. `row` is the row in the file, from 1."""

    row: int
    name: str
    shown: str
    role: Role = Role.TRAINEE
    team: str | None = None
    """The team's name."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ListProblem:
    """What is wrong with a cell, and how to mend it; row and column from 1."""

    row: int
    column: int
    message: Message

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it: `C5`."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A list as it was read: the rows that can be taken, and what is wrong with the others."""

    rows: tuple[PersonRow, ...]
    problems: tuple[ListProblem, ...] = ()


def read_people(data: bytes) -> PeopleList:
    """The people in a spreadsheet (.xlsx) or in CSV. Raises BadList."""
    if len(data) > MOST_BYTES:
        raise BadList(Message("This is too large: {most} MB at most.", most=MOST_BYTES // 2**20))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadList(Message("This is a spreadsheet of the old kind (.xls); save it as .xlsx or CSV."))
    rows = list(_sheet_rows(data) if data.startswith(b"PK") else _csv_rows(data))
    if len(rows) > MOST_ROWS + 1:
        raise BadList(Message("A list may have {most} rows at most; split it.", most=MOST_ROWS))
    return _people(rows)


def write_template(language: str) -> bytes:
    """An empty list to fill in, as a spreadsheet, for people who read this language."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    own = 0 if language == "zh" else 1
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = ("人员", "People")[own]
    sheet.freeze_panes = "A2"
    sheet.append([words[own] for words in _HEADERS.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, choices in (("C", _ROLES.values()), ("E", _LANGUAGES.values())):
        formula = ",".join(words[own] for words in choices)
        choice = DataValidation(type="list", formula1=f'"{formula}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"{column}2:{column}{MOST_ROWS + 1}")
    for column in "ABCDE":
        sheet.column_dimensions[column].width = 20
        # text, so that 00123 stays 00123
        for row in range(2, 202):
            sheet[f"{column}{row}"].number_format = "@"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _people(rows: Sequence[Sequence[str]]) -> PeopleList:
    first = next((number for number, row in enumerate(rows) if any(row)), None)
    if first is None:
        raise BadList(Message("This list is empty."))
    columns: dict[str, int] = {}
    problems = []
    for place, title in enumerate(rows[first]):
        known = _meaning(title, _HEADERS)
        if known in columns:
            problems.append(
                ListProblem(first + 1, place + 1, Message("This column is there twice; keep one."))
            )
        elif known is not None:
            columns[known] = place
        elif title:
            message = Message(
                "The column “{title}” is not understood; there are: {names}.",
                title=title,
                names=", ".join(f"{own}/{english}" for own, english, *_ in _HEADERS.values()),
            )
            problems.append(ListProblem(first + 1, place + 1, message))
    if "name" not in columns:
        raise BadList(
            Message("The first row must name the columns; there is none for the account (“账号” or “name”).")
        )
    people: list[PersonRow] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[first + 1 :], first + 2):
        if not any(row):
            continue
        person = _person(number, row, columns, problems)
        if person is None:
            continue
        if person.name in seen:
            message = Message(
                "“{name}” is in row {row} already; an account is there once.",
                name=person.name,
                row=seen[person.name],
            )
            problems.append(ListProblem(number, columns["name"] + 1, message))
            continue
        seen[person.name] = number
        people.append(person)
    return PeopleList(tuple(people), tuple(problems))


def _person(
    number: int, row: Sequence[str], columns: dict[str, int], problems: list[ListProblem]
) -> PersonRow | None:
    """The person in a row, or None and a problem for each cell that is wrong."""
    before = len(problems)

    def value(column: str) -> str:
        place = columns.get(column)
        return row[place] if place is not None and place < len(row) else ""

    def wrong(column: str, message: Message) -> None:
        problems.append(ListProblem(number, columns[column] + 1, message))

    fields: dict[str, Any] = {}
    for column, fit in (("name", account_name), ("shown", shown_name), ("team", shown_name)):
        words = value(column)
        if column == "shown" and not words:
            words = value("name")
        if column == "team" and not words:
            continue
        try:
            fields[column] = fit(words)
        except UnusableText as refusal:
            # a name that is shown for want of another is wrong once, in its own column
            if value(column) or column == "name":
                wrong(column, refusal.message)
    for column, words_of in (("role", _ROLES), ("language", _LANGUAGES)):
        words = value(column)
        if not words:
            continue
        fields[column] = _meaning(words, words_of)
        if fields[column] is None:
            names = ", ".join(f"{own}/{english}" for own, english, *_ in words_of.values())
            wrong(
                column, Message("“{words}” is not understood; there are: {names}.", words=words, names=names)
            )
    return None if len(problems) > before else PersonRow(number, **fields)


def _meaning(words: str, table: dict[Any, tuple[str, ...]]) -> Any:
    """The key of a table that these words stand for, whichever of its names they use."""
    plain = " ".join(words.replace("_", " ").casefold().split()).rstrip("*:：")
    for key, names in table.items():
        if plain in (name.casefold() for name in names):
            return key
    return None


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    top = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t，", key=top.count)
    try:
        for row in _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            yield [cell.strip() for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(data: bytes) -> str:
    """A text as spreadsheets save it: in UTF-8, in UTF-16 with its mark, or, in China, in GB18030."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable()


def _sheet_rows(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # what is claimed here is all that is unpacked afterwards
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise _unreadable() from error
    if unpacked > MOST_UNPACKED:
        raise BadList(Message("This is too large: {most} MB at most.", most=MOST_UNPACKED // 2**20))
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        try:
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
            yield from ([_shown(cell) for cell in row] for row in rows)
        finally:
            book.close()
    except Refusal:
        raise
    except Exception as error:  # whatever hostile XML may bring about in the library
        raise _unreadable() from error


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS + 1:
            return
        yield row


def _shown(cell: object) -> str:
    """A cell as the personnel office sees it; a formula as its text, which is never worked out."""
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
    return str(cell).strip()


def _unreadable() -> BadList:
    return BadList(Message("This is not a list that can be read; save it as .xlsx or CSV."))


assert set(_LANGUAGES) == set(LANGUAGES)
