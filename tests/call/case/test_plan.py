"""Plans: read from YAML or from plain lines, faults located."""

from pathlib import Path

import pytest

from simulator import CaseError
from simulator.call.case.plan import plan_files, read_plan


def test_yaml_plan(tmp_path: Path) -> None:
    """A plan's moves or expectations would be read wrongly."""
    file = tmp_path / "best.plan.yaml"
    file.write_text("persona: worried\nmoves: [hear all, next]\nexpect: {verdict: win-win, at-least: 70}\n")
    plan = read_plan(file)
    assert (plan.moves, plan.part.expect.at_least, plan.place("moves", 1).column) == (
        ["hear all", "next"],
        70,
        19,
    )


def test_plain_plan(tmp_path: Path) -> None:
    """A list of moves jotted down could not be played."""
    file = tmp_path / "plan.txt"
    file.write_text("# first\nhear all\n\nnext  # on\n")
    plan = read_plan(file)
    assert (plan.moves, plan.place("moves", 1).line) == (["hear all", "next"], 4)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("moves: []\nexpct: {}\n", ["unknown-key"]),
        ("moves: hear\n", ["wrong-type"]),
        ("moves: [1]\nexpect: {verdict: won, score: 101}\n", ["wrong-type", "unknown-word", "wrong-type"]),
        ("", ["empty"]),
    ],
)
def test_faulty_plans(tmp_path: Path, text: str, rules: list[str]) -> None:
    """A fault in a plan would end in a traceback."""
    file = tmp_path / "x.plan.yaml"
    file.write_text(text)
    with pytest.raises(CaseError) as caught:
        read_plan(file)
    assert [problem.rule for problem in caught.value.problems] == rules


def test_plan_files(tmp_path: Path) -> None:
    """A plan would not be found, or another file taken for one."""
    for name in ("b.plan.yaml", "a.plan.yaml", "case.yaml", "plan.txt"):
        (tmp_path / name).touch()
    assert [file.name for file in plan_files(tmp_path)] == ["a.plan.yaml", "b.plan.yaml"]
