"""Rendering: templates are complete or refused, and never rendered from authored text."""

from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError

from simulator.render.rendering import rendered_html, rendered_markdown


@pytest.mark.parametrize("template", ["debrief.html.j2", "graph.svg.j2"])
def test_what_is_missing_is_refused(template: str) -> None:
    """A report would have holes where a field was renamed."""
    with pytest.raises(UndefinedError):
        rendered_html(template, SimpleNamespace(title=""), "en", "en")


def test_missing_in_markdown_is_refused() -> None:
    """A report would have holes where a field was renamed."""
    with pytest.raises(UndefinedError):
        rendered_markdown("debrief.md.j2", SimpleNamespace(title=""), "en")
