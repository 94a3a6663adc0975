"""Marking: what everybody came to, who is near the pass mark, which questions did badly; and the release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.cards import Card, new_cards
from simulator.exam.paper.exam import Exam, ExamState, Ruling, form_name
from simulator.exam.results.results import ExamineeResult, ExamResults
from simulator.exam.results.rulings import in_force
from simulator.exam.statistics.item_statistics import ItemStatistics, item_statistics
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import ExamNotSet, ExamReleased, Exams, NotOverYet
from simulator.exam.storage.results_of import results_of
from simulator.exam.storage.rulings import PassDecision
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import NotFound, page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .make_up import absent_people
from .seeing import SeenExam, exam_seen, examinee_seen, in_all, lasted, phase, whole_exam

NO_REASON = Message("Say why; it is kept in the log.")


@dataclass(frozen=True, slots=True)
class ExamResultRow:
    """What one examinee came to."""

    name: str
    team: str
    result: ExamineeResult
    decision: PassDecision | None
    decided_by: str
    now: datetime

    @property
    def away(self) -> str:
        """How long the page was left in all; empty where it never was."""
        return lasted(in_all([one.lasted(self.now) for one in self.result.left])) if self.result.left else ""

    @property
    def open(self) -> bool:
        """Whether a human still has to decide."""
        return self.result.near and self.decision is None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """How one question did. `statistics` is None for a void one and where nobody came."""

    name: str
    question: Question
    forms: str
    statistics: ItemStatistics | None
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What an exam came to, as far as the visitor may see it; questions are judged by everybody's answers."""

    seen: SeenExam
    phase: Message
    kind: str
    """Of the badge."""
    results: ExamResults
    rows: tuple[ExamResultRow, ...]
    questions: tuple[QuestionRow, ...]
    absent: int
    """Who has an account and never began, once the window has closed."""

    @property
    def present(self) -> tuple[ExamResultRow, ...]:
        """Those of the rows who came."""
        return tuple(row for row in self.rows if not row.result.absent)

    @property
    def passed(self) -> int:
        """How many of them passed."""
        return sum(row.result.passed for row in self.present)

    @property
    def mean(self) -> float | None:
        """Their mean share."""
        shares = [row.result.share for row in self.present]
        return sum(shares) / len(shares) if shares else None

    @property
    def open(self) -> tuple[ExamResultRow, ...]:
        """Those of whom a human still has to decide."""
        return tuple(row for row in self.rows if row.open)


def show(visit: Visit) -> Response:
    """All results that the visitor may see. Raises ExamNotSet for a draft."""
    return visit.page("exams/results.html.j2", d=results_page(visit, exam_seen(visit)), form_name=form_name)


def show_decision(visit: Visit) -> Response:
    """The form by which a human decides. Raises NotFound for somebody who is not near the pass mark."""
    return _decision(visit)


def decide(visit: Visit) -> Response:
    """Keep what a human decided. Raises NotFound for somebody who is not near the pass mark."""
    seen = exam_seen(visit)
    row = _row_near(visit, seen)
    answer, reason = visit.field("passed"), visit.field("reason")
    problems: dict[str, Message] = {}
    if answer not in ("yes", "no"):
        problems["passed"] = Message("Choose one of the two.")
    if not reason:
        problems["reason"] = NO_REASON
    if problems:
        return _decision(visit, problems)
    try:
        visit.services[Exams].decide(
            seen.exam.id, row.result.person, answer == "yes", reason, visit.person.id, now()
        )
    except UnusableText as refusal:
        return _decision(visit, {"reason": refusal.message})
    return visit.to("paper-results", "decided", exam=seen.exam.id)


def show_release(visit: Visit) -> Response:
    """What the release does, and what is still open before it."""
    return _release(visit, whole_exam(visit))


def release(visit: Visit) -> Response:
    """Let the results be told, and make the review cards. Raises ExamNotSet."""
    seen = whole_exam(visit)
    services, moment = visit.services, now()
    exam = seen.exam
    if exam.state is not ExamState.RELEASED:
        try:
            exam = services[Exams].release(
                exam.id, visit.person.id, moment, close=visit.field("close") == "yes"
            )
        except NotOverYet as refusal:
            return _release(visit, seen, refusal.message)
        except ExamReleased:  # by somebody else, just now
            exam = services[Exams].find(exam.id)
    make_cards(services, exam, moment)
    return visit.to("paper-results", "released", exam=exam.id)


def _release(visit: Visit, seen: SeenExam, problem: Message | None = None) -> Response:
    d, moment = results_page(visit, seen), now()
    not_begun = len(d.results.examinees) - len(d.results.present)
    return visit.page(
        "exams/release.html.j2",
        422 if problem else 200,
        d=d,
        waiting=not_begun if moment < seen.exam.window.closes else 0,
        opened=seen.exam.window.opens <= moment,
        problem=problem,
    )


