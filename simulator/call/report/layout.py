"""The layout of the picture of a case: cards in columns, their moves in rows, lines between.

The columns are the distance from the opening; the endings have the last one to themselves. A line that
passes columns gets a place of its own in each, shared by all lines to the same target, so that nothing runs
through a card. The order within the columns is by barycentres, swept to and fro (Sugiyama, Tagawa and Toda,
1981).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from simulator.text.escaping import shortened

from .nodes import Edge, Graph, Node

CARD, GUTTER, MARGIN, ARROW = 272, 84, 24, 7  # widths
HEAD, ROW, FOOT = 46, 19, 8  # heights within a card
GAP, LANE = 26, 10  # heights between and beside cards
TITLE, LEGEND = 64, 22  # height above the columns
STRETCH, RISE = 88, 18  # how much wider a card is, and its head higher, where most of random play passes
NOTE = 16  # height of what a map notes in a card
LEGEND_WIDTH = 1130
TYPE, GROWTH = 13, 7  # size of a card's name, and how much larger it is there
NAME_ROOM, TEXT_ROOM, MOVE_ROOM, TARGET_ROOM = 20, 36, 17, 14  # columns of type
SWEEPS = 12

Slot = tuple[str, int]
"""A node, or a line to it, in a column."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move in a card: where it leads, and whether a line is drawn there (not back, nor to itself)."""

    y: float
    move: str
    target: str
    target_anchor: str
    sign: str
    says: str
    grade: str = ""
    note: str = ""
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneCard:
    """A node in its place. `whole` is its text uncut, `head` the height of what stands above its rows."""

    anchor: str
    kind: str
    x: float
    y: float
    height: float
    name: str
    text: str
    whole: str
    by_itself: bool
    rows: tuple[MoveRow, ...]
    width: float
    head: float
    type_size: float
    note: str = ""
    verdict: str = ""
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A piece of a line, as an SVG path; `arrives` where it ends at its card.

    `grade` is that of all moves that run along it, empty where they differ; `walked` if an attempt's does.
    """

    path: str
    arrives: bool
    grade: str = ""
    walked: bool = False


@dataclass(frozen=True, slots=True)
class CasePicture:
    """The picture of a case, with what there is in it counted; `mapped` where it shows how calls go."""

    title: str
    case: str
    width: int
    height: int
    cards: tuple[SceneCard, ...]
    lines: tuple[Arrow, ...]
    scenes: int
    moves: int
    endings: int
    mapped: bool
    walked: bool


def laid_out(graph: Graph) -> CasePicture:
    """The picture of a graph."""
    return _Layout(graph).picture()


class _Size(NamedTuple):
    width: float
    height: float
    head: float
    type_size: float


class _Layout:
    """The places of one graph's parts, worked out step by step."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.leaving: dict[str, list[Edge]] = {node.id: [] for node in graph.nodes}
        for edge in graph.edges:
            self.leaving[edge.source].append(edge)
        self.names = {node.id: node.name for node in graph.nodes}
        self.anchors = {node.id: f"node-{place}" for place, node in enumerate(graph.nodes)}
        self.column = self._columns()
        self.most = max((node.weight or 0.0 for node in graph.nodes), default=0.0)
        self.widest = CARD + (STRETCH if self.most else 0)
        self.title = TITLE + (LEGEND if self.most else 0)
        self.sizes = {node.id: self._size(node) for node in graph.nodes}
        slots = self._slots()
        self._order(slots)
        self.tops, self.bottom = self._tops(slots)

    def picture(self) -> CasePicture:
        kinds = [node.kind for node in self.graph.nodes]
        return CasePicture(
            title=self.graph.title,
            case=self.graph.case,
            width=max(
                round(self._left(max(self.column.values())) + self.widest + MARGIN),
                LEGEND_WIDTH if self.most else 0,
            ),
            height=round(self.bottom + MARGIN),
            cards=tuple(map(self._card, self.graph.nodes)),
            lines=tuple(self._lines()),
            scenes=kinds.count("scene"),
            moves=len({(edge.source, edge.move) for edge in self.graph.edges if edge.say}),
            endings=kinds.count("ending"),
            mapped=bool(self.most),
            walked=any(node.steps for node in self.graph.nodes),
        )

    def _columns(self) -> dict[str, int]:
        """The column of each node: its distance from the beginning; for the endings, the last one."""
        nodes = self.graph.nodes
        column = {nodes[0].id: 0}
        queue = [nodes[0].id]
        for name in queue:
            for edge in self.leaving[name]:
                if edge.target not in column:
                    column[edge.target] = column[name] + 1
                    queue.append(edge.target)
        last = max(column.get(node.id, 0) for node in nodes if node.kind != "ending") + 1
        for node in nodes:
            if node.kind == "ending" or node.id not in column:
                column[node.id] = last
        return column

    def _slots(self) -> list[list[Slot]]:
        """The content of each column: its nodes, and the lines that pass it, one for each target."""
        slots: list[dict[Slot, None]] = [{} for _ in range(max(self.column.values()) + 1)]
        for name, column in self.column.items():
            slots[column][name, column] = None
        for edge in self.graph.edges:
            for column in range(self.column[edge.source] + 1, self.column[edge.target]):
                slots[column][edge.target, column] = None
        return list(map(list, slots))

    def _order(self, slots: list[list[Slot]]) -> None:
        """Bring each column into the order that its neighbours suggest, left and right in turn."""
        near = self._neighbours()
        for sweep in range(SWEEPS):
            inward = range(1, len(slots)) if sweep % 2 == 0 else range(len(slots) - 2, -1, -1)
            for column in inward:
                beside = slots[column - 1 if sweep % 2 == 0 else column + 1]
                places = {slot: place for place, slot in enumerate(beside)}
                weights = {
                    slot: _mean(
                        [places[other] + within for other, within in near[slot] if other in places], place
                    )
                    for place, slot in enumerate(slots[column])
                }
                slots[column].sort(key=weights.__getitem__)

    def _neighbours(self) -> dict[Slot, list[tuple[Slot, float]]]:
        """What each slot is joined to beside it, with how far down in its card the line begins."""
        near: dict[Slot, list[tuple[Slot, float]]] = defaultdict(list)
        for edges in self.leaving.values():
            for place, edge in enumerate(edges):
                here, end = self.column[edge.source], self.column[edge.target]
                for column in range(here, end):
                    slot = edge.source if column == here else edge.target, column
                    following = edge.target, column + 1
                    near[following].append((slot, place / len(edges) if column == here else 0.0))
                    near[slot].append((following, 0.0))
        return near

    def _tops(self, slots: list[list[Slot]]) -> tuple[dict[Slot, float], float]:
        """The height at which each slot begins, with the columns centred, and where the longest ends."""

        def height(slot: Slot) -> float:
            return self.sizes[slot[0]].height + GAP if self.column[slot[0]] == slot[1] else LANE

        longest = max(sum(map(height, column)) for column in slots)
        tops = {}
        for column in slots:
            y = self.title + (longest - sum(map(height, column))) / 2
            for slot in column:
                tops[slot] = y
                y += height(slot)
        return tops, self.title + longest

    def _card(self, node: Node) -> SceneCard:
        column = self.column[node.id]
        y = self.tops[node.id, column]
        size = self.sizes[node.id]
        rows: list[MoveRow] = []
        before = ""
        for place, edge in enumerate(self.leaving[node.id] if node.kind == "scene" else ()):
            itself, back = edge.target == node.id, self.column[edge.target] <= column
            rows.append(
                MoveRow(
                    round(y + size.head + ROW * place + 13, 1),
                    "" if edge.move == before else shortened(edge.move, MOVE_ROOM),
                    "" if itself else shortened(self.names[edge.target], TARGET_ROOM),
                    self.anchors[edge.target],
                    "↻" if itself else "↩" if back else "→",
                    edge.say,
                    edge.grade,
                    edge.note,
                    edge.steps,
                )
            )
            before = edge.move
        return SceneCard(
            self.anchors[node.id],
            node.kind,
            self._left(column),
            round(y, 1),
            size.height,
            shortened(node.name, NAME_ROOM),
            shortened(node.text, TEXT_ROOM),
            node.text,
            node.by_itself,
            tuple(rows),
            size.width,
            size.head,
            size.type_size,
            node.note,
            node.verdict,
            node.steps,
        )

    def _lines(self) -> Iterable[Arrow]:
        """The lines forward, each piece drawn once: from a row, along the lanes, to the head of a card."""
        pieces: dict[tuple[str, bool], list[Edge]] = defaultdict(list)
        for source, edges in self.leaving.items():
            here = self.column[source]
            size = self.sizes[source]
            head = self.tops[source, here] + size.head
            for place, edge in enumerate(edges):
                y = head + ROW * place + 9 if edge.say else head - size.head / 2
                x = self._left(here) + size.width
                end = self.column[edge.target]
                for column in range(here + 1, end + 1):
                    arrives = column == end
                    middle = self.sizes[edge.target].head / 2 if arrives else LANE / 2
                    target = self.tops[edge.target, column] + middle
                    left = self._left(column) - (ARROW if arrives else 0)
                    bend = (left - x) / 2
                    curve = f"C{x + bend:g} {y:.1f} {left - bend:g} {target:.1f} {left:g} {target:.1f}"
                    pieces[f"M{x:g} {y:.1f} {curve}", arrives].append(edge)
                    if not arrives:
                        pieces[f"M{left:g} {target:.1f} h{self.widest}", False].append(edge)
                    x, y = self._left(column) + self.widest, target
        lines = []
        for (path, arrives), edges in pieces.items():
            grades = {edge.grade for edge in edges}
            grade = grades.pop() if len(grades) == 1 else ""
            lines.append(Arrow(path, arrives, grade, any(edge.steps for edge in edges)))
        return sorted(lines, key=lambda line: line.walked)  # an attempt's path lies over everything else

    def _size(self, node: Node) -> _Size:
        """How large a card is. In a map it grows with how much of random play passes there."""
        share = sqrt((node.weight or 0.0) / self.most) if self.most else 0.0
        rows = len(self.leaving[node.id]) if node.kind == "scene" else 0
        head = HEAD + round(RISE * share) + (NOTE if node.note else 0)
        height = head + ROW * rows + (FOOT if rows else 0)
        return _Size(CARD + round(STRETCH * share), height, head, round(TYPE + GROWTH * share, 1))

    def _left(self, column: int) -> float:
        """Where a column begins."""
        return MARGIN + column * (self.widest + GUTTER)


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default
