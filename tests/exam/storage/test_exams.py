"""Exams: planned, set, released, each step once and in order, and all of it written down."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.exam.paper.exam import Exam, Examinee, ExamState, PaperForm, PaperItem, PassMark, Window
from simulator.exam.sitting.sitting import Act, NotOpen, SittingEntry
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exam_rows import NoSuchExam
from simulator.exam.storage.exams import (
    ExamIsSet,
    ExamNotSet,
    ExamReleased,
    Exams,
    HasBegun,
    NotOverYet,
    UnfitExam,
)
from simulator.exam.storage.sittings import Sittings
from simulator.people.storage.people import People
from simulator.text.typed_text import UnusableText
from tests.database.desk import DAY, HOUR, NOW, audited, somebody

from .exam_desk import FILES, FORMS, MINUTE, WINDOW, edited, planned, rows_in, sat_by


def acts(database: Database, exam: int) -> list[str]:
    """Return what the log says of an exam, the first first."""
    return [entry.action for entry in reversed(audited(database, f"exam:{exam}"))]


def test_exam_comes_back_as_it_was_planned_and_set(database: Database) -> None:
    """A paper could lose a question, or why it is there, between two visits."""
    exam, people = sat_by(database, "ann", "bo", "cy", pass_mark=PassMark(0.7, judged=True))
    exams = Exams(database)
    assert exams.find(exam.id) == exam
    assert exam == Exam(
        id=exam.id,
        title="November",
        desk="appliance",
        day=date(2026, 11, 22),
        bank=exam.bank,
        plan={"length": 3, "topics": {"damage": [1, None]}},
        window=WINDOW,
        minutes=30,
        pass_mark=PassMark(0.7, judged=True),
        forms=FORMS,
        state=ExamState.SET,
        made=NOW,
    )
    assert str(exam.forms[0].items[0].reasons[0]) == "Changed on 2026-11-01: the fee"
    assert exams.examinees(exam.id) == [
        Examinee(exam.id, person, number % 2, seed=number) for number, person in enumerate(people)
    ]
    assert exams.examinee(exam.id, people[1]) == Examinee(exam.id, people[1], 1, seed=1)
    assert exams.for_person(people[0]) == [(exam, Examinee(exam.id, people[0], 0))]
    assert exams.for_person(somebody(database).id) == []
    assert acts(database, exam.id) == ["exam-added", "exam-set"]


def test_exams_come_newest_first_by_desk(database: Database) -> None:
    """A trainer would look for this month's exam among those of years."""
    exams = Exams(database)
    days = [date(2026, 10, 1), date(2026, 12, 1), date(2026, 11, 1)]
    made = [planned(database, day=day, desk=desk).id for day, desk in zip(days, "aab", strict=True)]
    assert [exam.id for exam in exams.all()] == [made[1], made[2], made[0]]
    assert [exam.id for exam in exams.all("a")] == [made[1], made[0]]
    assert exams.titles() == dict.fromkeys(made, "November")


def test_draft_can_be_changed_in_everything(database: Database) -> None:
    """A setter would have to begin anew for a slip of the hand."""
    exam = planned(database)
    later = Window(NOW + DAY, NOW + 2 * DAY)
    bank = Banks(database).publish(edited("What else?"), "", None, NOW).bundle
    what: dict[str, Any] = {"title": "New", "desk": "airline", "day": date(2026, 12, 1), "minutes": 45}
    what |= {"window": later, "pass_mark": PassMark(0.5), "plan": {"length": 9}, "bank": bank}
    after = Exams(database).change(exam.id, **what, by=None, now=NOW)
    assert after == replace(exam, **what)
    detail = audited(database)[0].detail
    assert detail["title"] == ["November", "New"]
    assert detail["day"] == ["2026-11-22", "2026-12-01"]
    assert detail["opens"] == [NOW.isoformat(), later.opens.isoformat()]
    assert detail["plan"] is True
    before = audited(database)
    assert Exams(database).change(exam.id, title=" New ", by=None, now=NOW) == after
    assert audited(database) == before


def test_set_exam_changes_in_name_window_and_pass_mark_only(database: Database) -> None:
    """The papers would not be those of the bank and the blueprint any more."""
    exam, _ = sat_by(database, "ann")
    exams = Exams(database)
    mark, window = PassMark(0.6), Window(NOW, NOW + DAY)
    after = exams.change(exam.id, title="T", window=window, pass_mark=mark, minutes=30, by=None, now=NOW)
    assert after == replace(exam, title="T", window=window, pass_mark=mark)
    changes: list[dict[str, Any]] = [{"minutes": 31}, {"day": date(2027, 1, 1)}, {"plan": {}}, {"desk": "x"}]
    for what in changes:
        with pytest.raises(ExamIsSet):
            exams.change(exam.id, **what, title="U", by=None, now=NOW)
    assert exams.find(exam.id) == after


