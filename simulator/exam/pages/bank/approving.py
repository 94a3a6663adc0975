"""Imported questions wait here until a second person has looked at them; only then do exams ask them."""

from dataclasses import dataclass

from starlette.responses import Response

from simulator.exam.bank.answer_words import answer_words
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.question import Question
from simulator.exam.storage.imports import ImportedQuestion, Imports
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .working import today, working


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question that waits for approval. `own` is one that the visitor imported."""

    question: Question
    imported: ImportedQuestion
    by: str
    own: bool
    key: tuple[str, ...]


def show(visit: Visit) -> Response:
    """What waits for approval."""
    return _page(visit)


def approve(visit: Visit) -> Response:
    """Approve the questions that were chosen; one's own only with a reason. Raises OwnImport."""
    chosen = [str(one) for one in visit.form.getlist("question")]
    if not chosen:
        return _page(visit, Message("Choose at least one question."))
    try:
        visit.services[Imports].approve(chosen, visit.person.id, now(), str(visit.form.get("reason", "")))
    except UnusableText as refused:
        return _page(visit, refused.message)
    return visit.to("bank-approvals", "saved")


def _page(visit: Visit, problem: Message | None = None) -> Response:
    work, day = working(visit), today(visit)
    names = {one.id: one.shown for one in visit.services[People].all()}
    rows = []
    for imported in visit.services[Imports].waiting().values():
        question = work.bank.questions.get(imported.question)
        if question is None:  # taken out of the bank again
            continue
        key = resolved(question, work.bank.policies, day)
        words = answer_words(question, key.answer, visit.language) if isinstance(key, Key) else ()
        by = names.get(imported.by or 0, visit.t("a deleted account"))
        rows.append(WaitingQuestion(question, imported, by, imported.by == visit.person.id, words))
    return visit.page(
        "bank/approvals.html.j2",
        422 if problem else 200,
        work=work,
        rows=tuple(rows),
        alone=any(row.own for row in rows) and visit.services[Imports].is_alone(visit.person.id),
        reason=str(visit.form.get("reason", "")),
        problem=problem,
    )


ROUTES = [
    page("/bank/approvals", show, Permission.AUTHOR, name="bank-approvals"),
    page("/bank/approvals", approve, Permission.AUTHOR, name="bank-approve", methods=("POST",)),
]
