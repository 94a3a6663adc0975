"""Setting a paper: the blueprint as a form, with what the bank has for each line of it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import ceil

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.exam.bank.document import QuestionKind
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.wording import KINDS
from simulator.exam.paper.exam import ExamState
from simulator.exam.paper.plan import MOST_QUESTIONS, BlueprintPlan
from simulator.exam.paper.preparing import (
    MINUTES,
    USUAL_LENGTH,
    History,
    PaperMaterial,
    paper_material,
    suggested,
)
from simulator.exam.statistics.persistent import Point
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamReleased, Exams
from simulator.library.library import PublishedVersion
from simulator.people.person import Permission
from simulator.policy.policy import Policy
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import NotFound, page
from simulator.web.month import in_words
from simulator.web.services import now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .history import history_of
from .plan_form import (
    TAGS,
    Draft,
    Typed,
    draft_of,
    fields_of,
    read_draft,
    read_pass_mark,
    read_window,
    timing_fields,
    usual_draft,
)
from .seeing import SeenExam, whole_exam

MOST_POINTS = 200
"""Points that a form offers to take up."""
SLACK = 1.5
"""An exam has this much more time than its questions take by the estimates."""


class NoBank(Refusal):
    """A desk without policies and questions."""

    def __init__(self) -> None:
        super().__init__(Message("There are no policies and questions yet; without them no exam can be set."))


@dataclass(frozen=True, slots=True)
class Material:
    """A desk's part of the newest bank, and what is known of the months before."""

    version: PublishedVersion
    bank: Bank
    desk: str
    desks: tuple[str, ...]
    history: History

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that the desk has questions about, by name."""
        return tuple(sorted({one.topic for one in self.bank.questions.values() if one.desk == self.desk}))

    @property
    def kinds(self) -> tuple[QuestionKind, ...]:
        """The kinds of question that the desk has, in the order of KINDS."""
        there = {one.kind for one in self.bank.questions.values() if one.desk == self.desk}
        return tuple(kind for kind in KINDS if kind in there)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form as typed so far. `counts` is how many questions could be asked on the day, by field."""

    seen: SeenExam | None
    """The exam that is changed; None for a new one."""
    material: Material | None
    """None where the papers are set, and only times and pass mark can be changed."""
    fields: Mapping[str, str]
    take_up: frozenset[str]
    points: Sequence[Point]
    policies: Mapping[str, Policy]
    counts: Mapping[str, int]
    left_out: int
    minutes: float
    """What the questions take by the estimates, on average, in all."""
    problems: Mapping[str, Message]
    zone: str

    def value(self, name: str) -> str:
        """What a field shows."""
        return self.fields.get(name, "")

    def topic_rows(self, language: str) -> list[tuple[str, str]]:
        """The topics' fields, and what they are called."""
        if self.material is None:
            return []
        bank = self.material.bank
        return [(f"topic-{name}", bank.name_of(name, language)) for name in self.material.topics]

    def kind_rows(self, t: Translator) -> list[tuple[str, str]]:
        """The kinds' fields, and what they are called."""
        return [(f"kind-{name}", t(KINDS[name])) for name in (self.material.kinds if self.material else ())]


def show_new(visit: Visit) -> Response:
    """The form of a new paper, filled in so that it can be sent as it is. Raises NoBank, NotFound."""
    today = _today(visit)
    day = today + timedelta(days=1)
    material = material_of(visit, visit.query("desk"), day)
    wanted = visit.request.query_params.getlist("take")
    take_up = frozenset(wanted) & {point.name for point in material.history.points}
    draft = _usual(visit, material, day, take_up)
    return _form(visit, None, material, fields_of(draft, _zone(visit)), take_up, draft.plan, day)


def add(visit: Visit) -> Response:
    """Keep a new draft and go on to its sheet, or show the form again with what is wrong."""
    typed = _typed(visit)
    material = material_of(visit, visit.field("desk"), _day_typed(visit, typed))
    draft = _read(visit, typed, material, BlueprintPlan())
    if draft is None:
        return _again(visit, None, material, typed)
    exam = visit.services[Exams].add(
        draft.title, material.desk, draft.day, material.version.bundle, draft.plan.as_mapping(), draft.window,
        draft.minutes, draft.pass_mark, visit.person.id, now(),
    )  # fmt: skip
    return visit.to("paper", "saved", exam=exam.id)