def make_cards(services: Services, exam: Exam, moment: datetime) -> int:
    """Make the review cards of a released exam, of all who have none of it yet; says how many."""
    version = services[Banks].current()
    bank = services[Banks].bank(version.bundle if version else exam.bank)
    day = services[Options].current(moment).day(moment)
    cards: list[Card] = []
    accounts = {one.id for one in services[People].all()}
    for result in results_of(services, exam, moment).present:
        if result.person not in accounts:  # deleted meanwhile
            continue
        held = services[Cards].of(result.person)
        if any(card.exam == exam.id for card in held):
            continue
        asked = tuple(item for item in result.items if item.question in bank.questions)
        cards += new_cards(replace(result, items=asked), bank, day, moment, exam=exam.id, held=held)
    services[Cards].put_all(cards, moment)
    return len(cards)


def results_page(visit: Visit, seen: SeenExam) -> ResultsPage:
    """What an exam came to, as far as the visitor may see it. Raises ExamNotSet."""
    services, exam = visit.services, seen.exam
    if exam.state is ExamState.DRAFT:
        raise ExamNotSet
    moment = now()
    results = results_of(services, exam, moment)
    words, kind = phase(exam, moment)
    return ResultsPage(
        seen=seen,
        phase=words,
        kind=kind,
        results=results,
        rows=tuple(_rows(visit, seen, results, services[Exams].decisions(exam.id), moment)),
        questions=tuple(
            _questions(exam, services[Banks].bank(exam.bank), results, services[Exams].rulings(exam.id))
        ),
        absent=len(absent_people(services, exam, moment)),
    )


def _rows(
    visit: Visit,
    seen: SeenExam,
    results: ExamResults,
    decisions: Mapping[int, PassDecision],
    moment: datetime,
) -> list[ExamResultRow]:
    people = {one.id: one.shown for one in visit.services[People].all()}
    found = {result.person: result for result in results.examinees}
    rows = []
    for one in seen.examinees:
        decision = decisions.get(one.person)
        by = people.get(decision.by or 0, "–") if decision else ""
        rows.append(
            ExamResultRow(
                seen.name(one.person), seen.team(one.person), found[one.person], decision, by, moment
            )
        )
    return sorted(rows, key=lambda row: (row.result.absent, -row.result.share))


def _questions(exam: Exam, bank: Bank, results: ExamResults, rulings: Sequence[Ruling]) -> list[QuestionRow]:
    on_forms: dict[str, list[str]] = {}
    for number, form in enumerate(exam.forms):
        for item in form.items:
            on_forms.setdefault(item.question, []).append(form_name(number))
    statistics = statistics_of(results)
    counting = in_force(rulings)
    return [
        QuestionRow(name, bank.questions[name], " ".join(forms), statistics.get(name), counting.get(name))
        for name, forms in on_forms.items()
    ]


def statistics_of(results: ExamResults) -> dict[str, ItemStatistics]:
    """How each question did that counts; nothing where nobody came. Without a scale, which takes longer."""
    if not (results.present and results.questions):
        return {}
    return dict(zip(results.questions, item_statistics(results.marks_table()), strict=True))


def _row_near(visit: Visit, seen: SeenExam) -> ExamResultRow:
    one = examinee_seen(visit, seen)
    row = next(row for row in results_page(visit, seen).rows if row.result.person == one.person)
    if not row.result.near:
        raise NotFound
    return row


def _decision(visit: Visit, problems: Mapping[str, Message] | None = None) -> Response:
    seen = exam_seen(visit)
    return visit.page(
        "exams/decision.html.j2",
        422 if problems else 200,
        seen=seen,
        row=_row_near(visit, seen),
        problems=problems or {},
        typed={name: visit.field(name) for name in ("passed", "reason")},
    )


ROUTES = [
    page("/papers/{exam:int}/results", show, Permission.EXAMINE, name="paper-results"),
    page("/papers/{exam:int}/decide/{person:int}", show_decision, Permission.EXAMINE, name="paper-decide"),
    page(
        "/papers/{exam:int}/decide/{person:int}",
        decide,
        Permission.EXAMINE,
        name="paper-decide-post",
        methods=("POST",),
    ),
    page("/papers/{exam:int}/release", show_release, Permission.EXAMINE, name="paper-release"),
    page(
        "/papers/{exam:int}/release",
        release,
        Permission.EXAMINE,
        name="paper-release-post",
        methods=("POST",),
    ),
]
