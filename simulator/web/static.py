"""The files that pages refer to, below an address that is new whenever one of them is."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from simulator.resources import reports

FOLDER = Path(__file__).parent / "static"
FROM_REPORTS = ("tokens.css", "faces.css", "debrief.css", "review.css", "glance.css", "graph.css")
"""Style sheets that a report or a picture carries inside, and that pages of the desk refer to."""


def asset(name: str) -> str:
    """The address of a static file."""
    return f"/static/{_version()}/{name}"


@cache
def _version() -> str:
    # One for all files, because modules import each other by relative paths.
    digest = hashlib.sha256()
    files = [file for file in sorted(FOLDER.rglob("*")) if file.is_file()]
    for file in [*files, *(reports() / name for name in FROM_REPORTS)]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


class VersionedFiles(StaticFiles):
    """The static files below any version; browsers may keep them for good."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def get_path(self, scope: Scope) -> str:
        """The path of the file, without the version before it."""
        return super().get_path(scope).partition("/")[2]

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where the file at a path lies."""
        if path in FROM_REPORTS:
            file = reports() / path
            return str(file), file.stat()
        return super().lookup_path(path)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or why there is none."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
