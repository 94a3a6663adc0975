"""Who is to sit an exam: teams and people are chosen, and the papers set for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from simulator.exam.paper.exam import Exam, ExamState, form_name
from simulator.exam.paper.preparing import dealt
from simulator.exam.storage.banks import Banks
from simulator.exam.storage.case_questions import check_calls
from simulator.exam.storage.exam_rows import NoSuchExam
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import Sittings
from simulator.people.person import Permission
from simulator.practice.pages.classes.groups import Group, groups_seen
from simulator.text.message import Message
from simulator.text.refusal import Hindrance, Refusal
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .make_up import absent_people
from .plan_form import draft_of
from .seeing import SeenExam, whole_exam
from .sheet import LONG_PATIENCE, assembly_of

NOBODY = Message("Choose at least one team or trainee.")


class PapersChanged(Refusal):
    """Papers other than those that the visitor has looked at."""

    kind = Hindrance.OUTDATED

    def __init__(self) -> None:
        super().__init__(
            Message("These forms were generated anew since you looked at them. Look at the sheet again.")
        )


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """The teams and people to choose from, and who is chosen."""

    seen: SeenExam
    groups: Sequence[Group]
    teams: frozenset[str]
    people: frozenset[str]
    digest: str
    """Of the papers that are to be set; empty where they are set already."""
    forms: int
    begun: int
    problem: Message | None = None

    @property
    def fixed(self) -> bool:
        """Whether nothing can be changed, since somebody has begun."""
        return self.begun > 0


def show(visit: Visit) -> Response:
    """The teams and people to choose from, or who was chosen."""
    seen = whole_exam(visit)
    if seen.exam.state is ExamState.DRAFT:
        made = assembly_of(visit, seen.exam, LONG_PATIENCE)
        return _page(visit, seen, frozenset(), _to_make_up(visit, seen.exam), made.digest, len(made.forms))
    people = frozenset(str(one.person) for one in seen.examinees)
    return _page(visit, seen, frozenset(), people, "", len(seen.exam.forms))


def set_papers_for(visit: Visit) -> Response:
    """Set the papers.

    Raises PapersChanged, UnfitCall, NotFound for people of others, HasBegun, ExamReleased.
    """
    seen = whole_exam(visit)
    exam = seen.exam
    teams = frozenset(str(one) for one in visit.form.getlist("team"))
    people = frozenset(str(one) for one in visit.form.getlist("person"))
    groups = groups_seen(visit)
    known_teams, known = {group.key for group in groups}, {one for group in groups for one in group.ids}
    already = {str(one.person) for one in seen.examinees}
    if not (teams <= known_teams and people <= known | already):
        raise NotFound
    forms, digest = exam.forms, ""
    if exam.state is ExamState.DRAFT:
        made = assembly_of(visit, exam, LONG_PATIENCE)
        forms, digest = made.forms, made.digest
        if visit.field("digest") != digest:
            raise PapersChanged
    chosen = {int(one) for one in people}
    chosen |= {int(one) for group in groups if group.key in teams for one in group.ids}
    if not chosen:
        return _page(visit, seen, teams, people, digest, len(forms), NOBODY)
    check_calls(visit.services, visit.services[Banks].bank(exam.bank), forms)
    examinees = dealt(chosen, len(forms), draft_of(exam).plan.seed, exam=exam.id)
    visit.services[Exams].set(exam.id, forms, examinees, visit.person.id, now())
    return visit.to("paper-people", "papers-set", exam=exam.id)


def take_back(visit: Visit) -> Response:
    """Make a draft of it again. Raises ExamNotSet, HasBegun, ExamReleased."""
    exam = whole_exam(visit).exam
    visit.services[Exams].back_to_draft(exam.id, visit.person.id, now())
    return visit.to("paper", "papers-back", exam=exam.id)


def _to_make_up(visit: Visit, exam: Exam) -> frozenset[str]:
    """Who was absent from the exam that this one makes up for; nobody if it makes up for none."""
    number = draft_of(exam).plan.makes_up
    if number is None:
        return frozenset()
    try:
        before = visit.services[Exams].find(number)
    except NoSuchExam:
        return frozenset()
    return frozenset(str(one) for one in absent_people(visit.services, before, now()))


def _page(
    visit: Visit,
    seen: SeenExam,
    teams: frozenset[str],
    people: frozenset[str],
    digest: str,
    forms: int,
    problem: Message | None = None,
) -> Response:
    begun = len(visit.services[Sittings].of_exam(seen.exam.id)) if not seen.draft else 0
    groups = groups_seen(visit)
    d = CandidatesPage(seen, groups, teams, people, digest, forms, begun, problem)
    return visit.page("exams/people.html.j2", 422 if problem else 200, d=d, form_name=form_name)


ROUTES = [
    page("/papers/{exam:int}/people", show, Permission.EXAMINE, name="paper-people"),
    page(
        "/papers/{exam:int}/people", set_papers_for, Permission.EXAMINE, name="paper-set", methods=("POST",)
    ),
    page("/papers/{exam:int}/back", take_back, Permission.EXAMINE, name="paper-back", methods=("POST",)),
]
