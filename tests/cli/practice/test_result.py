"""What a play comes to, for programs: `--json`, `--plan`, `--seed`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Winwin
from tests.cli.playing import BEST, kept, typed

pytestmark = pytest.mark.usefixtures("beside_small_case")


def test_result_is_all_that_json_prints(winwin: Winwin) -> None:
    """A program could not read the result."""
    ran = winwin(
        *("play", "late-parcel", "--json", "--persona", "worried", "--stage", "rehearsal"), typed=typed(*BEST)
    )
    result = json.loads(ran.out)
    digest = result.pop("digest")
    assert len(digest) == 64
    assert result == {
        "case": "late-parcel",
        "persona": "worried",
        "seed": None,
        "language": "en",
        "stage": "rehearsal",
        "finished": True,
        "moves": ["feel-it", "when-expected", "send-courier"],
        "ending": "parcel-traced",
        "verdict": {"business": "win-win", "personal": "win-win", "overall": "win-win"},
        "cells": {
            "customer": {"business": 90, "personal": 90},
            "company": {"business": 100, "personal": 87},
        },
        "score": 91,
        "critical": [],
        "scores": {"replay": None, "analysis": None, "rehearsal": 91, "total": 91},
        "levels": None,
    }
    assert "Customer  (fast, voice rising)" in ran.err


def test_levels_of_a_plan(winwin: Winwin) -> None:
    """An author could not see which reply moved what, or would see other levels than the engine has."""
    options = ("--plan", "-", "--gauges", "--persona", "worried", "--stage", "rehearsal")
    moves = typed("offer-voucher", "back-to-door")
    shown = winwin("play", "late-parcel", *options, typed=moves).out
    assert "  2 back-to-door" in shown
    words = " ".join(shown.split())
    assert "opening heat 50 · trust 45 · patience 70" in words
    assert "trust 40 (+5)" in words
    assert "new facts: door-named" in words
    levels = json.loads(winwin("play", "late-parcel", *options, "--json", typed=moves).out)["levels"]
    assert [(level["move"], level["scene"], level["facts"]) for level in levels] == [
        (None, "opening", []),
        ("offer-voucher", "bought-off", []),
        ("back-to-door", "told-which", ["door-named"]),
    ]
    assert [level["gauges"]["cost"] for level in levels] == [0, 30, 30]


def test_agent_from_outside(winwin: Winwin) -> None:
    """An author could not try what an agent of another level can say, without changing the case."""
    options = ("play", "late-parcel", "--plan", "-", "--persona", "worried", "--stage", "rehearsal", "--json")
    assert winwin(*options, typed="refund-all\n").code == 1
    assert winwin(*options, "--authority", "3", typed="refund-all\n").code == 0
    assert winwin(*options, "--budget", "29", typed="offer-voucher\n").code == 1


def test_unfinished_result_says_so(winwin: Winwin) -> None:
    """A program would take an attempt that was left for a lost one."""
    result = json.loads(
        winwin("play", "late-parcel", "--json", "--persona", "worried", typed=typed("", "q")).out
    )
    fields = ("finished", "ending", "verdict", "cells", "score")
    assert [result[key] for key in fields] == [False, None, None, None, None]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", ["ticket-rebooking", "ac-remote"])
def test_bundled_plan_gives_the_same_result_every_time(winwin: Winwin, case: str, language: str) -> None:
    """A result could not be proved."""
    runs = [winwin("play", case, "--plan", "whole", "--json", "--lang", language) for _ in range(2)]
    assert [(ran.code, ran.err) for ran in runs] == [(0, ""), (0, "")]
    other = winwin("play", case, "--plan", "whole", "--json", "--lang", "en" if language == "zh" else "zh")
    results = [json.loads(ran.out) for ran in (*runs, other)]
    assert {result.pop("language") for result in results} == {"zh", "en"}
    assert results[0] == results[1] == results[2]
    assert results[0]["finished"]


def test_plan_leaves_nothing_behind(winwin: Winwin, home: Path) -> None:
    """A scripted win would count as mastery."""
    winwin("play", "ticket-rebooking", "--plan", "whole")
    assert kept(home) == []


def test_plan_that_comes_out_differently_fails(winwin: Winwin, tmp_path: Path) -> None:
    """A script in CI would go on."""
    plan = tmp_path / "lost.plan.yaml"
    plan.write_text(
        "stage: rehearsal\nmoves: [feel-it, when-expected, hang-up]\nexpect: {verdict: win-win}\n"
    )
    ran = winwin("play", "late-parcel", "--plan", plan, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["ending"] == "hung-up-on"
    assert ran.err == f"{plan}:3:19: The verdict came out as “lose-lose” instead. [plan-outcome]\n"


def test_caller_is_drawn_and_the_seed_kept(winwin: Winwin, home: Path) -> None:
    """The same customer would call for ever, or nobody could say why this one called."""
    for _ in range(4):
        winwin("play", "late-parcel", "--stage", "rehearsal", typed=typed("1", "q"))
    met = [record.attempt.persona for record in kept(home)]
    assert (sorted(met), met[0] != met[1] != met[2] != met[3]) == (["hurried"] * 2 + ["worried"] * 2, True)
    assert all(isinstance(record.attempt.seed, int) for record in kept(home))


def test_same_seed_calls_up_the_same_customer(winwin: Winwin) -> None:
    """A class could not play the same call."""
    plays = [
        json.loads(winwin("play", "ac-remote", "--seed", "5", "--json", typed="q\n").out) for _ in range(3)
    ]
    assert len({play["persona"] for play in plays}) == 1
    assert {play["seed"] for play in plays} == {5}