def test_what_no_exam_can_have_is_refused(database: Database) -> None:
    """An exam could not be sat, or marked."""
    exam = planned(database)
    wrong: list[dict[str, Any]] = [
        {"title": "  "},
        {"title": "a\nb"},
        {"title": "x" * 201},
        {"minutes": 0},
        {"minutes": 601},
        {"window": Window(NOW, NOW)},
        {"pass_mark": PassMark(0)},
        {"pass_mark": PassMark(1.01)},
        {"bank": "b" * 64},
        {"desk": ""},
    ]
    for one in wrong:
        with pytest.raises((UnfitExam, UnusableText)):
            planned(database, **one)
        with pytest.raises((UnfitExam, UnusableText)):
            Exams(database).change(exam.id, **one, by=None, now=NOW)
    assert Exams(database).all() == [exam]


def test_papers_can_be_set_again_until_somebody_has_begun(database: Database) -> None:
    """Somebody would be asked another question half-way."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    exams = Exams(database)
    exams.add_extra(exam.id, ann, 15, "a broken arm", None, NOW)
    one = (PaperForm((PaperItem("only"),)),)
    again = exams.set(exam.id, one, [Examinee(exam.id, ann, 0, seed=5)], None, NOW)
    assert (again.forms, again.state) == (one, ExamState.SET)
    assert exams.examinees(exam.id) == [Examinee(exam.id, ann, 0, 15, 5)]
    draft = exams.back_to_draft(exam.id, None, NOW)
    assert (draft.forms, draft.state) == ((), ExamState.DRAFT)
    assert exams.examinees(exam.id) == []
    with pytest.raises(ExamNotSet):
        exams.back_to_draft(exam.id, None, NOW)
    exams.set(exam.id, FORMS, [Examinee(exam.id, bo, 1)], None, NOW)
    Sittings(database).begin(exam.id, bo, "k", NOW)
    with pytest.raises(HasBegun):
        exams.set(exam.id, one, [Examinee(exam.id, ann, 0)], None, NOW)
    with pytest.raises(HasBegun):
        exams.back_to_draft(exam.id, None, NOW)
    assert exams.find(exam.id).forms == FORMS
    assert acts(database, exam.id) == ["exam-added", "exam-set", "exam-set", "exam-unset", "exam-set"]


def test_papers_that_nobody_can_sit_are_refused(database: Database) -> None:
    """An examinee would open an empty page, or one that is not there."""
    exam, ann = planned(database), somebody(database).id
    item, examinee = PaperItem("q"), Examinee(exam.id, ann, 0)
    wrong: list[tuple[Any, Any]] = [
        ((), [examinee]),
        ((PaperForm(()),), [examinee]),
        ((PaperForm((item, item)),), [examinee]),
        ((PaperForm((PaperItem("q", 0),)),), [examinee]),
        (FORMS, []),
        (FORMS, [examinee, examinee]),
        (FORMS, [replace(examinee, form=2)]),
        (FORMS, [replace(examinee, extra=601)]),
        (FORMS, [replace(examinee, person=999)]),
    ]
    for forms, examinees in wrong:
        with pytest.raises(UnfitExam):
            Exams(database).set(exam.id, forms, examinees, None, NOW)
    assert Exams(database).all() == [exam]
    assert rows_in(database, "sittings") == 0


def test_results_are_released_when_nobody_can_use_them(database: Database) -> None:
    """Who sits later, or longer, would be told the keys."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    exams, sittings = Exams(database), Sittings(database)
    with pytest.raises(NotOverYet, match="can still begin this exam: 2"):
        exams.release(exam.id, None, NOW + HOUR)
    sitting = sittings.begin(exam.id, ann, "k", NOW)
    for moment in (NOW + MINUTE, NOW + 29 * MINUTE):
        with pytest.raises(NotOverYet, match="Still sitting this exam: 1"):
            exams.release(exam.id, None, moment)
    with pytest.raises(NotOverYet, match="can still begin this exam: 1"):
        exams.release(exam.id, None, NOW + 30 * MINUTE)
    sittings.begin(exam.id, bo, "k", WINDOW.closes - MINUTE)
    sittings.pause(exam.id, bo, "fire alarm", None, WINDOW.closes - MINUTE)
    with pytest.raises(NotOverYet):
        exams.release(exam.id, None, NOW + 7 * DAY)
    sittings.resume(exam.id, bo, None, WINDOW.closes)
    released = exams.release(exam.id, None, WINDOW.closes + MINUTE)
    assert (released.state, released.released) == (ExamState.RELEASED, WINDOW.closes + MINUTE)
    assert sittings.find(exam.id, ann).id == sitting
    assert acts(database, exam.id)[-1] == "exam-released"


