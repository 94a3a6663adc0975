"""The benchmarks compare like with like and print what they promise."""

import json
import re
from pathlib import Path

import yaml

from benchmarks.comparison import Comparison, Goal, document, medians
from benchmarks.plain import Plain, search
from benchmarks.rehearsal import rehearsal
from benchmarks.workload import ENDING, PERSONA, START, as_case, as_story, call, walk
from simulator import Play, load_case, parse_case
from simulator.call.solver.solving import solve

SCENES = 60

Graph = dict[str, tuple[str, list[tuple[str | int, ...]]]]

SCENE = re.compile(r"^=== (\w+) ===\n(.+)\n((?:[+ ].*\n)+)", re.MULTILINE)
MOVE = re.compile(
    r"""[+]\ (?:{(.+)}\ )?\[(.+)\]\n
        \ \ (.+)\n
        \ \ ~\ heat\ =\ heat\ \+\ (.+)\n
        \ \ ~\ trust\ =\ trust\ \+\ (.+)\n
        \ \ ->\ (.+)\n""",
    re.VERBOSE,
)


def test_document_has_the_promised_shape() -> None:
    """Whoever reads the figures by program could not."""
    measured = [
        Comparison("load_1000", "ms", 10.0, 61.0, Goal("ratio", ">=", 5)),
        Comparison("push_1000", "moves/s", 10.0, 20.0, Goal("ratio", ">=", 3), more_is_better=True),
        Comparison("attempt_bytes", "bytes", 4096.004, None, Goal("ours", "<=", 4096)),
        Comparison("solve_million_seconds", "s", 0.5, None, Goal("ours", "<=", 1), cold=0.7),
    ]
    assert json.loads(json.dumps(document(measured))) == {
        "results": [
            {"name": "load_1000", "ours": 10.0, "peer": 61.0, "ratio": 6.1}
            | {"unit": "ms", "goal": "ratio >= 5", "met": True},
            {"name": "push_1000", "ours": 10.0, "peer": 20.0, "ratio": 0.5}
            | {"unit": "moves/s", "goal": "ratio >= 3", "met": False},
            {"name": "attempt_bytes", "ours": 4096.0, "peer": None, "ratio": None}
            | {"unit": "bytes", "goal": "ours <= 4096", "met": False},
            {"name": "solve_million_seconds", "ours": 0.5, "peer": None, "ratio": None}
            | {"unit": "s", "goal": "ours <= 1", "met": True, "cold": 0.7},
        ]
    }


def test_medians_are_taken_side_by_side() -> None:
    """One disturbed round would decide a comparison."""
    assert medians([(1.0, 10.0), (99.0, 30.0), (2.0, 20.0)]) == (2.0, 20.0)


def test_case_and_story_are_the_same_call() -> None:
    """The two sides would be measured at different work."""
    scenes = call(SCENES)
    assert graph_of_case(as_case(scenes)) == graph_of_story(as_story(scenes))


def graph_of_case(text: str) -> Graph:
    """Read the words, effects, guards and targets out of a case."""
    return {
        name: (
            scene["customer"],
            [
                (move.get("when", ""), move["say"], move["why"], *move["effect"].values(), move["to"])
                for move in scene["moves"].values()
            ],
        )
        for name, scene in yaml.safe_load(text)["rehearsal"].items()
    }


def graph_of_story(text: str) -> Graph:
    """Read the words, effects, guards and targets out of an ink story."""
    return {
        name: (
            customer,
            [
                (guard, say, why, int(heat), int(trust), to)
                for guard, say, why, heat, trust, to in MOVE.findall(moves)
            ],
        )
        for name, customer, moves in SCENE.findall(text)
    }


def test_every_scene_can_be_reached() -> None:
    """The checker would warn of a scene that no move leads to."""
    scenes = call(SCENES)
    assert {move.to for scene in scenes for move in scene.moves} == {scene.id for scene in scenes} | {ENDING}


def test_generated_case_loads_and_its_walk_is_legal(tmp_path: Path) -> None:
    """The benchmarks would measure a refusal."""
    scenes = call(SCENES)
    path = tmp_path / "made-up"
    path.mkdir()
    (path / "case.yaml").write_text(as_case(scenes), "utf-8")
    play = Play.start(load_case(path), persona=PERSONA, stage="rehearsal")
    heat, by_id = START["heat"], {scene.id: scene for scene in scenes}
    scene = scenes[0]
    for step in walk(scenes, 500):
        legal = [move for move in scene.moves if move.open_at(heat)]
        move = legal[step.choice]
        assert move.id == step.move
        play.push(step.move)
        heat, scene = heat + move.heat, by_id[move.to]
    assert play.state == f"rehearsal.{scene.id}"


def test_calls_are_the_same_in_every_run() -> None:
    """Two runs could not be compared."""
    assert as_case(call(SCENES)) == as_case(call(SCENES))
    assert walk(call(SCENES), 100) == walk(call(SCENES), 100)
    assert as_case(call(SCENES, seed=1)) != as_case(call(SCENES, seed=2))


def test_plain_search_finds_what_the_solver_finds() -> None:
    """The two would be measured at different work."""
    case = parse_case(rehearsal(8))
    for persona in range(len(case.personas)):
        solution = solve(case, persona)
        assert search(case, persona) == Plain(
            positions=len(solution.ended),
            moves=solution.reached.moves,
            best=int(solution.best[0]),
            worst=int(solution.worst[0]),
            winnable=bool(solution.winnable[0]),
        )


def test_generated_rehearsal_is_honest() -> None:
    """The solver would be measured at a case without anything that makes one hard to solve."""
    case = parse_case(rehearsal())
    assert rehearsal() == rehearsal()
    moves = [move for scene in case.scenes.values() for move in scene.moves.values()]
    assert len(case.scenes) == 200
    assert {len(scene.moves) for scene in case.scenes.values()} == {3, 4}
    assert sum(move.when is not None for move in moves) > 100
    assert {fact for fact in case.facts if any(move.sets & case.flags[fact] for move in moves)} == set(
        case.facts
    )
    assert len({gauge for move in moves for change in move.changes for gauge, _ in change}) in (3, 4)
    order = list(case.scenes)
    back = [
        (scene.id, move.id)
        for scene in case.scenes.values()
        for move in scene.moves.values()
        if move.to.otherwise in order and order.index(move.to.otherwise) < order.index(scene.id)
    ]
    assert len(back) > 20
