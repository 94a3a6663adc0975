"""`winwin translate`."""

from pathlib import Path

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
        "en: Delivered, but not here\n    zh: null", "en: Delivered, but not here\n    zh: 没收到"
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
