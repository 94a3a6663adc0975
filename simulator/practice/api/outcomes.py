"""What came of a finished attempt, as data."""

from typing import Literal

from pydantic import Field

from simulator.call.case.case import Case
from simulator.call.play.outcome import Outcome
from simulator.call.play.play import Play
from simulator.library.judges import Judges, StillWorking
from simulator.practice.findings import Findings, findings
from simulator.practice.pages.attempts.reviewing import PATIENCE, NoCall, NotGraded, findings_of, reviewed
from simulator.practice.pages.attempts.seeing import play_of
from simulator.practice.store import KeptAttempt
from simulator.web.api.caller import ApiCaller
from simulator.web.api.schemas import Shown, VerdictName


class Cells(Shown):
    """The two-by-two: each side in each space, 0 to 100."""

    customer_business: int
    customer_personal: int
    company_business: int
    company_personal: int


class CriticalState(Shown):
    """A critical error that was made."""

    id: str
    text: str


class CallState(Shown):
    """What the call achieved."""

    ending: str = Field(description="The ending's id in the case.")
    title: str = Field(description="Of the ending.")
    verdict: VerdictName
    business: VerdictName = Field(description="Who won the matter itself.")
    personal: VerdictName = Field(description="Who won between the people.")
    score: int = Field(description="The win-win score, 0 to 100.")
    bar: int = Field(description="What each cell of a side must reach for the side to win.")
    cells: Cells
    critical: list[CriticalState]


class ScoresState(Shown):
    """Scores of the stages, 0 to 100; null for a stage that was not finished."""

    replay: int | None
    analysis: int | None
    rehearsal: int | None
    total: int | None


class GradedReply(Shown):
    """A reply of the call. Without a review, `grade` and `loss` are null."""

    number: int
    scene: str
    move: str
    say: str | None = Field(description="Null where the case as it was played has it no more.")
    grade: str | None
    loss: float | None = Field(description="Points of 100 of the win-win score that it gave away.")
    lost: bool = Field(description="Whether a win-win could be reached before it and not after it.")


class OutcomeState(Shown):
    """What came of a finished attempt."""

    name: str
    case: str
    title: str
    persona: str = Field(description="Who was on the line: the id in the case.")
    expects: str = Field(description="What that customer really wanted.")
    call: CallState | None = Field(description="Null where no call was made to its end.")
    scores: ScoresState
    review: Literal["done", "working", "none"] = Field(
        description="`working`: ask again in a moment; `none`: there is no call, or the case is too large."
    )
    accuracy: float | None = Field(description="Of the replies, 0 to 100; null without a review.")
    undos: int = Field(description="How many replies were taken back.")
    replies: list[GradedReply]


def outcome_state(caller: ApiCaller, kept: KeptAttempt) -> OutcomeState:
    """What came of a finished attempt. Raises CaseNotKept, NoSuchBundle, DoesNotFit."""
    play = play_of(caller.services, kept, caller.language)
    found, working = _findings(caller, kept, play)
    outcome = play.outcome()
    scores = found.scores
    return OutcomeState(
        name=kept.record.id,
        case=kept.record.attempt.case,
        title=play.case.title,
        persona=play.persona,
        expects=play.case.personas[play.case.persona_place(play.persona)].expects,
        call=None if outcome is None else _call(play.case, outcome),
        scores=ScoresState(
            replay=scores.replay, analysis=scores.analysis, rehearsal=scores.rehearsal, total=scores.total
        ),
        review="working" if working else "done" if found.reviewed else "none",
        accuracy=found.accuracy,
        undos=found.undos,
        replies=_replies(play.case, found),
    )


def _findings(caller: ApiCaller, kept: KeptAttempt, play: Play) -> tuple[Findings, bool]:
    """What is found out about an attempt, and whether more of it is still being worked out."""
    undos = (kept.version - len(kept.record.attempt.moves)) // 2
    try:
        if not kept.preview:
            return findings_of(caller.services, caller.services[Judges], kept, PATIENCE), False
        return findings(play, reviewed(caller.services[Judges], play, PATIENCE)[0], undos), False
    except (NoCall, NotGraded):
        return findings(play, None, undos), False
    except StillWorking:
        return findings(play, None, undos), True


def _call(case: Case, outcome: Outcome) -> CallState:
    cells = outcome.cells
    return CallState(
        ending=outcome.ending.id,
        title=outcome.ending.title,
        verdict=outcome.verdict.value,
        business=outcome.business.value,
        personal=outcome.personal.value,
        score=outcome.score,
        bar=outcome.bar,
        cells=Cells(
            customer_business=cells.customer_business,
            customer_personal=cells.customer_personal,
            company_business=cells.company_business,
            company_personal=cells.company_personal,
        ),
        critical=[CriticalState(id=error, text=case.critical[error].text) for error in outcome.critical],
    )


def _replies(case: Case, found: Findings) -> list[GradedReply]:
    graded = []
    for number, reply in enumerate(found.replies, 1):
        scene = case.scenes.get(reply.scene)
        move = scene.moves.get(reply.move) if scene else None
        graded.append(
            GradedReply(
                number=number,
                scene=reply.scene,
                move=reply.move,
                say=move.say if move else None,
                grade=reply.grade.value if reply.grade else None,
                loss=reply.loss,
                lost=reply.lost,
            )
        )
    return graded
