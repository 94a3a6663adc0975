"""The map of a case: sizes, marks and the path of an attempt."""

from xml.etree import ElementTree

import pytest

from simulator import Case, Play, parse_case
from simulator.call.report.graph import graph_svg, mermaid
from simulator.call.report.layout import laid_out
from simulator.call.report.map import call_map, path_of
from simulator.call.solver.solving import solve_all
from simulator.call.solver.traffic import Traffic, traffic_of

from .plays import hostile_case, played

SVG = "{http://www.w3.org/2000/svg}"
PATH = ["feel-it", "offer-voucher", "back-to-door", "read-status", "send-courier"]


@pytest.fixture(scope="module")
def traffic(small_case: Case) -> Traffic:
    """The traffic of the small case."""
    return traffic_of(list(solve_all(small_case)))


def test_only_the_call_is_drawn(small_case: Case, traffic: Traffic) -> None:
    """The map would show what has no size and no loss."""
    graph = call_map(small_case, traffic, "en")
    assert [node.kind for node in graph.nodes] == ["scene"] * 3 + ["ending"] * 4
    assert {edge.source for edge in graph.edges} == {node.id for node in graph.nodes if node.kind == "scene"}


def test_scenes_are_as_large_as_they_are_passed(small_case: Case, traffic: Traffic) -> None:
    """A scene nobody comes to would look like one that everybody passes."""
    cards = {card.name: card for card in laid_out(call_map(small_case, traffic, "en")).cards}
    by_width = sorted(cards, key=lambda name: cards[name].width)
    assert by_width == sorted(cards, key=lambda name: round(traffic.passes[name] ** 0.5, 3))
    assert cards["opening"].note == "1.42 times a call"
    assert cards["opening"].type_size > cards["bought-off"].type_size


def test_moves_and_endings_are_marked(small_case: Case, traffic: Traffic) -> None:
    """A trainer would take a blunder for the best reply, or a lost call for a won one."""
    graph = call_map(small_case, traffic, "en")
    grades = {(edge.move, edge.target.rpartition(".")[2]): edge.grade for edge in graph.edges}
    assert grades["feel-it", "opening"] == "best"
    assert grades["hang-up", "hung-up-on"] == "blunder"
    assert grades["refund-all", "bought-off"] == ""  # beyond the agent's authority: never said
    notes = {edge.move: edge.note for edge in graph.edges}
    assert notes["refund-all"] == "nothing to lose here, or never said"
    endings = {node.name: (node.verdict, node.note) for node in graph.nodes if node.kind == "ending"}
    assert endings["parcel-traced"] == ("win-win", "38.2% of calls · Win-win")
    assert endings["resigned"][0] == "lose-lose"


def test_marks_do_not_rest_on_colour(small_case: Case, traffic: Traffic) -> None:
    """Somebody who cannot tell the colours apart would see nothing in the map."""
    svg = graph_svg(call_map(small_case, traffic, "en"))
    for grade in ("good", "inaccuracy", "mistake", "blunder"):
        assert f".line.{grade} {{ stroke-dasharray:" in svg
    drawn = mermaid(call_map(small_case, traffic, "en"))
    styles = [line for line in drawn.splitlines() if "linkStyle" in line]
    assert len(styles) == 9
    assert all("dasharray" in line or "#3d8f5a" in line for line in styles)


def test_path_of_an_attempt(small_case: Case, traffic: Traffic) -> None:
    """The replies of an attempt would be numbered in another order, or where they were not made."""
    path = path_of(played(small_case, PATH, stage="rehearsal"))
    assert path == [
        ("opening", "feel-it", "opening"),
        ("opening", "offer-voucher", "bought-off"),
        ("bought-off", "back-to-door", "told-which"),
        ("told-which", "read-status", "told-which"),
        ("told-which", "send-courier", "parcel-traced"),
    ]
    graph = call_map(small_case, traffic, "en", path)
    steps = {(e.source.rpartition(".")[2], e.move, e.target.rpartition(".")[2]): e.steps for e in graph.edges}
    assert {step: numbers for step, numbers in steps.items() if numbers} == {
        step: (number,) for number, step in enumerate(path, 1)
    }
    walked = [line for line in laid_out(graph).lines if line.walked]
    assert len([line for line in walked if line.arrives]) == 2  # the others lead back, or stay


def test_call_broken_off_by_the_customer(small_case: Case, traffic: Traffic) -> None:
    """The last reply of such a call would be missing on the map: no move leads to its ending."""
    play = Play.start(small_case, "hurried", "rehearsal")
    play.push("when-expected")
    while not play.over:
        play.push("read-status")
    path = path_of(play)
    assert path[-1] == ("told-which", "read-status", "hangs-up")
    graph = call_map(small_case, traffic, "en", path)
    (last,) = [edge for edge in graph.edges if edge.target == "debrief.hangs-up"]
    assert last.steps == (len(path),)
    (again,) = [e for e in graph.edges if e.move == "read-status" and e.target == "rehearsal.told-which"]
    assert again.steps == tuple(range(2, len(path)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_texts_on_maps(language: str) -> None:
    """A case from somebody else could run a program where its map is shown."""
    text = "</text><script>alert(1)</script> {{7*7}} \"] --> x[\"`a` #quot; 'b' & <br> |c|"
    case = hostile_case(text)
    graph = call_map(case, traffic_of(list(solve_all(case))), language)
    root = ElementTree.fromstring(graph_svg(graph))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "text", "tspan", "g", "a", "circle",
    }  # fmt: skip
    assert [line for line in mermaid(graph).splitlines() if "script>" in line and "title:" not in line] == []


def test_case_of_one_scene() -> None:
    """The smallest case could not be drawn."""
    case = parse_case(
        "id: one\nlanguage: en\ntitle: t\n"
        "personas:\n  p: {name: n, who: w, expects: e, gives-away: g}\n"
        "rehearsal:\n  s:\n    customer: c\n    moves:\n      m: {say: s, why: w, to: e}\n"
        "endings:\n  e: {title: t, why: w}\n  never: {title: t, why: w}\n"
    )
    graph = call_map(case, traffic_of(list(solve_all(case))), "en")
    assert [node.note for node in graph.nodes] == [
        "1.00 times a call", "100% of calls · Both lost", "never reached",
    ]  # fmt: skip
    ElementTree.fromstring(graph_svg(graph))
