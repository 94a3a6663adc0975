"""A draft's forms changed by hand: a question swapped, pinned or left out; the plan keeps the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from simulator.exam.bank.question import Question
from simulator.exam.paper.by_hand import replacements
from simulator.exam.paper.exam import Exam, form_name
from simulator.exam.paper.plan import BlueprintPlan, SwapPart
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamIsSet, Exams
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.typed_text import UnusableText, short_text
from simulator.web.access import NotFound, Unreadable, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .plan_form import draft_of
from .seeing import SeenExam, whole_exam
from .sheet import LONG_PATIENCE, assembly_of

MOST_REASON = 500
NO_REASON = Message("Say why; the reason stays on the sheet.")


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """A question of a form, and what it could be swapped for with all rules kept."""

    seen: SeenExam
    form: int
    question: Question
    others: tuple[Question, ...]
    problems: Mapping[str, Message]
    typed: Mapping[str, str]


def show(visit: Visit) -> Response:
    """What can be done by hand with a question of a draft. Raises NotFound, NotYours, ExamIsSet."""
    return _page(visit, {})


def change(visit: Visit) -> Response:
    """Swap, pin or leave out the question. Raises NotFound, NotYours, ExamIsSet."""
    seen, form, question = _asked(visit)
    what, to = visit.field("what"), visit.field("to")
    problems: dict[str, Message] = {}
    try:
        reason = short_text(visit.field("reason"), MOST_REASON)
        if not reason:
            problems["reason"] = NO_REASON
    except UnusableText as refusal:
        problems["reason"], reason = refusal.message, ""
    if what not in ("swap", "pin", "leave-out"):
        problems["what"] = Message("Choose one of the three.")
    if what == "swap":
        made = assembly_of(visit, seen.exam, LONG_PATIENCE)
        if to not in replacements(made.material, made.forms, form, question.id):
            problems["to"] = Message("Choose a question to swap it for.")
    if problems:
        return _page(visit, problems)
    plan = draft_of(seen.exam).plan
    if what == "swap":
        swap = SwapPart(form=form, out=question.id, to=to, reason=reason)
        changed = plan.model_copy(update={"swaps": [*plan.swaps, swap]})
    elif what == "pin":
        changed = plan.model_copy(update={"pin": plan.pin | {question.id: reason}})
    else:
        rest = {name: why for name, why in plan.pin.items() if name != question.id}
        leave_out = plan.leave_out | {question.id: reason}
        changed = plan.model_copy(update={"leave_out": leave_out, "pin": rest})
    _keep(visit, seen.exam, changed)
    return visit.to("paper", "saved", exam=seen.exam.id)


def undo(visit: Visit) -> Response:
    """Take one change by hand back. Raises NotYours, ExamIsSet, Unreadable."""
    seen = _draft(visit)
    plan, what, which = draft_of(seen.exam).plan, visit.field("what"), visit.field("which")
    if what == "swap" and which.isascii() and which.isdecimal() and len(which) < 4:
        kept: Any = [one for place, one in enumerate(plan.swaps) if place != int(which)]
        changed = plan.model_copy(update={"swaps": kept})
    elif what in ("pin", "leave-out"):
        name = what.replace("-", "_")
        kept = {question: why for question, why in getattr(plan, name).items() if question != which}
        changed = plan.model_copy(update={name: kept})
    else:
        raise Unreadable
    _keep(visit, seen.exam, changed)
    return visit.to("paper", "saved", exam=seen.exam.id)


def _keep(visit: Visit, exam: Exam, plan: BlueprintPlan) -> None:
    visit.services[Exams].change(exam.id, plan=plan.as_mapping(), by=visit.person.id, now=now())


def _draft(visit: Visit) -> SeenExam:
    seen = whole_exam(visit)
    if not seen.draft:
        raise ExamIsSet
    return seen


def _asked(visit: Visit) -> tuple[SeenExam, int, Question]:
    """The draft, the form and the question that the address names. Raises NotFound, NotYours, ExamIsSet."""
    seen = _draft(visit)
    form, name = visit.path("form"), str(visit.path("question"))
    forms = assembly_of(visit, seen.exam, LONG_PATIENCE).forms
    if form >= len(forms) or name not in {item.question for item in forms[form].items}:
        raise NotFound
    return seen, form, visit.services[Banks].bank(seen.exam.bank).questions[name]


def _page(visit: Visit, problems: Mapping[str, Message]) -> Response:
    seen, form, question = _asked(visit)
    made = assembly_of(visit, seen.exam, LONG_PATIENCE)
    bank = visit.services[Banks].bank(seen.exam.bank)
    d = ByHandPage(
        seen=seen,
        form=form,
        question=question,
        others=tuple(
            bank.questions[name] for name in replacements(made.material, made.forms, form, question.id)
        ),
        problems=problems,
        typed={name: visit.field(name) for name in ("what", "to", "reason")},
    )
    return visit.page("exams/by_hand.html.j2", 422 if problems else 200, d=d, form_name=form_name)


_ONE = "/papers/{exam:int}/hand/{form:int}/{question}"

ROUTES = [
    page(_ONE, show, Permission.EXAMINE, name="paper-hand"),
    page(_ONE, change, Permission.EXAMINE, name="paper-hand-post", methods=("POST",)),
    page("/papers/{exam:int}/hand", undo, Permission.EXAMINE, name="paper-hand-undo", methods=("POST",)),
]