def show_change(visit: Visit) -> Response:
    """The form of a draft; of papers that are set, the part that can still be changed."""
    seen = whole_exam(visit)
    exam, zone = seen.exam, _zone(visit)
    if exam.state is ExamState.DRAFT:
        draft = draft_of(exam)
        material = material_of(visit, exam.desk, exam.day)
        take_up = frozenset(draft.plan.take_up)
        return _form(visit, seen, material, fields_of(draft, zone), take_up, draft.plan, exam.day)
    if exam.state is ExamState.RELEASED:
        raise ExamReleased
    fields = {"title": exam.title} | timing_fields(exam.window, exam.pass_mark, zone)
    return _timing(visit, seen, fields, {})


def change(visit: Visit) -> Response:
    """Change a draft, which then takes the newest bank; of papers that are set, only times and pass mark."""
    seen = whole_exam(visit)
    exam, typed, by = seen.exam, _typed(visit), visit.person.id
    if exam.state is not ExamState.DRAFT:
        window, pass_mark = read_window(typed, _zone(visit)), read_pass_mark(typed)
        if typed.problems:
            return _timing(visit, seen, dict(typed.fields), typed.problems)
        title = typed["title"] or exam.title
        visit.services[Exams].change(
            exam.id, title=title, window=window, pass_mark=pass_mark, by=by, now=now()
        )
        return visit.to("paper", "saved", exam=exam.id)
    material = material_of(visit, exam.desk, _day_typed(visit, typed))
    draft = _read(visit, typed, material, draft_of(exam).plan)
    if draft is None:
        return _again(visit, seen, material, typed)
    changed = visit.services[Exams].change(
        exam.id, title=draft.title, day=draft.day, bank=material.version.bundle, plan=draft.plan.as_mapping(),
        window=draft.window, minutes=draft.minutes, pass_mark=draft.pass_mark, by=by, now=now(),
    )  # fmt: skip
    assemblies_of(visit).forget(changed)
    return visit.to("paper", "saved", exam=exam.id)


def count(visit: Visit) -> Response:
    """What the bank has for each line of the form as it is being filled in."""
    typed = _typed(visit)
    day = _day_typed(visit, typed)
    material = material_of(visit, visit.field("desk"), day)
    draft = read_draft(typed, _zone(visit), material.topics, material.kinds, BlueprintPlan())
    plan = draft.plan if draft else _counted_plan(typed)
    made = _prepared(material, plan, day)
    return visit.page(
        "exams/counts.html.j2", counts=_counts(material, made), left_out=len(made.left_out),
        minutes=_minutes(made, plan),
    )  # fmt: skip


def material_of(visit: Visit, name: str, day: date) -> Material:
    """What a desk's paper is made from; the first desk's where no name is given. Raises NoBank, NotFound."""
    services = visit.services
    version = services[Banks].current()
    if version is None:
        raise NoBank
    bank = services[Banks].bank(version.bundle)
    desks = tuple(sorted({one.desk for one in bank.questions.values()}))
    if not desks:
        raise NoBank
    if name and name not in desks:
        raise NotFound
    chosen = name or desks[0]
    history = history_of(services, assemblies_of(visit).past, chosen, bank, day, now())
    return Material(version, bank, chosen, desks, history)


def _usual(visit: Visit, material: Material, day: date, take_up: Iterable[str]) -> Draft:
    plan = suggested(material.bank, day, material.history, desk=material.desk, take_up=take_up)
    plan = plan.model_copy(update={"seed": secrets.randbelow(1_000_000)})
    wanted = _minutes(_prepared(material, plan, day), plan)
    minutes = max(10, 5 * ceil(SLACK * wanted / 5))
    title = visit.t("Monthly exam, {month}", month=in_words(day, visit.language))
    return usual_draft(title, day, plan, minutes, _zone(visit))


def _prepared(material: Material, plan: BlueprintPlan, day: date) -> PaperMaterial:
    return paper_material(material.bank, plan, day, material.history, desk=material.desk)


