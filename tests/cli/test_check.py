"""`winwin check`: what is wrong, where, and the exit code."""

from pathlib import Path

import pytest

from simulator.resources import scenarios
from tests.conftest import SMALL_CASE

from .conftest import Edited, Winwin, check_golden


@pytest.fixture
def faulty_case(edited_case: Edited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with an error in the file, called by its name."""
    monkeypatch.chdir(tmp_path)
    edited_case("to: told-which", "to: told-wich")
    edited_case("kind: feel", "kind: fel")
    edited_case("id: late-parcel", "id: late")
    return Path(edited_case("authority: 3", "authority: yes")).relative_to(tmp_path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_problem_has_its_place(winwin: Winwin, faulty_case: Path, language: str) -> None:
    """The messages would change without anybody having looked at them."""
    ran = winwin("check", faulty_case, "--lang", language)
    assert (ran.code, ran.err) == (1, "")
    check_golden(f"check.{language}.txt", ran.out)


def test_clean_case_says_so(winwin: Winwin, beside_small_case: None) -> None:
    """An author would not know whether anything was looked at."""
    ran = winwin("check", "late-parcel")
    assert (ran.code, ran.out, ran.err) == (0, "1 case checked: No problems.\n", "")


def test_warning_fails_only_when_strict(winwin: Winwin, edited_case: Edited, tmp_path: Path) -> None:
    """CI would stop at a missing translation, or never."""
    folder = edited_case("id: late-parcel", "id: other")
    ran = [winwin("check", folder, *options) for options in ([], ["--strict"])]
    assert [one.code for one in ran] == [0, 1]
    assert ran[0].out.endswith("1 case checked: 1 warning.\n")
    assert ": warning: The folder is named “late-parcel”;" in ran[0].out


def test_translations_and_plans_are_checked_too(winwin: Winwin, edited_case: Edited) -> None:
    """A lost outcome or a stale translation would be found by a trainee."""
    folder = edited_case()
    (folder / "case.zh.yaml").write_text("translates: late-parcel\nlanguage: zh\ntexts: {gone: {zh: x}}\n")
    (folder / "best.plan.yaml").write_text("stage: rehearsal\nmoves: [feel-it, dance]\n")
    ran = winwin("check", folder, "--all")
    assert ran.code == 1
    rules = [line.rsplit("[", 1)[1].rstrip("]") for line in ran.out.splitlines() if line.endswith("]")]
    assert (rules.count("plan-move"), rules.count("translation-extra")) == (1, 1)
    assert rules.count("translation-missing") > 50


def test_long_list_is_cut_with_a_note(winwin: Winwin, edited_case: Edited) -> None:
    """The first error would have scrolled away."""
    folder = edited_case()
    (folder / "case.zh.yaml").write_text("translates: late-parcel\nlanguage: zh\n")
    short, full = winwin("check", folder), winwin("check", folder, "--all")
    lines = short.out.splitlines()
    assert len(lines) == 42
    more = len(full.out.splitlines()) - 1 - 40
    assert lines[40] == f"… and {more} more; --all lists them all."
    assert lines[41] == full.out.splitlines()[-1]


def test_folder_of_cases_is_walked(winwin: Winwin, edited_case: Edited, tmp_path: Path) -> None:
    """Every case would have to be named."""
    edited_case("to: told-which", "to: nowhere")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "case.yaml").write_text("id: er\n")
    ran = winwin("check", tmp_path)
    assert ran.code == 1
    assert "late-parcel/case.yaml:" in ran.out
    assert "deep/er/case.yaml:" in ran.out
    assert ran.out.splitlines()[-1].startswith("2 cases checked: ")


def test_single_plan_can_be_checked(winwin: Winwin, edited_case: Edited) -> None:
    """Its author would have to look for it among the others."""
    folder = edited_case()
    good, bad = folder / "good.plan.yaml", folder / "bad.plan.yaml"
    good.write_text("stage: rehearsal\nmoves: [feel-it]\n")
    bad.write_text("stage: rehearsal\nmoves: [dance]\n")
    assert [winwin("check", path).code for path in (good, bad, folder)] == [0, 1, 1]


def test_translation_file_means_its_case(winwin: Winwin, edited_case: Edited) -> None:
    """A translator who checks their file would be told that it is no case."""
    folder = edited_case()
    (folder / "case.zh.yaml").write_text("translates: late-parcel\nlanguage: zh\ntexts: {gone: {zh: x}}\n")
    assert "[translation-extra]" in winwin("check", folder / "case.zh.yaml", "--all").out


def test_same_case_twice_is_reported_once(winwin: Winwin, faulty_case: Path) -> None:
    """The number of errors would depend on how a case is named."""
    once = winwin("check", faulty_case)
    assert winwin("check", faulty_case, f"./{faulty_case}").out == once.out


def test_bundled_cases_are_clean(winwin: Winwin) -> None:
    """A case would be shipped that its own command complains about."""
    ran = winwin("check", "--strict", scenarios())
    assert (ran.out, ran.code) == ("2 cases checked: No problems.\n", 0)


def test_hostile_file_is_shown_as_words(winwin: Winwin, tmp_path: Path) -> None:
    """A downloaded file could write on the whole screen."""
    folder = tmp_path / "x\x1b[2J"
    folder.mkdir()
    (folder / "case.yaml").write_text('id: x\n"\\e[31m[red]": 1\n')
    ran = winwin("check", folder)
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err
    assert "“[31m[red]” has no meaning here." in ran.out


def test_small_case_stays_clean(winwin: Winwin) -> None:
    """Tests would stand on a case that is wrong itself."""
    assert winwin("check", "--strict", SMALL_CASE).code == 0
