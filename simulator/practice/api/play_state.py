"""A play as a program sees it: what the trainee has before them, and nothing that is still hidden.

The fields of each `…State` list what the API shows of a part of the page; what is not listed is not shown.
"""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from simulator.call.case.case import Stage
from simulator.call.case.document import Mood as MoodName
from simulator.practice.pages.plays.analysis import analysis_part
from simulator.practice.pages.plays.live import LiveAttempt
from simulator.practice.pages.plays.rehearsal import call_desk, open_replies
from simulator.practice.pages.plays.replay import replay_part
from simulator.text.language import Translator
from simulator.web.api.schemas import Attribute, LanguageName, Shown, StageName
from simulator.web.services import now


class LineState(Shown):
    """A line of the recorded call that was heard."""

    number: int
    role: str = Field(description="`customer`, `agent` or `system`.")
    speaker: str = Field(description="The role in words.")
    words: str
    cue: str | None = Field(description="How it is said.")
    mood: MoodName | None = Field(description="How it sounds, in one word.")
    at: Annotated[int | None, Attribute("seconds")] = Field(description="Seconds into the recording.")
    marks: list[str] = Field(description="The details that the trainee has marked in it.")


class DetailKind(Shown):
    """A kind of detail that can be marked."""

    detail: str
    name: str
    means: str


class ReplayState(Shown):
    """The replay as far as it was heard."""

    lines: list[LineState]
    count: int = Field(description="Lines of the whole call.")
    over: bool = Field(description="Whether all of them were heard.")
    details: Annotated[list[DetailKind], Attribute("kinds")]


class ChoiceState(Shown):
    """Something to choose. Whether it is `right`, and `why`, is known once it was chosen."""

    number: int
    text: str
    chosen: bool = Field(description="Whether the last answer has it.")
    right: bool | None
    why: str | None


class ExpectationState(Shown):
    """Something that the customer may want."""

    number: int
    text: str
    supposed: bool


class SuppositionState(Shown):
    """What the trainee has supposed, at which question, and how sure they were (percent)."""

    question: int
    text: str
    confidence: int


class AnalysisState(Shown):
    """The question that the trainee is at."""

    question: Annotated[int, Attribute("number")] = Field(description="Its number.")
    count: int = Field(description="Questions in all.")
    kind: str = Field(description="`single`, `multiple`, `order`, `point` or `hypothesis`.")
    text: Annotated[str, Attribute("question")]
    how: str = Field(description="How to answer.")
    choices: list[ChoiceState] = Field(description="An order stands as it was answered last.")
    verdict: str | None = Field(description="What came of the last answer.")
    answered: bool = Field(description="Whether the trainee may go on.")
    solved: bool = Field(description="Whether there is nothing left to answer.")
    hints: list[str] = Field(description="Those taken.")
    hints_left: int
    explained: str | None = Field(description="What the author says of the question, once it is solved.")
    behind: str | None = Field(
        description="What the author says of the question before, if it was not solved."
    )
    expectations: list[ExpectationState]
    suppositions: list[SuppositionState]
    lines: list[LineState] = Field(description="The call as far as the question looks back.")


class ReplyState(Shown):
    """A reply that is open."""

    number: int
    reply: Annotated[str, Attribute("token")] = Field(description="Its token, for `say`.")
    say: str
    needs: str = Field(description="What it takes, in words.")
    beyond: bool = Field(description="Whether that is more than the agent has.")
    control: str | None = Field(description="`hold`, `escalate` or null.")


class TurnState(Shown):
    """A reply and what is said to it. The opening words, number 0, answer no reply."""

    number: int
    say: str | None
    customer: str | None = Field(description="What is said. Null where an ending has no words.")
    speaker: str | None = Field(description="Who says it, if not the customer.")
    on_hold: bool = Field(description="Whether the customer is on hold meanwhile.")
    cue: str | None = Field(description="How it is said.")
    mood: MoodName | None = Field(description="How it sounds, in one word.")
    screen: str | None = Field(description="What the agent's screen shows.")
    time: str | None = Field(description="The time of day, as 14:05; null in a case without a clock.")


class RehearsalState(Shown):
    """The call so far."""

    turns: list[TurnState]
    replies: list[ReplyState] = Field(description="Those that are open; none when the call is over.")
    authority: int = Field(description="The agent's level.")
    budget: int = Field(description="Yuan that the agent may spend in this call.")
    wishes: list[str] = Field(description="What the customers of this case may want, each kind of them.")
    may_undo: bool
    seconds: int = Field(description="How long the call has lasted.")


class PlayState(Shown):
    """A play as it stands. Of `replay`, `analysis` and `rehearsal`, the one that it is at is there."""

    name: str
    case: str
    title: str
    language: LanguageName = Field(description="Of the case's texts.")
    preview: bool = Field(description="Somebody only tries the case out: it counts nowhere.")
    started: datetime
    version: int = Field(description="How many entries the attempt has. The next move names it.")
    stages: list[StageName]
    stage: StageName | None = Field(description="Null when it is over; the outcome can then be read.")
    over: bool
    replay: ReplayState | None = None
    analysis: AnalysisState | None = None
    rehearsal: RehearsalState | None = None


def play_state(live: LiveAttempt, t: Translator) -> PlayState:
    """A held play as it stands. A call that is over is still shown, with its last words."""
    play = live.play
    at = play.stage or (Stage.REHEARSAL if play.progress.rehearsal is not None else None)
    return PlayState(
        name=live.name,
        case=live.attempt.record.attempt.case,
        title=play.case.title,
        language="zh" if play.case.language == "zh" else "en",
        preview=live.attempt.preview,
        started=live.attempt.started,
        version=live.version,
        stages=[stage.value for stage in live.stages],
        stage=None if play.stage is None else play.stage.value,
        over=play.over,
        replay=_replay(live, t) if at is Stage.REPLAY else None,
        analysis=_analysis(live, t) if at is Stage.ANALYSIS else None,
        rehearsal=_rehearsal(live, t) if at is Stage.REHEARSAL else None,
    )


def _replay(live: LiveAttempt, t: Translator) -> ReplayState:
    return ReplayState.model_validate(replay_part(live.play.case, live.play.progress.replay, t))


def _analysis(live: LiveAttempt, t: Translator) -> AnalysisState:
    progress = live.play.progress
    return AnalysisState.model_validate(analysis_part(live.play.case, progress.replay, progress.analysis, t))


def _rehearsal(live: LiveAttempt, t: Translator) -> RehearsalState:
    play, position = live.play, live.play.progress.rehearsal
    assert position is not None  # the rehearsal has begun
    desk = call_desk(play, t)
    replies = () if play.over else open_replies(play.case, position, t)
    return RehearsalState(
        turns=[TurnState.model_validate(turn) for turn in desk.turns],
        replies=[ReplyState.model_validate(reply) for reply in replies],
        authority=desk.authority,
        budget=desk.budget,
        wishes=list(desk.wishes),
        may_undo=live.may_undo,
        seconds=int(live.call_seconds(now())),
    )
