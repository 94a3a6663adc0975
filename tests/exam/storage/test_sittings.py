"""Sittings: an acknowledged answer is there whatever happens, once, and in its place."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.administration.leaving import delete_person
from simulator.database.database import Database
from simulator.exam.paper.exam import Examinee
from simulator.exam.sitting.sitting import (
    Act,
    NotOpen,
    ResultsAreOut,
    SittingEntry,
    SittingRefused,
    Terms,
    TimeIsUp,
    folded_sitting,
)
from simulator.exam.storage.exam_rows import NoSuchExam
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import KeptSitting, NoSuchSitting, SittingOutdated, Sittings, UnfitExtra
from simulator.people.storage.people import People
from simulator.practice.storage.attempts import Attempts
from simulator.practice.store import MoveEntry
from simulator.text.receipt import KeyReused, Outdated, Receipt
from simulator.text.typed_text import UnusableText
from tests.database.desk import DAY, HOUR, NOW, audited, somebody
from tests.practice.storage.test_attempts import record

from .exam_desk import MINUTE, WINDOW, planned, sat_by

HOSTILE = "'; DROP TABLE sittings; -- \u202e 喂 \U0001f600 \ud800 \x00 %s ? \\ {name}"


def answer(place: int, given: Any, key: str | None = None) -> SittingEntry:
    """Return an answer."""
    return SittingEntry(Act.ANSWER, NOW, {"place": place, "answer": given}, key)


def add(sittings: Sittings, sitting: int, after: int, entry: SittingEntry) -> Receipt:
    """Add an entry and wait until it is safe."""
    return sittings.append(sitting, after, entry, NOW).result(timeout=30)


def begun(database: Database) -> tuple[Sittings, int, int, int]:
    """Begin a sitting; gives it with the exam's and the person's id."""
    exam, (ann,) = sat_by(database, "ann")
    sittings = Sittings(database)
    return sittings, sittings.begin(exam.id, ann, "k0", NOW), exam.id, ann


def test_sitting_begins_once(database: Database) -> None:
    """The clock would begin anew on another device."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    sittings = Sittings(database)
    with pytest.raises(NoSuchSitting):
        sittings.find(exam.id, ann)
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda n: sittings.begin(exam.id, ann, f"k{n}", NOW + n * MINUTE), range(8)))
    (sitting,) = ids
    (entry,) = sittings.entries_after(sitting, 0)
    assert (entry.act, entry.data, entry.by) == (Act.BEGIN, {}, None)
    assert sittings.begin(exam.id, ann, "again", NOW + DAY) == sitting
    assert sittings.find(exam.id, ann) == KeptSitting(sitting, exam.id, ann, 1)
    assert sittings.begin(exam.id, bo, "k0", NOW) != sitting
    assert sittings.exam_of(sitting) == exam.id
    with pytest.raises(NoSuchSitting):
        sittings.exam_of(999)


def test_sitting_begins_in_its_window_and_by_whom_it_is(database: Database) -> None:
    """Anybody could look at the paper at any time."""
    exam, (ann,) = sat_by(database, "ann")
    sittings = Sittings(database)
    for moment in (NOW - MINUTE, WINDOW.closes, WINDOW.closes + DAY):
        with pytest.raises(NotOpen):
            sittings.begin(exam.id, ann, "k", moment)
    for number, person in ((exam.id, somebody(database).id), (999, ann), (2**40, ann), (exam.id, 2**40)):
        with pytest.raises(NoSuchExam):
            sittings.begin(number, person, "k", NOW)
        with pytest.raises(NoSuchSitting):
            sittings.find(number, person)
    with pytest.raises(NoSuchExam):
        sittings.begin(planned(database).id, ann, "k", NOW)
    sittings.begin(exam.id, ann, "k", WINDOW.opens)


def test_answer_comes_back_as_it_was_given(database: Database) -> None:
    """Somebody would be marked for another answer."""
    sittings, sitting, *_ = begun(database)
    given = [None, True, 0, 4.5, "a", HOSTILE, ["b", "a"], {"night": "room"}, {"zh": ["21天"]}, "x" * 10_000]
    entries = [answer(place, one, f"k{place + 1}") for place, one in enumerate(given)]
    for number, entry in enumerate(entries, 1):
        assert add(sittings, sitting, number, entry) == Receipt(number + 1)
    assert sittings.entries_after(sitting, 1) == entries
    assert sittings.entries_after(sitting, 4) == entries[3:]
    assert sittings.entries_after(sitting, len(entries) + 1) == []


