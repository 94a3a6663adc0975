"""Where everything stands in the picture of a case: cards in columns, their moves in rows, lines between.

The columns are the distance from the opening; the endings have the last one to themselves. A line that
passes columns gets a place of its own in each, shared by all lines to the same target, so that nothing runs
through a card. The order within the columns is by barycentres, swept to and fro (Sugiyama, Tagawa and Toda,
1981).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .fitting import shortened
from .nodes import Edge, Graph, Node

CARD, GUTTER, MARGIN, ARROW = 272, 84, 24, 7  # widths
HEAD, ROW, FOOT = 46, 19, 8  # heights within a card
GAP, LANE = 26, 10  # heights between and beside cards
TITLE = 64  # height above the columns
NAME_ROOM, TEXT_ROOM, MOVE_ROOM, TARGET_ROOM = 20, 36, 17, 14  # columns of type
SWEEPS = 12

Slot = tuple[str, int]
"""A node, or a line to it, in a column."""


@dataclass(frozen=True, slots=True)
class Row:
    """A move in a card: where it leads, and whether a line is drawn there (not back, nor to itself)."""

    y: float
    move: str
    target: str
    target_anchor: str
    sign: str
    says: str


@dataclass(frozen=True, slots=True)
class Card:
    """A node in its place. `whole` is its text uncut."""

    anchor: str
    kind: str
    x: float
    y: float
    height: float
    name: str
    text: str
    whole: str
    by_itself: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line, as an SVG path; `arrives` where it ends at its card."""

    path: str
    arrives: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a case, with what there is in it counted."""

    title: str
    case: str
    width: int
    height: int
    card_width: int
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    scenes: int
    moves: int
    endings: int


def laid_out(graph: Graph) -> Picture:
    """The picture of a graph."""
    return _Layout(graph).picture()


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
        self.heights = {node.id: self._height(node) for node in graph.nodes}
        slots = self._slots()
        self._order(slots)
        self.tops, self.bottom = self._tops(slots)

    def picture(self) -> Picture:
        kinds = [node.kind for node in self.graph.nodes]
        return Picture(
            title=self.graph.title,
            case=self.graph.case,
            width=round(_left(max(self.column.values())) + CARD + MARGIN),
            height=round(self.bottom + MARGIN),
            card_width=CARD,
            cards=tuple(map(self._card, self.graph.nodes)),
            lines=tuple(self._lines()),
            scenes=kinds.count("scene"),
            moves=len({(edge.source, edge.move) for edge in self.graph.edges if edge.say}),
            endings=kinds.count("ending"),
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
        """What stands in each column: its nodes, and the lines that pass it, one for each target."""
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
            return self.heights[slot[0]] + GAP if self.column[slot[0]] == slot[1] else LANE

        longest = max(sum(map(height, column)) for column in slots)
        tops = {}
        for column in slots:
            y = TITLE + (longest - sum(map(height, column))) / 2
            for slot in column:
                tops[slot] = y
                y += height(slot)
        return tops, TITLE + longest

    def _card(self, node: Node) -> Card:
        column = self.column[node.id]
        y = self.tops[node.id, column]
        rows: list[Row] = []
        before = ""
        for place, edge in enumerate(self.leaving[node.id] if node.kind == "scene" else ()):
            itself, back = edge.target == node.id, self.column[edge.target] <= column
            rows.append(
                Row(
                    round(y + HEAD + ROW * place + 13, 1),
                    "" if edge.move == before else shortened(edge.move, MOVE_ROOM),
                    "" if itself else shortened(self.names[edge.target], TARGET_ROOM),
                    self.anchors[edge.target],
                    "↻" if itself else "↩" if back else "→",
                    edge.say,
                )
            )
            before = edge.move
        return Card(
            self.anchors[node.id],
            node.kind,
            _left(column),
            round(y, 1),
            self.heights[node.id],
            shortened(node.name, NAME_ROOM),
            shortened(node.text, TEXT_ROOM),
            node.text,
            node.by_itself,
            tuple(rows),
        )

    def _lines(self) -> Iterable[Line]:
        """The lines forward, each piece drawn once: from a row, along the lanes, to the head of a card."""
        pieces: dict[Line, None] = {}
        for source, edges in self.leaving.items():
            here = self.column[source]
            head = self.tops[source, here] + HEAD
            for place, edge in enumerate(edges):
                y = head + ROW * place + 9 if edge.say else head - HEAD / 2
                x = _left(here) + CARD
                end = self.column[edge.target]
                for column in range(here + 1, end + 1):
                    arrives = column == end
                    target = self.tops[edge.target, column] + (HEAD / 2 if arrives else LANE / 2)
                    left = _left(column) - (ARROW if arrives else 0)
                    bend = (left - x) / 2
                    curve = f"C{x + bend:g} {y:.1f} {left - bend:g} {target:.1f} {left:g} {target:.1f}"
                    pieces[Line(f"M{x:g} {y:.1f} {curve}", arrives)] = None
                    if not arrives:
                        pieces[Line(f"M{left:g} {target:.1f} h{CARD}", False)] = None
                    x, y = _left(column) + CARD, target
        return pieces

    def _height(self, node: Node) -> float:
        rows = len(self.leaving[node.id]) if node.kind == "scene" else 0
        return HEAD + ROW * rows + (FOOT if rows else 0)


def _left(column: int) -> float:
    """Where a column begins."""
    return MARGIN + column * (CARD + GUTTER)


def _mean(values: list[float], default: float) -> float:
    return sum(values) / len(values) if values else default
