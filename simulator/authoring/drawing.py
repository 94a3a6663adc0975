"""A case as a picture, the same in a table, and in figures: how much there is to read, how hard it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from simulator.call.report.graph import case_graph, graph_svg
from simulator.call.report.nodes import Graph
from simulator.people.person import Permission
from simulator.text.message import Message
from simulator.text.refusal import Refusal
from simulator.web.access import page
from simulator.web.visit import Visit

from .background import figures_of
from .draft import working
from .tasks import Figures

MOST_DRAWN = 400
"""Scenes: the picture of a larger case takes seconds, and is too large to look at."""


@dataclass(frozen=True, slots=True)
class SceneWay:
    """A move in the table: what it is called, what is said, and where it may lead."""

    move: str
    says: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenePlace:
    """A scene or an ending in the table, with the moves that are open there."""

    name: str
    kind: str
    text: str
    by_itself: bool
    ways: tuple[SceneWay, ...]


def show(visit: Visit) -> Response:
    """The graph of a case. Raises NoSuchCase, NotPlayable."""
    work = working(visit)
    case = work.case(visit.language)
    graph = case_graph(case, visit.language)
    large = len(case.scenes) > MOST_DRAWN
    # the picture was made by a template of ours, which has escaped every text in it
    picture = None if large else Markup(graph_svg(graph, by_itself=False))
    return visit.page(
        "cases/graph.html.j2",
        id=work.entry.id,
        title=case.title,
        case_language=case.language,
        picture=picture,
        too_large=Message("This case has more than {most} scenes; the table shows them.", most=MOST_DRAWN)
        if large
        else None,
        places=tuple(_places(graph)),
    )


def _places(graph: Graph) -> Iterator[ScenePlace]:
    names = {node.id: node.name for node in graph.nodes}
    for node in graph.nodes:
        if node.kind in ("scene", "ending"):
            ways: dict[str, SceneWay] = {}
            for edge in graph.edges:
                if edge.source == node.id:
                    before = ways[edge.move].targets if edge.move in ways else ()
                    ways[edge.move] = SceneWay(edge.move, edge.say, (*before, names[edge.target]))
            yield ScenePlace(node.name, node.kind, node.text, node.by_itself, tuple(ways.values()))


def show_figures(visit: Visit) -> Response:
    """The figures of a case. Raises NoSuchCase, NotPlayable."""
    work = working(visit)
    case = work.case(visit.language)
    stopped: Message | None = None
    figures: Figures | None = None
    try:
        figures = figures_of(work.folder, case.language)
    except Refusal as refusal:
        stopped = refusal.message
    return visit.page(
        "cases/figures.html.j2",
        id=work.entry.id,
        title=case.title,
        case_language=case.language,
        figures=figures,
        stopped=stopped,
    )


ROUTES = [
    page("/cases/{case}/graph", show, Permission.AUTHOR, name="case-graph"),
    page("/cases/{case}/figures", show_figures, Permission.AUTHOR, name="case-figures"),
]
