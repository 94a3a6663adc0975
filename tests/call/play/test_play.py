"""Playing: what may be done when, what is refused and how, and attempts on changed cases."""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator import Attempt, Case, Play, load_case
from simulator.call.case.case import Detail, Stage
from simulator.call.play.analysis import StatedBelief
from simulator.call.play.attempt import UnreadableAttempt
from simulator.call.play.illegal import IllegalMove, PlayIsOver
from simulator.call.play.outcome import Verdict
from simulator.call.play.play import CHECKPOINT, DoesNotFit
from simulator.call.play.rehearsal import BeyondAuthority, OverBudget
from simulator.text.refusal import Refusal
from tests.conftest import SMALL_CASE

Edit = Callable[..., Path]

REPLAY = ["hear", "hear", "mark 2 repeated", "mark 1 key", "unmark 1 key", "hear all", "next"]
ANALYSIS = [
    "suppose money 40", "next", "hint", "answer status", "answer mother", "suppose worried 80", "next",
    "answer twice 5", "next", "answer who", "next", "answer act check hear", "next", "suppose worried 95", "next",
]  # fmt: skip
CALL = ["feel-it", "when-expected", "send-courier"]


def played(case: Case, moves: list[str], **start: Any) -> Play:
    """A play of these moves."""
    play = Play.start(case, **start)
    for move in moves:
        play.push(move)
    return play


def test_a_whole_play(small_case: Case) -> None:
    """A stage would not lead to the next, or its moves would not be kept."""
    play = Play.start(small_case, "worried")
    states = [play.state]
    for move in REPLAY + ANALYSIS + CALL:
        play.push(move)
        if play.state != states[-1]:
            states.append(play.state)
    outcome = play.outcome()
    assert (states, play.over, play.stage, play.progress.replay.marks, play.progress.analysis.beliefs) == (
        ["replay.0", "replay.1", "replay.2", "replay.7", "analysis.first-guess", "analysis.what-is-repeated",
         "analysis.show-me", "analysis.which-two", "analysis.in-which-order", "analysis.last-guess",
         "rehearsal.opening", "rehearsal.told-which", "debrief"],
        True,
        None,
        frozenset({(2, Detail.REPEATED)}),
        (StatedBelief(0, "money", 40), StatedBelief(1, "worried", 80), StatedBelief(5, "worried", 95)),
    )  # fmt: skip
    assert outcome is not None
    assert (outcome.ending.id, outcome.verdict, outcome.score) == ("parcel-traced", Verdict.WIN_WIN, 91)


@pytest.mark.parametrize(
    ("before", "move", "words"),
    [
        ([], "next", "Hear the call to its end first"),
        ([], "mark 1 repeated", "You have heard lines 1 to 0"),
        (["hear"], "mark 1 repeeted", "Did you mean “repeated”?"),
        (["hear"], "mark one repeated", "as in “mark 3 repeated”"),
        (["hear"], "mark ² repeated", "as in “mark 3 repeated”"),
        (["hear"], "mark 99999999999999999999999 repeated", "You have heard lines 1 to 1"),
        (["hear", "mark 1 key"], "mark 1 key", "marked already"),
        (["hear"], "unmark 1 key", "not marked"),
        (["hear all"], "hear", "The recording is over"),
        (["hear"], "hear 3", "“hear all” for the rest"),
        (["hear"], "when-expected", "There is no move “when-expected” here; there are: hear, mark, unmark"),
        ([], "", "There is no move “” here"),
        (["hear all", "next"], "next", "Answer first"),
        (["hear all", "next"], "answer worried", "asks for a hypothesis"),
        (["hear all", "next"], "suppose worred 50", "Did you mean “worried”?"),
        (["hear all", "next"], "suppose worried 101", "how sure you are in percent"),
        (["hear all", "next"], "suppose worried -1", "how sure you are in percent"),
        (["hear all", "next"], "suppose worried ٣", "how sure you are in percent"),
        (["hear all", "next", "hint"], "hint", "no further hint"),
        (["hear all", "next"], "hint 2", "one at a time"),
        (REPLAY + ANALYSIS[:2], "answer", "Choose one"),
        (REPLAY + ANALYSIS[:2], "answer status mother", "Choose one"),
        (REPLAY + ANALYSIS[:2], "answer stat", "Did you mean “status”?"),
        (REPLAY + ANALYSIS[:5], "answer status", "already, and rightly"),
        (REPLAY + ANALYSIS[:7], "answer 6", "Point at lines from 1 to 5"),
        (REPLAY + ANALYSIS[:7], "answer", "Point at one line"),
        (REPLAY + ANALYSIS[:9], "answer", "Choose at least one"),
        (REPLAY + ANALYSIS[:9], "answer who who", "named twice"),
        (REPLAY + ANALYSIS[:11], "answer hear act", "Name all 3"),
    ],
)
def test_refused_in_replay_and_analysis(small_case: Case, before: list[str], move: str, words: str) -> None:
    """A trainee would not learn what to do instead."""
    play = played(small_case, before)
    with pytest.raises(IllegalMove) as refused:
        play.push(move)
    assert words in str(refused.value)


