"""The path through a case: stages done, people met and won, what mastering it takes."""

from simulator.call.case.case import Stage
from simulator.practice.path import StationState, case_path

from .classroom import CASE, HEARD, HUNG_UP, QUESTIONS, RIGHT, WON, attempt

WHOLE = [*HEARD, *RIGHT, *QUESTIONS, *RIGHT, *WON]
DONE, MET, AHEAD = StationState.DONE, StationState.MET, StationState.AHEAD


def test_nothing_is_done_at_the_beginning() -> None:
    """A newcomer would see people whom they have not met, or not know where to begin."""
    path = case_path(CASE, [])
    assert [(one.stage, one.state, one.now) for one in path.stages] == [
        (Stage.REPLAY, AHEAD, True),
        (Stage.ANALYSIS, AHEAD, False),
    ]
    assert {one.state for one in path.people} == {AHEAD}
    assert [one.persona for one in path.people] == list(CASE.personas)
    assert (path.met, path.won, path.run, path.calling) == (0, 0, 0, False)


def test_a_whole_attempt_does_its_stages_and_meets_its_customer() -> None:
    """Somebody would be sent to a recording that they have heard, or a win be shown with another."""
    path = case_path(CASE, [attempt(WHOLE, stage=None)])
    assert [one.state for one in path.stages] == [DONE, DONE]
    first = path.people[0]
    assert (first.persona.id, first.state, first.attempt) == ("worried", DONE, "a0-li-worried")
    assert (path.met, path.won, path.run, path.calling) == (1, 1, 1, True)


def test_only_a_finished_call_tells_who_it_was() -> None:
    """An open call would give away who is on the line."""
    path = case_path(CASE, [attempt(["feel-it"])])
    assert path.met == 0
    assert {one.attempt for one in path.people} == {None}


def test_won_customers_come_first_with_their_best_call() -> None:
    """A customer would seem lost who was won once, or the link lead to the wrong call."""
    won, lost = attempt(WON, day=0, persona="worried"), attempt(HUNG_UP, day=2, persona="worried")
    other = CASE.personas[-1].id
    again = attempt(HUNG_UP, day=1, persona=other)
    path = case_path(CASE, [lost, again, won])
    assert [(one.persona.id, one.state, one.attempt) for one in path.people[:2]] == [
        ("worried", DONE, won.name),
        (other, MET, again.name),
    ]
    assert (path.met, path.won, path.run) == (2, 1, 0)
    assert not path.mastered
