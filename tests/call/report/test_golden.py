"""The reports, character by character."""

import pytest

from simulator import load_case
from simulator.call.report.debrief import debrief_html, debrief_markdown
from simulator.call.report.graph import case_graph, graph_svg, mermaid
from simulator.resources import reports
from tests.conftest import SMALL_CASE
from tests.golden import Golden, style_of

from .plays import PAGES


@pytest.mark.parametrize(
    ("name", "language"),
    [("whole", "en"), ("lost", "en"), ("left", "en"), ("whole", "zh"), ("chinese", "zh")],
)
def test_reports(golden: Golden, name: str, language: str) -> None:
    """A report would change without anybody having looked at it."""
    golden.check(f"{name}.{language}.md", debrief_markdown(PAGES[name](language)))


@pytest.mark.parametrize(("name", "language"), [("whole", "en"), ("lost", "en"), ("chinese", "zh")])
def test_pages(golden: Golden, name: str, language: str) -> None:
    """A page would change without anybody having looked at it."""
    golden.check(f"{name}.{language}.html", debrief_html(PAGES[name](language)))


def test_a_page_carries_its_style_sheets() -> None:
    """A page would come without its looks: those above are compared without their style sheet."""
    names = ("tokens", "page", "faces", "debrief", "review", "glance")
    sheets = [(reports() / f"{name}.css").read_text("utf-8") for name in names]
    assert style_of(debrief_html(PAGES["whole"]("en"))) == " ".join("\n".join(sheets).split())


def test_graph(golden: Golden) -> None:
    """The picture of a case would change without anybody having looked at it."""
    graph = case_graph(load_case(SMALL_CASE), "en")
    golden.check("graph.mmd", mermaid(graph))
    golden.check("graph.svg", graph_svg(graph))
