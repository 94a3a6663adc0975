"""A desk with a small team on a fresh SQLite file, and browsers without a window for its people."""

import hashlib
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from argon2 import PasswordHasher
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from simulator import Case
from simulator.app.app import create_app
from simulator.app.opening import open_desk
from simulator.authoring import background
from simulator.call.solver.judging import Judge
from simulator.library import judges, unpacking
from simulator.library.solutions import SolutionStore, judge_of
from simulator.people.person import Person, Role
from simulator.people.storage import passwords
from simulator.people.storage.passwords import Passwords
from simulator.people.storage.people import People
from simulator.web.services import Services, now
from simulator.web.settings import Settings

PASSWORD = "correct horse 9"
PEOPLE = {
    # the sign-in name: what the others see, the role, whether in the team "Airline"
    "lin": ("Lin Xiaoyu", Role.TRAINEE, True),
    "bo": ("Bo Chen", Role.TRAINEE, False),
    "wei": ("Wei Min", Role.TRAINER, False),
    "hua": ("Hua Jing", Role.LEAD, True),
    "root": ("Root", Role.ADMIN, False),
}


class Browser(TestClient):
    """A client that takes part in the desk's forms, and asks for English.

    Browsers of an open desk share the event loop in which the first has opened it, as they do at a real one. A
    loop and a thread for each request, which they would have otherwise, take longer than most pages.
    """

    app: Starlette

    def __init__(self, app: Any, **more: Any) -> None:
        super().__init__(app, headers={"Accept-Language": "en"}, **more)
        self.portal = getattr(app.state, "portal", None)
        self._tokens: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        super().__enter__()
        self.app.state.portal = self.portal
        return self

    def __exit__(self, *error: Any) -> None:
        del self.app.state.portal
        super().__exit__(*error)

    def csrf(self) -> str:
        """The token that this browser's forms carry now: the same as long as its cookies stay the same."""
        if (known := self._tokens.get(self._signs())) is not None:
            return known
        found = re.search(
            r'<meta name="csrf" content="([^"]+)"', self.get("/sign-in", follow_redirects=True).text
        )
        assert found, "no page without a token"
        return self._tokens.setdefault(self._signs(), found[1])

    def _signs(self) -> tuple[str, ...]:
        """What the desk knows this browser by."""
        return tuple(sorted(f"{cookie.name}={cookie.value}" for cookie in self.cookies.jar))

    def post_form(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        """Post a form as a page of the desk would."""
        return self.post(url, data={"csrf": self.csrf()} | (data or {}), **more)

    def sign_in(self, name: str, password: str = PASSWORD) -> "Browser":
        """Sign in, which must work."""
        answer = self.post_form("/sign-in", {"name": name, "password": password}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return self


LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes in no time; what a hash costs at a real desk is looked at in tests/people/storage/test_passwords.py."""
_known: dict[tuple[object, ...], Any] = {}


def read_once(read: Callable[..., Any]) -> Callable[..., Any]:
    """Read a bundle's files once for all tests: its folder is named by the hash of all that is in it."""

    def reading(folder: Path, *language: str) -> Any:
        key = read, folder.parent.name, folder.name, *language
        if key not in _known:
            _known[key] = read(folder, *language)
        return _known[key]

    return reading


def asked_once(ask: Callable[..., Any], answers: Path) -> Callable[..., Any]:
    """Ask the solver's process once for all tests, also of other processes: the answer depends on the files alone.

    They are those in the case's folder, and the policies beside it. `answers` is where the answers are kept.
    """

    def asking(task: str, folder: Path, *more: Any) -> Any:
        files = [file for file in sorted(folder.parent.rglob("*")) if file.is_file()]
        found = [(file.relative_to(folder.parent).as_posix(), file.read_bytes()) for file in files]
        key = pickle.dumps((background.SECONDS, task, folder.name, found, more))
        kept = answers / hashlib.sha256(key).hexdigest()
        if not kept.exists():
            written = answers / f"{kept.name}.{os.getpid()}"
            written.write_bytes(pickle.dumps(ask(task, folder, *more)))
            written.replace(kept)
        return pickle.loads(kept.read_bytes())

    return asking


def judged_once(case: Case, budget: int, store: SolutionStore | None) -> Judge | None:
    """Solve a case once for all tests: what its replies are worth depends on the case alone."""
    key = judge_of, case.digest, budget
    if key not in _known:
        _known[key] = judge_of(case, budget, store)
    judge: Judge | None = _known[key]
    return judge


def spare_work(patch: pytest.MonkeyPatch, answers: Path) -> None:
    """Spare what has nothing to do with a test and is the same in all: slow hashes, reading and solving cases."""
    patch.setattr(passwords, "_HASHER", LIGHT)
    patch.setattr(judges, "judge_of", judged_once)
    patch.setattr(background, "_done", asked_once(background._done, answers))
    for name in ("load_case", "case_languages"):
        patch.setattr(unpacking, name, read_once(getattr(unpacking, name)))


@pytest.fixture(scope="session")
def solver_answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes share which run tests now, for what the solver's process has answered."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "answers"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def sparing(monkeypatch: pytest.MonkeyPatch, solver_answers: Path) -> None:
    """Spare that work in every test of the web."""
    spare_work(monkeypatch, solver_answers)


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory, solver_answers: Path) -> Path:
    """Return the file of a desk that has just been opened, with the team, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        spare_work(patch, solver_answers)
        services = open_desk(Settings(f"sqlite:///{folder / 'desk.sqlite'}", folder / "cache"))
        add_people(services)
        services.close()
    return folder / "desk.sqlite"


@pytest.fixture
def settings(tmp_path: Path, desk_template: Path) -> Settings:
    """A desk of its own for each test, with the team."""
    file = tmp_path / "desk.sqlite"
    shutil.copyfile(desk_template, file)
    file.chmod(0o600)
    return Settings(database=f"sqlite:///{file}", cache=tmp_path / "cache")


@pytest.fixture
def anonymous(settings: Settings) -> Iterator[Browser]:
    """A browser that nobody has signed in with, at a desk that is open; the team is there."""
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)
        yield browser


@pytest.fixture
def services(anonymous: Browser) -> Services:
    """What is kept by the desk that the browsers see."""
    opened: Services = anonymous.app.state.services
    return opened


@pytest.fixture
def client(anonymous: Browser) -> Callable[[str], Browser]:
    """Gives a browser that somebody has signed in with."""

    def signed_in(name: str) -> Browser:
        return Browser(anonymous.app).sign_in(name)

    return signed_in


@pytest.fixture
def person(services: Services) -> Callable[[str], Person]:
    """Gives somebody of the team."""

    def named(name: str) -> Person:
        found = services[People].named(name)
        assert found is not None
        return found

    return named


def add_people(services: Services) -> None:
    """The team, with one password for all; a desk that has it already stays as it is.

    It is there since before this month: who joins in a month counts from that day on.
    """
    if services[People].all():
        return
    moment = now() - timedelta(days=40)
    team = services[People].add_team("Airline", by=None, now=moment)
    for name, (shown, role, airline) in PEOPLE.items():
        someone = services[People].add(
            name, shown, role, team.id if airline else None, "en", by=None, now=moment
        )
        services[Passwords].set(someone.id, PASSWORD, None, moment)
        if role is Role.LEAD:
            services[People].change_team(team.id, team.name, someone.id, None, moment)