def test_moment_is_the_server_s(database: Database) -> None:
    """An entry made ready before could claim an earlier time."""
    sittings, sitting, *_ = begun(database)
    sittings.append(sitting, 1, answer(0, "a"), NOW + HOUR).result()
    assert sittings.entries_after(sitting, 1)[0].at == NOW + HOUR


def test_answer_sent_again_is_acknowledged_again(database: Database) -> None:
    """An answer lost on the way back would seem lost, or be counted twice."""
    sittings, sitting, exam, ann = begun(database)
    first = answer(0, {"b": 1, "a": 2}, "k1")
    assert add(sittings, sitting, 1, first) == Receipt(2)
    assert add(sittings, sitting, 2, answer(1, "x", "k2")) == Receipt(3)
    late = SittingEntry(Act.ANSWER, NOW + HOUR, {"answer": {"a": 2, "b": 1}, "place": 0}, "k1")
    assert add(sittings, sitting, 1, late) == Receipt(2, repeated=True)
    assert sittings.find(exam, ann).version == 3


def test_key_is_for_one_entry(database: Database) -> None:
    """A program's mistake would be acknowledged as an answer that was never saved."""
    sittings, sitting, *_ = begun(database)
    add(sittings, sitting, 1, answer(0, "a", "k1"))
    others = [answer(0, "b", "k1"), answer(1, "a", "k1"), SittingEntry(Act.HAND_IN, NOW, {}, "k1")]
    for after, entry in [(1, others[0]), (2, others[1]), (2, others[2]), (2, answer(0, "a", "k1"))]:
        with pytest.raises(KeyReused):
            add(sittings, sitting, after, entry)
    with pytest.raises(KeyReused):
        add(sittings, sitting, 2, answer(0, "a", "k0"))


def test_answer_of_another_window_is_refused(database: Database) -> None:
    """Two devices would overwrite each other's answers unseen."""
    sittings, sitting, *_ = begun(database)
    add(sittings, sitting, 1, answer(0, "a", "k1"))
    for after, key in product((-1, 0, 1, 3, 9), ("k2", None)):
        with pytest.raises(Outdated, match="This exam has gone on"):
            add(sittings, sitting, after, answer(0, "b", key))
    assert len(sittings.entries_after(sitting, 0)) == 2


def test_answer_needs_a_sitting(database: Database) -> None:
    """An answer would be acknowledged and belong to nothing."""
    with pytest.raises(NoSuchSitting):
        add(Sittings(database), 999, 0, answer(0, "a"))


def test_answers_written_together_fare_as_if_one_by_one(database: Database) -> None:
    """A batch would acknowledge an answer that another in it has made impossible, or mix moves and answers."""
    exam, people = sat_by(database, "ann", "bo", "cy")
    sittings, attempts = Sittings(database), Attempts(database)
    a, b, c = (sittings.begin(exam.id, person, "k0", NOW) for person in people)
    move = attempts.begin(record("a-1"), person=None).id
    go = threading.Event()
    database.submit(lambda _: go.wait(30))
    sent = [
        sittings.append(a, 1, answer(0, "a", "k1"), NOW),
        attempts.append(move, 0, MoveEntry("hear", 1.0, "k1"), now=NOW),
        sittings.append(b, 1, answer(0, "a", "k1"), NOW),
        sittings.append(a, 2, answer(1, "a", "k2"), NOW),
        sittings.append(a, 2, answer(1, "b", "k3"), NOW),
        sittings.append(a, 2, answer(1, "a", "k2"), NOW),
        attempts.append(move, 1, MoveEntry("next", 2.0, "k2"), now=NOW),
        sittings.append(c, 7, answer(0, "a", "k1"), NOW),
        sittings.append(999, 0, answer(0, "a", "k1"), NOW),
    ]
    go.set()
    outcomes: list[object] = []
    for future in sent:
        error = future.exception(timeout=30)
        outcomes.append(future.result() if error is None else type(error))
    assert outcomes == [
        Receipt(2),
        Receipt(1),
        Receipt(2),
        Receipt(3),
        SittingOutdated,
        Receipt(3, repeated=True),
        Receipt(2),
        SittingOutdated,
        NoSuchSitting,
    ]
    assert attempts.find("a-1").record.attempt.moves == ("hear", "next")
    assert [len(sittings.entries_after(one, 0)) for one in (a, b, c)] == [3, 2, 1]


