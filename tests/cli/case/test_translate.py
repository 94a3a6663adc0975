"""`winwin translate`."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from simulator.call.case.translating import read_translation
from tests.cli.conftest import Edited, Winwin


def test_new_translation_has_every_text(winwin: Winwin, edited_case: Edited) -> None:
    """A translator would not see what there is to translate."""
    folder = edited_case()
    ran = winwin("translate", folder, "--to", "zh")
    text = (folder / "case.zh.yaml").read_text("utf-8")
    assert ran.code == 0
    assert (
        "translates: late-parcel\nlanguage: zh\ntexts:\n  title:\n    en: Delivered, but not here\n" in text
    )
    count = text.count("    en: ")
    assert f"{count} not translated yet: write them after “zh:”." in ran.out.replace("\n", " ")


def test_renewing_loses_nothing_and_names_what_changed(winwin: Winwin, edited_case: Edited) -> None:
    """A translator's work would be overwritten, or a changed text go unnoticed."""
    folder = edited_case()
    file = folder / "case.zh.yaml"
    winwin("translate", folder, "--to", "zh")
    header = "# yaml-language-server: $schema=x.json\n# translated by us\n"
    text = file.read_text("utf-8").replace(
        "en: Delivered, but not here\n    zh:\n", "en: Delivered, but not here\n    zh: 没收到\n"
    )
    file.write_text(header + text, "utf-8")
    edited_case("title: Delivered, but not here", "title: Delivered, they say")
    ran = winwin("translate", folder, "--to", "zh")
    renewed = file.read_text("utf-8")
    assert renewed.startswith(f"{header}translates: late-parcel\n")
    assert "en: Delivered, but not here\n    zh: 没收到" in renewed
    assert "1 changed since they were translated" in ran.out


def test_complete_translation_says_so(winwin: Winwin, tmp_path: Path, monkeypatch: object) -> None:
    """A translator would not know that they are done."""
    winwin("new", tmp_path / "own", "--lang", "en")
    before = (tmp_path / "own" / "case.zh.yaml").read_text("utf-8")
    ran = winwin("translate", tmp_path / "own", "--to", "zh")
    assert ran.out.endswith("All of them are translated.\n")
    assert (tmp_path / "own" / "case.zh.yaml").read_text("utf-8") == before


def test_unreadable_translation_is_left_alone(winwin: Winwin, edited_case: Edited) -> None:
    """A misplaced quotation mark would cost the whole translation."""
    folder = edited_case()
    file = folder / "case.zh.yaml"
    file.write_text('translates: late-parcel\nlanguage: zh\ntexts: {title: "broken\n')
    ran = winwin("translate", folder, "--to", "zh")
    assert (ran.code, file.read_text()) == (
        1,
        'translates: late-parcel\nlanguage: zh\ntexts: {title: "broken\n',
    )
    assert f"{file}:" in ran.err


def test_faulty_case_is_not_translated(winwin: Winwin, edited_case: Edited) -> None:
    """Texts would be lost that the case only misspells."""
    folder = edited_case("title: Delivered", "titel: Delivered")
    ran = winwin("translate", folder, "--to", "zh")
    assert (ran.code, (folder / "case.zh.yaml").exists()) == (1, False)
    assert "Did you mean “title”?" in ran.err


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".tsv"])
def test_a_table_goes_out_and_comes_back(
    ending: str, winwin: Winwin, edited_case: Edited, tmp_path: Path
) -> None:
    """A translator's work in a table would be lost, or change what it does not speak of."""
    folder = edited_case("title: Delivered, but not here", 'title: "=Delivered,\\nbut not here"')
    table = tmp_path / f"texts{ending}"
    assert winwin("translate", folder, "--to", "zh").code == 0
    before = (folder / "case.zh.yaml").read_text(encoding="utf-8")
    assert "null" not in before
    assert winwin("translate", folder, "--to", "zh", "--table", table).code == 0
    assert winwin("translate", folder, "--to", "zh", "--from", table).code == 0
    assert (folder / "case.zh.yaml").read_text(encoding="utf-8") == before
    rows = cells(table)
    assert rows[0] == ["key", "en", "zh", "note"]
    assert rows[1] == ["title", "=Delivered,\nbut not here", "", "not translated yet"]
    write_cells(table, [*rows[:1], [*rows[1][:2], "=没收到\n第二行", ""], *rows[3:]])
    assert winwin("translate", folder, "--to", "zh", "--from", table).code == 0
    texts = read_translation(folder / "case.zh.yaml")[0]
    assert texts is not None
    assert texts.texts["title"] == {"en": "=Delivered,\nbut not here", "zh": "=没收到\n第二行"}
    assert texts.texts["summary"]["zh"] is None


