"""Attempts: one's own, and those of the people whom the caller watches."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from simulator.call.report.debrief import debrief, debrief_markdown
from simulator.call.report.review import review_part
from simulator.database.settings import Options
from simulator.library.judges import Judges
from simulator.people.person import Permission
from simulator.practice.pages.attempts.giving_up import better_shown
from simulator.practice.pages.attempts.reviewing import (
    LONG_PATIENCE,
    NoCall,
    NotGraded,
    class_temperature_of,
    reviewed,
)
from simulator.practice.pages.attempts.seeing import SeenAttempt, play_of, seen_attempt
from simulator.practice.storage.attempts import Attempts as KeptAttempts
from simulator.practice.store import NoSuchAttempt, Summary
from simulator.text.message import Message
from simulator.web.access import NotFound
from simulator.web.api.caller import ApiCaller, Practising
from simulator.web.api.failures import NotAllowed, NotYet, documented
from simulator.web.api.schemas import (
    AttemptName,
    Limit,
    Moment,
    Shown,
    StageName,
    VerdictName,
    WantedCase,
    WantedId,
)
from simulator.web.services import Services, now

from .outcomes import OutcomeState, outcome_state
from .watching import watched_person

router = APIRouter(tags=["attempts"])

After = Annotated[
    str | None,
    Query(
        max_length=100,
        pattern=r"^[A-Za-z0-9._-]+$",
        description="Only those behind the attempt of this name: the `next` of the page before.",
    ),
]


_MOMENT = timedelta(milliseconds=1)
"""As exact as moments are kept."""
_AT_ONCE = 20
"""Attempts begun in the same moment, as far as they are reckoned with at first."""


class NotFinished(NotYet):
    """What came of an attempt that is still under way is not told to anybody."""

    def __init__(self) -> None:
        super().__init__(Message("This attempt is not finished yet; its result is shown at the end."))


class AttemptState(Shown):
    """An attempt. Who was on the line, and what came of it, is told when it is finished."""

    name: str
    person: int | None = Field(
        description="Whose it is; once the account was deleted, a number that no account has."
    )
    case: str
    stage: StageName | None = Field(description="The only stage that is played; null for the whole case.")
    preview: bool = Field(description="Somebody only tried the case out: it counts nowhere.")
    started: datetime
    updated: datetime
    finished: datetime | None
    persona: str | None
    verdict: VerdictName | None = Field(description="Null without a call.")
    score: int | None = Field(description="The win-win score, 0 to 100; null without a call.")
    critical: list[str] = Field(description="The critical errors made, by their ids in the case.")


class AttemptsState(Shown):
    """A page of attempts, the one begun last first."""

    attempts: list[AttemptState]
    next: str | None = Field(description="For `after`, to read on; null on the last page.")


@router.get("/v1/attempts", responses=documented(404), operation_id="listAttempts")
def list_attempts(
    caller: Practising,
    person: WantedId = None,
    case: WantedCase = None,
    finished: bool | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    after: After = None,
    limit: Limit = 50,
) -> AttemptsState:
    """One's own attempts, or those of a `person` whom the caller watches.

    `since` is the first moment of beginning that counts, `until` the first that does not.
    """
    owner = caller.person.id
    if person is not None and person != owner:
        if not caller.person.may(Permission.WATCH):
            raise NotAllowed
        owner = watched_person(caller, person).id
    rows, following = page_of(
        caller.services,
        lambda before, most: caller.services[KeptAttempts].summaries(
            person=owner, case=case, since=since, until=before, finished=finished, limit=most
        ),
        until,
        after,
        limit,
    )
    return AttemptsState(attempts=[attempt_state(one) for one in rows], next=following)


@router.get("/v1/attempts/{name}", responses=documented(404), operation_id="readAttempt")
def read_attempt(caller: Practising, name: AttemptName) -> AttemptState:
    """An attempt of one's own, or of somebody whom the caller watches."""
    return attempt_state(Summary.of(_seen(caller, name).kept))


