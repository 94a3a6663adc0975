"""Trying a case out from any scene: the shortest call that comes there is made, and the trainer goes on."""

import secrets

from starlette.responses import Response

from simulator.call.case.case import Case, Stage
from simulator.people.person import Permission
from simulator.practice.pages.plays.beginning import begin
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import Unreadable, page
from simulator.web.visit import Visit

from .background import way_to
from .draft import CaseDraft, working

WHOLE = ""
"""In place of a scene: the case from its beginning."""


def show(visit: Visit) -> Response:
    """The page on which a customer and a scene are chosen. Raises NoSuchCase, NotPlayable."""
    work = working(visit)
    return _answer(visit, work, work.case(visit.language))


def start(visit: Visit) -> Response:
    """Begin a preview there, which counts nowhere. Raises NoSuchCase, NotPlayable, Unreadable."""
    work = working(visit)
    case = work.case(visit.language)
    persona, scene = visit.field("persona"), visit.field("scene")
    if persona not in {known.id for known in case.personas} or scene not in {WHOLE, *case.scenes}:
        raise Unreadable
    moves: tuple[str, ...] | None = ()
    if scene not in (WHOLE, case.opening.id):
        try:
            moves = way_to(work.folder, persona, scene)
        except Refusal as refusal:
            return _answer(visit, work, case, refusal.message)
    if moves is None:
        name = case.personas[case.persona_place(persona)].name
        never = Message("No call with {persona} ever comes to “{scene}”.", persona=name, scene=scene)
        return _answer(visit, work, case, never)
    name = begin(
        visit.services,
        visit.person,
        work.entry.id,
        work.bundle,
        stage=None if scene == WHOLE else Stage.REHEARSAL,
        persona=persona,
        moves=moves,
        preview=True,
        language=case.language,  # which is not the reader's where the translation cannot be read
        key=visit.field("key") or None,
    )
    return visit.to("play", name=name)


def _answer(visit: Visit, work: CaseDraft, case: Case, problem: Message | None = None) -> Response:
    return visit.page(
        "cases/try.html.j2",
        422 if problem else 200,
        id=work.entry.id,
        case=case,
        persona=visit.field("persona"),
        scene=visit.field("scene") or visit.query("scene"),
        problem=problem,
        key=secrets.token_urlsafe(16),
    )


ROUTES = [
    page("/cases/{case}/try", show, Permission.AUTHOR, name="case-try"),
    page("/cases/{case}/try", start, Permission.AUTHOR, name="case-try-now", methods=("POST",)),
]
