"""The page of a play: the stage that it is at, inside a frame that is the same for all stages."""

from dataclasses import dataclass

from starlette.responses import Response

from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.web.access import page
from simulator.web.visit import Visit

from .drawing import PARTS, STAGE_NAMES, part_values, stage_of, whole_part
from .live import Live, LivePlays
from .watched import ExamCall

ENDED = "end"
"""In the address: show how the call ended, before the debrief. For browsers without script."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the part: `steps` are the stages, each with done, here or nothing.

    `problem` is why a move was not made, for a browser that shows the whole page anew.
    """

    title: str
    stage: str
    steps: tuple[tuple[str, str], ...]
    template: str
    preview: bool
    problem: Message | None
    exam: ExamCall | None
    """The exam that it is a call of."""


async def show_play(visit: Visit) -> Response:
    """The play as it stands; one that is over goes to its debrief. Raises NotFound.

    The call of an exam goes to the paper while nothing can be said in it, and until the results are told.
    """
    plays = live_plays(visit)
    async with plays.held(visit.path("name"), visit.person.id, visit.language, fresh=True) as live:
        if live.exam is not None and live.exam.refusal is None:
            return play_page(visit, live)
        if live.exam is not None and not (live.exam.told and live.play.over):
            return visit.to("result" if live.exam.told else "sitting", exam=live.exam.exam)
        ended = visit.request.url.query == ENDED and live.play.progress.call is not None
        if live.play.over and not ended:
            return visit.to("attempt", name=live.name)
        return play_page(visit, live)


def play_page(visit: Visit, live: Live, status: int = 200, problem: Message | None = None) -> Response:
    """The whole page of a held play."""
    t = visit.t
    here = stage_of(live)
    stages = live.stages
    states = ["done" if stages.index(stage) < stages.index(here) else "" for stage in stages]
    states[stages.index(here)] = "done" if live.play.over else "here"
    steps = [(t(STAGE_NAMES[stage]), state) for stage, state in zip(stages, states, strict=True)]
    frame = Frame(
        title=live.play.case.title,
        stage=t(STAGE_NAMES[here]),
        steps=(*steps, (t("Debrief"), "here" if live.play.over else "")),
        template=PARTS[here],
        preview=live.attempt.preview,
        problem=problem,
        exam=live.exam,
    )
    values = part_values(visit, live, whole_part(visit, live) | {"frame": frame})
    return visit.page("plays/play.html.j2", status, **values)


def live_plays(visit: Visit) -> LivePlays:
    """The plays of this server process."""
    plays: LivePlays = visit.request.app.state.plays
    return plays


ROUTES = [page("/plays/{name}", show_play, Permission.PRACTISE, name="play")]
