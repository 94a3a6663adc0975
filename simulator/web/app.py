"""The application: all routes over one desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount

from simulator.desk.opening import open_desk
from simulator.storage.attempts import Attempts
from simulator.storage.library import Library
from simulator.storage.solutions import SolutionStore

from . import account, health, home, signing
from .addresses import CheckedAddresses
from .administration import audit
from .administration import settings as settings_page
from .api.application import create_api
from .attempts import routes as attempts
from .attempts.judges import Judges
from .bank import routes as bank
from .bulletins import routes as bulletins
from .cards import routes as cards
from .cases import routes as cases
from .classes import routes as classes
from .errors import HANDLERS
from .exams import routes as exams
from .exams.assemblies import Assemblies
from .headers import SafeHeaders
from .people import routes as people
from .plays import audio, beginning, moving
from .plays import page as play
from .plays.live import LivePlays
from .settings import Settings
from .sittings import routes as sittings
from .sittings.calls import SittingCalls
from .sittings.live import LiveSittings
from .sittings.results import ToldResults
from .static import VersionedFiles


def create_app(settings: Settings) -> Starlette:
    """The desk as an ASGI application; it opens its database when it starts and closes it when it stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        desk = open_desk(settings)
        app.state.desk = desk
        app.state.sittings = LiveSittings(desk)
        app.state.calls = SittingCalls(desk, app.state.sittings)
        app.state.plays = LivePlays(desk[Attempts], desk[Library], calls=app.state.calls)
        app.state.told = ToldResults(desk)
        app.state.judges = Judges(desk[SolutionStore])
        app.state.assemblies = Assemblies()
        desk.hold(app.state.plays, app.state.judges, app.state.calls)
        try:
            yield
        finally:
            app.state.judges.close()
            app.state.assemblies.close()
            desk.close()

    return Starlette(
        routes=routes(),
        lifespan=lifespan,
        middleware=[Middleware(SafeHeaders), Middleware(CheckedAddresses)],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )


def routes() -> list[BaseRoute]:
    """Every address of the desk."""
    return [
        *moving.ROUTES,  # first: these are asked for most
        *sittings.ROUTES,
        *health.ROUTES,
        *signing.ROUTES,
        *home.ROUTES,
        *account.ROUTES,
        *people.ROUTES,
        *settings_page.ROUTES,
        *audit.ROUTES,
        *attempts.ROUTES,
        *cases.ROUTES,
        *bank.ROUTES,
        *classes.ROUTES,
        *exams.ROUTES,
        *audio.ROUTES,
        *beginning.ROUTES,
        *bulletins.ROUTES,
        *cards.ROUTES,
        *play.ROUTES,
        Mount("/api", create_api(), name="api"),
        # compressed, as there is nothing secret in them
        Mount("/static", GZipMiddleware(VersionedFiles()), name="static"),
    ]
