"""The scorecard: the engine's scores, with the stages that belong to the play."""

import pytest

from simulator import Case, scores
from simulator.call.report.debrief import debrief

from .plays import ANALYSED, LISTENED, WON, played


@pytest.mark.parametrize(
    "length", [0, 5, len(LISTENED), len(LISTENED + ANALYSED), len(LISTENED + ANALYSED + WON)]
)
def test_scores_are_the_engines(small_case: Case, length: int) -> None:
    """The report would say another score than the one that is stored."""
    play = played(small_case, (LISTENED + ANALYSED + WON)[:length])
    card, worked_out = debrief(play, "en").scores, scores(play)
    assert [stage.score for stage in card.stages] == [
        worked_out.replay,
        worked_out.analysis,
        worked_out.rehearsal,
    ]
    assert [stage.weight for stage in card.stages] == [20, 30, 50]
    assert card.total == worked_out.total


def test_stage_played_alone(small_case: Case) -> None:
    """Stages that were not meant to be played would look like failures."""
    card = debrief(played(small_case, LISTENED, stage="replay"), "en").scores
    assert [(stage.stage, stage.score) for stage in card.stages] == [("replay", card.total)]
