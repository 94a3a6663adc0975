"""A trainer at a desk with the small bank."""

from collections.abc import Callable, Iterator

import pytest

from simulator.app.app import create_app
from simulator.web.services import Services
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people

from .writing import publish


@pytest.fixture
def trainer(client: Callable[[str], Browser], services: Services) -> Browser:
    """A browser of the trainer; the small bank is published."""
    publish(services)
    return client("wei")


@pytest.fixture(scope="package")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser of nobody yet, at a desk with the small bank that all tests use which change nothing in it."""
    folder = tmp_path_factory.mktemp("bank")
    settings = Settings(database=f"sqlite:///{folder / 'desk.sqlite'}", cache=folder / "cache")
    with Browser(create_app(settings)) as browser:
        services = browser.app.state.services
        add_people(services)
        publish(services)
        yield browser


@pytest.fixture(scope="package")
def reader(shared: Browser) -> Browser:
    """A browser of the trainer there."""
    return Browser(shared.app).sign_in("wei")
