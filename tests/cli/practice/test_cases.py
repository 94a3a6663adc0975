"""`winwin cases`."""

import json
from pathlib import Path

import pytest

from simulator.call.case.plan import read_plan
from simulator.resources import scenarios
from tests.cli.conftest import Winwin, too_wide
from tests.golden import Golden


@pytest.mark.parametrize("language", ["en", "zh"])
def test_list_of_cases(winwin: Winwin, language: str, golden: Golden) -> None:
    """The list would change, or not fit, without anybody having looked at it."""
    ran = winwin("cases", "--lang", language)
    assert (ran.code, ran.err, too_wide(ran.out)) == (0, "", [])
    golden.check(f"cases.{language}.txt", ran.out)


def test_list_as_json_has_every_case(winwin: Winwin) -> None:
    """A program would miss a case, or read something that is not JSON."""
    ran = winwin("cases", "--json", "--lang", "zh")
    entries = json.loads(ran.out)
    folders = sorted(path.parent.name for path in scenarios().glob("*/case.yaml"))
    assert ([entry["id"] for entry in entries], ran.err) == (folders, "")
    for entry in entries:
        assert sorted(entry["languages"]) == ["en", "zh"]
        assert entry["mastery"] == {"needed": 3, "won": 0, "mastered": False}
        assert Path(entry["path"]).is_dir()
        assert entry["stages"] == ["replay", "analysis", "rehearsal"]


def test_mastery_counts_what_was_played(winwin: Winwin) -> None:
    """The list would say that nothing has been won."""
    plan = read_plan(scenarios() / "ticket-rebooking" / "best-proud.plan.yaml")
    typed = "".join(f"{move}\n" for move in plan.moves)
    winwin("play", "ticket-rebooking", "--stage", "rehearsal", "--persona", "proud", typed=typed)
    mastery = {entry["id"]: entry["mastery"]["won"] for entry in json.loads(winwin("cases", "--json").out)}
    assert mastery == {"ac-remote": 0, "ticket-rebooking": 1}


def test_damaged_attempt_is_said_and_left_out(winwin: Winwin, home: Path) -> None:
    """An attempt would vanish without a word."""
    (home / "attempts").mkdir(parents=True)
    (home / "attempts" / "bad.json").write_text("{")
    ran = winwin("cases")
    assert ran.code == 0
    assert "This saved attempt cannot be read and is left out:" in ran.err
    assert "ticket-rebooking" in ran.out
