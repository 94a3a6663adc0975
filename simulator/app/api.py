"""The API as an application of its own, mounted into the desk's."""

from fastapi import FastAPI
from starlette.types import ASGIApp

from simulator.administration.api import people, teams
from simulator.practice.api import assignments, attempts, cases, plays, results
from simulator.web.api.failures import HANDLERS
from simulator.web.api.gate import Gate

ROUTERS = (
    cases.router,
    plays.router,
    attempts.router,
    people.router,
    teams.router,
    assignments.router,
    results.router,
)

_DESCRIPTION = """\
What the pages of the desk do, for programs.

Every operation wants a token, which somebody makes on their account page; it may do what its owner may.
Texts come in the language of `Accept-Language` (`zh` or `en`). Moments are in UTC. All errors have one
shape: a `code` that does not change, and a `message` for people.
"""
_TAGS = [
    {"name": "cases", "description": "What can be played."},
    {"name": "plays", "description": "Begin, move by move, take back. A move is answered when it is safe."},
    {
        "name": "attempts",
        "description": "One's own attempts, those of people one watches, what came of them.",
    },
    {"name": "people", "description": "Accounts."},
    {"name": "teams", "description": "Who practises together."},
    {"name": "assignments", "description": "What is to be practised."},
    {"name": "results", "description": "What came of the calls of a class, row by row."},
]


def create_api() -> ASGIApp:
    """The API. What it works on it finds in the state of the application that it is mounted in."""
    api = FastAPI(
        title="winwin",
        version="1",
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        openapi_url="/openapi.json",
        # their pages fetch scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )
    # for the answer to a method that an address does not take
    api.state.operations = [route for router in ROUTERS for route in router.routes]
    for router in ROUTERS:
        api.include_router(router)
    return Gate(api)
