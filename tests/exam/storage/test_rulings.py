"""Rulings and estimates: what people decide about an exam's questions."""

import pytest

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.exam.paper.exam import Ruling
from simulator.exam.storage.exam_rows import NoSuchExam
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.rulings import PassDecision, UnfitRuling
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.people import People
from simulator.text.typed_text import UnusableText
from tests.database.desk import DAY, HOUR, NOW, audited, somebody

from .exam_desk import planned, sat_by


def test_rulings_are_kept_in_order_and_written_down(database: Database) -> None:
    """Nobody could say who changed a key, and which ruling counts."""
    exam, _ = sat_by(database, "ann")
    exams, boss = Exams(database), somebody(database, "boss").id
    made = [
        exams.rule(exam.id, "fee", void=True, answer="left out", reason=" Two are right. ", by=boss, now=NOW),
        exams.rule(exam.id, "call", void=False, answer={"a": ["b"]}, reason="A slip", by=boss, now=NOW),
        exams.rule(exam.id, "fee", void=False, answer=None, reason="It was right", by=boss, now=NOW + HOUR),
    ]
    assert made[0] == Ruling(exam.id, "fee", True, None, "Two are right.", boss, NOW)
    assert exams.rulings(exam.id) == made
    assert exams.rulings(999) == []
    assert [(log.action, log.detail["question"]) for log in audited(database, f"exam:{exam.id}")[:3]] == [
        ("ruling-withdrawn", "fee"),
        ("question-rekeyed", "call"),
        ("question-voided", "fee"),
    ]
    exams.release(exam.id, None, NOW + DAY)
    exams.rule(exam.id, "days", void=True, answer=None, reason="Seen later", by=boss, now=NOW + DAY)
    delete_person(People(database), boss, None, NOW)
    assert [ruling.by for ruling in exams.rulings(exam.id)] == [None] * 4


def test_ruling_needs_a_question_and_a_reason(database: Database) -> None:
    """Marks would change without anybody knowing why."""
    exam, _ = sat_by(database, "ann")
    exams = Exams(database)
    with pytest.raises(UnfitRuling):
        exams.rule(exam.id, "nothing", void=True, answer=None, reason="x", by=None, now=NOW)
    with pytest.raises(UnusableText):
        exams.rule(exam.id, "fee", void=True, answer=None, reason=" ", by=None, now=NOW)
    with pytest.raises(UnfitRuling):
        exams.rule(planned(database).id, "fee", void=True, answer=None, reason="x", by=None, now=NOW)
    with pytest.raises(NoSuchExam):
        exams.rule(999, "fee", void=True, answer=None, reason="x", by=None, now=NOW)
    assert exams.rulings(exam.id) == []


def test_judges_estimate_until_the_results_are_told(database: Database) -> None:
    """The pass mark could be moved to let somebody pass."""
    exam, _ = sat_by(database, "ann")
    exams = Exams(database)
    bo, cy = (somebody(database, name).id for name in ("bo", "cy"))
    for judge, question, share in [(bo, "fee", 0.5), (cy, "fee", 1), (bo, "call", 0), (bo, "fee", 0.625)]:
        exams.estimate(exam.id, judge, question, share, judge, NOW)
    assert exams.estimates(exam.id) == {bo: {"fee": 0.625, "call": 0}, cy: {"fee": 1}}
    for question, share in (("fee", 1.01), ("fee", -0.01), ("nothing", 0.5)):
        with pytest.raises(UnfitRuling):
            exams.estimate(exam.id, bo, question, share, bo, NOW)
    delete_person(People(database), bo, None, NOW)
    gone, kept = exams.estimates(exam.id).items()
    assert (gone[0] != bo, gone[1], kept) == (True, {"fee": 0.625, "call": 0}, (cy, {"fee": 1}))
    exams.release(exam.id, None, NOW + DAY)
    with pytest.raises(UnfitRuling):
        exams.estimate(exam.id, cy, "fee", 0.5, cy, NOW)


def test_human_decides_between_the_exam_and_its_release(database: Database) -> None:
    """Somebody at the edge would pass or fail by a rounding error, or by a word that nobody can find again."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    exams, boss = Exams(database), somebody(database, "boss").id
    exams.decide(exam.id, ann, False, "Two slips", boss, NOW)
    last = exams.decide(exam.id, ann, True, " Two slips of the pen. ", boss, NOW + HOUR)
    assert last == PassDecision(ann, True, "Two slips of the pen.", boss, NOW + HOUR)
    assert exams.decisions(exam.id) == {ann: last}
    entry = audited(database, f"person:{ann}")[0]
    assert (entry.action, entry.person) == ("exam-decided", boss)
    assert entry.detail == {"exam": exam.id, "passed": True, "reason": "Two slips of the pen."}
    with pytest.raises(UnusableText):
        exams.decide(exam.id, bo, True, "", boss, NOW)
    with pytest.raises(NoSuchExam):
        exams.decide(exam.id, boss, True, "x", boss, NOW)
    Sittings(database).begin(exam.id, ann, None, NOW)
    delete_person(People(database), ann, None, NOW)
    ((gone, kept),) = exams.decisions(exam.id).items()
    assert (gone != ann, kept.passed, kept.reason) == (True, True, "")
    exams.release(exam.id, None, NOW + DAY)
    with pytest.raises(UnfitRuling):
        exams.decide(exam.id, bo, True, "x", boss, NOW + DAY)
