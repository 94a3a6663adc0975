"""The visitor's own exams: upcoming, open, in progress, handed in, released."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from starlette.responses import Response

from simulator.exam.paper.exam import Exam, Examinee, ExamState, minutes
from simulator.exam.sitting.sitting import Sitting
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.sittings import NoSuchSitting, Sittings
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.services import Services, now
from simulator.web.visit import Visit


class Stand(Enum):
    """The state of an exam for one examinee."""

    UNDER_WAY = "under-way"
    OPEN = "open"
    COMING = "coming"
    HANDED_IN = "handed-in"
    MISSED = "missed"
    TOLD = "told"


WORDS = {
    Stand.UNDER_WAY: (Message("under way"), "mind"),
    Stand.OPEN: (Message("open"), "accent"),
    Stand.COMING: (Message("not open yet"), ""),
    Stand.HANDED_IN: (Message("handed in"), "good"),
    Stand.MISSED: (Message("not sat"), "bad"),
    Stand.TOLD: (Message("results are out"), "good"),
}
"""In words, with the kind of badge."""
LATELY = timedelta(days=7)
TO_DO = (Stand.UNDER_WAY, Stand.OPEN, Stand.COMING)


@dataclass(frozen=True, slots=True)
class OwnExam:
    """An exam of somebody's, with where its link leads."""

    id: int
    title: str
    day: date
    opens: datetime
    closes: datetime
    """With the extra minutes, as the ones below."""
    minutes: int
    extra: int
    stand: Stand
    deadline: datetime | None = None
    """When it ends, while it is under way."""
    released: datetime | None = None
    sat: bool = False
    """Whether it was begun."""

    def told_lately(self, moment: datetime) -> bool:
        """Whether its result was told in the last days."""
        return self.released is not None and moment - self.released < LATELY

    @property
    def words(self) -> Message:
        """How it stands, in words."""
        return WORDS[self.stand][0]

    @property
    def kind(self) -> str:
        """The kind of badge for it."""
        return WORDS[self.stand][1]


def own_exams(services: Services, person: int, moment: datetime) -> list[OwnExam]:
    """Somebody's exams: first what is to be done, soonest first; then the others, the newest first."""
    found = [
        _own(services, exam, examinee, moment)
        for exam, examinee in services[Exams].for_person(person)
        if exam.state is not ExamState.DRAFT
    ]
    to_do = sorted(
        (one for one in found if one.stand in TO_DO), key=lambda one: (TO_DO.index(one.stand), one.closes)
    )
    return to_do + [one for one in found if one.stand not in TO_DO]


def show_exams(visit: Visit) -> Response:
    """List the exams of the visitor."""
    found = own_exams(visit.services, visit.person.id, now())
    return visit.page(
        "sittings/list.html.j2",
        to_do=[one for one in found if one.stand in TO_DO],
        past=[one for one in found if one.stand not in TO_DO],
    )


def _own(services: Services, exam: Exam, examinee: Examinee, moment: datetime) -> OwnExam:
    sitting = _sitting(services, exam, examinee)
    stand = _stand(exam, sitting, moment)
    return OwnExam(
        exam.id,
        exam.title,
        exam.day,
        exam.window.opens,
        exam.window.closes + minutes(sitting.extra),
        exam.minutes + sitting.extra,
        sitting.extra,
        stand,
        sitting.deadline(moment) if stand is Stand.UNDER_WAY else None,
        exam.released,
        sitting.began is not None,
    )


def _sitting(services: Services, exam: Exam, examinee: Examinee) -> Sitting:
    try:
        kept = services[Sittings].find(exam.id, examinee.person)
    except NoSuchSitting:
        return Sitting.of(exam, examinee, ())
    return Sitting.of(exam, examinee, services[Sittings].entries_after(kept.id, 0))


def _stand(exam: Exam, sitting: Sitting, moment: datetime) -> Stand:
    if exam.state is ExamState.RELEASED:
        return Stand.TOLD
    if sitting.began is None:
        if moment < exam.window.opens:
            return Stand.COMING
        return Stand.OPEN if exam.window.holds(moment) else Stand.MISSED
    return Stand.HANDED_IN if sitting.over(moment) else Stand.UNDER_WAY


ROUTES = [page("/exams", show_exams, Permission.PRACTISE, name="exams", while_sitting=True)]
