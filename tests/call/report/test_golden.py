"""The reports, character by character. After a change that is meant: `WINWIN_GOLDEN=write pytest tests/call/report`."""

import os
from pathlib import Path

import pytest

from simulator import load_case
from simulator.call.report.debrief import debrief_html, debrief_markdown
from simulator.call.report.graph import case_graph, graph_svg, mermaid
from tests.conftest import SMALL_CASE

from .plays import PAGES

GOLDEN = Path(__file__).parent / "golden"


def check(name: str, text: str) -> None:
    """See that a text is what the golden file of this name says."""
    file = GOLDEN / name
    if os.environ.get("WINWIN_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "language"),
    [("whole", "en"), ("lost", "en"), ("left", "en"), ("whole", "zh"), ("chinese", "zh")],
)
def test_reports(name: str, language: str) -> None:
    """A report would change without anybody having looked at it."""
    d = PAGES[name](language)
    check(f"{name}.{language}.html", debrief_html(d))
    check(f"{name}.{language}.md", debrief_markdown(d))


def test_graph() -> None:
    """The picture of a case would change without anybody having looked at it."""
    graph = case_graph(load_case(SMALL_CASE), "en")
    check("graph.mmd", mermaid(graph))
    check("graph.svg", graph_svg(graph))
