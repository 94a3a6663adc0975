"""Persistent points: what a desk gets wrong month after month, with what it costs, for the next paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from simulator.exam.bank.document import Bearer
from simulator.exam.bank.loading import Bank
from simulator.exam.statistics.persistent import MonthShare, Point, cost_by_bearer
from simulator.exam.storage.banks import Banks
from simulator.people.person import Permission
from simulator.web.access import NotFound, page
from simulator.web.month import in_words
from simulator.web.services import now
from simulator.web.visit import Visit

from .assemblies import assemblies_of
from .history import past_exams, past_months, points_of

SHOWN_MONTHS = 6
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class PointsPage:
    """A desk's points, those of topics and those of clauses."""

    desk: str
    desks: tuple[str, ...]
    bank: Bank | None
    months: tuple[date, ...]
    """The last months in which anything was asked, oldest first."""
    topics: tuple[Point, ...]
    clauses: tuple[Point, ...]
    costs: Mapping[Bearer, float]
    """By who bears them, in yuan."""
    exams: int

    def share(self, point: Point, month: date) -> MonthShare | None:
        """How a point went in a month; None where it did not come up."""
        return next((one for one in point.months if one.month == month), None)


def show(visit: Visit) -> Response:
    """The points of a desk. They are of the whole desk: nobody's own results can be read off them."""
    services, moment = visit.services, now()
    version = services[Banks].current()
    bank = services[Banks].bank(version.bundle) if version else None
    desks = tuple(sorted({one.desk for one in bank.questions.values()})) if bank else ()
    name = visit.query("desk") or (desks[0] if desks else "")
    if name and name not in desks:
        raise NotFound
    exams = past_exams(services, name)
    months = past_months(services, assemblies_of(visit).past, exams, moment)
    points = points_of(services, assemblies_of(visit).past, name, bank, moment) if bank else ()
    d = PointsPage(
        desk=name,
        desks=desks,
        bank=bank,
        months=tuple(sorted({one.month for point in points for one in point.months}))[-SHOWN_MONTHS:],
        topics=tuple(point for point in points if point.topic is not None)[:MOST_POINTS],
        clauses=tuple(point for point in points if point.topic is None)[:MOST_POINTS],
        costs=cost_by_bearer(months),
        exams=len(exams),
    )
    months_shown = [(in_words(month, visit.language), "number") for month in d.months]
    return visit.page("exams/points.html.j2", d=d, months=months_shown)


ROUTES = [page("/points", show, Permission.EXAMINE, name="points")]
