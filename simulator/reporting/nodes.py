"""The parts of a case's graph: the places that a play can be at, and the moves between them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the graph: `kind` is replay, analysis, scene or ending; `text` tells what happens there.

    `by_itself` marks an ending that comes without a move that leads to it.
    """

    id: str
    kind: str
    name: str
    text: str
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A move from one node to another; `say` is what the agent says in it. Several may share a move."""

    source: str
    target: str
    move: str
    say: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The states of a case and the moves between them. Texts of the case are in `case_language`."""

    language: str
    case_language: str
    case: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
