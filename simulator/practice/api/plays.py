"""Playing a case: begin, see how it stands, move, take back. Pages and programs go on in the same play."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from simulator.call.play.play import Play
from simulator.library.library import Library
from simulator.library.unpacking import NoSuchCase
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.pages.plays.live import LiveAttempts
from simulator.text.receipt import KeyReused
from simulator.web.api.caller import ApiCaller, Playing, Practising
from simulator.web.api.failures import documented
from simulator.web.api.schemas import AttemptName, CaseId, Key, Shown, StageName, Taken

from .moves import MoveBody, check, written
from .play_state import PlayState, play_state

router = APIRouter(tags=["plays"])

_Version = Annotated[
    int, Field(ge=0, le=10**9, description="The play's version as the caller has seen it.", examples=[0])
]


class Beginning(Taken):
    """What to begin with."""

    stage: StageName | None = Field(None, description="Only this stage; otherwise all that the case has.")


class Moving(Taken):
    """A move, and the version of the play that it was chosen from."""

    version: _Version
    move: MoveBody


class Undoing(Taken):
    """The version of the play whose last reply is taken back."""

    version: _Version


class MoveReceipt(Shown):
    """A move is safe, as this entry of the attempt. `play` is how the play stands now."""

    number: int = Field(description="Of the entry, from 1.")
    repeated: bool = Field(description="The key was known: the move was made before, and not again.")
    play: PlayState


@router.post(
    "/v1/cases/{case}/attempts", status_code=201, responses=documented(404, 409), operation_id="beginAttempt"
)
async def begin_attempt(
    caller: Practising,
    case: CaseId,
    key: Key,
    beginning: Beginning,
) -> PlayState:
    """Begin an attempt at a published case.

    Who is on the line is drawn from those who were met least. The same request under the same key gives the
    attempt that was begun.
    """
    name = await run_in_threadpool(_begun, caller, case, beginning.stage, key)
    async with caller.services[LiveAttempts].held(
        name, caller.person.id, caller.language, fresh=True
    ) as live:
        begun = live.play.stage_played
        if (begun and begun.value) != beginning.stage:
            raise KeyReused
        return play_state(live, caller.t)


@router.get("/v1/attempts/{name}/play", responses=documented(404), operation_id="readPlay")
async def read_play(caller: Playing, name: AttemptName) -> PlayState:
    """One's own play as it stands: what a trainee has before them, and nothing that is still hidden."""
    async with caller.services[LiveAttempts].held(
        name, caller.person.id, caller.language, fresh=True
    ) as live:
        if live.exam is not None:
            live.exam.check_shown()
        return play_state(live, caller.t)


@router.post("/v1/attempts/{name}/moves", responses=documented(404, 409), operation_id="makeMove")
async def make_move(caller: Playing, name: AttemptName, key: Key, moving: Moving) -> MoveReceipt:
    """Make a move. The answer comes when it is safe on the disk.

    `outdated` (409) means that the play went on elsewhere: read it anew. The same move under the same key is
    made once, so a request without an answer can be sent again; another one under it is refused
    (`key-reused`, 409).
    """
    async with caller.services[LiveAttempts].held(name, caller.person.id, caller.language) as live:

        def see(play: Play) -> None:
            check(moving.move, play)

        made = await caller.services[LiveAttempts].make(
            live, moving.version, key, written(moving.move, live.play), see
        )
        return MoveReceipt(number=made.version, repeated=made.repeated, play=play_state(live, caller.t))


@router.post("/v1/attempts/{name}/undo", responses=documented(404, 409), operation_id="takeBack")
async def take_back(caller: Playing, name: AttemptName, key: Key, undoing: Undoing) -> MoveReceipt:
    """Take the last reply of the call back. The entry stays in the attempt, and is counted as undone."""
    async with caller.services[LiveAttempts].held(name, caller.person.id, caller.language) as live:
        made = await caller.services[LiveAttempts].make(live, undoing.version, key, None)
        return MoveReceipt(number=made.version, repeated=made.repeated, play=play_state(live, caller.t))


def _begun(caller: ApiCaller, case: str, stage: StageName | None, key: str) -> str:
    bundle = caller.services[Library].entry(case).bundle
    if bundle is None:
        raise NoSuchCase(case)
    return begin(
        caller.services,
        caller.person,
        case,
        bundle,
        stage=stage,
        preview=False,
        language=caller.language,
        key=key,
    )