def test_refused_in_the_rehearsal(small_case: Case) -> None:
    """A refusal would not be told apart from another, or would let the move through."""
    play = played(small_case, [], stage="rehearsal")
    causes: dict[str, type[Refusal]] = {}
    for move in ("no-such", "refund-all", "send-courier"):
        with pytest.raises(Refusal) as refused:
            play.push(move)
        causes[move] = type(refused.value)
    assert (causes, play.legal_moves()) == (
        {"no-such": IllegalMove, "refund-all": BeyondAuthority, "send-courier": IllegalMove},
        ["when-expected", "feel-it", "offer-voucher"],
    )


def test_once_guard_and_budget(edited_case: Edit) -> None:
    """A move used up, not open or too dear could be said again."""
    case = load_case(
        edited_case(
            "      back-to-door:\n",
            "      again:\n        say: x\n        why: y\n        cost: 21\n      back-to-door:\n",
        )
    )
    play = played(case, ["feel-it"], stage="rehearsal")
    with pytest.raises(IllegalMove):
        play.push("feel-it")
    play.push("offer-voucher")
    with pytest.raises(OverBudget) as refused:
        play.push("again")
    assert str(refused.value) == (
        "That costs 21 yuan; you have 20 left in this call. Say what you can do instead."
    )


def test_a_breach_that_is_a_critical_error(edited_case: Edit) -> None:
    """A case could not let a trainee promise too much, and count it."""
    edited_case("critical:\n", "critical:\n  beyond-authority: {text: Not yours., cap: 20}\n")
    play = played(load_case(edited_case()), ["refund-all", "close-it"], stage="rehearsal")
    outcome = play.outcome()
    assert outcome is not None
    assert (outcome.critical, max(outcome.cells.cells()), outcome.verdict) == (
        ("beyond-authority",), 16, Verdict.LOSE_LOSE,
    )  # fmt: skip


def test_an_ending_that_comes_by_itself(small_case: Case) -> None:
    """Patience would never run out."""
    play = played(small_case, ["when-expected"], persona="worried", stage="rehearsal")
    while not play.over:
        play.push("read-status")
    outcome = play.outcome()
    assert outcome is not None
    assert (outcome.ending.id, play.moves.count("read-status")) == ("hangs-up", 4)


def test_after_the_end(small_case: Case) -> None:
    """A play could be changed when it is over."""
    play = played(small_case, CALL, stage="rehearsal")
    with pytest.raises(PlayIsOver):
        play.push("feel-it")
    assert play.legal_moves() == []


def test_nothing_to_take_back(small_case: Case) -> None:
    """Undo at the start would end in a traceback."""
    with pytest.raises(IllegalMove):
        Play.start(small_case).pop()


