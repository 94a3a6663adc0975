"""Whatever a file contains, what comes out is questions and problems, never a traceback."""

import csv
import io
import random
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exam.exchange.draft import ImportedFile
from simulator.exam.exchange.excel import write_template
from simulator.exam.exchange.fitting import fitted, questions_files
from simulator.exam.exchange.formats import FORMATS, format_of
from simulator.policy.building import build_policy
from simulator.policy.document import PolicyDocument
from simulator.source.reading import read_bytes
from tests.exam.check.rules.small_bank import POLICY

from .foreign_files import DEFAULTS, SAMPLES, sample
from .test_fitting import TODAY
from .test_workbook import workbook

SOURCE = read_bytes(POLICY.encode(), "damage.yaml")
POLICIES = {"damage": build_policy(PolicyDocument.model_validate(SOURCE.data), SOURCE)}
FILES = {
    "gift": sample("hand.gift"),
    "aiken": sample("quiz.aiken.txt"),
    "moodle-xml": sample("moodle4.xml"),
    "csv": sample("table.csv"),
    "excel": write_template("en", POLICIES),
}
PIECES = [
    b"{", b"}", b"::", b"=", b"~", b"->", b"\\", b"#", b"%50%", b"<", b">", b"&x;", b"]]>", b"<![CDATA[", b"\n\n",
    b"\0", b"\xff", b'"', b",", b"[v1]", b"ANSWER:", b"A.", b"$CATEGORY:", b"//", b"9" * 40, b"<!DOCTYPE x>",
    "客户".encode(), b"\xe5", b"nan", b"1e999", b"</question>", b"<answer fraction='-0'>", "\u202e".encode(),
]  # fmt: skip


def check(imported: ImportedFile) -> None:
    """See that what came out can be used, and shown."""
    for problem in imported.problems:
        assert str(problem.message)
        assert problem.line >= 1
    fit = fitted(imported, POLICIES, TODAY)
    kept: dict[str, Any] = {}
    for text in questions_files(fit.questions, POLICIES).values():
        source = read_bytes(text.encode(), "questions.yaml")
        assert source.problems == []
        kept |= source.data["questions"]
    assert kept == {draft.id: draft.data for draft in fit.questions}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(data=st.data())
def test_changed_files(name: str, data: st.DataObject) -> None:
    """A damaged file would end in a traceback instead of a list of what is wrong."""
    content = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        match data.draw(st.sampled_from(["insert", "delete", "copy", "byte"])):
            case "insert":
                content[start:start] = data.draw(st.sampled_from(PIECES))
            case "delete":
                del content[start : start + data.draw(st.integers(1, 200))]
            case "copy":
                end = start + data.draw(st.integers(1, 200))
                at = data.draw(st.integers(0, len(content)))
                content[at:at] = content[start:end]
            case _:
                content[start : start + 1] = data.draw(st.binary(min_size=1, max_size=1))
    check(FORMATS[name].read(bytes(content), DEFAULTS))


def mutated(content: bytes, number: int) -> bytes:
    """A file with pieces cut, doubled, moved, and others strewn in."""
    chance = random.Random(number)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content) + 1)
        end = start + chance.randint(1, 200)
        at = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content = content[:start] + chance.choice(PIECES) + content[start:]
            case 1:
                content = content[:start] + content[end:]
            case 2:
                content = content[:at] + content[start:end] + content[at:]
            case _:
                content = content[:start] + chance.randbytes(1) + content[start + 1 :]
    return content


def mutated_inside(book: bytes, number: int) -> bytes:
    """A workbook one part of which is damaged; the archive around it is whole."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(file, "w") as after:
        damaged = random.Random(number).choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, mutated(content, number) if name == damaged else content)
    return file.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_mutated_files(name: str, mutation: int) -> None:
    """A file damaged on its way would end in a traceback; `--mutations` tries as many as one likes."""
    check(FORMATS[name].read(mutated(FILES[name], mutation), DEFAULTS))


def test_mutated_workbooks(mutation: int) -> None:
    """A workbook that another program writes wrongly would end in a traceback."""
    head, *rows = csv.reader(io.StringIO(FILES["csv"].decode()))
    check(FORMATS["excel"].read(mutated_inside(workbook(*rows, head=head), mutation), DEFAULTS))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60)
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)))
def test_any_bytes(name: str, data: bytes) -> None:
    """Something that is no such file at all would end in a traceback."""
    check(FORMATS[name].read(data, DEFAULTS))
    check(format_of("file", data).read(data, DEFAULTS))


@settings(max_examples=60)
@given(
    splices=st.lists(
        st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 4000), st.integers(0, 600)), max_size=6
    )
)
def test_splices_of_files(splices: list[tuple[str, int, int]]) -> None:
    """A file that is put together from several would end in a traceback."""
    data = b"".join(FILES[name][start : start + length] for name, start, length in splices)
    for format_ in FORMATS.values():
        check(format_.read(data, DEFAULTS))


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("gift", b"::a::b? {=c ~d}\n\n"), ("gift", b"{"), ("gift", b"=%1%a "), ("gift", b"<!--"), ("gift", b"\\"),
        ("aiken", b"a?\nA. b\nB. c\nANSWER: A\n"), ("csv", b"question,key\n"), ("csv", b'"'),
        ("moodle-xml", b"<quiz><question><text>&amp;"), ("gift", b"{mlang zh}"), ("gift", b"<span lang=zh>"),
    ],
)  # fmt: skip
def test_large_files_take_no_time(name: str, piece: bytes) -> None:
    """A file that repeats one thing would keep the server busy for minutes."""
    check_count = 0
    for start in (b"", b"::a::[html]"):
        imported = FORMATS[name].read(start + piece * (300_000 // len(piece)), DEFAULTS)
        check_count += len(imported.problems) + len(imported.questions)
    assert check_count


def test_samples_are_told_apart() -> None:
    """A file would be read in a format that is not its own."""
    for name, expected in (
        ("hand.gift", "gift"),
        ("moodle4.xml", "moodle-xml"),
        ("table.csv", "csv"),
        ("quiz.aiken.txt", "aiken"),
    ):
        assert format_of(name, (SAMPLES / name).read_bytes()).name == expected
    assert format_of("questions.xlsx", FILES["excel"]).name == "excel"
    assert format_of("export.txt", FILES["gift"]).name == "gift"


def test_unchanged_files_fit() -> None:
    """The tests above would look at files of which nothing can be used."""
    counts = {
        name: len(fitted(FORMATS[name].read(data, DEFAULTS), POLICIES, TODAY).questions)
        for name, data in FILES.items()
    }
    assert counts == {"gift": 7, "aiken": 3, "moodle-xml": 7, "csv": 6, "excel": 0}