def test_two_processes_write_one_sitting(database: Database, database_url: str) -> None:
    """With two workers, an acknowledged answer could be lost."""
    sittings, sitting, *_ = begun(database)

    def process(number: int) -> list[tuple[int, str]]:
        done = []
        with Database.open(database_url) as other:
            own = Sittings(other)
            for turn in range(15):
                key, after = f"{number}.{turn}", len(own.entries_after(sitting, 0))
                with suppress(Outdated):
                    done.append((add(own, sitting, after, answer(turn, key, key)).number, key))
        return done

    with ThreadPoolExecutor(3) as pool:
        acknowledged = sorted(pair for pairs in pool.map(process, range(3)) for pair in pairs)
    kept = [(number, entry.key) for number, entry in enumerate(sittings.entries_after(sitting, 1), 2)]
    assert acknowledged == kept
    assert len(kept) >= 15


def test_whole_exam_is_read_at_once(database: Database) -> None:
    """The invigilator's page would ask for each sitting alone."""
    exam, (ann, bo, _) = sat_by(database, "ann", "bo", "cy")
    sittings = Sittings(database)
    one, two = (sittings.begin(exam.id, person, "k0", NOW) for person in (ann, bo))
    add(sittings, two, 1, answer(0, "a"))
    assert sittings.of_exam(exam.id) == {
        ann: (one, sittings.entries_after(one, 0)),
        bo: (two, sittings.entries_after(two, 0)),
    }
    assert sittings.of_exam(999) == {}


def test_extra_time_before_the_sitting_is_a_term_and_in_it_an_entry(database: Database) -> None:
    """Somebody with a right to more time would not get it, or the paper would lie about it."""
    exam, (ann,) = sat_by(database, "ann")
    exams, sittings, boss = Exams(database), Sittings(database), somebody(database, "boss").id
    exams.add_extra(exam.id, ann, 10, "reads slowly", boss, NOW)
    assert exams.examinee(exam.id, ann) == Examinee(exam.id, ann, 0, 10)
    sitting = sittings.begin(exam.id, ann, "k", NOW)
    exams.add_extra(exam.id, ann, 5, " fire alarm ", boss, NOW + MINUTE)
    assert exams.examinee(exam.id, ann).extra == 10
    entry = SittingEntry(Act.EXTRA, NOW + MINUTE, {"minutes": 5, "reason": "fire alarm"}, by=boss)
    assert sittings.entries_after(sitting, 1) == [entry]
    terms = Terms.of(exams.find(exam.id), exams.examinee(exam.id, ann))
    assert folded_sitting(terms, sittings.entries_after(sitting, 0)).deadline(NOW) == NOW + 45 * MINUTE
    assert [(log.person, log.action, log.detail) for log in audited(database, f"person:{ann}")[:2]] == [
        (boss, "extra-time", {"exam": exam.id, "minutes": 5, "reason": "fire alarm"}),
        (boss, "extra-time", {"exam": exam.id, "minutes": 10, "reason": "reads slowly"}),
    ]


def test_extra_time_has_a_measure_and_a_reason(database: Database) -> None:
    """An exam could be made endless by a slip of the hand, and nobody would know why."""
    exam, (ann,) = sat_by(database, "ann")
    exams = Exams(database)
    for minutes in (0, -5, 601):
        with pytest.raises(UnfitExtra):
            exams.add_extra(exam.id, ann, minutes, "x", None, NOW)
    with pytest.raises(UnusableText):
        exams.add_extra(exam.id, ann, 5, " ", None, NOW)
    exams.add_extra(exam.id, ann, 400, "x", None, NOW)
    Sittings(database).begin(exam.id, ann, "k", NOW)
    with pytest.raises(UnfitExtra, match="400 so far"):
        exams.add_extra(exam.id, ann, 201, "x", None, NOW)
    exams.add_extra(exam.id, ann, 200, "x", None, NOW)
    with pytest.raises(NoSuchExam):
        exams.add_extra(exam.id, 999, 5, "x", None, NOW)
    exams.release(exam.id, None, NOW + DAY)
    with pytest.raises(ResultsAreOut):
        exams.add_extra(exam.id, ann, 5, "x", None, NOW + DAY)


def test_desk_notes_whose_time_is_up_though_nobody_looks(database: Database) -> None:
    """A sitting that ended overnight would open again when the machine's clock is set back."""
    exam, (ann, bo, cy) = sat_by(database, "ann", "bo", "cy")
    sittings = Sittings(database)
    for person in (ann, bo, cy):
        sittings.begin(exam.id, person, "k", NOW)
    sittings.pause(exam.id, bo, "fire alarm", None, NOW + MINUTE)
    sittings.add_extra(exam.id, cy, 20, "late start", None, NOW + MINUTE)
    assert sittings.note_ends(NOW + 29 * MINUTE) == 0
    assert sittings.note_ends(NOW + 31 * MINUTE) == 1
    assert sittings.note_ends(NOW + 31 * MINUTE) == 0
    under_way = {person: bool(sittings.under_way(person, NOW + 2 * MINUTE)) for person in (ann, bo, cy)}
    assert under_way == {ann: False, bo: True, cy: True}