def test_released_exam_stays_as_it_is(database: Database) -> None:
    """What was told could be made untrue."""
    exam, (ann,) = sat_by(database, "ann")
    exams, end = Exams(database), WINDOW.closes
    exams.release(exam.id, None, end)
    tries: list[Callable[[], object]] = [
        lambda: exams.change(exam.id, title="x", by=None, now=end),
        lambda: exams.set(exam.id, FORMS, [Examinee(exam.id, ann, 0)], None, end),
        lambda: exams.back_to_draft(exam.id, None, end),
        lambda: exams.release(exam.id, None, end),
        lambda: exams.delete(exam.id, None, end),
    ]
    for change in tries:
        with pytest.raises(ExamReleased):
            change()
    with pytest.raises(NotOpen):
        Sittings(database).begin(exam.id, ann, "k", NOW)


def test_two_tabs_release_once(database: Database, database_url: str) -> None:
    """Two people at the button would each believe that it was them, and the log would tell of both."""
    exam, _ = sat_by(database, "ann")
    outcomes: list[object] = []
    with Database.open(database_url) as other:
        barrier = threading.Barrier(4)

        def tab(exams: Exams) -> None:
            barrier.wait()
            try:
                outcomes.append(exams.release(exam.id, None, WINDOW.closes).state)
            except ExamReleased:
                outcomes.append("too late")

        threads = [threading.Thread(target=tab, args=(Exams(one),)) for one in (database, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(map(str, outcomes)) == ["ExamState.RELEASED", *["too late"] * 3]
    assert acts(database, exam.id).count("exam-released") == 1


def test_only_a_draft_can_be_deleted(database: Database) -> None:
    """Marks that people were told would vanish."""
    draft = planned(database)
    exam, (ann,) = sat_by(database, "ann")
    exams = Exams(database)
    with pytest.raises(ExamIsSet):
        exams.delete(exam.id, None, NOW)
    exams.delete(draft.id, None, NOW)
    assert exams.all() == [exam]
    for number in (999, draft.id, 0, -1, 2**40):
        for gone in (exams.find, lambda number: exams.delete(number, None, NOW)):
            with pytest.raises(NoSuchExam):
                gone(number)
        with pytest.raises(NoSuchExam):
            exams.examinee(number, ann)
        with pytest.raises(NoSuchExam):
            exams.examinee(exam.id, number + 1000)


def test_exposure_counts_forms_of_the_desk(database: Database) -> None:
    """A question would be asked until everybody knows it by heart."""
    sat_by(database, "ann", title="first")
    sat_by(database, "bo", window=Window(NOW + DAY, NOW + 2 * DAY))
    sat_by(database, "cy", desk="airline")
    planned(database)
    exams = Exams(database)
    assert exams.exposures("appliance") == {"first-words": 2, "fee": 4, "call": 2, "days": 2}
    assert exams.exposures("appliance", before=NOW + HOUR) == {
        "first-words": 1,
        "fee": 2,
        "call": 1,
        "days": 1,
    }
    assert exams.exposures("appliance", before=NOW) == {}
    assert exams.exposures("nobody") == {}


def test_bank_of_an_exam_stays(database: Database) -> None:
    """An exam could not be marked once the bank has gone on."""
    exam = planned(database)
    Banks(database).publish(edited("What now?"), "", None, NOW)
    assert Banks(database).files(exam.bank) == FILES


def test_setter_who_left_leaves_the_exam(database: Database) -> None:
    """An exam would vanish with the account of who planned it."""
    boss = somebody(database, "boss").id
    exam = planned(database)
    Exams(database).change(exam.id, title="x", by=boss, now=NOW)
    delete_person(People(database), boss, None, NOW)
    assert Exams(database).find(exam.id).title == "x"
    assert audited(database, f"exam:{exam.id}")[0].person == boss


def test_entry_after_the_release_is_refused(database: Database) -> None:
    """Whoever knows the keys could still answer, if a clock were wrong."""
    exam, (ann,) = sat_by(database, "ann")
    sittings = Sittings(database)
    sitting = sittings.begin(exam.id, ann, "k", NOW)
    Exams(database).release(exam.id, None, NOW + DAY)
    late = SittingEntry(Act.ANSWER, NOW, {"place": 0, "answer": "a"}, "k2")
    with pytest.raises(Exception, match="gone on in another window"):
        sittings.append(sitting, 1, late, NOW).result()
    assert len(sittings.entries_after(sitting, 0)) == 1
