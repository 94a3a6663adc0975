"""A trainee at the desk, and beside it the same play in memory: what the pages may know is what it knows."""

from collections.abc import Mapping
from pathlib import Path

from httpx2 import QueryParams, Response

from simulator import Play
from simulator.library.bundles import read_folder
from simulator.library.library import Library
from simulator.people.storage.people import People
from simulator.practice.pages.plays.beginning import begin
from simulator.practice.storage.attempts import Attempts
from simulator.web.services import Services, now
from tests.app.conftest import Browser

from .forms import Fields, Page, fields_of


class Trainee:
    """Lin, who plays a case, by forms alone or as the script does."""

    def __init__(
        self,
        browser: Browser,
        services: Services,
        folder: Path,
        stage: str | None = None,
        language: str = "en",
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        person = services[People].named("lin")
        assert person is not None
        bundle = services[Library].keep(read_folder(folder) | dict(files or {}), now())
        self.browser, self.services = browser, services
        self.csrf = browser.csrf()
        browser.post("/language", data={"csrf": self.csrf, "language": language, "next": "/sign-in"})
        self.case = services[Library].case(bundle, language)
        self.name = begin(services, person, self.case.id, bundle, stage, preview=False, language=language)
        persona = services[Attempts].find(self.name).record.attempt.persona
        self.play = Play.start(self.case, persona, stage)
        self.address = f"/plays/{self.name}"
        self.version = 0

    def page(self) -> str:
        """The page of the play."""
        answer = self.browser.get(self.address, follow_redirects=False)
        assert answer.status_code == 200, answer.text
        return answer.text

    def fields(self, move: str) -> Fields:
        """What a form has to say for a move."""
        return fields_of(move, self.case, self.play.progress.analysis.step + 1)

    def move(self, move: str) -> str:
        """Make a move with a form of the page, without script; gives the page after it."""
        fields = Page(self.page()).fields_for(self.fields(move))
        answer = self.browser.post(
            f"{self.address}/moves",
            content=encoded(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            follow_redirects=False,
        )
        assert answer.status_code == 303, answer.text
        self.play.push(move)
        self.version += 1
        return self.page() if answer.headers["location"].partition("#")[0] == self.address else ""

    def send(self, move: str) -> Response:
        """Make a move as the page's script does; gives the part of the page that changes."""
        answer = self.post(self.fields(move))
        assert answer.status_code in (200, 204), answer.text
        self.play.push(move)
        self.version += 1
        assert answer.headers["Play-Version"] == str(self.version)
        return answer

    def post(self, fields: Fields) -> Response:
        """Post fields as the page's script does."""
        own = [("csrf", self.csrf), ("key", f"key-{self.version}"), ("version", str(self.version))]
        return self.browser.post(
            f"{self.address}/moves",
            content=encoded(own + fields),
            headers={"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"},
            follow_redirects=False,
        )


def encoded(fields: Fields) -> bytes:
    """Fields as a browser sends them."""
    return str(QueryParams([*fields])).encode()
