"""How fast rehearsals are solved: ``python -m benchmarks.solving``, or as a part of all benchmarks.

Every measurement is taken in a fresh process, ``python -m benchmarks.solving TASK``, which prints one JSON
object.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.comparison import Comparison, Goal, document

HERE = Path(__file__).resolve().parent
ROUNDS = 3
PATIENCE = 90  # about 590,000 positions, 1.9 million moves
MILLION_PATIENCE = 105
WARM_UP_PATIENCE = 20
SAME = ("positions", "moves", "best", "worst", "winnable")

Figures = dict[str, float]


def measured() -> Iterator[Comparison]:
    """Yield one comparison after the other."""
    plain_search = _worker("plain")  # once: it takes a minute
    rounds = []
    for number in range(1, ROUNDS + 1):
        rounds.append(_worker("generated"))
        if any(rounds[-1][name] != plain_search[name] for name in SAME):
            raise SystemExit("the solver and the plain search disagree")
        told = f"{rounds[-1]['seconds']:.2f} s to {plain_search['seconds']:.2f} s"
        print(f"solve, {number} of {ROUNDS}: {told}", file=sys.stderr)
    seconds = _of(rounds, "seconds")
    rate = plain_search["moves"] / seconds / 1e6
    yield Comparison("solve_rate", "million moves/s", rate, None, Goal("ours", ">=", 8), more_is_better=True)
    yield Comparison("solve_vs_python", "s", seconds, plain_search["seconds"], Goal("ratio", ">=", 30))
    bundled = [_worker("bundled") for _ in range(ROUNDS)]
    yield Comparison("solve_bundled_seconds", "s", _of(bundled, "seconds"), None, Goal("ours", "<=", 1))
    million = [_worker("million") for _ in range(ROUNDS)]
    print(f"solve_million: {million[0]['positions']:,.0f} positions", file=sys.stderr)
    yield Comparison("solve_million_seconds", "s", _of(million, "seconds"), None, Goal("ours", "<=", 1))
    yield Comparison(
        "solve_million_megabytes", "MB", _of(million, "megabytes"), None, Goal("ours", "<=", 1000)
    )


def generated(patience: int = PATIENCE) -> Figures:
    """Seconds to solve a generated case for one persona, forward and backward, and what was found."""
    from benchmarks.rehearsal import rehearsal
    from simulator import parse_case
    from simulator.analysis.solving import solve

    case = parse_case(rehearsal(patience=patience))
    solve(parse_case(rehearsal(patience=WARM_UP_PATIENCE)), 0)
    start = perf_counter()
    solution = solve(case, 0)
    seconds = perf_counter() - start
    assert solution.reached.complete
    return {
        "seconds": seconds,
        "positions": len(solution.ended),
        "moves": solution.reached.moves,
        "best": solution.best_score.least,
        "worst": solution.worst_score.most,
        "winnable": bool(solution.winnable[0]),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def plain() -> Figures:
    """The same with the plain search."""
    from benchmarks.plain import search
    from benchmarks.rehearsal import rehearsal
    from simulator import parse_case

    case = parse_case(rehearsal(patience=PATIENCE))
    search(parse_case(rehearsal(patience=WARM_UP_PATIENCE)), 0)
    start = perf_counter()
    found = search(case, 0)
    return {"seconds": perf_counter() - start} | vars(found)


def million() -> Figures:
    """Seconds to solve a generated case of a million positions, and the most memory the process took."""
    return generated(MILLION_PATIENCE)


def bundled() -> Figures:
    """Seconds to solve a bundled case, all personas and both views, after loading: the slower case counts."""
    from simulator import load_case
    from simulator.analysis.shoes import Shoes
    from simulator.analysis.solving import solve_all
    from simulator.resources import scenarios

    seconds = []
    for file in sorted(scenarios().glob("*/case.yaml")):
        case = load_case(file)
        start = perf_counter()
        solutions = list(solve_all(case))
        if not all(solution.reached.complete for solution in solutions):
            raise SystemExit(f"{case.id} is too large for the solver's budget")
        Shoes(case, solutions)
        seconds.append(perf_counter() - start)
        print(f"solve {case.id}: {seconds[-1]:.2f} s", file=sys.stderr)
    return {"seconds": max(seconds)}


def _worker(task: str) -> Figures:
    command = [sys.executable, "-m", "benchmarks.solving", task]
    run = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, check=True)
    answer: Figures = json.loads(run.stdout)
    return answer


def _of(rounds: list[Figures], name: str) -> float:
    return median(figures[name] for figures in rounds)


if __name__ == "__main__":
    tasks = {"generated": generated, "plain": plain, "million": million, "bundled": bundled}
    if sys.argv[1:]:
        print(json.dumps(tasks[sys.argv[1]]()))
    else:
        print(json.dumps(document(measured()), indent=2))
