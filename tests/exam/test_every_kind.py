"""Lists of questions that many tests go over: a kind that is missing there is tested nowhere."""

from typing import get_args

import yaml

from simulator.exam.bank.document import QuestionKind
from tests.exam.pages.sitting.bank import PLACES, QUESTIONS
from tests.exam.paper.questions import KINDS

EVERY = set(get_args(QuestionKind))


def test_rules_are_tested_with_every_kind() -> None:
    """A new kind could be drawn, marked and reported wrongly."""
    assert set(KINDS) == EVERY, "Add it at the end of KINDS in tests/exam/paper/questions.py"


def test_papers_are_sat_with_every_kind() -> None:
    """A new kind could show its key to whoever sits."""
    kinds = [question["kind"] for question in yaml.safe_load(QUESTIONS)["questions"].values()]
    calls = {"case"}  # sat in tests/exam/pages/sitting/test_calls.py
    assert set(kinds) == EVERY - calls, "Add it to tests/exam/pages/sitting/bank.py, before the look-up"
    assert len(kinds) == len(PLACES)
