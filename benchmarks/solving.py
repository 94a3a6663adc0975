"""How fast rehearsals are solved: ``python -m benchmarks.solving``, or as a part of all benchmarks.

Each task has a process of its own, ``python -m benchmarks.solving TASK``, which does one round for every line
it reads and answers with one JSON object. What is measured is how fast a process solves that has solved
before, as that of an author does who checks a case again and again: the median of several rounds, taken by
turns with the peer's, after a first one of the same size. That first, cold round is not hidden: it stands
beside the median as `cold`. A tiny case comes before it, so that importing is no part of it; getting memory
from the system for the first time is.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.comparison import Comparison, Goal, document

HERE = Path(__file__).resolve().parent
ROUNDS = 5  # after the cold one
PATIENCE = 90  # about 590,000 positions, 1.9 million moves
MILLION_PATIENCE = 105
WARM_UP_PATIENCE = 20
SAME = ("positions", "moves", "best", "worst", "winnable")

Figures = dict[str, float]
Round = Callable[[], Figures]


def measured() -> Iterator[Comparison]:
    """Yield one comparison after the other."""
    ours, peer = by_turns("generated", "plain")
    if any(solved[name] != found[name] for name in SAME for solved in ours for found in peer):
        raise SystemExit("the solver and the plain search disagree")
    seconds, cold = _of(ours, "seconds"), ours[0]["seconds"]
    moves = ours[0]["moves"] / 1e6
    rate = Comparison(
        "solve_rate",
        "million moves/s",
        moves / seconds,
        None,
        Goal("ours", ">=", 8),
        more_is_better=True,
        cold=moves / cold,
    )
    yield rate
    goal = Goal("ratio", ">=", 30)
    yield Comparison("solve_vs_python", "s", seconds, _of(peer, "seconds"), goal, cold=cold)
    for task in ("bundled", "million"):
        (rounds,) = by_turns(task)
        seconds, cold = _of(rounds, "seconds"), rounds[0]["seconds"]
        yield Comparison(f"solve_{task}_seconds", "s", seconds, None, Goal("ours", "<=", 1), cold=cold)
    print(f"solve_million: {rounds[0]['positions']:,.0f} positions", file=sys.stderr)
    megabytes = max(figures["megabytes"] for figures in rounds)
    yield Comparison("solve_million_megabytes", "MB", megabytes, None, Goal("ours", "<=", 1000))


def by_turns(*tasks: str) -> list[list[Figures]]:
    """What each task measured, round by round, the cold one first; other work on the machine hits all."""
    workers = [_worker(task) for task in tasks]
    rounds: list[list[Figures]] = [[] for _ in tasks]
    for number in range(ROUNDS + 1):
        for task, worker, figures in zip(tasks, workers, rounds, strict=True):
            figures.append(_next_round(worker))
            name = f"{number} of {ROUNDS}" if number else "cold"
            print(f"solve {task}, {name}: {figures[-1]['seconds']:.2f} s", file=sys.stderr)
    for task, worker in zip(tasks, workers, strict=True):
        worker.communicate()
        if worker.returncode:
            raise SystemExit(f"{task} failed")
    return rounds


def generated(patience: int = PATIENCE) -> Round:
    """Seconds to solve a generated case for one persona, forward and backward, and what was found."""
    from benchmarks.rehearsal import rehearsal
    from simulator import parse_case
    from simulator.call.solver.solving import solve

    case = parse_case(rehearsal(patience=patience))
    solve(parse_case(rehearsal(patience=WARM_UP_PATIENCE)), 0)

    def take() -> Figures:
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

    return take


def plain() -> Round:
    """The same with the plain search."""
    from benchmarks.plain import search
    from benchmarks.rehearsal import rehearsal
    from simulator import parse_case

    case = parse_case(rehearsal(patience=PATIENCE))
    search(parse_case(rehearsal(patience=WARM_UP_PATIENCE)), 0)

    def take() -> Figures:
        start = perf_counter()
        found = search(case, 0)
        return {"seconds": perf_counter() - start} | vars(found)

    return take


def million() -> Round:
    """Seconds to solve a generated case of a million positions, and the most memory the process took."""
    return generated(MILLION_PATIENCE)


def bundled() -> Round:
    """Seconds to solve a bundled case, all personas and both views, after loading: the slower case counts."""
    from simulator import load_case
    from simulator.call.solver.shoes import Shoes
    from simulator.call.solver.solving import solve_all
    from simulator.resources import scenarios

    cases = [load_case(file) for file in sorted(scenarios().glob("*/case.yaml"))]

    def take() -> Figures:
        seconds = []
        for case in cases:
            start = perf_counter()
            solutions = list(solve_all(case))
            if not all(solution.reached.complete for solution in solutions):
                raise SystemExit(f"{case.id} is too large for the solver's budget")
            Shoes(case, solutions)
            seconds.append(perf_counter() - start)
        return {"seconds": max(seconds)}

    return take


def _worker(task: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.solving", task]
    return subprocess.Popen(
        command, cwd=HERE.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _next_round(worker: "subprocess.Popen[str]") -> Figures:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write("next\n")
    worker.stdin.flush()
    answer = worker.stdout.readline()
    if not answer:
        raise SystemExit("a worker broke down; why is said above")
    figures: Figures = json.loads(answer)
    return figures


def _of(rounds: list[Figures], name: str) -> float:
    """The median of the rounds after the cold one."""
    return median(figures[name] for figures in rounds[1:])


if __name__ == "__main__":
    tasks = {"generated": generated, "plain": plain, "million": million, "bundled": bundled}
    if sys.argv[1:]:
        take_round = tasks[sys.argv[1]]()
        for _ in sys.stdin:
            print(json.dumps(take_round()), flush=True)
    else:
        print(json.dumps(document(measured()), indent=2))
