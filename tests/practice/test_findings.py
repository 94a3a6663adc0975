"""What is kept of an attempt for statistics, against the review and the scores that it comes from."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Case, Verdict
from simulator.call.case.case import Detail
from simulator.call.play.scoring import scores
from simulator.call.review.review import review
from simulator.call.solver.grading import Grade
from simulator.practice.findings import Findings, ReplyFinding, findings
from tests.call.review.test_review import judge_of, random_play, reviewed
from tests.call.solver.small_cases import PERSONAS, small_cases

from .classroom import BOUGHT_OFF, HEARD, QUESTIONS, WON, WRONG, judge, play_of

generated = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**32 - 1)


def test_whole_play_is_kept_stage_by_stage() -> None:
    """A class view would lack what somebody heard, supposed or said."""
    play = play_of([*HEARD, *WRONG, *QUESTIONS, "suppose worried 100", "next", *WON], stage=None)
    found = findings(play, review(play, judge()), undos=2)
    assert found.scores == scores(play)
    assert [(kind.detail, kind.found, kind.missed, kind.mistaken) for kind in found.details] == [
        (Detail.REPEATED, (2,), (5,), ()),
        (Detail.HEATED, (), (4,), (3,)),
        (Detail.SOFTENED, (), (6,), ()),
        (Detail.AVOIDED, (), (5,), ()),
        (Detail.EXAGGERATED, (), (7,), ()),
        (Detail.KEY, (2,), (), ()),
    ]
    # 90 % on one of three: 0.9² + (0.05 - 1)² + 0.05² = 1.715
    assert [
        (b.step, b.expectation, b.confidence, b.right, b.among, round(b.brier, 9)) for b in found.beliefs
    ] == [
        ("first-guess", "money", 90, False, 3, 1.715),
        ("last-guess", "worried", 100, True, 3, 0.0),
    ]
    assert [reply.move for reply in found.replies] == WON
    assert (found.persona, found.ending, found.verdict) == ("worried", "parcel-traced", Verdict.WIN_WIN)
    assert (found.critical, found.faults, found.undos, found.accuracy) == ((), 0, 2, 100.0)


def test_reply_that_gave_the_win_away() -> None:
    """The scene that cost the win-win would be another than the one where it was lost."""
    play = play_of(["feel-it", "when-expected", "read-status", "hang-up"])
    found = findings(play, review(play, judge()))
    assert found.lost_at == found.replies[3]
    lost = found.replies[3]
    assert (lost.scene, lost.move, lost.grade, lost.unseen) == ("told-which", "hang-up", Grade.BLUNDER, False)
    assert lost.open == ("send-courier", "read-status", "hang-up")
    assert (len(lost.costs), lost.costs[2]) == (3, lost.loss)
    assert found.critical == ("unwarned-hangup",)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_win_is_given_away_once_or_never(case: Case, persona: str, seed: int) -> None:
    """A lost call would count at two scenes or at none."""
    play = random_play(case, persona, seed)
    if not play.over:
        return
    found = findings(play, reviewed(play, judge_of(case)))
    lost = [reply for reply in found.replies if reply.lost]
    assert len(lost) == (found.replies[0].winnable and found.verdict is not Verdict.WIN_WIN)
    assert all(reply.lost for reply in found.replies if reply.unseen)
    winnable = [reply.winnable for reply in found.replies]
    assert winnable == sorted(winnable, reverse=True)


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds, graded=st.booleans())
def test_findings_survive_being_stored(case: Case, persona: str, seed: int, graded: bool) -> None:
    """What is read back would differ from what was worked out."""
    play = random_play(case, persona, seed)
    found = findings(play, reviewed(play, judge_of(case)) if graded else None)
    assert Findings.from_json(json.loads(json.dumps(found.to_json(), allow_nan=False))) == found


@generated
@given(case=small_cases(), persona=st.sampled_from(PERSONAS), seed=seeds)
def test_without_review_only_the_grades_are_missing(case: Case, persona: str, seed: int) -> None:
    """A case too large for the solver would have no statistics at all."""
    play = random_play(case, persona, seed)
    graded, bare = findings(play, reviewed(play, judge_of(case))), findings(play)
    assert [(r.scene, r.move, r.open) for r in bare.replies] == [
        (r.scene, r.move, r.open) for r in graded.replies
    ]
    assert [(r.grade, r.loss, r.lost) for r in bare.replies] == [(None, None, False)] * len(bare.replies)
    assert (bare.reviewed, bare.faults, bare.lost_at) == (False, 0, None)
    assert (bare.scores, bare.ending, bare.verdict) == (graded.scores, graded.ending, graded.verdict)


def test_call_that_was_not_heard_out_has_no_details() -> None:
    """Details in lines that were never heard would count as missed."""
    assert findings(play_of(["hear", "mark 1 key"], stage=None)).details == ()


def test_stage_by_itself() -> None:
    """A recording that was played alone would count as a call."""
    found = findings(play_of(HEARD, stage="replay"))
    # F1 of repeated 2/3 and of four other kinds 0, for 70 %; all key sentences, for 30 %
    assert (found.scores.replay, found.replies, found.verdict, found.ending) == (39, (), None, None)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {"replies": 3},
        {"verdict": "draw"},
        {"replies": [{"scene": "opening"}]},
        {"scores": {"replay": "much"}},
    ],
)
def test_unreadable_findings_are_worked_out_again(data: object) -> None:
    """A damaged row would break the page of a whole class."""
    assert Findings.from_json(data) is None


def test_older_and_later_findings_are_read() -> None:
    """After an update every attempt would have to be reviewed again."""
    assert Findings.from_json({}) == Findings()
    older = {
        "persona": "worried",
        "ending": "resigned",
        "replies": [{"scene": "opening", "move": "feel-it"}],
        "mood": "a thing of the future",
    }
    assert Findings.from_json(older) == Findings(
        persona="worried", ending="resigned", replies=(ReplyFinding("opening", "feel-it"),)
    )


def test_faults_are_replies_worth_a_second_try() -> None:
    """Somebody would be sent back to replies that lost nothing."""
    play = play_of(BOUGHT_OFF)
    found = findings(play, review(play, judge()))
    assert [reply.fault for reply in found.replies] == [False, True, True]
    assert found.faults == 2
    # what came after the reply that lost the call cannot be put right
    late = replace(found, replies=(*found.replies[:2], replace(found.replies[2], winnable=False)))
    assert (late.faults, late.mendable) == (2, 1 if found.replies[1].winnable else 0)
