"""What an exam came to, from the papers, the sittings, the keys of the day and the rulings alone.

A void question counts for nobody: the marks that can be had shrink by it. A question with another answer is
marked by that. Nothing else is ever changed, so marking again without a new ruling gives the same.

A share has a standard error. Where enough have sat a form (see `marks.ENOUGH`), it is the paper's; else it
comes from the examinee's own answers, as if the questions were drawn from all that could be asked (Lord 1955,
"Estimating test reliability"; with weights w and credits c: n/(n-1) · Σ w²(c - share)²). Who is within one
standard error of the pass mark is near it, and a human looks at that.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import Any, NamedTuple

import numpy

from simulator.exam.bank.keys import Key, NoKeyOnDay, key_as_of
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.marking import CallReached
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import Exam, Examinee, PaperForm, Ruling
from simulator.exam.sitting.sitting import Absence, Sitting
from simulator.exam.statistics.item_statistics import ItemStatistics, item_statistics
from simulator.exam.statistics.marks import Marks, MarksRefused, PaperStatistics, paper_statistics
from simulator.exam.statistics.persistent import Asked, PastMonth
from simulator.exam.statistics.response_theory import Fitted, fitted

from .rulings import in_force, marked_by, ruled
from .standard_setting import Estimates, angoff


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What an examinee got for a question."""

    question: str
    place: int
    credit: float
    """Of the answer, 0-1."""
    marks: float
    most: int
    given: Any
    """The stored answer; for a case the attempt's name; None where it was left blank."""
    blank: bool
    void: bool
    key: Key | None
    """The right answer that counted; None where there is none, and the question is void for that."""
    reached: CallReached | None = None
    """How a case went."""


@dataclass(frozen=True, slots=True)
class ExamineeResult:
    """What somebody got in all. Marks and what can be had are without void questions."""

    person: int
    form: int
    items: tuple[ItemResult, ...]
    marks: float
    most: int
    share: float
    """0-1; 0 where nothing can be had."""
    error: float | None
    """The standard error of the share; None for a paper of fewer than two questions."""
    cut: float
    """The share from which this form is passed."""
    passed: bool
    near: bool
    """Whether the share is within one standard error of the cut."""
    decided: bool | None
    """What a human decided; then `passed` says the same."""
    began: datetime | None
    finished: datetime | None
    left: tuple[Absence, ...]
    extra: int
    """Minutes."""
    absent: bool
    """Whether the exam was never begun."""


@dataclass(frozen=True, slots=True)
class ExamStatistics:
    """The statistics of the questions and the forms."""

    items: Mapping[str, ItemStatistics]
    papers: Mapping[int, PaperStatistics]
    """By form."""
    scale: Fitted | None
    """The questions, in the order of `ExamResults.questions`, and the examinees on one scale."""


@dataclass(frozen=True)
class ExamResults:
    """What an exam came to, in the order of examinees given."""

    exam: int
    day: date
    examinees: tuple[ExamineeResult, ...]
    questions: tuple[str, ...]
    """Those that count, in the order in which they first stand on a form: the columns of the marks."""
    void: tuple[str, ...]
    most: Mapping[str, int]
    """What can be had for each question that counts."""
    cuts: tuple[float, ...]
    """The share from which each form is passed."""
    judged: bool
    """Whether the judges' estimates made these."""

    @cached_property
    def present(self) -> tuple[ExamineeResult, ...]:
        """Those who began: the rows of the marks."""
        return tuple(result for result in self.examinees if not result.absent)

    @property
    def running(self) -> tuple[ExamineeResult, ...]:
        """Those whose time is not up."""
        return tuple(result for result in self.present if result.finished is None)

    @property
    def pass_share(self) -> float | None:
        """The share of those present who passed."""
        return sum(result.passed for result in self.present) / len(self.present) if self.present else None

    @property
    def to_decide(self) -> tuple[ExamineeResult, ...]:
        """Those near the pass mark of whom nobody has decided yet."""
        return tuple(result for result in self.present if result.near and result.decided is None)

    def of(self, person: int) -> ExamineeResult | None:
        """Somebody's result."""
        return next((result for result in self.examinees if result.person == person), None)

    def marks_table(self, form: int | None = None) -> Marks:
        """The marks of those present, or of those on a form; NaN where a question was not on theirs."""
        results = [result for result in self.present if form is None or result.form == form]
        questions = self.questions_of(form)
        columns = {name: column for column, name in enumerate(questions)}
        scores = numpy.full((len(results), len(questions)), numpy.nan)
        for row, result in enumerate(results):
            for item in result.items:
                if not item.void:
                    scores[row, columns[item.question]] = item.credit * self.most[item.question]
        return Marks.of(scores, [self.most[name] for name in questions])

    def questions_of(self, form: int | None = None) -> tuple[str, ...]:
        """The questions that count, of all forms or of one: the columns of its marks."""
        if form is None:
            return self.questions
        on_form = {item.question for result in self.present if result.form == form for item in result.items}
        return tuple(name for name in self.questions if name in on_form)

    @cached_property
    def statistics(self) -> ExamStatistics:
        """Worked out when first asked for."""
        marks = self.marks_table()
        forms = sorted({result.form for result in self.present})
        try:
            scale = fitted(marks)
        except MarksRefused:  # nobody came, or nothing counts
            scale = None
        items = item_statistics(marks) if self.questions else ()
        return ExamStatistics(
            items=dict(zip(self.questions, items, strict=True)),
            papers={form: paper_statistics(self.marks_table(form)) for form in forms},
            scale=scale,
        )


