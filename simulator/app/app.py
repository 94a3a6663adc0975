"""The application: all routes over one desk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount

from simulator.administration.pages import routes as administration
from simulator.authoring import routes as authoring
from simulator.exam.pages import routes as exam
from simulator.exam.pages.setting.assemblies import Assemblies
from simulator.exam.pages.sitting.calls import SittingCalls
from simulator.exam.pages.sitting.ends import note_ends
from simulator.exam.pages.sitting.interventions import Interventions
from simulator.exam.pages.sitting.live import LiveSittings
from simulator.exam.storage.sittings import Sittings
from simulator.library.judges import Judges
from simulator.library.library import Library
from simulator.library.solutions import SolutionStore
from simulator.practice.pages import routes as practice
from simulator.practice.pages.plays.live import LiveAttempts
from simulator.practice.storage.attempts import Attempts
from simulator.web import health
from simulator.web.addresses import CheckedAddresses, OwnAddress
from simulator.web.errors import HANDLERS
from simulator.web.headers import SafeHeaders
from simulator.web.settings import Settings
from simulator.web.sitting_gate import SittingGate
from simulator.web.static import VersionedFiles

from . import explaining, home
from .api import create_api
from .opening import open_desk


def create_app(settings: Settings) -> Starlette:
    """The desk as an ASGI application; it opens its database when it starts and closes it when it stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        services = open_desk(settings)
        app.state.services = services
        app.state.sittings = LiveSittings(services)
        app.state.interventions = Interventions(services, app.state.sittings)
        app.state.calls = SittingCalls(services, app.state.sittings)
        app.state.plays = LiveAttempts(
            services[Attempts], services[Library], calls=app.state.calls, gate=services[SittingGate]
        )
        app.state.judges = Judges(services[SolutionStore])
        app.state.assemblies = Assemblies()
        services.hold(app.state.plays, app.state.judges, app.state.calls)
        closing = asyncio.Event()
        looking = asyncio.create_task(note_ends(services[Sittings], closing))
        try:
            yield
        finally:
            closing.set()
            await looking  # a look under way ends before the database is closed
            app.state.judges.close()
            app.state.assemblies.close()
            services.close()

    return Starlette(
        routes=routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(SafeHeaders),
            Middleware(CheckedAddresses),
            Middleware(OwnAddress, address=settings.address),
        ],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )


def routes() -> list[BaseRoute]:
    """Every address of the desk."""
    return [
        *practice.PLAYS,  # first: these are asked for most
        *exam.SITTINGS,
        *health.ROUTES,
        *home.ROUTES,
        *explaining.ROUTES,
        *administration.ROUTES,
        *practice.ROUTES,
        *authoring.ROUTES,
        *exam.ROUTES,
        Mount("/api", create_api(), name="api"),
        # compressed, as there is nothing secret in them
        Mount("/static", GZipMiddleware(VersionedFiles()), name="static"),
    ]