def test_a_changed_text_stays_stale_until_its_note_is_emptied(
    winwin: Winwin, edited_case: Edited, tmp_path: Path
) -> None:
    """A table that was only sent round would confirm translations that nobody looked at."""
    folder = edited_case("sector: delivery", "sector: delivery")
    table = tmp_path / "texts.csv"
    winwin("translate", folder, "--to", "zh")
    winwin("translate", folder, "--to", "zh", "--table", table)
    rows = cells(table)
    write_cells(table, [rows[0], [*rows[1][:2], "没收到", ""]])
    winwin("translate", folder, "--to", "zh", "--from", table)
    edited_case("title: Delivered, but not here", "title: Delivered, and not here")
    winwin("translate", folder, "--to", "zh", "--table", table)
    rows = cells(table)
    assert rows[1] == [
        "title", "Delivered, and not here", "没收到", "changed since; it was: Delivered, but not here",
    ]  # fmt: skip
    assert "1 changed since" in winwin("translate", folder, "--to", "zh", "--from", table).out
    write_cells(table, [rows[0], [*rows[1][:3], ""]])
    assert "changed since" not in winwin("translate", folder, "--to", "zh", "--from", table).out


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["key", "en", "zh"], ["titel", "x", "y"]], ":2:1: The case has no text “titel” any more. Did you mean “title”?"),
        ([["key", "en", "zh"], ["title", "x", "y"], ["title", "x", "z"]], ":3:1: “title” stands here a second time"),
        ([["key", "en", "zh"], ["title", "x", "y" * 2001]], ":2:3: This is longer than 2000 characters."),
        ([["a", "b"], ["title", "x"]], ":1:1: No row names the columns"),
    ],
)  # fmt: skip
def test_faults_of_a_table_are_located_and_nothing_is_written(
    rows: list[list[str]], told: str, winwin: Winwin, edited_case: Edited, tmp_path: Path
) -> None:
    """A translator would search a long table for a fault, or half of it would have been taken over."""
    folder = edited_case("sector: delivery", "sector: delivery")
    table = tmp_path / "texts.csv"
    winwin("translate", folder, "--to", "zh")
    before = (folder / "case.zh.yaml").read_bytes()
    write_cells(table, rows)
    ran = winwin("translate", folder, "--to", "zh", "--from", table)
    assert ran.code != 0
    assert f"{table}{told}" in f"{ran.out}{ran.err}".replace("\n", " ").replace("  ", " ")
    assert (folder / "case.zh.yaml").read_bytes() == before


def test_other_files_are_no_tables(winwin: Winwin, edited_case: Edited, tmp_path: Path) -> None:
    """A table would be written into a file that no program opens as one, or a picture be read as texts."""
    folder = edited_case("sector: delivery", "sector: delivery")
    assert winwin("translate", folder, "--to", "zh", "--table", tmp_path / "x.doc").code != 0
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"no workbook")
    assert winwin("translate", folder, "--to", "zh", "--from", broken).code != 0
    assert not (folder / "case.zh.yaml").exists()


def cells(table: Path) -> list[list[str]]:
    """The cells of a table as a program shows them."""
    if table.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(table).worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    separator = "\t" if table.suffix == ".tsv" else ","
    text = table.read_bytes().decode("utf-8-sig")
    found = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [[cell.removeprefix("'") for cell in row] for row in found]


def write_cells(table: Path, rows: list[list[str]]) -> None:
    """Write a table as a program keeps it."""
    if table.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                cell = book.worksheets[0].cell(number, place)
                cell.value = text
                cell.data_type = "s"
        book.save(table)
        return
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter="\t" if table.suffix == ".tsv" else ",").writerows(rows)
