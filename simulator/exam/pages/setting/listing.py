"""The exams in a list: what is being prepared, what is open, what is to be marked."""

from dataclasses import dataclass

from starlette.responses import Response

from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import ExamState
from simulator.exam.storage.banks import Banks
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.desk import now
from simulator.web.visit import Visit

from .seeing import SeenExam, exams_seen, phase

PAGE = 20
NOTHING = Bank({}, {})


@dataclass(frozen=True, slots=True)
class ExamRow:
    """An exam in the list. `forms` is 0 until its papers are set."""

    seen: SeenExam
    desk: str
    """What its desk is called now."""
    words: Message
    kind: str
    """Of the badge."""

    @property
    def forms(self) -> int:
        """How many parallel forms it has."""
        return len(self.seen.exam.forms)


def show(visit: Visit) -> Response:
    """The list of exams; those that ask for something now come first."""
    moment = now()
    version = visit.desk[Banks].current()
    bank = visit.desk[Banks].bank(version.hash) if version else NOTHING
    rows = [
        ExamRow(seen, bank.name_of(seen.exam.desk, visit.language), *phase(seen.exam, moment))
        for seen in exams_seen(visit)
    ]
    under_way = [row for row in rows if row.seen.exam.state is not ExamState.RELEASED]
    released = [row for row in rows if row.seen.exam.state is ExamState.RELEASED]
    pages = max(1, -(-len(released) // PAGE))
    at = visit.query("page")
    shown = min(int(at), pages) if at.isascii() and at.isdecimal() and 0 < len(at) < 6 and int(at) else 1
    return visit.page(
        "exams/list.html.j2",
        under_way=under_way,
        released=released[PAGE * (shown - 1) : PAGE * shown],
        shown=shown,
        pages=pages,
        address=lambda number: f"{visit.url('papers')}?page={number}",
        bank=version is not None,
    )


ROUTES = [page("/papers", show, Permission.EXAMINE, name="papers")]
