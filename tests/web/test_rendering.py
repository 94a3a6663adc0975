"""Drawing a page takes what it was given and asks for nothing."""

import pytest

from simulator.database.database import Database
from simulator.people.storage.people import People
from simulator.web.rendering import environment
from tests.drawing import TemplateQueries


def test_template_that_asks_the_database_is_noticed(sqlite_url: str) -> None:
    """Pages would slow down with every name in them, and nobody would see why."""
    with Database.open(sqlite_url) as database:
        template = environment().from_string("{{ people.all()|length }}")
        template.name = "slow.html.j2"
        with pytest.raises(TemplateQueries, match=r"slow\.html\.j2"):
            template.render(people=People(database))
        assert len(People(database).all()) == 0
