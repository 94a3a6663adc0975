"""Calls that were made inside exams, as the store keeps them apart from everything else."""

import pytest

from simulator.database.database import Database
from simulator.exam.storage.sittings import NoSuchSitting, Sittings
from simulator.practice.storage.attempts import Attempts
from simulator.practice.storage.personal import PersonalStore
from simulator.practice.store import NoSuchAttempt
from tests.database.desk import NOW
from tests.practice.storage.test_personal import WON, record

from .exam_desk import sat_by


def test_the_calls_of_an_exam_are_found_by_it_and_by_nobody_else(database: Database) -> None:
    """Marking would miss a call, or take one of another exam or of practice for it."""
    attempts, sittings = Attempts(database), Sittings(database)
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    first, second = (sittings.begin(exam.id, one, None, NOW) for one in (ann, bo))
    attempts.begin(record("practised"), ann)
    attempts.begin(record("in-exam", result=WON), ann, sitting=first)
    attempts.begin(record("left"), bo, sitting=second)
    found = attempts.of_exam(exam.id)
    assert {name: (one.person, one.sitting) for name, one in found.items()} == {
        "in-exam": (ann, first),
        "left": (bo, second),
    }
    assert (found["in-exam"].result, found["left"].result) == (WON, None)
    assert attempts.of_exam(exam.id + 1) == {}
    assert [sittings.exam_of(one) for one in (first, second)] == [exam.id, exam.id]
    with pytest.raises(NoSuchSitting):
        sittings.exam_of(second + 1)


def test_a_terminal_does_not_know_the_calls_of_exams(database: Database) -> None:
    """Somebody would look at the debrief there before the results are told."""
    attempts = Attempts(database)
    exam, (ann,) = sat_by(database, "ann")
    sitting = Sittings(database).begin(exam.id, ann, None, NOW)
    attempts.begin(record("in-exam", result=WON), ann, sitting=sitting)
    store = PersonalStore(attempts, ann)
    assert store.records() == []
    with pytest.raises(NoSuchAttempt):
        store.find("in-exam")
