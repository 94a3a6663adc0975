"""The laws of play, on random plays of every case we have: nothing depends on how a position was reached."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Attempt, Case, Play, load_case
from simulator.call.case.case import Stage
from simulator.call.play import rehearsal as call
from simulator.call.play.machine import DEBRIEF, machine_of
from simulator.call.play.scoring import scores
from simulator.resources import scenarios
from simulator.text.refusal import Refusal
from tests.conftest import SMALL_CASE

FOLDERS = [SMALL_CASE, scenarios() / "ticket-rebooking", scenarios() / "ac-remote"]
LONGEST = 120  # moves of a random play

cases = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
seeds = st.integers(0, 2**32)


@cache
def loaded(folder: Path, language: str | None = None) -> Case:
    """A case, loaded once for all examples."""
    return load_case(folder, language)


def random_play(case: Case, seed: int, reload_between: bool = False) -> Play:
    """A play of random legal moves, biased to go on; saved and restored between any two moves if asked."""
    chance = random.Random(seed)
    persona = chance.choice(case.personas).id
    stage = chance.choice([None, *case.stages])
    play = Play.start(case, persona, stage, seed)
    while not play.over and len(play.moves) < LONGEST:
        moves = play.legal_moves()
        if not moves:  # nothing is left to say: a fault of the case, not of the play
            break
        going_on = [move for move in moves if move in ("hear all", "next")]
        play.push(chance.choice(going_on if going_on and chance.random() < 0.3 else moves))
        if reload_between:
            text = json.dumps(play.attempt().to_json())
            play = Play.restore(case, Attempt.from_json(json.loads(text)))
    return play


def facts(play: Play) -> object:
    """Everything that can be seen of a play."""
    return (
        play.state,
        play.progress,
        play.before_call,
        tuple(play.moves),
        tuple(play.times),
        play.outcome(),
        play.legal_moves(),
        scores(play),
    )


@cases
@given(seed=seeds)
def test_saved_and_restored_between_moves(folder: Path, seed: int) -> None:
    """A trainee who comes back tomorrow would be somewhere else."""
    case = loaded(folder)
    assert facts(random_play(case, seed, reload_between=True)) == facts(random_play(case, seed))


@cases
@given(seed=seeds)
def test_push_then_pop_is_identity(folder: Path, seed: int) -> None:
    """Undo would leave a trace of what was taken back."""
    play = random_play(loaded(folder), seed)
    while play.moves:
        moves = list(play.moves)
        after = facts(play)
        last = play.pop()
        before = facts(play)
        play.push(last)
        assert (facts(play), last) == (after, moves[-1])
        play.pop()
        assert facts(play) == before
        for _ in range(min(9, len(play.moves) - 1)):  # in strides, to look at more plays in the same time
            play.pop()


@cases
@given(seed=seeds, every=st.integers(1, 12))
def test_pop_equals_what_was_before_the_push(folder: Path, seed: int, every: int) -> None:
    """Taking back would come to another place where a play is long, or where it was taken back before."""
    chance, case = random.Random(seed), loaded(folder)
    before: list[object] = []
    with patch("simulator.call.play.play.CHECKPOINT", every):
        play = Play.start(case, chance.choice(case.personas).id, chance.choice([None, *case.stages]))
        for _ in range(LONGEST):
            moves = play.legal_moves()
            if before and (not moves or chance.random() < 0.3):
                last = play.moves[-1]
                assert (play.pop(), standing(play)) == (last, before.pop())
            elif moves:
                going_on = [move for move in moves if move in ("hear all", "next")]
                before.append(standing(play))
                play.push(chance.choice(going_on or moves), float(len(before)))
        while before:
            play.pop()
            assert standing(play) == before.pop()


def standing(play: Play) -> object:
    """Where a play stands, and how long it is."""
    return play.state, play.progress, play.before_call, len(play.moves), play.times[-1:]


@cases
@given(seed=seeds)
def test_what_was_said_equals_a_replay(folder: Path, seed: int) -> None:
    """The debrief would tell a call, or positions in it, that the trainee was not in."""
    play = random_play(loaded(folder), seed)
    again = Play.start(play.case, play.persona, play.stage_played)
    said = []
    for name in play.moves:
        before = again.progress.rehearsal
        again.push(name)
        if before is not None:
            said.append(
                (before, play.case.scenes[before.scene].moves[name].at(before), again.progress.rehearsal)
            )
    assert (list(play.spoken()), play.before_call) == (said, len(play.moves) - len(said))


@cases
@given(seed=seeds)
def test_the_other_language_plays_alike(folder: Path, seed: int) -> None:
    """A translation would change the outcome."""
    case = loaded(folder)
    play = random_play(case, seed)
    other = loaded(folder, "en" if case.language == "zh" else "zh")
    again = Play.restore(other, play.attempt())
    assert (again.progress, again.state, again.changed, scores(again)) == (
        play.progress,
        play.state,
        False,
        scores(play),
    )


@cases
@given(
    seed=seeds,
    word=st.text(max_size=12) | st.sampled_from(["next", "hear 2", "mark 1", "answer", "suppose x 1"]),
)
def test_a_refused_move_changes_nothing(folder: Path, seed: int, word: str) -> None:
    """A slip of the finger would cost the trainee something."""
    play = random_play(loaded(folder), seed)
    before = facts(play)
    if word in play.legal_moves() or (
        play.stage is Stage.ANALYSIS and word.startswith(("answer", "suppose"))
    ):
        return
    with pytest.raises(Refusal) as refused:
        play.push(word)
    assert (facts(play), bool(str(refused.value.message))) == (before, True)


@cases
@given(seed=seeds)
def test_the_machine_knows_what_the_rules_allow(folder: Path, seed: int) -> None:
    """The machine would refuse a legal move, or hold a step that no rule makes."""
    play = random_play(loaded(folder), seed)
    case, machine = play.case, machine_of(play.case)
    legal = {move.split()[0] for move in play.legal_moves()}
    if play.progress.rehearsal is None:
        assert legal <= set(machine.verbs(play.state)) or play.over
        return
    position = play.progress.rehearsal
    reached = {
        machine.places[call.reply(case, position, move).scene] for move in call.legal_replies(case, position)
    }
    known = {t.dest for t in machine.events["say"].transitions.get(play.state, [])}
    assert (reached <= known, play.over) == (True, play.state == DEBRIEF)


@cases
def test_plays_at_once_do_not_mix(folder: Path) -> None:
    """Two trainees on the same case would move each other."""
    case = loaded(folder)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: facts(random_play(case, seed)), range(64)))
    assert together == [facts(random_play(case, seed)) for seed in range(64)]


@cases
def test_gauges_stay_in_their_ranges(folder: Path) -> None:
    """A gauge would run away, and with it the outcome."""
    case = loaded(folder)
    for seed in range(100):
        position = random_play(case, seed).progress.rehearsal
        for value, (least, most) in zip(position.gauges if position else (), case.ranges, strict=False):
            assert least <= value <= most