def test_invigilator_stops_a_clock_and_lets_it_go_on(database: Database) -> None:
    """A fire alarm would cost an examinee the paper."""
    sittings, sitting, exam, ann = begun(database)
    with pytest.raises(UnusableText):
        sittings.pause(exam, ann, "", None, NOW)
    sittings.pause(exam, ann, "fire alarm", None, NOW + MINUTE)
    with pytest.raises(SittingRefused):
        sittings.pause(exam, ann, "again", None, NOW + 2 * MINUTE)
    sittings.resume(exam, ann, None, NOW + HOUR)
    with pytest.raises(TimeIsUp):
        sittings.pause(exam, ann, "too late", None, NOW + 2 * HOUR)
    entries = sittings.entries_after(sitting, 1)
    assert [(entry.act, entry.at) for entry in entries] == [
        (Act.PAUSE, NOW + MINUTE),
        (Act.RESUME, NOW + HOUR),
    ]
    assert [log.action for log in audited(database, f"person:{ann}")[:2]] == [
        "sitting-resumed",
        "sitting-paused",
    ]


def test_deleted_examinee_leaves_answers_that_are_nobody_s(database: Database) -> None:
    """The statistics would change when somebody leaves, or still say whose answers they are."""
    exam, (ann, bo) = sat_by(database, "ann", "bo")
    exams, sittings, attempts = Exams(database), Sittings(database), Attempts(database)
    sitting = sittings.begin(exam.id, ann, "k", NOW)
    attempts.begin(record("ann-1", "hear"), ann, sitting=sitting)
    add(sittings, sitting, 1, answer(0, "a"))
    add(sittings, sitting, 2, SittingEntry(Act.CASE, NOW, {"place": 2, "attempt": "ann-1"}))
    exams.add_extra(exam.id, ann, 5, "Ann is unwell", bo, NOW)
    sittings.pause(exam.id, ann, "Ann is unwell", bo, NOW)
    delete_person(People(database), ann, None, NOW)
    (whose,) = sittings.of_exam(exam.id)
    assert People(database).find(whose, stand_ins=True).stand_in
    assert exams.examinees(exam.id) == [Examinee(exam.id, whose, 0), Examinee(exam.id, bo, 1, seed=1)]
    assert exams.for_person(ann) == []
    entries = sittings.entries_after(sitting, 0)
    assert sittings.of_exam(exam.id)[whose] == (sitting, entries)
    name = entries[2].data["attempt"]
    assert (attempts.find(name).sitting, attempts.find(name).person) == (sitting, whose)
    assert [entry.data for entry in entries] == [
        {},
        {"place": 0, "answer": "a"},
        {"place": 2, "attempt": name},
        {"minutes": 5},
        {},
    ]
    assert sittings.find(exam.id, whose).version == 5
    assert "unwell" not in str(audited(database))


def test_attempt_in_an_exam_counts_there_alone(database: Database) -> None:
    """An exam's call would raise a class's figures, and stand in the list with its debrief."""
    _, sitting, _, ann = begun(database)
    attempts = Attempts(database)
    kept = attempts.begin(record("in-exam"), ann, sitting=sitting)
    attempts.begin(record("other"), ann)
    assert (kept.sitting, attempts.find("other").sitting) == (sitting, None)
    assert [one.record.id for one in attempts.kept(ann)] == ["other"]
    assert [one.name for one in attempts.summaries(person=ann)] == ["other"]
    assert {one.record.id for one in attempts.kept(ann, sittings=True)} == {"in-exam", "other"}
    found = {one.name: one.sitting for one in attempts.summaries(person=ann, sittings=True)}
    assert found == {"in-exam": sitting, "other": None}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), values), max_size=6))
def test_what_is_read_is_what_was_written(sqlite_url: str, given: list[tuple[int, Any]]) -> None:
    """An answer of a kind that nobody thought of would come back as another one."""
    with Database.open(sqlite_url) as database:
        people = People(database)
        name = f"p{len(people.all())}"
        exam, (person,) = sat_by(database, name)
        sittings = Sittings(database)
        sitting = sittings.begin(exam.id, person, "k", NOW)
        entries = [answer(place, value, f"k{number}") for number, (place, value) in enumerate(given)]
        sent = [sittings.append(sitting, number, entry, NOW) for number, entry in enumerate(entries, 1)]
        assert [future.result(30).number for future in sent] == list(range(2, len(entries) + 2))
        assert sittings.entries_after(sitting, 1) == entries
