"""The map of a case's call: where random play goes, what each move loses, and the path of an attempt."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.call.case.case import Case, Stage
from simulator.call.play.machine import DEBRIEF, state_of
from simulator.call.play.outcome import Verdict
from simulator.call.play.play import Play
from simulator.call.solver.grading import grade
from simulator.call.solver.traffic import Loss, Step, Traffic
from simulator.text.language import Translator, translator
from simulator.text.message import Message

from .graph import case_graph
from .nodes import Edge, Graph, Node
from .wording import VERDICTS

RARE = 0.0005
"""What is rarer is shown as such, and not as nothing."""


def call_map(case: Case, traffic: Traffic, language: str, path: Sequence[Step] = ()) -> Graph:
    """The call of a case as a graph: scenes by how often they are passed, moves by what they lose."""
    t = translator(language)
    graph = case_graph(case, language)
    ids = {node.id: node.name for node in graph.nodes if node.kind in ("scene", "ending")}
    steps: dict[Step, list[int]] = {}
    for number, step in enumerate(path, 1):
        steps.setdefault(step, []).append(number)
    nodes = tuple(_node(node, traffic, path, t) for node in graph.nodes if node.id in ids)
    edges = [
        _edge(edge, (ids[edge.source], edge.move, ids[edge.target]), traffic, steps, t)
        for edge in graph.edges
        if edge.source in ids
    ]
    known = {(ids[edge.source], edge.move, ids[edge.target]) for edge in edges}
    for step in steps.keys() - known:  # where the customer broke off the call: no move leads there by itself
        scene, move, target = step
        source, end = state_of(Stage.REHEARSAL, scene), f"{DEBRIEF}.{target}"
        edge = Edge(source, end, move, case.scenes[scene].moves[move].say)
        after = max(
            place for place, other in enumerate(edges) if (other.source, other.move) == (source, move)
        )
        edges.insert(after + 1, _edge(edge, step, traffic, steps, t))
    return replace(graph, nodes=nodes, edges=tuple(edges))


def path_of(play: Play) -> list[Step]:
    """The replies of a play's call: the scene, the move, and where it led."""
    return [(said.before.scene, said.move.id, said.after.scene) for said in play.spoken()]


def _node(node: Node, traffic: Traffic, path: Sequence[Step], t: Translator) -> Node:
    times = traffic.passes[node.name]
    if node.kind == "ending":
        verdict = _at_best(traffic.verdicts[node.name])
        share = _percent(times)
        return replace(
            node,
            weight=times,
            note=t(Message("never reached"))
            if verdict is None
            else t(Message("{share} of calls · {verdict}", share=share, verdict=VERDICTS[verdict])),
            verdict="" if verdict is None else verdict.value,
            steps=tuple(n for n, (_, _, target) in enumerate(path, 1) if target == node.name),
        )
    shown = f"{times:.2f}" if times >= 0.01 else "<0.01" if times else "0"
    return replace(
        node,
        weight=times,
        note=t(Message("{times} times a call", times=shown)),
        steps=tuple(n for n, (scene, _, _) in enumerate(path, 1) if scene == node.name),
    )


def _edge(edge: Edge, step: Step, traffic: Traffic, steps: dict[Step, list[int]], t: Translator) -> Edge:
    loss = traffic.losses.get(step)
    return replace(
        edge,
        grade="" if loss is None else grade(round(loss.mean)).value,
        note=t(_loss(loss)),
        steps=tuple(steps.get(step, ())),
    )


def _loss(loss: Loss | None) -> Message:
    if loss is None:
        return Message("nothing to lose here, or never said")
    if loss.least == loss.most:
        return Message("loses {points} points", points=loss.most)
    return Message(
        "loses {mean} points on average, from {least} to {most}",
        mean=f"{loss.mean:.1f}",
        least=loss.least,
        most=loss.most,
    )


def _at_best(verdicts: dict[Verdict, float]) -> Verdict | None:
    """The best verdict that an ending can come to; None where it is never reached."""
    for equals in ((Verdict.WIN_WIN,), (Verdict.CUSTOMER, Verdict.COMPANY), (Verdict.LOSE_LOSE,)):
        likeliest = max(equals, key=verdicts.__getitem__)
        if verdicts[likeliest]:
            return likeliest
    return None


def _percent(chance: float) -> str:
    if 0 < chance < RARE:
        return "<0.1%"
    return f"{100 * chance:.1f}".removesuffix(".0") + "%"
