"""A call that rings: the page before it is picked up, and picking it up.

A call rings where its play begins, or where the stage before it ends. Nothing of this is kept: a call that
is left while it rings goes on as one that was picked up.
"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.people.person import Permission
from simulator.practice.storage.attempts import Attempts
from simulator.render.portrait import Portrait, portrait
from simulator.web.access import page
from simulator.web.services import now
from simulator.web.visit import Visit

from .drawing import part_values
from .live import LiveAttempt, live_plays

RINGS = "ring"
"""In the address of a play: the call rings first."""


@dataclass(frozen=True, slots=True)
class PossibleCaller:
    """Somebody who may be on the line; `met` once a call with them was taken to its end."""

    portrait: Portrait
    met: bool


@dataclass(frozen=True, slots=True)
class Ringing:
    """What is told of a call before it is picked up: nothing that tells who calls."""

    title: str
    authority: int
    budget: int
    callers: tuple[PossibleCaller, ...]


def rings(visit: Visit, live: LiveAttempt) -> bool:
    """Whether a play shows that its call rings: asked for, nothing said yet, and never in an exam."""
    play = live.play
    return (
        visit.request.url.query == RINGS
        and live.exam is None
        and play.stage is Stage.REHEARSAL
        and len(play.moves) == play.before_call
    )


async def ringing_page(visit: Visit, live: LiveAttempt) -> Response:
    """The page of a held play whose call rings."""
    case = live.play.case
    callers = await run_in_threadpool(_callers, visit, live)
    values = {"r": Ringing(case.title, case.authority, case.budget, callers)}
    return visit.page("plays/ringing.html.j2", **part_values(visit, live, values))


async def pick_up(visit: Visit) -> Response:
    """Pick the call up: its clock runs from now on."""
    async with live_plays(visit).held(visit.path("name"), visit.person.id, visit.language) as live:
        live.picked_up(now())
    return visit.to("play", name=live.name)


def address(visit: Visit, name: str) -> str:
    """The address of a play whose call rings."""
    return f"{visit.url('play', name=name)}?{RINGS}"


def _callers(visit: Visit, live: LiveAttempt) -> tuple[PossibleCaller, ...]:
    name, personas = live.attempt.record.attempt.case, live.play.case.personas
    done = visit.services[Attempts].summaries(person=visit.person.id, case=name, finished=True)
    taken = {summary.persona for summary in done}
    looks = {persona.kind: persona.look for persona in personas}
    met = {persona.kind for persona in personas if persona.id in taken}
    return tuple(PossibleCaller(portrait(name, kind, look), kind in met) for kind, look in looks.items())


ROUTES = [page("/plays/{name}/pick-up", pick_up, Permission.PRACTISE, name="play-pick-up", methods=("POST",))]
