"""The server: one process on SQLite, or several on PostgreSQL, until it is told to stop."""

import gc
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from simulator.disk import data_folder
from simulator.people.person import Role
from simulator.people.storage.links import Links, Purpose
from simulator.people.storage.people import People
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.connections import allow_many_files
from simulator.web.protocol import BoundedHttp
from simulator.web.services import now
from simulator.web.settings import desk_settings, public_address

from .app import create_app
from .demo import DEMO_PASSWORD, demo_people, set_up_demo
from .demo_exams import set_up_demo_exams
from .opening import open_desk

__all__ = ["DEMO_PASSWORD", "application", "demo_environment", "prepare", "public_address", "serve"]

COLLECT_AFTER = (20_000, 20, 50)
"""Python's own is (700, 10, 10); a request makes a few hundred objects that go by themselves."""
KEPT = 75
"""Seconds for which a connection stays when nothing is asked: proxies keep theirs a minute, and would send
into one that has just been closed; examinees think for longer than the five seconds of uvicorn's own."""
GRACE = 10  # seconds for requests under way when the server is told to stop


class SeveralNeedPostgres(Refusal):
    """More than one server process on SQLite."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                "SQLite is written by one process. For more workers, set WINWIN_DATABASE_URL to a PostgreSQL"
                " database; “winwin db backup” and “winwin db restore” bring what you have along."
            )
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A desk that is ready to be served; `first_link` is there while it has no account."""

    first_link: str | None
    demo: tuple[tuple[str, Message], ...]
    """Sign-in name and role of the people of the demo."""


def demo_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which a demo does not meet the data of a real desk."""
    file = data_folder(environ).absolute() / "demo.sqlite"
    return {**environ, "WINWIN_DATABASE_URL": environ.get("WINWIN_DATABASE_URL") or f"sqlite:///{file}"}


def prepare(environ: Mapping[str, str], demo: bool) -> Prepared:
    """Make the tables of a new database, the people of a demo, or a link for the first administrator."""
    services = open_desk(desk_settings(environ))
    try:
        if demo:
            set_up_demo(services, now())
            set_up_demo_exams(services, now())
            return Prepared(None, demo_people())
        people = services[People].all()
        if any(not person.invited for person in people):
            return Prepared(None, ())
        # if the server was stopped before the link was used, there is another one
        first = next((person for person in people if person.role is Role.ADMIN), None)
        if first is None:
            first = services[People].add("admin", "Administrator", Role.ADMIN, by=None, now=now())
        return Prepared(services[Links].new(first.id, Purpose.INVITATION, None, now()), ())
    finally:
        services.close()


def serve(host: str, port: int, workers: int, environ: Mapping[str, str]) -> None:
    """Serve until told to stop. Raises SeveralNeedPostgres."""
    settings = desk_settings(environ)
    if workers > 1 and settings.database.startswith("sqlite"):
        raise SeveralNeedPostgres
    allow_many_files()
    # uvicorn's own loop loses TCP_NODELAY with several workers, which makes every answer wait 40 ms
    uvicorn.run(
        "simulator.app.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop" if os.name == "posix" else "auto",
        http=BoundedHttp,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=str(settings.proxies),
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEPT,
    )


def application() -> Starlette:
    """The application as the environment says; each worker makes its own."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(desk_settings(os.environ))
    # What is loaded by now stays for good. To look through it again and again for what could be let go takes
    # a tenth of a second each time, in which nobody gets an answer.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    return app