@router.get("/v1/attempts/{name}/outcome", responses=documented(404, 409), operation_id="readOutcome")
def read_outcome(caller: Practising, name: AttemptName) -> OutcomeState:
    """What came of a finished attempt: the two-by-two, the scores, and how each reply is graded.

    `not-finished` (409) before that. While the case's solution is being worked out, `review` is `working`.
    """
    return outcome_state(caller, _finished(caller, name).kept)


@router.get(
    "/v1/attempts/{name}/report",
    responses=documented(404, 409)
    | {200: {"content": {"text/markdown": {"schema": {"type": "string"}}}, "description": "The report."}},
    response_class=Response,
    operation_id="readReport",
)
def read_report(caller: Practising, name: AttemptName) -> Response:
    """The debrief of a finished attempt as Markdown.

    What would have been better is in it for those who teach, and for the trainee once they have taken the
    call again or given up.
    """
    seen = _finished(caller, name)
    kept = seen.kept
    play = play_of(caller.services, kept, caller.language)
    part, too_large = None, False
    try:
        temperature = class_temperature_of(caller.services, seen)
        found, _ = reviewed(caller.services[Judges], play, LONG_PATIENCE, temperature)
        part = review_part(found, caller.t, better_shown(caller.services, seen))
    except NoCall:
        pass
    except NotGraded:
        too_large = True
    started = kept.started.astimezone(caller.services[Options].current(now()).zone).isoformat()
    text = debrief_markdown(debrief(play, caller.language, started, part, too_large))
    return Response(text.encode(), media_type="text/markdown")


@router.post(
    "/v1/attempts/{name}/give-up", status_code=204, responses=documented(404, 409), operation_id="giveUp"
)
def give_up(caller: Practising, name: AttemptName) -> None:
    """Give up on a finished attempt of one's own: its report then says what would have been better."""
    seen = _finished(caller, name)
    if not seen.own:
        raise NotFound
    caller.services[KeptAttempts].give_up(seen.kept.id, now())


def page_of(
    services: Services,
    summaries: Callable[[datetime | None, int], Sequence[Summary]],
    until: datetime | None,
    after: str | None,
    limit: int,
) -> tuple[Sequence[Summary], str | None]:
    """A page of attempts, and the name to read on behind.

    `summaries` gives so many of those begun before a moment, the one begun last first. Raises NotFound for an
    `after` that is not among them.
    """
    if after is None:
        found = summaries(until, limit + 1)
        return found[:limit], found[limit - 1].name if len(found) > limit else None
    try:
        began = services[KeptAttempts].find(after).started
    except NoSuchAttempt as error:
        raise NotFound from error
    until = began + _MOMENT if until is None else min(until, began + _MOMENT)
    most = limit + _AT_ONCE
    while True:
        found = summaries(until, most)
        names = [one.name for one in found]
        if after in names:
            start = names.index(after) + 1
            if len(found) > start + limit or len(found) < most:
                rows = found[start : start + limit]
                return rows, rows[-1].name if len(found) > start + limit else None
        elif len(found) < most or found[-1].started < began:
            raise NotFound
        most *= 2  # many were begun in the same moment


def attempt_state(one: Summary) -> AttemptState:
    """An attempt as it may be told."""
    result = one.result
    stage: dict[str, StageName] = {"replay": "replay", "analysis": "analysis", "rehearsal": "rehearsal"}
    return AttemptState(
        name=one.name,
        person=one.person,
        case=one.case,
        stage=stage.get(one.stage or ""),
        preview=one.preview,
        started=one.started,
        updated=one.updated,
        finished=one.finished,
        persona=result.persona if result else None,
        verdict=result.verdict.value if result and result.verdict else None,
        score=result.score if result else None,
        critical=list(result.critical) if result else [],
    )


def _seen(caller: ApiCaller, name: str) -> SeenAttempt:
    # of a visit it asks nothing but the desk and the person, and a caller has both
    return seen_attempt(caller, name)  # type: ignore[arg-type]


def _finished(caller: ApiCaller, name: str) -> SeenAttempt:
    seen = _seen(caller, name)
    if not seen.finished:
        raise NotFinished
    return seen
