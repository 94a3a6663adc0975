"""What is open after some replies, and which reply of a scene is best for whom: played, it comes out so."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Case, Play
from simulator.call.check.branching import NobodyThere, branching
from simulator.call.check.choices import scene_choices
from simulator.call.play import rehearsal
from simulator.call.play.outcome import Verdict
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from simulator.text.refusal import Refusal
from tests.call.solver.small_cases import small_cases

generated = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def judge_of(case: Case) -> Judge:
    """Who judges a small case."""
    return Judge(Shoes(case, list(solve_all(case, 1_000_000))))


def played(case: Case, persona: str, moves: list[str]) -> Play:
    """A rehearsal of these moves."""
    play = Play.start(case, persona, "rehearsal")
    for move in moves:
        play.push(move)
    return play


@generated
@given(case=small_cases(), data=st.data())
def test_what_is_shown_plays_out(case: Case, data: st.DataObject) -> None:
    """An author would follow a line that cannot be said, or that comes to something else."""
    judge = judge_of(case)
    play = Play.start(case, case.personas[0].id, "rehearsal")
    for _ in range(data.draw(st.integers(0, 3))):
        if play.over or not play.legal_moves():
            break
        play.push(data.draw(st.sampled_from(play.legal_moves())))
    found = branching(judge, play.moves)
    assert found.moves == tuple(play.moves)
    for over in found.ended:
        achieved = played(case, over.persona, play.moves).outcome()
        assert achieved is not None
        assert (over.ending, over.verdict, over.score) == (
            achieved.ending.id,
            achieved.verdict,
            achieved.score,
        )
    for refused in found.refused:
        with pytest.raises(Refusal):
            played(case, refused.persona, play.moves)
    there = {persona for moment in found.moments for persona in moment.personas}
    elsewhere = {over.persona for over in found.ended} | {refused.persona for refused in found.refused}
    assert there | elsewhere == {persona.id for persona in case.personas}
    for moment in found.moments:
        first = played(case, moment.personas[0], play.moves)
        assert first.progress.rehearsal is not None
        on_offer = rehearsal.replies(case, first.progress.rehearsal)
        assert [(reply.move, reply.say) for reply in moment.replies] == [(m.id, m.say) for m in on_offer]
        sayable = [reply for reply in moment.replies if reply.sayable]
        assert {reply.move for reply in sayable} == set(first.legal_moves())
        for reply in sayable:
            assert reply.value is not None
            assert reply.best == (not reply.trap and reply.lost == 0)
            assert {worth.persona for worth in reply.callers} == set(moment.personas)
            worth = reply.callers[0]
            after = played(case, worth.persona, [*play.moves, reply.move, *worth.line])
            achieved = after.outcome()
            if worth.value is not None and (worth.line or achieved):
                assert achieved is not None
                assert achieved.score == worth.value
            assert worth.win_win or worth.chance == 0
            assert worth.win_win or achieved is None or achieved.verdict is not Verdict.WIN_WIN
        if len(moment.personas) == 1:
            for reply in sayable:
                assert reply.value == pytest.approx(reply.callers[0].value or 0)


def test_nobody_can_be_there(small_case: Case) -> None:
    """Replies that cannot be said would be shown as a dead end of the case."""
    with pytest.raises(NobodyThere, match="not open"):
        branching(judge_of(small_case), ["feel-it", "feel-it"])


def test_one_caller_alone(small_case: Case) -> None:
    """Asking for one customer would leave out that others sound alike, or show the values of others."""
    found = branching(judge_of(small_case), ["when-expected"], ["hurried"])
    (moment,) = found.moments
    assert moment.personas == ("hurried",)
    assert [worth.persona for reply in moment.replies for worth in reply.callers] == ["hurried"] * 3


def test_scenes_of_the_small_case(small_case: Case) -> None:
    """The table would send an author after the wrong reply, or a trap would be the best one."""
    table = {scene.scene: scene for scene in scene_choices(list(solve_all(small_case)))}
    assert list(table) == ["opening", "told-which", "bought-off"]
    worried, hurried = table["opening"].callers
    assert (worried.persona, worried.best, hurried.persona) == ("worried", ("feel-it",), "hurried")
    assert worried.lead is not None
    assert worried.lead == pytest.approx(10 / 3)
    losses = {reply.move: reply for reply in worried.replies}
    assert losses["feel-it"].mean <= losses["when-expected"].mean
    assert all(reply.least <= reply.mean <= reply.most for reply in losses.values())


@generated
@given(case=small_cases())
def test_traps_are_best_nowhere(case: Case) -> None:
    """A trap would be recommended to an author who declared it one."""
    for scene in scene_choices(list(solve_all(case))):
        for choice in scene.callers:
            traps = {reply.move for reply in choice.replies if reply.trap}
            if traps != {reply.move for reply in choice.replies}:
                assert not traps & {*choice.best}
