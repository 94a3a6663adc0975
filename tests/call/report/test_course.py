"""The analysis in the report: the course of the hypothesis, each answer beside the right one, what is said to it."""

import pytest

from simulator import Case, Play
from simulator.call.play.analysis import current
from simulator.call.report.course import AnswerFeedback, AnswerItem, Course, judged, verdict_on
from simulator.call.report.debrief import debrief

from .plays import ANALYSED, played


def course_of(case: Case, moves: list[str]) -> Course:
    """The analysis' part of a debrief."""
    course = debrief(played(case, moves, stage="analysis"), "en").course
    assert course is not None
    return course


def test_course_of_the_hypothesis(small_case: Case) -> None:
    """The trainee could not see how their idea of the customer changed."""
    moves = ["suppose money 80", "next", "answer mother", "suppose worried 60", "next", "answer twice"]
    guesses = course_of(small_case, moves).guesses
    assert [(g.step, g.confidence, g.right, g.revised, g.brier) for g in guesses] == [
        (1, 80, False, True, 1.46),
        (2, 60, True, True, 0.24),
        (3, 60, True, False, 0.24),
    ]


def test_items(small_case: Case) -> None:
    """The trainee could not see which answers were right, and which were theirs."""
    questions = {question.step: question for question in course_of(small_case, ANALYSED).questions}
    assert [(item.mark, item.state) for item in questions[4].items] == [
        ("missed", "right, but not chosen"),
        ("right", "right, and you saw it"),
        ("wrong", "chosen, but wrong"),
    ]
    assert questions[3].items[1] == AnswerItem(
        "It is my mother's, you know.", "right", "right, and you saw it", "The second time.", line=5
    )
    assert [(item.text, item.mark, item.state, item.place) for item in questions[5].items] == [
        ("Hear whose parcel it is", "wrong", "you put it in place 2", 1),
        ("Look at the record", "wrong", "you put it in place 1", 2),
        ("Say what happens next", "right", "in its place", 3),
    ]


def test_effort(small_case: Case) -> None:
    """The credit of a question could not be understood."""
    questions = course_of(small_case, ANALYSED).questions
    assert [(q.effort, q.credit) for q in questions] == [
        ("2 answers, one hint", 60),
        ("one answer", 100),
        ("one answer", 0),
        ("one answer", 33),
    ]
    assert questions[0].hints == ("Count who says which word how often.",)


def test_nothing_is_told_of_steps_not_reached(small_case: Case) -> None:
    """Somebody who comes back to finish would know the answers."""
    course = course_of(small_case, ANALYSED[:3])
    assert (course.complete, len(course.guesses)) == (False, 2)
    assert [(q.step, q.effort) for q in course.questions] == [(2, "not answered")]


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
    progress = play.progress.analysis
    step = current(small_case, progress)
    assert step.kind == kind
    assert verdict_on(step, progress.answers[-1]).text == verdict


def test_each_choice_is_judged(small_case: Case) -> None:
    """A reason would be missing, or one be given for something that was not chosen."""
    assert small_case.analysis is not None
    steps = small_case.analysis.steps
    assert judged(steps["what-is-repeated"], ("status",)) == (
        AnswerFeedback("status", False, "It is the agent who repeats it."),
    )
    assert judged(steps["show-me"], ("1", "2")) == (
        AnswerFeedback("1", False, None),
        AnswerFeedback("2", True, "The first time."),
    )
    assert judged(steps["in-which-order"], ("act", "hear", "check")) == ()
