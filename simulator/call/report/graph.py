"""A case's state machine as a graph, to be drawn: its states and the moves between them."""

from math import sqrt

from simulator.call.case.case import Case, Stage
from simulator.call.play.machine import DEBRIEF, HEAR, NEXT, SAY, CaseMachine, machine_of, state_of
from simulator.call.play.outcome import Verdict
from simulator.render.rendering import rendered_html
from simulator.text.language import translator
from simulator.text.message import Message

from .layout import laid_out
from .nodes import Edge, Graph, Node

_STAGES = (Stage.REPLAY, Stage.ANALYSIS)

# A Mermaid picture does not follow the page: these can be told apart on white and on black, and by dashes.
_LINKS = {
    "": "stroke:#7d828c",
    "best": "stroke:#3d8f5a",
    "good": "stroke:#3d8f5a,stroke-dasharray:9 2",
    "inaccuracy": "stroke:#b98314,stroke-dasharray:6 4",
    "mistake": "stroke:#b98314,stroke-dasharray:3 3",
    "blunder": "stroke:#c8483f,stroke-dasharray:1 4",
}
_ENDINGS = {
    Verdict.WIN_WIN.value: "stroke:#3d8f5a",
    Verdict.CUSTOMER.value: "stroke:#b98314,stroke-dasharray:8 3",
    Verdict.COMPANY.value: "stroke:#b98314,stroke-dasharray:3 3",
    Verdict.LOSE_LOSE.value: "stroke:#c8483f,stroke-dasharray:1 4",
}


def case_graph(case: Case, language: str) -> Graph:
    """The graph of a case's state machine: the first two stages as one node each, and every ending."""
    machine = machine_of(case)
    t = translator(language)
    stages = [stage for stage in _STAGES if stage in case.stages]
    facts = {
        Stage.REPLAY: Message("{count} lines of the recorded call", count=len(case.lines)),
        Stage.ANALYSIS: Message(
            "{count} questions about it", count=len(case.analysis.steps) if case.analysis else 0
        ),
    }
    names = {Stage.REPLAY: Message("Replay"), Stage.ANALYSIS: Message("Analysis")}
    nodes = [Node(stage.value, stage.value, t(names[stage]), t(facts[stage])) for stage in stages]
    nodes += [
        Node(state_of(Stage.REHEARSAL, scene.id), "scene", scene.id, scene.customer.otherwise)
        for scene in case.scenes.values()
    ]
    nodes += [
        Node(f"{DEBRIEF}.{end.id}", "ending", end.id, end.title, end.when is not None)
        for end in case.endings.values()
    ]
    edges = [*_stage_edges(machine, stages), *_call_edges(case, machine)]
    return Graph(language, case.language, case.id, case.title, tuple(nodes), tuple(edges))


def mermaid(graph: Graph) -> str:
    """The graph as a Mermaid flowchart; moves between the same two nodes share an arrow."""
    names = {node.id: f"n{place}" for place, node in enumerate(graph.nodes)}
    lines = ["---", f'title: "{_quoted(graph.title)}"', "---", "flowchart LR"]
    shapes = {"ending": ("([", "])"), "scene": ("[", "]"), "replay": ("[[", "]]"), "analysis": ("[[", "]]")}
    for node in graph.nodes:
        before, after = shapes[node.kind]
        text = node.text if node.kind == "ending" else node.name
        label = "<br>".join(_entities(part) for part in (text, node.note) if part)
        lines.append(f'    {names[node.id]}{before}"{label}"{after}')
    arrows: dict[tuple[str, str, str, bool], list[str]] = {}
    for edge in graph.edges:
        move = f"{', '.join(map(str, edge.steps))}: {edge.move}" if edge.steps else edge.move
        arrows.setdefault((edge.source, edge.target, edge.grade, bool(edge.steps)), []).append(move)
    for (source, target, _, _), moves in arrows.items():
        label = "<br>".join(_entities(move) for move in moves)
        lines.append(f'    {names[source]} -->|"{label}"| {names[target]}')
    for number, (_, _, grade, walked) in enumerate(arrows):
        if grade or walked:
            lines.append(f"    linkStyle {number} {_LINKS[grade]}{',stroke-width:5px' if walked else ''}")
    endings = ",".join(names[node.id] for node in graph.nodes if node.kind == "ending")
    lines += ["    classDef ending stroke-width:3px", f"    class {endings} ending"]
    for verdict, style in _ENDINGS.items():
        such = ",".join(names[node.id] for node in graph.nodes if node.verdict == verdict)
        name = verdict.replace("-", "_")
        if such:
            lines += [f"    classDef {name} {style}", f"    class {such} {name}"]
    most = max((node.weight or 0 for node in graph.nodes), default=0)
    for node in graph.nodes:
        if node.weight is not None and most and node.kind == "scene":
            size = 12 + round(14 * sqrt(node.weight / most))
            lines.append(f"    style {names[node.id]} font-size:{size}px")
    return "\n".join(lines) + "\n"


def graph_svg(graph: Graph, by_itself: bool = True) -> str:
    """The graph as an SVG picture: by itself, or for a page that links the style sheet `graph.css`."""
    return rendered_html(
        "graph.svg.j2", laid_out(graph), graph.language, graph.case_language, by_itself=by_itself
    )


def _stage_edges(machine: CaseMachine, stages: list[Stage]) -> list[Edge]:
    """From each of the first two stages to what follows it; what happens within one is not drawn."""
    edges = {}
    for verb in (HEAR, NEXT):
        event = machine.events.get(verb)
        for source, transitions in event.transitions.items() if event else ():
            for transition in transitions:
                ends = _node(source), _node(str(transition.dest))
                if ends[0] != ends[1] and transition.dest != DEBRIEF:
                    edges[ends] = Edge(*ends, verb, "")
    return list(edges.values())


def _call_edges(case: Case, machine: CaseMachine) -> list[Edge]:
    """The moves of the call. The machine has one debrief for all endings; the moves tell them apart."""
    edges = []
    event = machine.events.get(SAY)
    for source, transitions in event.transitions.items() if event else ():
        reachable = {transition.dest for transition in transitions}
        scene = case.scenes[source.removeprefix(state_of(Stage.REHEARSAL, ""))]
        for move in scene.moves.values():
            for target in dict.fromkeys(move.to.values()):
                place = machine.places[target]
                assert place in reachable
                end = f"{DEBRIEF}.{target}" if target in case.endings else place
                edges.append(Edge(source, end, move.id, move.say))
    return edges


def _node(state: str) -> str:
    """The node for a state."""
    stage = state.partition(".")[0]
    return stage if stage in (Stage.REPLAY.value, Stage.ANALYSIS.value) else state


def _entities(text: str) -> str:
    """A text for a Mermaid label, its signs as numbers, so that none can end the label or mean something."""
    text = " ".join(text.split())
    return "".join(
        character if character.isalnum() or character in " -.,，。？！、：“”" else f"#{ord(character)};"
        for character in text
    )


def _quoted(text: str) -> str:
    """A text between double quotation marks in YAML."""
    text = " ".join(text.split())
    return text.replace("\\", "\\\\").replace('"', '\\"')
