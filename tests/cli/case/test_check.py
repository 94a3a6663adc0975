"""`winwin check`: what is wrong, where, and the exit code."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.call.check.lint import FILE_RULES
from simulator.resources import scenarios
from tests.cli.conftest import Edited, Winwin
from tests.conftest import SMALL_CASE
from tests.golden import Golden

FILES_ONLY = ["--select", ",".join(sorted(FILE_RULES))]
"""The small case is written to be played in a minute, not to train anybody: rules about play find much in it."""

WINWIN = "from simulator.cli import main; raise SystemExit(main())"


@pytest.fixture
def faulty_case(edited_case: Edited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with an error in the file, called by its name."""
    monkeypatch.chdir(tmp_path)
    edited_case("to: told-which", "to: told-wich")
    edited_case("kind: feel", "kind: fel")
    edited_case("id: late-parcel", "id: late")
    return Path(edited_case("authority: 3", "authority: yes")).relative_to(tmp_path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_problem_has_its_place(
    winwin: Winwin, faulty_case: Path, language: str, golden: Golden
) -> None:
    """The messages would change without anybody having looked at them."""
    ran = winwin("check", faulty_case, "--lang", language)
    assert (ran.code, ran.err) == (1, "")
    golden.check(f"check.{language}.txt", ran.out)


def test_clean_case_says_so(winwin: Winwin, beside_small_case: None) -> None:
    """An author would not know whether anything was looked at."""
    ran = winwin("check", "late-parcel", *FILES_ONLY)
    assert (ran.code, ran.out, ran.err) == (0, "1 case checked: No problems.\n", "")


def test_warning_fails_only_when_strict(winwin: Winwin, edited_case: Edited, tmp_path: Path) -> None:
    """CI would stop at a missing translation, or never."""
    folder = edited_case("id: late-parcel", "id: other")
    ran = [winwin("check", folder, *FILES_ONLY, *options) for options in ([], ["--strict"])]
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
    short, full = (winwin("check", folder, *FILES_ONLY, *options) for options in ([], ["--all"]))
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
    assert (ran.out, ran.code) == ("2 cases checked, 1 bank of questions checked: No problems.\n", 0)


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
    assert winwin("check", "--strict", SMALL_CASE, *FILES_ONLY).code == 0


def test_only_what_is_selected(winwin: Winwin) -> None:
    """An author who works on one thing would be told of everything."""
    found = {
        options: rules_in(winwin("check", SMALL_CASE, *options).out)
        for options in (
            ("--select", "idle-gauge,question-without-hint"),
            ("--select", "idle-gauge", "--select", "question-without-hint"),
            ("--select", "idle-gauge,question-without-hint", "--ignore", "question-without-hint"),
        )
    }
    both = ["idle-gauge", *["question-without-hint"] * 4]
    assert list(found.values()) == [both, both, ["idle-gauge"]]


def test_errors_cannot_be_left_out(winwin: Winwin, faulty_case: Path) -> None:
    """A case that cannot be played would be called clean."""
    whole = winwin("check", faulty_case)
    for options in (["--select", "long-reply"], ["--ignore", "unknown-name,unknown-word,wrong-type"]):
        ran = winwin("check", faulty_case, *options)
        assert ran.code == 1
        assert set(rules_in(ran.out)) == set(rules_in(whole.out)) - {"case-id"} or "--ignore" in options


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_misspelt_rule(winwin: Winwin, option: str) -> None:
    """A rule would be believed to be looked for, or left out."""
    ran = winwin("check", SMALL_CASE, option, "idle-gauge,longreply")
    assert (ran.code, ran.out) == (2, "")
    assert " ".join(ran.err.split()) == (
        "There is no rule “longreply”. Did you mean “long-reply”? “winwin rules” lists them."
    )


def test_line_with_a_comment_is_ignored(winwin: Winwin, edited_case: Edited) -> None:
    """A problem that its author has thought about would be told for ever."""
    battery = "battery: {name: Belief in the battery story, starts: 10}"
    folder = edited_case(battery, f"{battery}  # winwin: ignore idle-gauge - it comes in with the next scene")
    ran = winwin("check", folder, "--strict", "--select", "idle-gauge,ignore-unused")
    assert (ran.code, ran.out) == (0, "1 case checked: No problems.\n")


def test_budget_is_kept(winwin: Winwin) -> None:
    """A huge case would be solved all the same, or rules that need no solving would keep silent."""
    ran = winwin("check", SMALL_CASE, "--positions", "3", "--select", "idle-gauge,exploit-agent")
    assert (ran.code, rules_in(ran.out)) == (0, ["idle-gauge", "too-many-positions"])


def test_agent_from_outside(winwin: Winwin, beside_small_case: None) -> None:
    """An author could not check what the case is to another agent, or would get a play that is refused."""
    options = ("check", "late-parcel", "--select", "unreachable-move,exploit-agent")
    ours, other = winwin(*options).out, winwin(*options, "--authority", "3").out
    assert "Nobody can ever say “refund-all”" in ours
    assert "unreachable-move" not in other
    assert "--persona worried --stage rehearsal --authority 3 --plan -" in other


def test_a_finding_about_play_can_be_played(winwin: Winwin, beside_small_case: None) -> None:
    """An author would have to believe what the checker claims, or type the play by hand."""
    ran = winwin("check", "late-parcel", "--select", "exploit-agent")
    lines = ran.out.splitlines()
    plays = [line for line in lines if line.startswith("    play it: ")]
    assert len(plays) == len(rules_in(ran.out)) > 0
    for line in plays:
        typed, play = line.removeprefix("    play it: printf '%s\\n' ").split(" | winwin ")
        played = winwin(*play.split(), "--json", typed=typed.replace(" ", "\n"))
        assert (played.code, played.err) == (0, "")


def test_watching(edited_case: Edited, tmp_path: Path) -> None:
    """A case would not be checked when it is saved, or Ctrl-C would leave a traceback."""
    folder = edited_case()
    with (tmp_path / "out").open("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", WINWIN, "check", "--watch", str(folder), *FILES_ONLY],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "WINWIN_LANG": "en", "COLUMNS": "80"},
        )
        try:
            wait_for(tmp_path / "out", "1 case checked: No problems.", process)
            edited_case("to: told-which", "to: told-wich")
            wait_for(tmp_path / "out", "1 case checked: 1 error.", process)
            edited_case("to: told-wich", "to: told-which")
            text = wait_for(tmp_path / "out", "No problems.", process, times=2)
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in text
    assert text.count("Ctrl-C ends it.") == 3


def test_watching_is_for_people(winwin: Winwin) -> None:
    """A program would wait for the end of a report for ever."""
    ran = winwin("check", SMALL_CASE, "--watch", "--format", "json")
    assert (ran.code, ran.out) == (2, "")


def rules_in(out: str) -> list[str]:
    """The rules of the problems that a text lists."""
    return [line.rsplit("[", 1)[1].rstrip("]") for line in out.splitlines() if line.endswith("]")]


def wait_for(file: Path, words: str, process: "subprocess.Popen[bytes]", times: int = 1) -> str:
    """The text of a file as soon as these words stand in it so often, and the note that ends a check."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        text = file.read_text(encoding="utf-8")
        if text.count(words) >= times and text.rstrip().endswith("Ctrl-C ends it."):
            return text
        time.sleep(0.05)
    raise AssertionError(file.read_text(encoding="utf-8"))
