"""A make-up exam: the absent sit another form by the same blueprint, without the questions asked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.paper.exam import Exam, PaperForm, Window
from simulator.exam.paper.plan import BlueprintPlan
from simulator.exam.paper.preparing import paper_material
from simulator.exam.statistics.equating import WeighedItem, same_demand
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exam_rows import NoSuchExam
from simulator.exam.storage.exams import MOST_TITLE, Exams
from simulator.exam.storage.results_of import results_of
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.services import Services, now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .history import history_of
from .plan_form import draft_of
from .seeing import SeenExam, whole_exam

ENOUGH = 0.8
"""From this share of measured questions on, a pass mark of the same demand is named."""


class NobodyAbsent(Refusal):
    """An exam that nobody has to make up for, or not yet."""

    def __init__(self) -> None:
        super().__init__(
            Message("A make-up exam is for those who were absent: there are some once the window has closed.")
        )


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A make-up exam beside the exam that it makes up for."""

    exam: Exam
    """The one that it makes up for."""
    cut: float
    """Its pass mark, 0-1; of several forms the mean."""
    measured: int
    """Questions of both whose difficulty is known from answers in earlier exams."""
    of: int
    share: float | None
    """The pass mark that asks for the same ability, 0-1; None where too little was measured."""


def absent_people(services: Services, exam: Exam, moment: datetime) -> frozenset[int]:
    """Who has an account and never began an exam whose window has closed."""
    if moment < exam.window.closes or not exam.forms:
        return frozenset()
    begun = services[Sittings].of_exam(exam.id).keys()
    accounts = {one.id for one in services[People].all(active=True)}
    return frozenset({one.person for one in services[Exams].examinees(exam.id)} & accounts - begun)


def make_up_of(visit: Visit, plan: BlueprintPlan, exam: Exam, forms: Sequence[PaperForm]) -> MakeUp | None:
    """What a make-up exam makes up for, and how its demand compares; None for any other exam."""
    services = visit.services
    if plan.makes_up is None or not forms:
        return None
    try:
        before = services[Exams].find(plan.makes_up)
    except NoSuchExam:
        return None
    bank = services[Banks].bank(exam.bank)
    history = history_of(services, assemblies_of(visit).past, exam.desk, bank, exam.day, now())
    everything = plan.model_copy(update={"asked_there": [], "leave_out": {}, "pin": {}})
    material = paper_material(bank, everything, exam.day, history, desk=exam.desk)
    known = {one.id: one for one in material.questions}
    asked = [item for form in (*before.forms, *forms) for item in form.items]
    measured = sum(
        item.question in history.parameters and not history.parameters[item.question].few for item in asked
    )

    def weighed(of: Sequence[PaperForm]) -> list[WeighedItem]:
        items = (item for form in of for item in form.items if item.question in known)
        return [
            WeighedItem(known[one.question].difficulty, known[one.question].discrimination, one.marks)
            for one in items
        ]

    enough = measured >= ENOUGH * len(asked)
    cuts = results_of(services, before, now()).cuts
    cut = sum(cuts) / len(cuts)
    share = same_demand(weighed(before.forms), cut, weighed(forms)) if enough else None
    return MakeUp(before, cut, measured, len(asked), share)


def add(visit: Visit) -> Response:
    """Draft a make-up exam for who was absent, for the next day. Raises NotYours, NobodyAbsent."""
    seen: SeenExam = whole_exam(visit)
    services, moment, exam = visit.services, now(), seen.exam
    current = services[Banks].current()
    if current is None or not absent_people(services, exam, moment):
        raise NobodyAbsent
    plan = draft_of(exam).plan
    there = {item.question for form in exam.forms for item in form.items}
    new = plan.model_copy(
        update={
            "forms": 1,
            "uses": 1,
            "seed": plan.seed + 1,
            "pin": {},
            "swaps": [],
            "makes_up": exam.id,
            "asked_there": sorted(there | set(plan.asked_there)),
        }
    )
    options = services[Options].current(moment)
    day = options.day(moment) + timedelta(days=1)
    opens = datetime.combine(day, time(9), options.zone).astimezone(UTC)
    title = visit.t("{title}, make-up", title=exam.title)[:MOST_TITLE]
    made = services[Exams].add(
        title, exam.desk, day, current.bundle, new.as_mapping(), Window(opens, opens + timedelta(hours=9)),
        exam.minutes, exam.pass_mark, visit.person.id, moment,
    )  # fmt: skip
    return visit.to("paper", "make-up", exam=made.id)


ROUTES = [
    page("/papers/{exam:int}/make-up", add, Permission.EXAMINE, name="paper-make-up", methods=("POST",))
]
