"""One measurement of this project, in a own process: ``python -m benchmarks.ours TASK FOLDER WARM_UP``.

Prints one JSON object: the value measured and, where there was a walk, the heat that it ended at.
peer.mjs beside this file does the same for the peer, step by step.
"""

import gc
import json
import sys
import tracemalloc
from pathlib import Path
from time import perf_counter

from benchmarks.workload import PERSONA
from simulator import Case, Play, load_case

WARM_UP_MOVES = 2_000
ATTEMPTS = 10_000
ATTEMPT_MOVES = 20  # about the middle of a rehearsal


def load(folder: Path, warm_up: Path) -> dict[str, float]:
    """Milliseconds to read, check and compile a case that was not seen before."""
    load_case(warm_up / "made-up")
    start = perf_counter()
    play = _start(load_case(folder / "made-up"))
    return {"value": (perf_counter() - start) * 1000, "heat": _heat(play)}


def push(folder: Path, warm_up: Path) -> dict[str, float]:
    """Moves per second through Play.push, in one long walk, each followed by what is open then."""
    play, walk = _start(load_case(folder / "made-up")), _walk(folder)
    for move in walk[:WARM_UP_MOVES]:
        play.push(move)
        play.legal_moves()
    start = perf_counter()
    for move in walk[WARM_UP_MOVES:]:
        play.push(move)
        play.legal_moves()  # the peer works its choices out, too
    seconds = perf_counter() - start
    return {"value": (len(walk) - WARM_UP_MOVES) / seconds, "heat": _heat(play)}


def attempt(folder: Path, warm_up: Path) -> dict[str, float]:
    """Bytes that one live attempt keeps beyond its list of moves."""
    case, walk = load_case(folder / "made-up"), _walk(folder)[:ATTEMPT_MOVES]
    _played(case, walk)  # what is made once for all attempts
    gc.collect()
    tracemalloc.start()
    plays = [_played(case, walk) for _ in range(ATTEMPTS)]
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] - sys.getsizeof(plays)
    tracemalloc.stop()
    moves = sum(sys.getsizeof(play.moves) for play in plays)
    return {"value": (kept - moves) / ATTEMPTS}


def _start(case: Case) -> Play:
    return Play.start(case, persona=PERSONA, stage="rehearsal")


def _played(case: Case, walk: list[str]) -> Play:
    play = _start(case)
    for move in walk:
        play.push(move)
    return play


def _heat(play: Play) -> int:
    position = play.progress.rehearsal
    assert position is not None
    return position.gauges[[gauge.id for gauge in play.case.gauges].index("heat")]


def _walk(folder: Path) -> list[str]:
    return [step["move"] for step in json.loads((folder / "walk.json").read_text("utf-8"))]


if __name__ == "__main__":
    task, *folders = sys.argv[1:]
    print(json.dumps({"load": load, "push": push, "attempt": attempt}[task](*map(Path, folders))))