@dataclass(frozen=True, slots=True)
class Remarked:
    """Somebody whose result is another after a ruling."""

    person: int
    before: ExamineeResult
    after: ExamineeResult


class _Worth(NamedTuple):
    """What an answer comes to."""

    exact: Fraction | int
    """In marks."""
    marks: float
    credit: float
    blank: bool


@dataclass(frozen=True)
class _Terms:
    """What all examinees are marked by."""

    questions: Mapping[str, Question]
    keys: Mapping[str, Key]
    void: frozenset[str]
    most: Mapping[str, int]
    cuts: tuple[Fraction, ...]
    now: datetime
    decisions: Mapping[int, bool] = field(default_factory=dict)
    worth: dict[object, "_Worth"] = field(default_factory=dict)
    """Of answers that were marked before: most people give one of a few."""


def exam_results(
    exam: Exam,
    bank: Bank,
    examinees: Sequence[Examinee],
    sittings: Mapping[int, Sitting],
    rulings: Iterable[Ruling] = (),
    reached: Mapping[tuple[int, int], CallReached] | None = None,
    now: datetime | None = None,
    estimates: Estimates | None = None,
    *,
    decisions: Mapping[int, bool] | None = None,
) -> ExamResults:
    """What an exam came to as things stand at `now` (else when all is over).

    `sittings` by person; who has none was absent. `reached` tells by person and place how the calls went.
    `decisions` by person: whether a human let somebody near the pass mark pass.
    """
    now = now or datetime.max.replace(tzinfo=exam.window.closes.tzinfo)
    counting = in_force(rulings)
    most = {item.question: item.marks for form in exam.forms for item in form.items}
    keys = _keys(exam, bank, counting, most)
    void = frozenset(name for name in most if name not in keys or (name in counting and counting[name].void))
    cuts, judged = _cuts(exam, estimates or {}, void)
    terms = _Terms(bank.questions, keys, void, most, cuts, now, decisions or {})
    reached = reached or {}
    results = [
        _result(exam.forms[examinee.form], examinee, sittings.get(examinee.person), reached, terms)
        for examinee in examinees
    ]
    return ExamResults(
        exam=exam.id,
        day=exam.day,
        examinees=tuple(_with_errors(results, terms)),
        questions=tuple(name for name in most if name not in void),
        void=tuple(name for name in most if name in void),
        most={name: marks for name, marks in most.items() if name not in void},
        cuts=tuple(float(cut) for cut in cuts),
        judged=judged,
    )


def changes(before: ExamResults, after: ExamResults) -> tuple[Remarked, ...]:
    """Who has other marks, or another decision, than before."""
    old = {result.person: result for result in before.examinees}
    return tuple(
        Remarked(result.person, old[result.person], result)
        for result in after.examinees
        if result.person in old and _told(old[result.person]) != _told(result)
    )


def past_month(results: ExamResults, bank: Bank) -> PastMonth:
    """What came up in an exam and how much of it went wrong, with what that would have cost."""
    missing: dict[str, list[float]] = {name: [] for name in results.questions}
    for result in results.present:
        for item in result.items:
            if not item.void:
                missing[item.question].append(1 - item.credit)
    asked = []
    for name, found in missing.items():
        question, wrong = bank.questions[name], sum(found)
        asked.append(
            Asked(
                question.topic,
                question.policy,
                question.cites,
                len(found),
                wrong,
                wrong * question.cost.yuan,
                question.cost.borne_by,
            )
        )
    return PastMonth(results.day, tuple(asked))


def _told(result: ExamineeResult) -> tuple[float, int, bool]:
    return result.marks, result.most, result.passed


def _keys(exam: Exam, bank: Bank, counting: Mapping[str, Ruling], questions: Iterable[str]) -> dict[str, Key]:
    """The answers that count on the day of the exam, by question; without those that have none."""
    keys = {}
    for name in questions:
        try:
            key = key_as_of(bank.questions[name], bank.policies, exam.day)
        except NoKeyOnDay:
            continue
        keys[name] = ruled(key, counting.get(name))
    return keys


def _cuts(exam: Exam, estimates: Estimates, void: frozenset[str]) -> tuple[tuple[Fraction, ...], bool]:
    """The share from which each form is passed, and whether judges made them all."""
    fixed = _fraction(exam.pass_mark.share)
    if not exam.pass_mark.judged:
        return (fixed,) * len(exam.forms), False
    shares = [angoff(form.items, estimates, void).share for form in exam.forms]
    cuts = tuple(fixed if share is None else _fraction(share) for share in shares)
    return cuts, bool(shares) and None not in shares