def _minutes(made: PaperMaterial, plan: BlueprintPlan) -> float:
    """What a paper takes by the estimates, if its questions are those of the bank on average."""
    usual = [one.minutes for one in made.questions if one.kind != "case"] or [MINUTES["single"]]
    return round(plan.questions * sum(usual) / len(usual), 1)


def _counts(material: Material, made: PaperMaterial) -> dict[str, int]:
    counts = {f"topic-{name}": made.count(topic=name) for name in material.topics}
    counts |= {f"kind-{name}": made.count(kind=name) for name in material.kinds}
    return counts | {name: made.count(tag=name) for name in TAGS} | {"questions": made.count()}


def _counted_plan(typed: Typed) -> BlueprintPlan:
    """As much of a plan as decides what counts as new and persistent."""
    quiet = Typed(typed.fields)
    since, length = quiet.day("new-since"), quiet.number("questions", 1, MOST_QUESTIONS)
    plan = BlueprintPlan(questions=length or USUAL_LENGTH)
    return _taking_up(plan.model_copy(update={"new_since": since and since.isoformat()}), typed.take_up)


def _taking_up(plan: BlueprintPlan, points: Iterable[str]) -> BlueprintPlan:
    return plan.model_copy(update={"take_up": sorted(points)})


def _read(visit: Visit, typed: Typed, material: Material, before: BlueprintPlan) -> Draft | None:
    known = {point.name for point in material.history.points} | set(before.take_up)
    typed.take_up = typed.take_up & known
    return read_draft(typed, _zone(visit), material.topics, material.kinds, before)


def _typed(visit: Visit) -> Typed:
    fields = {name: value for name, value in visit.form.items() if isinstance(value, str)}
    return Typed(fields, frozenset(str(one) for one in visit.form.getlist("take")))


def _day_typed(visit: Visit, typed: Typed) -> date:
    return Typed(typed.fields).day("day") or _today(visit)


def _again(visit: Visit, seen: SeenExam | None, material: Material, typed: Typed) -> Response:
    plan, day = _counted_plan(typed), _day_typed(visit, typed)
    return _form(visit, seen, material, typed.fields, typed.take_up, plan, day, typed.problems)


def _form(
    visit: Visit,
    seen: SeenExam | None,
    material: Material,
    fields: Mapping[str, str],
    take_up: frozenset[str],
    plan: BlueprintPlan,
    day: date,
    problems: Mapping[str, Message] | None = None,
) -> Response:
    made = _prepared(material, plan, day)
    points = [point for point in material.history.points if point.persistent or point.name in take_up]
    d = FormPage(
        seen=seen,
        material=material,
        fields=fields,
        take_up=take_up,
        points=points[:MOST_POINTS],
        policies=material.bank.policies,
        counts=_counts(material, made),
        left_out=len(made.left_out),
        minutes=_minutes(made, plan),
        problems=problems or {},
        zone=str(_zone(visit)),
    )
    return visit.page("exams/form.html.j2", 422 if problems else 200, d=d, kinds=KINDS)


def _timing(
    visit: Visit, seen: SeenExam, fields: Mapping[str, str], problems: Mapping[str, Message]
) -> Response:
    d = FormPage(seen, None, fields, frozenset(), (), {}, {}, 0, 0, problems, str(_zone(visit)))
    return visit.page("exams/timing.html.j2", 422 if problems else 200, d=d)


def _zone(visit: Visit) -> tzinfo:
    return visit.services[Options].current(now()).zone


def _today(visit: Visit) -> date:
    moment: datetime = now()
    return visit.services[Options].current(moment).day(moment)


ROUTES = [
    page("/papers/new", show_new, Permission.EXAMINE, name="paper-new"),
    page("/papers/new", add, Permission.EXAMINE, name="paper-add", methods=("POST",)),
    page("/papers/counts", count, Permission.EXAMINE, name="paper-counts", methods=("POST",)),
    page("/papers/{exam:int}/change", show_change, Permission.EXAMINE, name="paper-change"),
    page(
        "/papers/{exam:int}/change", change, Permission.EXAMINE, name="paper-change-post", methods=("POST",)
    ),
]
