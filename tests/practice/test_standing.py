"""How far somebody is with a case."""

from dataclasses import replace

import pytest

from simulator import Stage
from simulator.practice.standing import Played, Status, by_case, standing

from .classroom import BEGINNING, BOUGHT_OFF, CASE, HEARD, HUNG_UP, WON, WON_HURRIED, attempt, elsewhere

LOST_CALL, WIN = attempt(BOUGHT_OFF, day=1), attempt(WON, day=2)
OTHER_WIN = attempt(WON_HURRIED, day=3, persona="hurried")
LISTENING, LISTENED = attempt(HEARD[:2], day=4, stage=None), attempt(HEARD, stage="replay")
ON_THE_CALL = attempt(WON[:1], day=5)
DISASTER = attempt(HUNG_UP, day=6, persona="hurried")


@pytest.mark.parametrize(
    ("attempts", "status", "words"),
    [
        ([], Status.NOT_BEGUN, "not begun yet"),
        ([elsewhere("another", 1)], Status.NOT_BEGUN, "not begun yet"),
        ([LISTENING], Status.BEGUN, "listening to the recorded call"),
        ([LISTENING, ON_THE_CALL], Status.BEGUN, "on the call"),
        ([LISTENED], Status.BEGUN, "begun"),
        ([LOST_CALL, LISTENING], Status.FINISHED, "finished, not won yet"),
        ([WIN, LOST_CALL], Status.WON, "won, not mastered yet"),
        ([WIN, OTHER_WIN], Status.MASTERED, "mastered"),
        ([WIN, OTHER_WIN, DISASTER], Status.WON, "won, not mastered yet"),
        ([OTHER_WIN, WIN], Status.MASTERED, "mastered"),
    ],
)
def test_status(attempts: list[Played], status: Status, words: str) -> None:
    """A trainer would see somebody at another place than where they are."""
    state = standing(CASE, attempts)
    assert (state.status, str(state.words)) == (status, words)


def test_figures() -> None:
    """Attempts, calls and wins would be confused, or the best score be the last one."""
    state = standing(CASE, [LISTENED, WIN, DISASTER, LOST_CALL, ON_THE_CALL, elsewhere("another", 9)])
    assert (state.attempts, state.calls, state.wins, state.best) == (5, 3, 1, WIN.result and WIN.result.score)
    assert state.last == DISASTER.updated
    assert (state.open, str(state.open_words)) == (ON_THE_CALL, "on the call")


def test_order_of_the_attempts_does_not_matter() -> None:
    """Mastery would depend on how the database sorts."""
    attempts = [WIN, OTHER_WIN, LOST_CALL]
    assert standing(CASE, attempts) == standing(CASE, attempts[::-1])
    assert standing(CASE, attempts).mastery.mastered


def test_latest_unfinished_attempt_is_open() -> None:
    """Somebody would be sent back to an attempt that they have long forgotten."""
    older = replace(LISTENING, name="older", updated=BEGINNING)
    assert standing(CASE, [LISTENING, older]).open == LISTENING
    assert LISTENING.at is Stage.REPLAY


def test_attempts_by_case() -> None:
    """A case would be given another case's attempts, or out of order."""
    other = elsewhere("another", 1)
    found = by_case([WIN, other, LOST_CALL])
    assert (found[CASE.id], found["another"], found["nothing"]) == ([LOST_CALL, WIN], [other], [])
