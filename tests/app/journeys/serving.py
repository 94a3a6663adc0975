"""The desk served for a browser: the application of `winwin serve` at an address of its own."""

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator

import uvicorn

from simulator.app.app import create_app
from simulator.app.demo import set_up_demo
from simulator.library.library import Library
from simulator.people.person import Person, Role
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from simulator.web.settings import Settings

PASSWORD = "a desk by the window"
STOPS_WITHIN = 20.0  # seconds

_numbers = itertools.count(1)


class Site:
    """A served desk with the people and the calls of the demo."""

    def __init__(self, address: str, services: Services) -> None:
        self.address = address
        self.services = services

    def newcomer(self, language: str, role: Role = Role.TRAINEE, team: int | None = None) -> Person:
        """Add somebody whom nothing is known of yet; they sign in with PASSWORD."""
        number = next(_numbers)
        shown = f"新同事 {number}" if language == "zh" else f"Newcomer {number}"
        person = self.services[People].add(f"new{number}", shown, role, team, language, by=None, now=now())
        self.services[Passwords].set(person.id, PASSWORD, None, now())
        return person

    def title(self, case: str, language: str) -> str:
        """The title of a published case in a language."""
        bundle = self.services[Library].entry(case).bundle
        assert bundle is not None, case
        return self.services[Library].case(bundle, language).title

    def named(self, name: str) -> Person:
        """Return somebody of the demo."""
        person = self.services[People].named(name)
        assert person is not None, name
        return person


@contextlib.contextmanager
def served(settings: Settings) -> Iterator[Site]:
    """Serve a desk while the block runs."""
    app = create_app(settings)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    set_up_demo(app.state.services, now())
    try:
        yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", app.state.services)
    finally:
        server.should_exit = True
        thread.join(timeout=STOPS_WITHIN)
        listening.close()
