"""Tables of questions in CSV and Excel, as people fill them in."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from simulator.exam.bank.loading import load_bank
from simulator.exam.bank.wording import QUADRANTS
from simulator.exam.exchange.columns import KINDS, part_of
from simulator.exam.exchange.draft import Defaults, ImportedFile
from simulator.exam.exchange.excel import EMPTY_ROWS, write_template
from simulator.resources import scenarios
from simulator.text.language import translator

from .foreign_files import DEFAULTS, only, read, told

HEAD = "题型,题干,选项A,选项B,选项C,条目1,条目2,答案,解析\n"


def cells(imported: ImportedFile) -> list[tuple[str, str]]:
    """Return the cell and the sentence of each problem."""
    return [(problem.cell, str(problem.message)) for problem in imported.problems]


@pytest.mark.parametrize(
    ("row", "kind", "answer"),
    [
        ("单选,问？,甲,乙,丙,,,b,因为", "single", "b"),
        ("多选题,问？,甲,乙,丙,,,AC,", "multiple", ["a", "c"]),
        ("多选,问？,甲,乙,丙,,,\"A、 Ｃ\",", "multiple", ["a", "c"]),
        ("判断,问。,,,,,,×,", "true-false", False),
        ("判断题,问。,,,,,,对,", "true-false", True),
        ("排序,问？,甲,乙,丙,,,\"C, A, B\",", "ordering", ["c", "a", "b"]),
        ("数字,问？,,,,,,48,", "number", 48),
        ("填空,问？,,,,,,21天 | 三周|21 days,", "short-text", {"zh": ["21天", "三周"], "en": ["21 days"]}),
        ("配对,问？,甲,乙,,子,丑,1B 2A,", "matching", {"a": "b", "b": "a"}),
        ("四象限,问？,,,,子,丑,1A 2d,", "triage", {"a": "urgent-important", "b": "neither"}),
        (",问？,甲,乙,丙,,,B,", "single", "b"),
        (",问？,甲,乙,丙,,,\"A, B\",", "multiple", ["a", "b"]),
        (",问。,,,,,,错,", "true-false", False),
    ],
)  # fmt: skip
def test_kinds(row: str, kind: str, answer: object) -> None:
    """A row would be read as another question than the one meant."""
    found = only(read("csv", HEAD + row))
    assert (found["kind"], found["answer"]) == (kind, answer)
    assert found["stem"] in ({"zh": "问？"}, {"zh": "问。"})


def test_everything_that_fits_into_a_row() -> None:
    """A column would be dropped without a word."""
    heads = (
        "Id,Kind,Topic,Policy,Clauses,Difficulty,Question (Chinese),Question (English),Answer A (Chinese),"
        "Answer A (English),Answer B (English),Why A (English),Key,Explanation (English),Cost (yuan),Borne by,Look-up,"
        "Sources,Enemies,Siblings,Retired,Desk"
    )
    row = (
        'one,Single choice,fees,refund,"a-1, b-2",4,问？,Is it?,甲,first,second,tempting,"[v1] A\n[v2] B",so,200,agent,'
        'yes,"the rule\nthe book",two,"three four",2026/9/1,airline'
    )
    (draft,) = read("csv", f"{heads}\n{row}").questions
    assert draft.data == {
        "kind": "single", "topic": "fees", "difficulty": 4, "policy": "refund", "cites": ["a-1", "b-2"],
        "stem": {"zh": "问？", "en": "Is it?"},
        "options": {"a": {"zh": "甲", "en": "first", "why": {"en": "tempting"}}, "b": {"en": "second"}},
        "look-up": True, "explanation": {"en": "so"}, "cost": {"yuan": 200, "borne-by": "agent"},
        "enemies": ["two"], "siblings": ["three", "four"], "sources": ["the rule", "the book"],
        "retired": "2026-09-01", "key": {"v1": "a", "v2": "b"},
    }  # fmt: skip
    assert (draft.id, draft.named, draft.desk) == ("one", True, "airline")


def test_computed_keys() -> None:
    """A key that follows the policy's figures would become a text."""
    number = read("csv", HEAD + "数字,问？,,,,,,computed: report-hours,").questions[0]
    single = read("csv", HEAD + '单选,问？,甲,乙,,,,"computed: A: hours <= 24\nB: hours > 24",').questions[0]
    assert number.data["key"] == {"computed": "report-hours"}
    assert single.data["key"] == {"computed": {"a": "hours <= 24", "b": "hours > 24"}}


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        ("猜,问？,甲,乙,,,,A,", "A2", "“猜” is not understood"),
        ("单选,问？,甲,乙,,,,1,", "H2", "The key is given by letters, as in B or A, C."),
        ("单选,问？,甲,乙,,,,AB,", "H2", "One answer is right in a question of this kind."),
        ("单选,问？,甲,乙,,,,,", "H2", "There is no key in this row."),
        ("单选,,甲,乙,,,,A,", "2", "There is no question in this row."),
        ("单选,问？,甲,,丙,,,A,", "E2", "A column before this one is empty."),
        ("配对,问？,甲,乙,,子,丑,A B,", "H2", "The key gives each item its place, as in 1A 2B 3A."),
        ("四象限,问？,,,,子,丑,1E 2A,", "H2", "There is no place E; the places are A to D."),
        ("数字,问？,,,,,,四十八点五,", "H2", "“四十八点五” is no whole number."),
        ("数字,问？,,,,,,7-10,", "H2", "“7-10” is no whole number."),
        ("判断,问？,,,,,,也许,", "H2", "“也许” is not understood"),
        (f"判断,{'问' * 2001},,,,,,对,", "B2", "A text may have 2000 characters at most."),
        ("单选,问？,甲,乙,,,,B [v1] A,", "H2", "Before every key stands the version that it is for"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(row: str, cell: str, message: str) -> None:
    """Somebody would look for the mistake in a row of thirty cells."""
    imported = read("csv", HEAD + row)
    assert imported.questions == ()
    (problem,) = imported.problems
    assert (problem.cell or str(problem.line), problem.lost) == (cell, False)
    assert str(problem.message).startswith(message)


def test_columns_that_are_not_understood() -> None:
    """A column that somebody added would be dropped without a word."""
    imported = read("csv", "Question,Answer A,Answer B,Answer,Author,Question\nIs it?,yes,no,A,me,Or not?")
    assert cells(imported) == [
        ("E1", "The column “Author” is not understood and left out."),
        ("F1", "This column is there twice; the first one counts."),
    ]
    assert imported.questions[0].data["stem"] == {"en": "Is it?"}


def test_table_without_heads() -> None:
    """A table of something else would be read as nothing, without a word."""
    message = "No row names the columns; one at least must be for the question, and one for the key."
    for table in ("", "a,b\nc,d\n", "姓名,班组\n王芳,一组\n"):
        assert told(read("csv", table)) == [(1, "refused", message)]


def test_heads_below_a_title() -> None:
    """A table with a title above it would be refused."""
    imported = read("csv", "题库,,,,,,,,\n\n" + HEAD + "判断,问？,,,,,,对,")
    assert [(draft.line, draft.answer) for draft in imported.questions] == [(4, True)]


def test_heads_of_every_column_are_understood() -> None:
    """A column of our own table would not be understood when it comes back."""
    for options, items in ((20, 30), (1, 1)):
        from simulator.exam.exchange.columns import all_columns

        for column in all_columns(options, items):
            assert (part_of(column.zh), part_of(column.en)) == (column.part, column.part)


@pytest.fixture(scope="module")
def template() -> bytes:
    """Return the template in Chinese, for the bundled bank."""
    bank = load_bank(scenarios())
    return write_template("zh", bank.policies, {question.topic for question in bank.questions.values()})


def test_template_is_filled_in_and_read(template: bytes) -> None:
    """People who were given the table could not hand it in."""
    book = load_workbook(io.BytesIO(template))
    sheet = book["题目"]
    places = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
    row: dict[str, str | float] = {
        "题型": "单选", "主题": "退款", "政策": "sick-refund", "条款": "papers", "难度": 2, "题干（中文）": "问？",
        "选项A（中文）": "甲", "选项B（中文）": "乙", "答案": "B", "答错代价（元）": 300.0, "谁承担": "客户",
    }  # fmt: skip
    for head, value in row.items():
        sheet.cell(3, places[head], value)
    file = io.BytesIO()
    book.save(file)
    (draft,) = read("excel", file.getvalue(), Defaults()).questions
    assert (draft.line, draft.answer, draft.data["topic"], draft.data["cost"]) == (
        3, "b", "退款", {"yuan": 300, "borne-by": "customer"},
    )  # fmt: skip


def test_template_offers_what_can_be_chosen(template: bytes) -> None:
    """Somebody would have to guess the words for kinds and policies."""
    book = load_workbook(io.BytesIO(template))
    sheet, lists = book["题目"], book["选项"]
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        column = str(validation.sqref).split(":")[0].rstrip("0123456789")
        area = validation.formula1.split("!")[1].replace("$", "")
        offered[sheet[f"{column}1"].value] = [row[0].value for row in lists[area]]
        assert str(validation.sqref) == f"{column}2:{column}{EMPTY_ROWS + 1}"
    assert offered["题型"] == [names[0] for names in KINDS.values()]
    assert set(load_bank(scenarios()).policies) == set(offered["政策"])
    assert (offered["谁承担"], offered["难度"]) == (["客户", "客服", "公司"], [1, 2, 3, 4, 5])
    assert (lists.sheet_state, len(book["填写说明"]["A"])) == ("hidden", 20)


def test_quadrants_of_the_help_are_those_of_the_program(template: bytes) -> None:
    """The help would give the quadrants letters that mean others."""
    help_ = "\n".join(
        str(row[1].value) for row in load_workbook(io.BytesIO(template))["填写说明"].iter_rows()
    )
    for letter, said in zip("ABC", QUADRANTS.values(), strict=False):
        assert f"{letter} {translator('zh')(said)}" in help_


def test_files_that_are_no_excel() -> None:
    """An old or broken file, or one that unpacks without end, would end in a traceback."""
    old = "This is a spreadsheet of the old kind (.xls); save it as .xlsx or CSV."
    broken = "This is no Excel file that can be read; save it as .xlsx or CSV."
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (41 * 2**20))
    for data, message in (
        (b"\xd0\xcf\x11\xe0rest", old), (b"PK\x03\x04rest", broken),
        (bomb.getvalue(), "A file may have 40 MB at most."),
    ):  # fmt: skip
        assert told(read("excel", data, DEFAULTS)) == [(1, "refused", message)]
