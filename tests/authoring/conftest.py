"""Authors at the desk of tests/app, with its team."""

from tests.app.conftest import (
    anonymous,
    client,
    desk,
    desk_template,
    person,
    settings,
    solver_answers,
    sparing,
)

__all__ = ["anonymous", "client", "desk", "desk_template", "person", "settings", "solver_answers", "sparing"]
