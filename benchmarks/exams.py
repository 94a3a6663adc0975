"""How fast papers are assembled and analysed: ``python -m benchmarks.exams``, or as a part of all benchmarks.

The peer is girth, a Python package for item response theory; what it computes as well is compared with ours
before any time is. Each task has a process of its own, ``python -m benchmarks.exams TASK``, which does one
round for every line it reads. The peer needs minutes for the two-parameter model, so it has one round, right
before ours, without a warm-up: at that length it needs none.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.comparison import Comparison, Goal, document

HERE = Path(__file__).resolve().parent
ROUNDS = 5  # after a first one, which is not counted
EXAMINEES, QUESTIONS = 10_000, 200
BANK = 2_000
SAME = 1e-6  # by how much the two sides' correlations may differ

Figures = dict[str, float]
Round = Callable[[], Figures]


def measured() -> Iterator[Comparison]:
    """Yield one comparison after the other."""
    missing = [name for name in ("scipy", "girth") if find_spec(name) is None]
    if missing:
        raise SystemExit(f"This needs {' and '.join(missing)}: pip install -e '.[dev]'")
    for forms, limit in ((1, 1), (4, 3)):
        ours = _rounds(f"assemble_{forms}", ROUNDS)
        yield Comparison(f"assemble_{forms}", "s", _of(ours, "seconds"), None, Goal("ours", "<=", limit))
    (peer,), ours = _rounds("girth_classical", 0), _rounds("classical", ROUNDS)
    if abs(peer["discriminations"] - ours[0]["discriminations"]) > SAME:
        raise SystemExit("girth finds other discriminations")
    milliseconds = 1000 * _of(ours, "seconds"), 1000 * peer["seconds"]
    yield Comparison("classical_10000x200", "ms", *milliseconds, Goal("ours", "<=", 50))
    (peer,), ours = _rounds("girth_twopl", 0), _rounds("twopl", ROUNDS)
    seconds = _of(ours, "seconds"), peer["seconds"]
    yield Comparison("twopl_10000x200", "s", *seconds, Goal("ours", "<=", 5))
    errors = 1000 * ours[0]["error"], 1000 * peer["error"]
    yield Comparison("twopl_difficulty_rmse", "thousandths", *errors, Goal("ours", "<=", 40))


def assemble(forms: int) -> Round:
    """Seconds to assemble parallel forms from a bank; another seed in every round."""
    from benchmarks.sittings import bank, blueprint
    from simulator.exam.paper.assembling import assembled

    questions = bank(BANK)
    seeds = iter(range(1, 100))

    def take() -> Figures:
        wanted = blueprint(forms, next(seeds))
        start = perf_counter()
        paper = assembled(wanted, questions)
        seconds = perf_counter() - start
        assert [len(form.questions) for form in paper] == [wanted.length] * forms
        return {"seconds": seconds}

    return take


def classical() -> Round:
    """Seconds for all classical statistics of the questions and of the paper, from a plain table."""
    from benchmarks.sittings import sitting
    from simulator.exam.statistics.item_statistics import item_statistics
    from simulator.exam.statistics.marks import Marks, paper_statistics

    table = sitting(EXAMINEES, QUESTIONS).right

    def take() -> Figures:
        start = perf_counter()
        marks = Marks.of(table)
        items = item_statistics(marks)
        paper_statistics(marks)
        seconds = perf_counter() - start
        return {"seconds": seconds, "discriminations": sum(item.discrimination or 0 for item in items)}

    return take


def girth_classical() -> Round:
    """The same with the peer, which has fewer statistics of the questions and only alpha of the paper."""
    import girth  # type: ignore[import-untyped]

    from benchmarks.sittings import sitting

    table = sitting(EXAMINEES, QUESTIONS).right.T.astype(int)

    def take() -> Figures:
        start = perf_counter()
        found = girth.classical_test_statistics(table, start_value=0, stop_value=1)
        seconds = perf_counter() - start
        return {"seconds": seconds, "discriminations": float(found["Item-Score Correlation"].sum())}

    return take


def twopl() -> Round:
    """Seconds for the two-parameter model, with errors and abilities; how far the difficulties are off."""
    from benchmarks.sittings import sitting
    from simulator.exam.statistics.marks import Marks
    from simulator.exam.statistics.response_theory import Model, fitted

    made = sitting(EXAMINEES, QUESTIONS)

    def take() -> Figures:
        start = perf_counter()
        found = fitted(Marks.of(made.right), Model.TWO_PARAMETER)
        seconds = perf_counter() - start
        assert found.converged
        difficulties = [item.difficulty for item in found.items]
        return {"seconds": seconds, "error": _error(difficulties, made.difficulties)}

    return take


def girth_twopl() -> Round:
    """The same with the peer, which gives neither errors nor abilities along with it."""
    import girth

    from benchmarks.sittings import sitting

    made = sitting(EXAMINEES, QUESTIONS)
    table = made.right.T.astype(int)

    def take() -> Figures:
        start = perf_counter()
        found = girth.twopl_mml(table)
        seconds = perf_counter() - start
        return {"seconds": seconds, "error": _error(found["Difficulty"], made.difficulties)}

    return take


TASKS: dict[str, Callable[[], Round]] = {
    "assemble_1": lambda: assemble(1),
    "assemble_4": lambda: assemble(4),
    "classical": classical,
    "girth_classical": girth_classical,
    "twopl": twopl,
    "girth_twopl": girth_twopl,
}


def _error(found: Any, truth: Any) -> float:
    """The root of the mean squared difference."""
    import numpy

    return float(numpy.sqrt(numpy.mean((numpy.asarray(found) - truth) ** 2)))


def _rounds(task: str, count: int) -> list[Figures]:
    """What a task measured in so many rounds after a first one."""
    command = [sys.executable, "-m", "benchmarks.exams", task]
    lines = "next\n" * (count + 1)
    run = subprocess.run(command, cwd=HERE.parent, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    rounds: list[Figures] = [json.loads(line) for line in run.stdout.splitlines()]
    told = ", ".join(f"{figures['seconds']:.3f}" for figures in rounds)
    print(f"exams {task}: {told} s", file=sys.stderr)
    return rounds


def _of(rounds: list[Figures], name: str) -> float:
    """The median of the rounds after the first."""
    return median(figures[name] for figures in rounds[1:])


if __name__ == "__main__":
    if sys.argv[1:]:
        take_round = TASKS[sys.argv[1]]()
        for _ in sys.stdin:
            print(json.dumps(take_round()), flush=True)
    else:
        print(json.dumps(document(measured()), indent=2))
