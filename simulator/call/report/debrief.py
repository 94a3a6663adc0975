"""The debrief of a play: everything that its report says, for the templates and for the terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.call.case.case import Case, Stage
from simulator.call.play.play import Play
from simulator.call.review.review import review
from simulator.call.solver.judging import Judge, judge_of
from simulator.render.rendering import rendered_html, rendered_markdown
from simulator.text.language import translator

from .advice import Advice, advice
from .conversation import Conversation, Curve, call_curve, conversation
from .course import Course, course
from .recording import Recording, recording
from .review import review_part
from .verdict import Scorecard, VerdictReport, WhoCalled, caller, scorecard, verdict

if TYPE_CHECKING:
    from .review import ReviewPart


@dataclass(frozen=True, slots=True)
class Debrief:
    """What came of a play. Texts of the case are in `case_language`, all others in `language`.

    A part that the play did not come to is None: `recording` and `course` for the first two stages,
    `caller`, `conversation` and `curve` for the call, `verdict` until that has ended. `review` is there when
    the call was reviewed; it could not be if the case is `too_large`.
    """

    language: str
    case_language: str
    case: str
    title: str
    summary: str
    started: str | None
    over: bool
    verdict: VerdictReport | None
    caller: WhoCalled | None
    conversation: Conversation | None
    curve: Curve | None
    recording: Recording | None
    course: Course | None
    scores: Scorecard
    advice: tuple[Advice, ...]
    review: "ReviewPart | None" = None
    too_large: bool = False

    @property
    def started_shown(self) -> str:
        """When the play began, to the minute."""
        return to_the_minute(self.started)

    @property
    def opens_at(self) -> int:
        """The number of the reply that the report opens at; 0 where nothing was said."""
        if self.review is not None and self.review.turn:
            return self.review.turn
        said = [turn for turn in self.conversation.turns if turn.reply] if self.conversation else []
        critical = [turn for turn in said if turn.reply and turn.reply.critical]
        return (critical or said)[-1].number if said else 0

    @property
    def call_expected(self) -> bool:
        """Whether a call belongs to the play."""
        return any(stage.stage == Stage.REHEARSAL.value for stage in self.scores.stages)


def debrief(
    play: Play,
    language: str,
    started: str | None = None,
    review: "ReviewPart | None" = None,
    too_large: bool = False,
) -> Debrief:
    """The debrief of a play, finished or not. `started` is when it began, in ISO 8601."""
    t = translator(language)
    case, progress = play.case, play.progress
    spoken = tuple(play.spoken())
    call, outcome = progress.rehearsal, play.outcome()
    heard = recording(case, progress.replay, t) if progress.replay.heard else None
    judged = verdict(case, call, outcome, t) if call and outcome else None
    return Debrief(
        language=language,
        case_language=case.language,
        case=case.id,
        title=case.title,
        summary=case.summary,
        started=started,
        over=play.over,
        verdict=judged,
        caller=caller(case.personas[call.persona]) if call else None,
        conversation=conversation(play, spoken, t) if call else None,
        curve=call_curve(case, call, spoken, t) if call else None,
        recording=heard,
        course=course(case, progress.analysis, _left(play, Stage.ANALYSIS), t) if _analysed(play) else None,
        scores=scorecard(play, t),
        advice=advice(play, spoken, t),
        review=review,
        too_large=too_large,
    )


def to_the_minute(moment: str | None) -> str:
    """A time in ISO 8601 as people write it; as it is where it is none."""
    try:
        return datetime.fromisoformat(moment or "").strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment or ""


def debrief_html(d: Debrief) -> str:
    """The report as one HTML file that asks nobody for anything."""
    return rendered_html("debrief.html.j2", d, d.language, d.case_language)


def debrief_markdown(d: Debrief) -> str:
    """The report as Markdown."""
    return rendered_markdown("debrief.md.j2", d, d.language)


def _analysed(play: Play) -> bool:
    """Whether the play came to the analysis and something was done there."""
    return bool(play.progress.analysis != play.progress.analysis.__class__()) or _left(play, Stage.ANALYSIS)


def _left(play: Play, stage: Stage) -> bool:
    """Whether the play has had a stage and left it behind."""
    stages = play.case.stages if play.stage_played is None else (play.stage_played,)
    if stage not in stages:
        return False
    return play.stage is None or stages.index(play.stage) > stages.index(stage)


def reviewed_debrief(
    play: Play,
    language: str,
    started: str | None = None,
    judge_of: Callable[[Case], Judge | None] = judge_of,
    better: bool = True,
) -> Debrief:
    """The debrief of a play with its review; `judge_of` gives None for a case that is too large.

    What would have been `better` is in it, or left out for somebody who is to try again first.
    """
    if play.progress.rehearsal is None:
        return debrief(play, language, started)
    judge = judge_of(play.case)
    if judge is None:
        return debrief(play, language, started, too_large=True)
    found = review(play, judge)
    part = None if found is None else review_part(found, translator(language), better)
    return debrief(play, language, started, part)
