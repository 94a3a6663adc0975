"""How a case plays, for its author: what each reply is worth after others, and which is best for whom."""

from starlette.responses import Response

from simulator.call.report.voice import voice_of
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.text.typed_text import parted
from simulator.web.access import page
from simulator.web.visit import Visit

from .background import worth_of
from .draft import working
from .tasks import Worth

MOST_MOVES = 200
"""Replies said so far; a call is over long before."""


def show(visit: Visit) -> Response:
    """The page, after the replies `?after=…` or at the opening. Raises NoSuchCase, NotPlayable."""
    work = working(visit)
    case = work.case(visit.language)
    moves = tuple(parted(visit.query("after"))[:MOST_MOVES])
    worth: Worth | None = None
    stopped: Message | None = None
    try:
        worth = worth_of(work.folder, case.language, moves)
    except Refusal as refusal:
        stopped = refusal.message
    return visit.page(
        "cases/worth.html.j2",
        422 if worth is not None and worth.refused else 200,
        id=work.entry.id,
        case=case,
        names={persona.id: persona.name for persona in case.personas},
        moves=moves,
        worth=worth,
        voice_of=voice_of,
        stopped=stopped,
    )


ROUTES = [page("/cases/{case}/worth", show, Permission.AUTHOR, name="case-worth")]
