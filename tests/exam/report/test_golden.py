"""The exam reports, character by character."""

import pytest

from simulator.resources import reports
from tests.golden import Golden, style_of

from .reports import FILES


@pytest.mark.parametrize("name", ["result.html", "result.md", "month.md", "items.md"])
def test_reports(golden: Golden, name: str) -> None:
    """A report would change without anybody having looked at it."""
    golden.check(name, FILES[name]("en"))


def test_a_page_carries_its_style_sheets() -> None:
    """A page would come without its looks: the one above is compared without its style sheet."""
    sheets = [
        (reports() / f"{name}.css").read_text("utf-8") for name in ("tokens", "page", "debrief", "exam")
    ]
    assert style_of(FILES["result.html"]("en")) == " ".join("\n".join(sheets).split())
