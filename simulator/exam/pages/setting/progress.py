"""How far the exam that closes next has come for some people: who has begun, and who has handed in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.exams import Exams
from simulator.exam.storage.results_of import sittings_of
from simulator.web.visit import Visit


@dataclass(frozen=True, slots=True)
class ExamProgress:
    """An exam that is open, and how its examinees of a team stand, by their ids."""

    id: int
    title: str
    closes: datetime
    done: tuple[int, ...]
    under_way: tuple[int, ...]
    waiting: tuple[int, ...]
    """Who has not begun."""

    @property
    def people(self) -> int:
        """How many are to sit it."""
        return len(self.done) + len(self.under_way) + len(self.waiting)


def exam_progress(visit: Visit, people: Collection[int], moment: datetime) -> ExamProgress | None:
    """The open exam of any of these people that closes first, if there is one.

    One that the visitor is to sit as well is left out: they may not look into it.
    """
    services = visit.services
    found = [
        exam for exam in services[Exams].all() if exam.state is ExamState.SET and exam.window.holds(moment)
    ]
    for exam in sorted(found, key=lambda exam: (exam.window.closes, exam.id)):
        examinees = services[Exams].examinees(exam.id)
        theirs = [one for one in examinees if one.person in people]
        if not theirs or any(one.person == visit.person.id for one in examinees):
            continue
        sittings = sittings_of(services, exam, theirs)
        begun = {person for person, sitting in sittings.items() if sitting.began is not None}
        done = {person for person in begun if sittings[person].over(moment)}
        ids = [one.person for one in theirs]
        return ExamProgress(
            exam.id,
            exam.title,
            exam.window.closes,
            tuple(one for one in ids if one in done),
            tuple(one for one in ids if one in begun - done),
            tuple(one for one in ids if one not in begun),
        )
    return None
