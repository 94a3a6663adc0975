"""The judges' sheet (Angoff): what share of those who only just do well enough would be right."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from simulator.exam.bank.answer_words import answer_words
from simulator.exam.bank.keys import Key, resolved
from simulator.exam.bank.loading import Bank
from simulator.exam.bank.question import Question
from simulator.exam.paper.exam import ExamState, form_name
from simulator.exam.results.rulings import in_force
from simulator.exam.results.standard_setting import Cut, PassEstimate, angoff
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.exams import ExamNotSet, Exams
from simulator.people.person import Permission
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .seeing import SeenExam, exam_seen, whole_exam

NO_SHARE = Message("Write a whole number from 0 to 100.")
FIELD = "share-"


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question on the sheet. What the others say is told once one's own sheet is whole."""

    question: Question
    key_lines: tuple[str, ...]
    field: str
    typed: str
    judged: PassEstimate | None


@dataclass(frozen=True, slots=True)
class JudgesPage:
    """The sheet of the visitor, and the cut by all judges."""

    seen: SeenExam
    questions: tuple[JudgedQuestion, ...]
    cuts: tuple[Cut, ...]
    """By form."""
    judges: tuple[tuple[str, int, float | None], ...]
    """Each judge's name, how many questions they have judged, and their own cut over all questions."""
    whole: bool
    """Whether the visitor's own sheet is whole: only then the others' estimates are shown."""
    problems: Mapping[str, Message]


def show(visit: Visit) -> Response:
    """The sheet. Raises ExamNotSet."""
    return _page(visit)


def judge(visit: Visit) -> Response:
    """Keep what was estimated; what is left empty stays as it was. Raises ExamNotSet, UnfitRuling."""
    seen = exam_seen(visit)
    estimates = visit.services[Exams].estimates(seen.exam.id).get(visit.person.id, {})
    problems: dict[str, Message] = {}
    wanted: dict[str, float] = {}
    for name in _questions(seen):
        text = visit.field(FIELD + name)
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and len(text) < 4 and int(text) <= 100):
            problems[FIELD + name] = NO_SHARE
        elif int(text) / 100 != estimates.get(name):
            wanted[name] = int(text) / 100
    if problems:
        return _page(visit, problems)
    moment, by = now(), visit.person.id
    for name, share in wanted.items():
        visit.services[Exams].estimate(seen.exam.id, by, name, share, by, moment)
    return visit.to("paper-judges", "saved", exam=seen.exam.id)


def use(visit: Visit) -> Response:
    """Let the judges' estimates decide, or the fixed mark. Raises ExamReleased, NotYours."""
    seen = whole_exam(visit)
    mark = type(seen.exam.pass_mark)(seen.exam.pass_mark.share, visit.field("judged") == "yes")
    visit.services[Exams].change(seen.exam.id, pass_mark=mark, by=visit.person.id, now=now())
    return visit.to("paper-judges", "saved", exam=seen.exam.id)


def _questions(seen: SeenExam) -> list[str]:
    if seen.exam.state is ExamState.DRAFT:
        raise ExamNotSet
    return list(dict.fromkeys(item.question for form in seen.exam.forms for item in form.items))


def _page(visit: Visit, problems: Mapping[str, Message] | None = None) -> Response:
    seen = exam_seen(visit)
    services, exam, names = visit.services, seen.exam, _questions(seen)
    bank, estimates = services[Banks].bank(exam.bank), services[Exams].estimates(exam.id)
    void = {name for name, ruling in in_force(services[Exams].rulings(exam.id)).items() if ruling.void}
    own = estimates.get(visit.person.id, {})
    whole = exam.state is ExamState.RELEASED or all(name in own for name in names if name not in void)
    by_name: dict[str, PassEstimate] = {}
    cuts = tuple(angoff(form.items, estimates, void) for form in exam.forms)
    for cut in cuts:
        by_name |= {judged.question: judged for judged in cut.questions}
    people = {one.id: one.shown for one in services[People].all()}
    everything = {item.question: item for form in exam.forms for item in form.items}
    total = angoff(list(everything.values()), estimates, void)
    d = JudgesPage(
        seen=seen,
        questions=tuple(
            JudgedQuestion(
                bank.questions[name],
                _key_lines(visit, bank, seen, bank.questions[name]),
                FIELD + name,
                visit.field(FIELD + name) if problems else f"{100 * own[name]:.0f}" if name in own else "",
                by_name.get(name) if whole else None,
            )
            for name in names
            if name not in void
        ),
        cuts=cuts,
        judges=tuple(
            (people.get(person, "–"), len(sheet), total.judges.get(person))
            for person, sheet in estimates.items()
        ),
        whole=whole,
        problems=problems or {},
    )
    return visit.page("exams/judges.html.j2", 422 if problems else 200, d=d, form_name=form_name)


def _key_lines(visit: Visit, bank: Bank, seen: SeenExam, question: Question) -> tuple[str, ...]:
    key = resolved(question, bank.policies, seen.exam.day)
    return answer_words(question, key.answer, visit.language) if isinstance(key, Key) else ()


ROUTES = [
    page("/papers/{exam:int}/judges", show, Permission.EXAMINE, name="paper-judges"),
    page("/papers/{exam:int}/judges", judge, Permission.EXAMINE, name="paper-judge", methods=("POST",)),
    page(
        "/papers/{exam:int}/judges/use", use, Permission.EXAMINE, name="paper-judges-use", methods=("POST",)
    ),
]
