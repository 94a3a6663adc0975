"""Templates ask the database nothing: whoever draws a page hands over all that it shows."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from jinja2 import Template
from sqlalchemy import Engine, event


class TemplateQueries(AssertionError):
    """A template that asks the database while it is drawn."""


@contextmanager
def without_queries() -> Iterator[None]:
    """Let every template that asks the database while it is drawn fail."""
    drawing = threading.local()
    render = Template.render

    def drawn(template: Template, *values: Any, **named: Any) -> str:
        drawing.name = template.name
        try:
            return render(template, *values, **named)
        finally:
            drawing.name = None

    def refuse(*_: object) -> None:
        if name := getattr(drawing, "name", None):
            raise TemplateQueries(name)

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        with patch.object(Template, "render", drawn):
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
