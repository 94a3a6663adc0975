"""Small pages for trying out the static files and macros in a browser, under the desk's own policy.

`Stage` is a server whose answers the tests choose: it takes posts, fails when told to, and remembers what came.
"""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

import simulator.web.headers
from simulator.people.person import Person
from simulator.render.drawing import DRAWING
from simulator.resources import reports
from simulator.text.language import translator
from simulator.web.headers import SafeHeaders
from simulator.web.navigation import Navigation
from simulator.web.static import VersionedFiles, asset
from simulator.web.tables import labelled
from tests.conftest import PATIENCE

TEMPLATES = Path(simulator.web.headers.__file__).parent / "templates"
FRAME = """{% import "macros/frame.html.j2" as frames with context %}
<!DOCTYPE html>
<html lang="{{ page_lang }}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="csrf" content="token">
<meta name="htmx-config" content='{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"historyCacheSize":0}'>
<title>winwin</title><link rel="icon" href="{{ asset("icon.svg") }}" type="image/svg+xml">
{{ frames.styles(["tokens", "base", "frame", "parts", "faces", "forms", "tables", "call", "editor"]) }}
<script src="{{ asset("vendor/htmx/htmx.min.js") }}" defer></script><script src="{{ asset("desk.js") }}" type="module"></script>
</head><body>
{% import "macros/forms.html.j2" as forms with context %}
{% import "macros/status.html.j2" as status with context %}
{% import "macros/tables.html.j2" as tables with context %}
{% import "macros/page.html.j2" as parts with context %}
{% import "macros/player.html.j2" as players with context %}
{% import "macros/editor.html.j2" as editors with context %}
BODY
{{ parts.script_words() }}
</body></html>"""


FRAMED = """
<header class="site">
  {{ frames.sign("/", "winwin") }}{{ frames.main_navigation(links) }}
  <div class="site-tools"><form><button class="quiet" lang="zh-Hans">中文</button></form>{{ frames.who_is_signed_in() }}</div>
</header>
<main id="main"><h1>Attempts</h1></main>
"""


def frame_page(links: Navigation, person: Person, language: str) -> str:
    """A page with nothing in it but the frame."""
    return page(FRAMED, language, links=links, person=person)


def page(body: str, language: str = "en", **values: object) -> str:
    """A page around a piece of template."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, reports()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["labelled"] = labelled
    environment.globals |= {
        **DRAWING,
        "url": lambda route, **path: f"/{route}",
        "asset": asset,
        "t": translator(language),
        "page_lang": "zh-Hans" if language == "zh" else "en",
        "csrf_field": lambda: Markup('<input type="hidden" name="csrf" value="token">'),
    }
    return environment.from_string(FRAME.replace("BODY", body)).render(**values)


def until(tab: Page, holds: Callable[[], bool]) -> None:
    """Wait for something that the server sees."""
    latest = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < latest
        tab.wait_for_timeout(50)


class Stage:
    """Pages by path, and what was posted. `answers` are taken in turn for the posts; then it is "ok" again.

    An answer is a status, or "lost": the post is kept, but its acknowledgement never arrives.
    """

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.sounds: dict[str, bytes] = {}
        self.posts: list[dict[str, str]] = []
        self.answers: list[int | str] = []
        self.kept: dict[str, str] = {}
        self.problems: list[dict[str, object]] = []
        self.elsewhere: list[dict[str, object]] = []
        self.stopped: str | None = None
        self.asked: list[dict[str, object]] = []
        self.lag = 0.0
        """Seconds until a post is answered."""
        self.fragment = '<p id="state" data-focus tabindex="-1">{move} {version}</p>'
        self.fragments: dict[int, str] = {}
        """What is answered at a version instead, however late that is."""
        self.headers: dict[str, str] = {}
        self.address = ""

    @property
    def moves(self) -> list[str]:
        """The moves kept, each key once."""
        return list(self.kept.values())

    async def show(self, request: Request) -> Response:
        """A page, or a recording."""
        if sound := self.sounds.get(request.url.path):
            return Response(sound, media_type="audio/wav")
        body = self.pages.get(request.url.path)
        return HTMLResponse(body or "nothing here", 200 if body else 404)

    async def take(self, request: Request) -> Response:
        """A move."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        form["token"] = request.headers.get("X-CSRF-Token", "")
        self.posts.append(form)
        await asyncio.sleep(self.lag)
        answer = self.answers.pop(0) if self.answers else "ok"
        if isinstance(answer, int):
            return HTMLResponse(f'<p id="state">{answer}</p>', answer, self.headers)
        self.kept.setdefault(form["key"], form["move"])
        if answer == "lost":
            return Response(status_code=502)
        version = len(self.kept)
        text = self.fragments.get(version, self.fragment)
        text = text.replace("{move}", form["move"]).replace("{version}", str(version))
        return HTMLResponse(text, headers={"Play-Version": str(version), **self.headers})

    async def check(self, request: Request) -> Response:
        """The problems of a text."""
        self.asked.append({**await request.json(), "token": request.headers.get("X-CSRF-Token", "")})
        return JSONResponse({"problems": self.problems, "elsewhere": self.elsewhere, "stopped": self.stopped})

    def app(self) -> Starlette:
        """All of it as an application."""
        app = Starlette(
            routes=[
                Route("/moves", self.take, methods=["POST"]),
                Route("/problems", self.check, methods=["POST"]),
                Mount("/static", VersionedFiles()),
                Route("/{path:path}", self.show),
            ]
        )
        app.add_middleware(SafeHeaders)
        return app


@contextlib.contextmanager
def served(stage: Stage) -> Iterator[Stage]:
    """The stage at an address of its own, while the block runs."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    stage.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(stage.app(), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield stage
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()
