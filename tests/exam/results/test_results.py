"""What an exam came to: the keys of the day and the rulings decide, and nothing that is void counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.exam.bank.marking import CallReached
from simulator.exam.paper.exam import Exam, PassMark, Ruling
from simulator.exam.results.results import ExamineeResult, ExamResults, changes, exam_results, past_month
from simulator.exam.sitting.sitting import Absence, Act, Sitting, SittingEntry, Terms, folded_sitting
from tests.exam.paper.questions import DAY, EACH, KEYS, bank, exam, examinee, question
from tests.exam.sitting.clock import later

RIGHT = {
    number: list(key) if isinstance(key := KEYS[one.kind], tuple) else key for number, one in enumerate(EACH)
}
RIGHT[5], RIGHT[6] = "48 hours", "Secret words!"
CALL = 8
FIVE = tuple(question("single", f"q{number}") for number in range(5))
Answers = Mapping[int, Any]


def sat(given: Answers, of: Exam, person: int = 1, minutes: float = 30, *more: SittingEntry) -> Sitting:
    """A sitting with these answers, handed in after so many minutes."""
    entries = [SittingEntry(Act.BEGIN, later(0))]
    for place, answer in given.items():
        act, name = (
            (Act.CASE, "attempt")
            if place == CALL and len(of.forms[0].items) > CALL
            else (Act.ANSWER, "answer")
        )
        entries.append(SittingEntry(act, later(1), {"place": place, name: answer}))
    return folded_sitting(
        Terms.of(of, examinee(person)), [*entries, *more, SittingEntry(Act.HAND_IN, later(minutes))]
    )


def came_to(
    *given: Answers, of: Exam | None = None, rulings: Sequence[Ruling] = (), **more: Any
) -> ExamResults:
    """The results of an exam of five questions (else of another) for people who gave these answers."""
    of = of or exam(tuple(one.id for one in FIVE))
    people = [examinee(person, form=(person - 1) % len(of.forms)) for person in range(1, len(given) + 1)]
    sittings = {person: sat(answers, of, person) for person, answers in enumerate(given, start=1)}
    return exam_results(of, bank(*EACH, *FIVE), people, sittings, rulings, **more)


def ruling(name: str, answer: Any = None, *, void: bool = False) -> Ruling:
    """A ruling on a question."""
    return Ruling(7, name, void, answer, "because")


def only(results: ExamResults) -> ExamineeResult:
    """The one result."""
    (result,) = results.examinees
    return result


def test_who_knows_all_gets_all() -> None:
    """A kind of question could not be answered fully."""
    result = only(
        came_to({**RIGHT, CALL: "call"}, of=exam(marks=2), reached={(1, CALL): CallReached(80, 80)})
    )
    assert (result.marks, result.most, result.share, result.passed) == (18, 18, 1.0, True)
    assert [item.question for item in result.items] == [one.id for one in EACH]
    assert {(item.credit, item.marks, item.most, item.blank) for item in result.items} == {
        (1.0, 2.0, 2, False)
    }
    assert result.items[CALL].given == "call"


def test_who_answers_nothing_gets_nothing() -> None:
    """A blank would be counted as an answer, or as absence."""
    result = only(came_to({}, of=exam()))
    assert (result.marks, result.most, result.passed, result.absent) == (0, 9, False, False)
    assert {item.blank for item in result.items} == {True}


def test_part_marks() -> None:
    """The outcome of a call, or half of an order, would count for all or nothing."""
    half = {1: ["own-1"], CALL: "call"}
    result = only(came_to(half, of=exam(marks=4), reached={(1, CALL): CallReached(30, 80)}))
    assert [(item.place, item.marks) for item in result.items if item.marks] == [(1, 2.0), (CALL, 1.5)]
    assert result.share == 3.5 / 36


def test_absent_people_are_not_counted() -> None:
    """Whoever was ill would pull the statistics down."""
    of = exam(tuple(one.id for one in FIVE))
    people = [examinee(1), examinee(2, extra=15)]
    found = exam_results(of, bank(*FIVE), people, {1: sat(dict.fromkeys(range(5), "own-2"), of)})
    absent = found.examinees[1]
    assert (absent.absent, absent.passed, absent.marks, absent.most, absent.extra) == (True, False, 0, 5, 15)
    assert (found.pass_share, len(found.present), found.marks_table().examinees) == (1.0, 1, 1)
    assert (found.of(2), found.of(3)) == (absent, None)


@pytest.mark.parametrize(("right", "passed"), [(2, False), (3, True), (4, True)])
def test_pass_mark_is_exact(right: int, passed: bool) -> None:
    """Three of five would fall short of 60 % by a rounding error."""
    assert only(came_to(dict.fromkeys(range(right), "own-2"))).passed is passed


def test_void_question_counts_for_nobody() -> None:
    """Whoever had it right would have more than the others."""
    before = came_to({0: "own-2", 1: "own-2"}, {1: "own-2"})
    after = came_to({0: "own-2", 1: "own-2"}, {1: "own-2"}, rulings=[ruling("q0", void=True)])
    assert [(result.marks, result.most) for result in before.examinees] == [(2, 5), (1, 5)]
    assert [(result.marks, result.most) for result in after.examinees] == [(1, 4), (1, 4)]
    assert (after.void, after.questions) == (("q0",), ("q1", "q2", "q3", "q4"))
    assert after.examinees[0].items[0].void
    assert [(one.person, one.before.marks, one.after.marks) for one in changes(before, after)] == [
        (1, 2, 1),
        (2, 1, 1),
    ]


answers = st.dictionaries(st.integers(0, 4), st.sampled_from(["own-1", "own-2", "own-3", "own-4"]))


@given(answers, answers, st.sets(st.integers(0, 4)))
@settings(max_examples=60)
def test_marks_never_depend_on_answers_to_void_questions(
    one: Answers, other: Answers, void: set[int]
) -> None:
    """An answer to a question that does not count would change a result."""
    rulings = [ruling(f"q{place}", void=True) for place in void]
    mixed = {**one, **{place: other[place] for place in void & other.keys()}}
    mixed = {place: given for place, given in mixed.items() if place not in void or place in other}
    first, second = came_to(one, rulings=rulings), came_to(mixed, rulings=rulings)
    assert changes(first, second) == ()
    plain = [replace(only(found), items=()) for found in (first, second)]
    assert plain[0] == plain[1]
    assert numpy.array_equal(first.marks_table().scores, second.marks_table().scores)


@given(st.lists(answers, min_size=1, max_size=6))
@settings(max_examples=40)
def test_marking_again_changes_nothing(given: list[Answers]) -> None:
    """Results would depend on how often they were looked at."""
    again = came_to(*given)
    assert came_to(*given) == again
    assert changes(came_to(*given), again) == ()
    taken_back = [ruling("q1", void=True), ruling("q1", "own-3"), ruling("q1")]
    assert came_to(*given, rulings=taken_back) == again


def test_other_answer_is_marked_for_everybody() -> None:
    """Those who were right all along would stay wrong."""
    before = came_to({0: "own-2"}, {0: "own-3"}, {0: "own-1"})
    after = came_to({0: "own-2"}, {0: "own-3"}, {0: "own-1"}, rulings=[ruling("q0", "own-3")])
    assert [result.marks for result in after.examinees] == [0, 1, 0]
    assert [one.person for one in changes(before, after)] == [1, 2]
    both = came_to({0: "own-2"}, {0: "own-3"}, {0: "own-1"}, rulings=[ruling("q0", ["own-2", "own-3"])])
    assert [result.marks for result in both.examinees] == [1, 1, 0]
    key = both.examinees[0].items[0].key
    assert key is not None
    assert key.answer == ("own-2", "own-3")


def test_question_without_a_key_is_void() -> None:
    """Everybody would have a question wrong of which nobody knows what is right."""
    found = exam_results(
        exam(("q0", "late")), bank(FIVE[0], question("single", "late", stated={})), [examinee(1)], {}
    )
    assert (found.void, found.questions, found.examinees[0].most) == (("late",), ("q0",), 1)


def test_nothing_counts() -> None:
    """Where all questions are void, or nobody came, there would be an error instead of no result."""
    everything = [ruling(one.id, void=True) for one in FIVE]
    found = came_to({0: "own-2"}, rulings=everything)
    assert (only(found).share, only(found).passed, only(found).error) == (0.0, False, None)
    assert (found.statistics.items, found.statistics.scale) == ({}, None)
    nobody = came_to()
    assert (nobody.pass_share, nobody.marks_table().examinees, nobody.statistics.scale) == (None, 0, None)
    assert past_month(nobody, bank(*FIVE)).asked[0].asked == 0


def test_error_from_the_own_answers() -> None:
    """In a small desk nobody would be near the pass mark."""
    result = only(came_to(dict.fromkeys(range(3), "own-2")))
    assert result.error == pytest.approx(sqrt(0.6 * 0.4 / 4))
    assert result.near
    assert not only(came_to(dict.fromkeys(range(5), "own-2"))).near


def test_error_of_the_paper_where_enough_sat() -> None:
    """Thirty papers would say nothing about how exact the paper is."""
    given = [dict.fromkeys(range(person % 6), "own-2") for person in range(30)]
    found = came_to(*given)
    paper = found.statistics.papers[0]
    assert paper.standard_error is not None
    assert [result.error for result in found.examinees] == [pytest.approx(paper.standard_error / 5)] * 30
    assert len({result.error for result in came_to(*given[:29]).examinees}) > 1


def test_human_decides_near_the_mark() -> None:
    """What was decided would be forgotten at the next marking."""
    given = [dict.fromkeys(range(right), "own-2") for right in (2, 3, 5)]
    found = came_to(*given)
    assert [result.person for result in found.to_decide] == [1, 2]
    decided = came_to(*given, decisions={1: True})
    assert [(result.decided, result.passed) for result in decided.examinees] == [
        (True, True),
        (None, True),
        (None, True),
    ]
    assert [result.person for result in decided.to_decide] == [2]
    assert [one.person for one in changes(found, decided)] == [1]


def test_judges_make_the_pass_mark() -> None:
    """Standard setting (Angoff) would not count, or count before it says something of each question."""
    of = exam(("q0", "q1"), ("q1", "q2"), pass_mark=PassMark(0.9, judged=True))
    sheet = {5: {"q0": 0.4, "q1": 0.6}, 6: {"q0": 0.6}}
    given: tuple[Answers, ...] = ({0: "own-2"}, {0: "own-2"})
    found = came_to(*given, of=of, estimates=sheet)
    assert found.cuts == pytest.approx((0.55, 0.9))
    assert not found.judged
    whole = came_to(*given, of=of, estimates={**sheet, 7: {"q2": 0.3}})
    assert whole.cuts == pytest.approx((0.55, 0.45))
    assert whole.judged
    assert [result.passed for result in whole.examinees] == [False, True]
    fixed = replace(of, pass_mark=PassMark(0.5))
    assert (came_to(*given, of=fixed, estimates=sheet).cuts) == (0.5, 0.5)


def test_forms_have_marks_of_their_own() -> None:
    """Questions that somebody was not asked would count as wrong."""
    found = came_to({0: "own-2", 1: "own-2"}, {0: "own-1", 1: "own-2"}, of=exam(("q0", "q1"), ("q1", "q2")))
    assert found.questions == ("q0", "q1", "q2")
    wanted = [[1, 1, numpy.nan], [numpy.nan, 0, 1]]
    assert numpy.array_equal(found.marks_table().scores, wanted, equal_nan=True)
    assert (found.questions_of(1), found.marks_table(1).scores.tolist()) == (("q1", "q2"), [[0, 1]])
    assert set(found.statistics.papers) == {0, 1}
    assert set(found.statistics.items) == {"q0", "q1", "q2"}
    assert found.statistics.scale is not None


def test_course_of_a_sitting_is_told() -> None:
    """The sheet would not say when somebody sat, and how long they were away."""
    of = exam(("q0",))
    away = SittingEntry(Act.LEAVE, later(2))
    more = SittingEntry(Act.EXTRA, later(3), {"minutes": 10, "reason": "noise"}, by=3)
    result = only(exam_results(of, bank(*FIVE), [examinee(1)], {1: sat({}, of, 1, 20, away, more)}))
    assert (result.began, result.finished, result.extra) == (later(0), later(20), 10)
    assert result.left == (Absence(later(2), later(20)),)


def test_running_sittings() -> None:
    """Results would be released while somebody still writes."""
    of = exam(("q0",))
    running = folded_sitting(Terms.of(of, examinee(1)), [SittingEntry(Act.BEGIN, later(0))])
    for now, wanted in ((later(10), 1), (later(90), 0), (None, 0)):
        found = exam_results(of, bank(*FIVE), [examinee(1)], {1: running}, now=now)
        assert len(found.running) == wanted


def test_unusable_answers_are_worth_nothing() -> None:
    """One answer from an older version would stop the marking of everybody."""
    assert [only(came_to({0: strange})).marks for strange in ("gone", 5, ["own-2"], {"a": "b"})] == [0] * 4


def test_month_counts_what_went_wrong_and_what_it_costs() -> None:
    """Recurring gaps and the cost of errors would be made up of void questions and absences."""
    found = came_to({0: "own-2", 1: "own-1"}, {0: "own-1"}, rulings=[ruling("q4", void=True)])
    month = past_month(found, bank(*FIVE))
    assert month.day == DAY
    assert [(one.asked, one.wrong, one.cost) for one in month.asked] == [
        (2, 1, 100),
        (2, 2, 200),
        (2, 2, 200),
        (2, 2, 200),
    ]
    assert {(one.topic, one.policy, one.clauses, one.borne_by) for one in month.asked} == {
        ("secret-topic", "policy-x", ("clause-x",), "customer")
    }
