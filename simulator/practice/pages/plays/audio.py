"""The recordings of a play's case: for the one who plays it, and only what has been heard so far."""

from pathlib import Path, PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from simulator.call.case.case import Stage
from simulator.library.library import Library
from simulator.people.person import Permission
from simulator.web.access import NotFound, page
from simulator.web.visit import Visit

from .live import LiveAttempt, LiveAttempts

TYPES = {
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
}
"""Nothing else is given out, whatever a case calls a recording: its texts hold all the answers."""
SECONDS_KEPT = 3600  # by the browser of the one it is for; the files of an attempt never change


async def recording(visit: Visit) -> Response:
    """A recording, or the part of it that the browser asks for. Raises NotFound."""
    plays: LiveAttempts = visit.request.app.state.plays
    wanted = visit.path("file")
    async with plays.held(visit.path("name"), visit.person.id, visit.language) as live:
        if wanted not in recordings_heard(live):
            raise NotFound
        bundle = live.attempt.bundle
    assert bundle is not None, "a play under way has its case's files"
    folder = await run_in_threadpool(visit.services[Library].unpacked, bundle)
    file, kind = _file(folder, wanted), TYPES.get(PurePosixPath(wanted).suffix.lower())
    if file is None or kind is None:
        raise NotFound
    return FileResponse(file, media_type=kind, headers={"Cache-Control": f"private, max-age={SECONDS_KEPT}"})


def recordings_heard(live: LiveAttempt) -> set[str]:
    """The recordings of a play that it may hear by now: of the whole call, and of each line heard."""
    if Stage.REPLAY not in live.stages:
        return set()
    case, heard = live.play.case, live.play.progress.replay.heard
    names = {case.audio, *(line.audio for line in case.lines[:heard])}
    return {name for name in names if name is not None}


def _file(folder: Path, name: str) -> Path | None:
    """A file inside of a folder. The checker has seen to that already; this is the last door."""
    home = folder.resolve()
    file = (home / PurePosixPath(name.replace("\\", "/"))).resolve()
    return file if file.is_relative_to(home) and file.is_file() else None


ROUTES = [
    page(
        "/plays/{name}/audio/{file:path}",
        recording,
        Permission.PRACTISE,
        name="play-audio",
        while_sitting=True,
    ),
]
