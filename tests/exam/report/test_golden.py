"""The exam reports, character by character. After a change that is meant: `WINWIN_GOLDEN=write pytest tests/exam/report`."""

import os
from pathlib import Path

import pytest

from .reports import FILES

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["result.html", "result.md", "month.md", "items.md"])
def test_reports(name: str) -> None:
    """A report would change without anybody having looked at it."""
    text, file = FILES[name]("en"), GOLDEN / name
    if os.environ.get("WINWIN_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
