"""A case in figures: how much there is to read, how long it takes, how hard it is, what asking is worth."""

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.visit import Visit

from .background import figures_of
from .draft import working
from .tasks import Figures


def show(visit: Visit) -> Response:
    """The figures of a case. Raises NoSuchCase, NotPlayable."""
    work = working(visit)
    case = work.case(visit.language)
    stopped: Message | None = None
    figures: Figures | None = None
    try:
        figures = figures_of(work.folder, case.language)
    except Refusal as refusal:
        stopped = refusal.message
    return visit.page(
        "cases/figures.html.j2",
        id=work.entry.id,
        title=case.title,
        case_language=case.language,
        figures=figures,
        stopped=stopped,
    )


ROUTES = [page("/cases/{case}/figures", show, Permission.AUTHOR, name="case-figures")]
