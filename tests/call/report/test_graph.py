"""The graph of a case: every scene, move and ending is in it, and can be read."""

from itertools import combinations
from xml.etree import ElementTree

import pytest

from simulator import Case, load_case
from simulator.call.report.graph import case_graph, graph_svg, mermaid
from simulator.call.report.layout import laid_out
from simulator.resources import scenarios

from .plays import CHINESE_CASE, hostile_case

SVG = "{http://www.w3.org/2000/svg}"
BUNDLED = sorted(path.parent.name for path in scenarios().glob("*/case.yaml"))


def test_nodes(small_case: Case) -> None:
    """The picture would lack a place that a play can be at."""
    graph = case_graph(small_case, "en")
    assert [(node.kind, node.name, node.by_itself) for node in graph.nodes] == [
        ("replay", "Replay", False),
        ("analysis", "Analysis", False),
        ("scene", "opening", False),
        ("scene", "told-which", False),
        ("scene", "bought-off", False),
        ("ending", "parcel-traced", False),
        ("ending", "resigned", False),
        ("ending", "hung-up-on", False),
        ("ending", "hangs-up", True),
    ]


def test_edges(small_case: Case) -> None:
    """The picture would show moves that do not exist, or keep silent about some."""
    graph = case_graph(small_case, "en")
    assert [(edge.source, edge.move, edge.target) for edge in graph.edges] == [
        ("replay", "next", "analysis"),
        ("analysis", "next", "rehearsal.opening"),
        ("rehearsal.opening", "when-expected", "rehearsal.told-which"),
        ("rehearsal.opening", "feel-it", "rehearsal.opening"),
        ("rehearsal.opening", "offer-voucher", "rehearsal.bought-off"),
        ("rehearsal.opening", "refund-all", "rehearsal.bought-off"),
        ("rehearsal.told-which", "send-courier", "debrief.parcel-traced"),
        ("rehearsal.told-which", "send-courier", "rehearsal.bought-off"),
        ("rehearsal.told-which", "read-status", "rehearsal.told-which"),
        ("rehearsal.told-which", "hang-up", "debrief.hung-up-on"),
        ("rehearsal.bought-off", "back-to-door", "rehearsal.told-which"),
        ("rehearsal.bought-off", "close-it", "debrief.resigned"),
    ]


def test_case_without_other_stages() -> None:
    """A case that has only the call could not be drawn."""
    graph = case_graph(load_case(CHINESE_CASE), "zh")
    assert [node.kind for node in graph.nodes] == ["scene", "ending", "ending"]


@pytest.mark.parametrize("name", BUNDLED)
def test_cards_do_not_overlap(name: str) -> None:
    """Scenes of a large case would lie on top of each other."""
    picture = laid_out(case_graph(load_case(scenarios() / name), "zh"))
    for one, other in combinations(picture.cards, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or above, (one.name, other.name)
    assert all(card.x >= 0 and card.x + card.width <= picture.width for card in picture.cards)
    assert all(card.y >= 0 and card.y + card.height <= picture.height for card in picture.cards)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_move_has_its_row(name: str) -> None:
    """A trainer would miss a move in the picture."""
    case = load_case(scenarios() / name)
    picture = laid_out(case_graph(case, "zh"))
    assert (picture.scenes, picture.endings) == (len(case.scenes), len(case.endings))
    assert picture.moves == sum(len(scene.moves) for scene in case.scenes.values())
    anchors = {card.anchor for card in picture.cards}
    assert {row.target_anchor for card in picture.cards for row in card.rows} - anchors == set()


def test_hostile_texts_in_pictures() -> None:
    """A case from somebody else could run a program where its picture is shown."""
    text = "</text><script>alert(1)</script> {{7*7}} \"] --> x[\"`a` #quot; 'b' & <br> |c|"
    graph = case_graph(hostile_case(text), "en")
    root = ElementTree.fromstring(graph_svg(graph))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "text", "tspan", "g", "a",
    }  # fmt: skip
    assert text in [element.text for element in root.iter(f"{SVG}title")]
    lines = mermaid(graph).splitlines()
    labels = lines[4 : 4 + len(graph.nodes)]
    assert [line for line in labels if line.count('"') != 2 or "script>" in line or "`" in line] == []
    assert len(lines) == 4 + len(graph.nodes) + len({(edge.source, edge.target) for edge in graph.edges}) + 2


def test_svg_follows_the_page(small_case: Case) -> None:
    """The picture would glare in the dark, or fetch something."""
    svg = graph_svg(case_graph(small_case, "en"))
    assert "prefers-color-scheme: dark" in svg
    root = ElementTree.fromstring(svg)
    links = [element.get("href") for element in root.iter(f"{SVG}a")]
    assert all(str(link).startswith("#node-") for link in links)
    assert svg.count("http") == 1  # the namespace


@pytest.mark.parametrize("name", BUNDLED)
def test_in_a_page(name: str) -> None:
    """A page whose policy forbids inline styles would show the picture in black and white, or not at all."""
    graph = case_graph(load_case(scenarios() / name), "zh")
    svg = graph_svg(graph, by_itself=False)
    assert "<style" not in svg
    assert "style=" not in svg
    assert "<style" in graph_svg(graph)
