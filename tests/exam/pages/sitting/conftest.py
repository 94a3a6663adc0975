"""One desk for all tests of sittings: each sets an exam of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.app.app import create_app
from simulator.people.person import Person
from simulator.web.services import Services
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people

from .examinees import Sitter, set_exam


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The desk, opened once."""
    folder = tmp_path_factory.mktemp("sittings")
    settings = Settings(database=f"sqlite:///{folder / 'desk.sqlite'}", cache=folder / "cache")
    with Browser(create_app(settings)) as browser:
        add_people(browser.app.state.services)
        yield browser


@pytest.fixture(scope="package")
def browsers(opened: Browser) -> dict[str, Browser]:
    """The browsers that somebody has signed in with so far."""
    return {}


@pytest.fixture
def anonymous(opened: Browser) -> Browser:
    """A browser at the desk."""
    return opened


@pytest.fixture
def client(opened: Browser, browsers: dict[str, Browser]) -> Callable[[str], Browser]:
    """Gives somebody's browser, signed in once; its language is English again."""

    def signed_in(name: str) -> Browser:
        if name not in browsers:
            browsers[name] = Browser(opened.app).sign_in(name)
        browsers[name].post_form("/language", {"language": "en", "next": "/"}, follow_redirects=False)
        return browsers[name]

    return signed_in


@pytest.fixture
def sitter(
    services: Services, client: Callable[[str], Browser], person: Callable[[str], Person]
) -> Iterator[Callable[..., Sitter]]:
    """Gives somebody with an exam of their own that is open, and begun; it is over with the test."""
    made: list[Sitter] = []

    def sitting(name: str = "lin", begun: bool = True, **exam: Any) -> Sitter:
        lin = person(name).id
        made.append(Sitter(client(name), services, set_exam(services, lin, **exam), lin))
        return made[-1].begin() if begun else made[-1]

    yield sitting
    for one in made:
        one.end()
