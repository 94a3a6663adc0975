"""Somebody of a class: how far with each case, how sure and how right, and every attempt."""

from dataclasses import dataclass

from starlette.responses import Response

from simulator.database.settings import Options
from simulator.people.person import Permission, Person
from simulator.practice.calibration import Calibration, calibration, first_beliefs
from simulator.practice.practice import PracticeProgress, progress
from simulator.practice.storage.played import placed, played_by, published_cases
from simulator.web.access import NotFound, page
from simulator.web.services import now
from simulator.web.visit import Visit

from .attempt_rows import AttemptRow, attempt_rows, worked_out
from .groups import Group, group_seen

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What the page of a member shows. `languages` are those of the cases' titles, by case."""

    group: Group
    person: Person
    progress: PracticeProgress
    languages: dict[str, str]
    calibration: Calibration
    attempts: tuple[AttemptRow, ...]
    waiting: int
    """Attempts that nothing is found out about yet."""
    page: int
    pages: int


def show(visit: Visit) -> Response:
    """The page of a member of a class. Raises NotFound."""
    services, moment = visit.services, now()
    group = group_seen(visit, visit.path("team"))
    person = next((one for one in group.members if one.id == visit.path("person")), None)
    if person is None:
        raise NotFound
    seen = worked_out(visit, played_by(services, [person.id]))
    own = placed(services, seen.attempts)
    cases = published_cases(services, visit.language, {one.case for one in own})
    pages = max(1, -(-len(own) // PER_PAGE))
    number = min(max(1, _whole(visit.query("page"))), pages)
    shown = own[(number - 1) * PER_PAGE : number * PER_PAGE]
    # the debrief tells what there was to suppose: only the first attempt at each case is a guess
    first = {one.case: one for one in own if one.findings and one.findings.beliefs}
    guesses = first_beliefs(one.findings for one in first.values() if one.findings)
    return visit.page(
        "classes/member.html.j2",
        d=MemberPage(
            group=group,
            person=person,
            progress=progress(cases, own, services[Options].current(moment).wins_needed),
            languages={case.id: case.language for case in cases},
            calibration=calibration(guesses),
            attempts=attempt_rows(shown, [person], cases),
            waiting=seen.waiting,
            page=number,
            pages=pages,
        ),
    )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


ROUTES = [
    page("/classes/{team}/members/{person:int}", show, Permission.WATCH, name="class-member"),
]