def _result(
    form: PaperForm,
    examinee: Examinee,
    sitting: Sitting | None,
    reached: Mapping[tuple[int, int], CallReached],
    terms: _Terms,
) -> ExamineeResult:
    absent = sitting is None or sitting.began is None
    items: tuple[ItemResult, ...] = ()
    got, most = Fraction(0), sum(item.marks for item in form.items if item.question not in terms.void)
    if sitting is not None and not absent:
        found = [
            _item(place, item.question, sitting, reached.get((examinee.person, place)), terms)
            for place, item in enumerate(form.items)
        ]
        items = tuple(item for item, _ in found)
        got = Fraction(sum(exact for _, exact in found))
    finished = sitting.finished(terms.now) if sitting is not None else None
    decided = None if absent else terms.decisions.get(examinee.person)
    cut = terms.cuts[examinee.form]
    passed = not absent and most > 0 and got >= cut * most
    return ExamineeResult(
        person=examinee.person,
        form=examinee.form,
        items=items,
        marks=float(got),
        most=most,
        share=float(got / most) if most else 0.0,
        error=None,
        cut=float(cut),
        passed=passed if decided is None else decided,
        near=False,
        decided=decided,
        began=sitting.began if sitting is not None else None,
        finished=finished,
        left=_ended(sitting.absences, finished) if sitting is not None else (),
        extra=sitting.extra if sitting is not None else examinee.extra,
        absent=absent,
    )


def _item(
    place: int, name: str, sitting: Sitting, reached: CallReached | None, terms: _Terms
) -> tuple[ItemResult, Fraction | int]:
    """What somebody got for a question, with its exact marks."""
    is_case = terms.questions[name].kind == "case"
    given = sitting.cases.get(place) if is_case else sitting.answers.get(place)
    worth = _worth(name, reached if is_case else given, terms)
    item = ItemResult(
        question=name,
        place=place,
        credit=worth.credit,
        marks=worth.marks,
        most=terms.most[name],
        given=given,
        blank=worth.blank,
        void=name in terms.void,
        key=terms.keys.get(name),
        reached=reached,
    )
    return item, worth.exact


def _worth(name: str, given: Any, terms: _Terms) -> _Worth:
    """What an answer to a question comes to; nothing where that is void."""
    if name in terms.void:
        return _Worth(0, 0.0, 0.0, given is None)
    # true and 1 are equal, but not the same answer
    answer = given if isinstance(given, (str, CallReached)) else json.dumps(given, sort_keys=True)
    known = terms.worth.get((name, type(given), answer))
    if known is None:
        mark = marked_by(terms.questions[name], terms.keys[name], given)
        exact = mark.credit * terms.most[name]
        whole = int(exact) if exact.denominator == 1 else exact  # whole numbers are quickly summed up
        known = _Worth(whole, float(exact), float(mark.credit), mark.blank)
        terms.worth[name, type(given), answer] = known
    return known


def _with_errors(results: Sequence[ExamineeResult], terms: _Terms) -> Iterable[ExamineeResult]:
    """The results with their standard errors, and whether they are near the pass mark."""
    by_form: dict[int, list[ExamineeResult]] = {}
    for result in results:
        if not result.absent:
            by_form.setdefault(result.form, []).append(result)
    of_paper = {form: _paper_error(found) for form, found in by_form.items()}
    for result in results:
        if result.absent:
            yield result
            continue
        error = of_paper[result.form]
        yield _near(result, _own_error(result) if error is None else error)


def _near(result: ExamineeResult, error: float | None) -> ExamineeResult:
    near = error is not None and abs(result.share - result.cut) <= error
    return replace(result, error=error, near=near)


def _paper_error(results: Sequence[ExamineeResult]) -> float | None:
    """The standard error of the shares on a form, from all who sat it; None where these are too few."""
    counted = [item for item in results[0].items if not item.void]
    if not counted:
        return None
    scores = [[item.marks for item in result.items if not item.void] for result in results]
    found = paper_statistics(Marks.of(scores, [item.most for item in counted]))
    if found.few or found.standard_error is None:
        return None
    return found.standard_error / found.most


def _own_error(result: ExamineeResult) -> float | None:
    """The standard error of a share from the examinee's own answers."""
    counted = [item for item in result.items if not item.void]
    count = len(counted)
    if count < 2:
        return None
    spread = sum((item.most / result.most) ** 2 * (item.credit - result.share) ** 2 for item in counted)
    return sqrt(count / (count - 1) * spread)


def _ended(absences: Sequence[Absence], finished: datetime | None) -> tuple[Absence, ...]:
    return tuple(Absence(absence.since, absence.until or finished) for absence in absences)


def _fraction(share: float) -> Fraction:
    """A share as people write it: 0.8 is four fifths."""
    return Fraction(share).limit_denominator(1_000_000)
