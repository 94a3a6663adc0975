"""Practice at the desk of tests/app, with its team."""

from tests.app.conftest import (
    anonymous,
    client,
    desk_template,
    person,
    services,
    settings,
    solver_answers,
    sparing,
)

__all__ = [
    "anonymous",
    "client",
    "desk_template",
    "person",
    "services",
    "settings",
    "solver_answers",
    "sparing",
]
