"""The result of an exam for its examinee, after the release: what counts, what was right, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from simulator.exam.cards import Card
from simulator.exam.pages.setting.assemblies import assemblies_of
from simulator.exam.results.results import ExamineeResult, ItemResult
from simulator.exam.sitting.presenting import presented
from simulator.exam.sitting.sitting import Absence
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.cards import Cards
from simulator.exam.storage.exams import Exams
from simulator.people.person import Permission
from simulator.web.access import NotFound, page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .explaining import Explained, explained
from .listing import check_not_sitting
from .page import exam_id, is_released


@dataclass(frozen=True, slots=True)
class ItemPart:
    """A question of the result, as it was shown, with what was got for it."""

    number: int
    item: ItemResult
    explained: Explained
    due: date | None
    """When the review card made from it is due."""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What an examinee is told. Shares are 0-1."""

    exam: int
    title: str
    day: date
    released: datetime | None
    result: ExamineeResult
    items: tuple[ItemPart, ...]
    low: float | None
    """One standard error below the marks, and above: where they might have come to with other questions."""
    high: float | None
    absences: tuple[Absence, ...]
    cards: int


def show_result(visit: Visit) -> Response:
    """Tell the visitor's own result; before the release, how the sitting stands. Raises NoSuchExam."""
    desk, moment = visit.desk, now()
    exam = desk[Exams].find(exam_id(visit))
    examinee = desk[Exams].examinee(exam.id, visit.person.id)
    if not is_released(exam):
        return visit.to("sitting", exam=exam.id)
    check_not_sitting(visit)
    result = assemblies_of(visit).past.results(desk, exam, moment).of(visit.person.id)
    if result is None:
        raise NotFound
    bank = desk[Banks].bank(exam.bank)
    form = exam.forms[examinee.form]
    questions = [bank.questions[item.question] for item in form.items]
    paper = presented(questions, examinee, visit.language, marks=[item.marks for item in form.items])
    cards = [card for card in desk[Cards].of(visit.person.id) if card.exam == exam.id]
    by_question = {card.question: card for card in cards if card.retired is None}
    by_place = {item.place: item for item in result.items}
    items = tuple(
        ItemPart(
            shown.number,
            by_place[shown.place],
            explained(
                questions[shown.place],
                shown,
                by_place[shown.place].key,
                by_place[shown.place].given,
                bank.policies,
                exam.day,
                visit.language,
            ),
            _due(by_question.get(by_place[shown.place].question)),
        )
        for shown in paper.questions
        if shown.place in by_place
    )
    spread = None if result.error is None else result.error * result.most
    return visit.page(
        "sittings/result.html.j2",
        d=ResultPage(
            exam=exam.id,
            title=exam.title,
            day=exam.day,
            released=exam.released,
            result=result,
            items=items,
            low=None if spread is None else max(0.0, result.marks - spread),
            high=None if spread is None else min(float(result.most), result.marks + spread),
            absences=result.left,
            cards=len(by_question),
        ),
    )


def _due(card: Card | None) -> date | None:
    return card.due if card else None


ROUTES = [page("/results/{exam:int}", show_result, Permission.PRACTISE, name="result")]