def marking(case: Case, length: int) -> Play:
    """A long play: a mark set and taken away again."""
    play = played(case, ["hear all"], stage="replay")
    for _ in range(length // 2):
        play.push("mark 1 key")
        play.push("unmark 1 key")
    return play


def test_taking_back_costs_the_same_at_any_length(small_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trainee who takes a reply back would wait the longer, the longer the call is."""
    plays = [marking(small_case, length) for length in (1_000, 4_000)]
    made: list[str] = []
    push = Play.push

    def counted(play: Play, move: str, at: float | None = None) -> None:
        made.append(move)
        push(play, move, at)

    monkeypatch.setattr(Play, "push", counted)
    costs = []
    for play in plays:
        for _ in range(CHECKPOINT + 1):
            made.clear()
            play.pop()
            costs.append(len(made))
    few, many = costs[: CHECKPOINT + 1], costs[CHECKPOINT + 1 :]
    assert (few, max(few)) == (many, CHECKPOINT - 1)


def test_a_long_play_is_kept_in_little_room(small_case: Case) -> None:
    """A desk with many calls under way would run out of memory."""
    marking(small_case, 2)  # what is made once for all plays
    gc.collect()
    tracemalloc.start()
    plays = [marking(small_case, 1_000) for _ in range(12)]  # what others allocate meanwhile is shared by all
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    lists = sum(sys.getsizeof(entries) for play in plays for entries in (play.moves, play.times))
    assert (kept - lists) / len(plays) <= 4_096


@pytest.mark.parametrize("stage", [stage.value for stage in Stage])
def test_one_stage_alone(small_case: Case, stage: str) -> None:
    """A stage could not be trained by itself."""
    moves = {"replay": REPLAY, "analysis": ANALYSIS, "rehearsal": CALL}[stage]
    play = played(small_case, moves, stage=stage)
    assert (play.over, play.outcome() is not None) == (True, stage == "rehearsal")


@pytest.mark.parametrize("start", [{"persona": "nobody"}, {"stage": "overture"}])
def test_unknown_start(small_case: Case, start: dict[str, Any]) -> None:
    """A misspelt persona or stage would end in a traceback."""
    with pytest.raises(IllegalMove, match="it has:"):
        Play.start(small_case, **start)


def test_restored_on_a_changed_case(small_case: Case, edited_case: Edit) -> None:
    """A trainee would not learn that the case is another one now."""
    attempt = played(small_case, CALL, persona="worried", stage="rehearsal").attempt("2026-11-21T10:00:00")
    same = Play.restore(load_case(SMALL_CASE), attempt)
    changed = Play.restore(load_case(edited_case("heat: -15", "heat: -5")), attempt)
    outcomes = [play.outcome() for play in (same, changed)]
    assert (
        [same.changed, changed.changed],
        [outcome and outcome.cells.customer_personal for outcome in outcomes],
    ) == (
        [False, True],
        [90, 86],
    )


@pytest.mark.parametrize(
    ("old", "new", "index"),
    [
        ("      send-courier:", "      send-a-courier:", 2),
        ("  worried:\n    name", "  anxious:\n    name", 0),
    ],
)
def test_an_attempt_that_does_not_fit_any_more(
    small_case: Case, edited_case: Edit, old: str, new: str, index: int
) -> None:
    """An attempt on a changed case would be lost, or would go on with other moves."""
    attempt = played(small_case, CALL, persona="worried", stage="rehearsal").attempt()
    text = (edited_case(old, new) / "case.yaml").read_text()
    file = edited_case() / "case.yaml"
    file.write_text(text.replace("worried", "anxious") if index == 0 else text)
    with pytest.raises(DoesNotFit) as refused:
        Play.restore(load_case(file), attempt)
    assert (refused.value.index, refused.value.attempt) == (index, attempt)


@pytest.mark.parametrize(
    "change",
    [
        {"moves": "feel-it"}, {"moves": [1]}, {"moves": ["x" * 501]}, {"times": [1.0]}, {"stage": "overture"},
        {"persona": None}, {"winwin": 99}, {"seed": "x"}, {"case": 3}, {"digest": []}, {"started": 5},
    ],
)  # fmt: skip
def test_damaged_attempts(small_case: Case, change: dict[str, object]) -> None:
    """A damaged file would end in a traceback."""
    data = played(small_case, CALL, stage="rehearsal").attempt().to_json()
    with pytest.raises(UnreadableAttempt):
        Attempt.from_json(data | change)


@pytest.mark.parametrize("data", [None, [], {}, 3, "x", {"case": "late-parcel"}])
def test_what_is_no_attempt(data: object) -> None:
    """Any other JSON file would end in a traceback."""
    with pytest.raises(UnreadableAttempt):
        Attempt.from_json(data)
