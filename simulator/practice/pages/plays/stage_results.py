"""What came of the replay or the analysis, shown at once when the trainee leaves it, before the next stage.

In an exam nothing is told before the results.
"""

from dataclasses import dataclass

from starlette.responses import Response

from simulator.call.case.case import Stage
from simulator.call.report.course import Course, course
from simulator.call.report.recording import Recording, recording
from simulator.people.person import Permission
from simulator.text.language import Translator
from simulator.text.message import Message
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .drawing import part_values
from .live import LiveAttempt, live_plays
from .moving import frame_of
from .ringing import RINGS

TOLD = (Stage.REPLAY, Stage.ANALYSIS)
"""The stages whose results are shown by themselves; after the call comes the debrief."""


@dataclass(frozen=True, slots=True)
class StageResults:
    """What came of one stage: of the replay its lines with what was found, of the analysis its course."""

    title: Message
    recording: Recording | None = None
    course: Course | None = None


async def show(visit: Visit) -> Response:
    """The results of a stage that is left; while it goes on, the play. Raises NotFound."""
    stage = next((one for one in TOLD if one.value == visit.path("stage")), None)
    if stage is None:
        raise NotFound
    async with live_plays(visit).held(
        visit.path("name"), visit.person.id, visit.language, fresh=True
    ) as live:
        stages = live.stages
        if live.exam is not None or stage not in stages:
            raise NotFound
        now_at = live.play.stage
        if now_at is None or stages.index(now_at) <= stages.index(stage):
            return visit.to("play", name=live.name)
        ringing = f"?{RINGS}" if now_at is Stage.REHEARSAL else ""
        values = {
            "d": _results(live, stage, visit.t),
            "frame": frame_of(visit.t, live),
            "onward": visit.url("play", name=live.name) + ringing,
        }
        return visit.page("plays/stage_results.html.j2", **part_values(visit, live, values))


def _results(live: LiveAttempt, stage: Stage, t: Translator) -> StageResults:
    case, progress = live.play.case, live.play.progress
    if stage is Stage.REPLAY:
        title = Message("What you found in the recording")
        return StageResults(title, recording=recording(case, progress.replay, t))
    return StageResults(
        Message("What came of your analysis"), course=course(case, progress.analysis, complete=True, t=t)
    )


ROUTES = [page("/plays/{name}/results/{stage}", show, Permission.PRACTISE, name="play-results")]
