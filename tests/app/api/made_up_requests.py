"""Requests made up from the OpenAPI document: no fault of the server, no answer that the document does not have.

Run by `test_made_up_requests.py` in a process of its own: they are made up while tests are collected, which takes
as long as to collect half of all others, and every process that shares the tests would do it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.applications import Starlette
from starlette.routing import Mount

from simulator.app.api import create_api
from simulator.app.app import create_app
from simulator.people.storage.people import People
from simulator.people.storage.tokens import Tokens
from simulator.practice.storage.assignments import Assignments
from simulator.web.services import now
from simulator.web.settings import Settings
from tests.app.conftest import Browser, add_people

from .conftest import Program

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
    allow_header_conformance,
    ignored_auth,
)
"""All that schemathesis has for one request, but that valid data is accepted: rules refuse some of it (422)."""
KNOWN: dict[str, list[Any]] = {}
"""What is there at the desk, by the name of a path's parameter: made up, it would never be found."""


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk with something in it, and an administrator's token."""
    folder = tmp_path_factory.mktemp("desk")
    app = create_app(Settings(database=f"sqlite:///{folder / 'desk.sqlite'}", cache=folder / "cache"))
    with Browser(app):
        services = app.state.services
        add_people(services)
        root, bo = services[People].named("root"), services[People].named("bo")
        _, token = services[Tokens].new(root.id, "made up", root.id, now())
        program = Program(app, token)
        stages = [program.begin(stage)["name"] for stage in (None, "replay", "analysis", "rehearsal")]
        finished = program.call_to_the_end()
        team = services[People].add_team("Another", by=None, now=now())
        assigned = services[Assignments].add("ac-remote", person=bo.id, by=None, now=now())
        KNOWN.update(
            name=[*stages, finished],
            case=["ac-remote", "ticket-rebooking"],
            person=[bo.id],
            team=[team.id],
            assignment=[assigned.id],
        )
        DESK.app = app
        yield token


class _Desk:
    """The desk's application; before there is one, only what serves the document."""

    def __init__(self) -> None:
        self.app: Any = Starlette(routes=[Mount("/api", create_api())])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


DESK = _Desk()
schema = schemathesis.openapi.from_asgi("/api/openapi.json", DESK)
_made = iter(range(10**9))


@schema.hook("map_case")
def known(context: Any, case: Any) -> Any:
    """Put names of what is there into the paths of fitting requests, two times out of three."""
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        for name in case.path_parameters:
            if next(_made) % 3 and name in KNOWN:
                case.path_parameters[name] = KNOWN[name][next(_made) % len(KNOWN[name])]
    return case


# pytest 9.2 leaves the operation out of a test's name, unless there is a parameter beside it; and of tests with one
# name, processes that share the tests run only the first
@pytest.mark.parametrize("scheme", ["Bearer"])
@schema.parametrize()
@settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_documented(case: Any, token: str, scheme: str) -> None:
    """A program would meet an answer that nobody told it of, or bring the desk down."""
    case.call_and_validate(headers={"Authorization": f"{scheme} {token}"}, checks=CHECKS)
