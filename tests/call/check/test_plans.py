"""Scripted plays, and what is said about those that come out differently."""

from pathlib import Path
from typing import Any

import pytest

from simulator import Case, Problem
from simulator.call.case.plan import read_plan
from simulator.call.check.plans import PlanRun, run_plan

WON = """\
persona: worried
stage: rehearsal
moves:
  - feel-it
  - when-expected
  - send-courier
"""


def run(case: Case, folder: Path, text: str, name: str = "some.plan.yaml", **options: Any) -> PlanRun:
    """Write a plan and play it."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return run_plan(case, read_plan(file, "some.plan.yaml"), **options)


def told(result: PlanRun) -> list[str]:
    """Return the problems as they are shown."""
    return [str(problem) for problem in result.problems]


def test_plan_that_comes_out_as_expected_has_no_problems(small_case: Case, tmp_path: Path) -> None:
    """Every plan would be reported."""
    expect = "expect: {ending: parcel-traced, verdict: win-win, score: 91, at-least: 70, at-most: 95, critical: []}"
    result = run(small_case, tmp_path, f"{WON}{expect}\n")
    assert told(result) == []
    assert result.play.over


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        ("ending: resigned", "8:11: The call came to the ending “parcel-traced” instead."),
        ("verdict: customer", "8:12: The verdict came out as “win-win” instead."),
        ("score: 12", "8:10: The score came to 91."),
        ("at-least: 99", "8:13: The score came to 91."),
        ("at-most: 12", "8:12: The score came to 91."),
        ("critical: [unwarned-hangup]", "8:13: The critical errors made were: none."),
    ],
)
def test_what_came_of_it_is_said_where_it_was_expected(
    small_case: Case, tmp_path: Path, expect: str, problem: str
) -> None:
    """An author would not find out that a change to the case has lost a plan's outcome."""
    result = run(small_case, tmp_path, f"{WON}expect:\n  {expect}\n")
    assert told(result) == [f"some.plan.yaml:{problem} [plan-outcome]"]


def test_refused_move_is_located_and_says_what_was_open(small_case: Case, tmp_path: Path) -> None:
    """An author would have to count the moves."""
    result = run(small_case, tmp_path, WON.replace("feel-it", "feal-it"))
    assert told(result) == [
        "some.plan.yaml:4:5: This move is refused at rehearsal.opening, with worried on the line: There is no move"
        " “feal-it” here; there are: when-expected, feel-it, offer-voucher, refund-all. Did you mean “feel-it”?"
        " [plan-move]"
    ]
    assert result.play.moves == []


def test_move_beyond_authority_says_what_is_open_instead(small_case: Case, tmp_path: Path) -> None:
    """An author would read that a move is refused, and not what else there is."""
    result = run(small_case, tmp_path, WON.replace("feel-it", "refund-all"))
    assert told(result) == [
        "some.plan.yaml:4:5: This move is refused at rehearsal.opening, with worried on the line: That takes"
        " authority level 3; yours is 1. Say what you can do instead. Open there: when-expected, feel-it,"
        " offer-voucher. [plan-move]"
    ]


def test_long_list_of_open_moves_is_cut(small_case: Case, tmp_path: Path) -> None:
    """In the replay hundreds of marks are open."""
    result = run(small_case, tmp_path, "moves: [hear all, mark 99 key]\n")
    assert told(result) == [
        "some.plan.yaml:1:19: This move is refused at replay.7, with worried on the line: You have heard lines 1 to"
        " 7 so far. Did you mean “mark 7 key”? Open there: next, mark 1 repeated, mark 1 heated, mark 1 softened,"
        " mark 1 avoided, mark 1 exaggerated, mark 1 key, mark 2 repeated and 35 more. [plan-move]"
    ]


def test_plan_that_ends_before_the_call_is_reported(small_case: Case, tmp_path: Path) -> None:
    """A plan cut short would pass for one that expects nothing."""
    result = run(small_case, tmp_path, "stage: rehearsal\nmoves: [feel-it]\nexpect: {ending: resigned}\n")
    assert told(result) == [
        "some.plan.yaml:3:9: The plan ends before the call does, at rehearsal.opening. Open there: when-expected,"
        " offer-voucher. [plan-outcome]"
    ]


def test_plan_of_a_stage_without_a_call_cannot_expect_an_outcome(small_case: Case, tmp_path: Path) -> None:
    """The expectation would never be looked at."""
    result = run(small_case, tmp_path, "stage: replay\nmoves: [hear all, next]\nexpect: {score: 5}\n")
    assert told(result) == [
        "some.plan.yaml:3:9: The plan expects an outcome, but it only plays the stage “replay”. [plan-outcome]"
    ]


def test_plan_without_expectation_may_end_anywhere(small_case: Case, tmp_path: Path) -> None:
    """A plan for a demonstration would be an error."""
    assert told(run(small_case, tmp_path, "moves: [hear]\n")) == []


def test_unknown_persona_and_stage_are_located(small_case: Case, tmp_path: Path) -> None:
    """A renamed persona would end in a traceback, or play against somebody else."""
    result = run(small_case, tmp_path, "persona: worred\nstage: rehearsal\nmoves: [feel-it]\n")
    assert told(result) == [
        "some.plan.yaml:1:10: The case has no persona “worred”; it has: worried, hurried. Did you mean “worried”?"
        " [plan-persona]"
    ]
    assert isinstance(result.problems[0], Problem)


def test_plain_text_is_a_plan_too(small_case: Case, tmp_path: Path) -> None:
    """Authors would have to write YAML for a list of moves."""
    text = "# the best call\nfeel-it\n\nwhen-expected  # which door\nsend-courier\n"
    result = run(small_case, tmp_path, text, "moves.txt", stage="rehearsal", persona="worried")
    assert (told(result), result.play.moves) == ([], ["feel-it", "when-expected", "send-courier"])


def test_options_go_before_what_the_plan_says(small_case: Case, tmp_path: Path) -> None:
    """`--persona` would be ignored with a plan."""
    result = run(small_case, tmp_path, WON, persona="hurried")
    assert result.play.persona == "hurried"


def test_seed_draws_the_persona(small_case: Case, tmp_path: Path) -> None:
    """The same seed would mean somebody else in a plan."""
    text = "seed: 3\nstage: rehearsal\nmoves: [when-expected]\n"
    plays = [run(small_case, tmp_path, text, seed=seed).play for seed in (0, 1, 2, 3)]
    assert {play.persona for play in plays} == {"worried", "hurried"}
    assert [play.seed for play in plays] == [0, 1, 2, 3]
    assert run(small_case, tmp_path, text).play.persona == plays[3].persona
