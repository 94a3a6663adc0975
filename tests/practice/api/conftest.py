"""Programs at the desk of tests/app, with its team."""

from tests.app.api.conftest import program
from tests.app.conftest import anonymous, answers, client, desk, desk_template, person, settings, sparing

__all__ = [
    "anonymous",
    "answers",
    "client",
    "desk",
    "desk_template",
    "person",
    "program",
    "settings",
    "sparing",
]
