"""The parts of a case's graph: the places that a play can be at, and the moves between them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the graph: `kind` is replay, analysis, scene or ending; `text` tells what happens there.

    `by_itself` marks an ending that comes without a move that leads to it. In a map, `weight` is how much of
    random play passes here, which decides how large the node is, `note` says so, `verdict` is what an ending
    comes to at best, and `steps` are the places of an attempt's path at which it was here.
    """

    id: str
    kind: str
    name: str
    text: str
    by_itself: bool = False
    weight: float | None = None
    note: str = ""
    verdict: str = ""
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A move from one node to another; `say` is what the agent says in it. Several may share a move.

    In a map, `grade` says how good the move is (best to blunder), `note` what it loses, and `steps` are the
    places of an attempt's path at which it was made.
    """

    source: str
    target: str
    move: str
    say: str
    grade: str = ""
    note: str = ""
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """The states of a case and the moves between them. Texts of the case are in `case_language`."""

    language: str
    case_language: str
    case: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
