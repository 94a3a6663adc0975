"""What is said to an answer: right in every kind of question, and never about what was not chosen."""

import pytest

from simulator import Case, Play
from simulator.call.play.analysis import current
from simulator.call.report.feedback import Judged, judged, verdict_on

from .plays import ANALYSED

_AT = {
    "single": ANALYSED[:2],
    "point": [*ANALYSED[:2], "answer mother", "next"],
    "multiple": [*ANALYSED[:2], "answer mother", "next", "answer twice", "next"],
    "order": [*ANALYSED[:2], "answer mother", "next", "answer twice", "next", "answer who", "next"],
}


@pytest.mark.parametrize(
    ("kind", "answer", "verdict"),
    [
        ("single", "status", "That is not it."),
        ("single", "mother", "That is right."),
        ("point", "1", "Not all of this fits."),
        ("point", "1 2 5", "Not all of this fits."),
        ("point", "2", "There is more to find."),
        ("point", "2 5", "That is all of it."),
        ("multiple", "door name", "Not all of this fits."),
        ("multiple", "door", "There is more to find."),
        ("multiple", "door who", "That is all of it."),
        ("order", "act check hear", "Not in this order yet."),
        ("order", "hear check act", "That is the right order."),
    ],
)
def test_the_verdict(small_case: Case, kind: str, answer: str, verdict: str) -> None:
    """A trainee would be told something else than how right the answer is."""
    play = Play.start(small_case, stage="analysis")
    for move in [*_AT[kind], f"answer {answer}"]:
        play.push(move)
    inquiry = play.progress.inquiry
    step = current(small_case, inquiry)
    assert step.kind == kind
    assert verdict_on(step, inquiry.answers[-1]).text == verdict


def test_each_choice_is_judged(small_case: Case) -> None:
    """A reason would be missing, or one be given for something that was not chosen."""
    assert small_case.analysis is not None
    steps = small_case.analysis.steps
    assert judged(steps["what-is-repeated"], ("status",)) == (
        Judged("status", False, "It is the agent who repeats it."),
    )
    assert judged(steps["show-me"], ("1", "2")) == (
        Judged("1", False, None),
        Judged("2", True, "The first time."),
    )
    assert judged(steps["in-which-order"], ("act", "hear", "check")) == ()
