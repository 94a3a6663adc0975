"""Measure this project and its peers side by side: progress on stderr, one JSON document on stdout."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import exams, solving, workload
from benchmarks.comparison import Comparison, Goal, document, medians

HERE = Path(__file__).resolve().parent
COUNTS = (1_000, 10_000)
ROUNDS = {"load": 5, "push": 3}
WALK = 22_000
WARM_UP = 500


def main() -> None:
    """Run every benchmark."""
    install_peer()
    with TemporaryDirectory() as folder:
        print(json.dumps(document(measured(Path(folder))), indent=2))


def measured(folder: Path) -> Iterator[Comparison]:
    """Write the calls into this folder and yield one comparison after the other."""
    warm_up = write_call(folder / "warm-up", WARM_UP, seed=3)
    calls = {count: write_call(folder / str(count), count) for count in COUNTS}
    loads = by_turns("load", calls, warm_up)
    for count, (ours, peer) in loads.items():
        yield Comparison(f"load_{count}", "ms", ours, peer, Goal("ratio", ">=", 5))
    for count, (ours, peer) in by_turns("push", calls, warm_up).items():
        yield Comparison(f"push_{count}", "moves/s", ours, peer, Goal("ratio", ">=", 3), more_is_better=True)
    few, many = COUNTS
    ours, peer = (slow / fast for slow, fast in zip(loads[many], loads[few], strict=True))
    yield Comparison("load_growth", "times", ours, peer, Goal("ours", "<=", 11))
    kept = worker(OURS, "attempt", calls[few], warm_up)["value"]
    yield Comparison("attempt_bytes", "bytes", kept, None, Goal("ours", "<=", 4096))
    yield from solving.measured()
    yield from exams.measured()


def write_call(folder: Path, count: int, seed: int = 1) -> Path:
    """Write a call of that many scenes as a case and as a story, and a walk through it; return the folder."""
    scenes = workload.call(count, seed)
    steps = [asdict(step) for step in workload.walk(scenes, WALK)]
    case = folder / "made-up"
    case.mkdir(parents=True)
    (case / "case.yaml").write_text(workload.as_case(scenes), "utf-8")
    (folder / "story.ink").write_text(workload.as_story(scenes), "utf-8")
    (folder / "walk.json").write_text(json.dumps(steps), "utf-8")
    return folder


OURS = [sys.executable, "-m", "benchmarks.ours"]
PEER = ["node", str(HERE / "peer.mjs")]


def by_turns(task: str, calls: dict[int, Path], warm_up: Path) -> dict[int, tuple[float, float]]:
    """Measure both sides at every size by turns, so that other work on the machine hits all."""
    figures: dict[int, list[tuple[float, float]]] = {count: [] for count in calls}
    for number in range(1, ROUNDS[task] + 1):
        for count, call in calls.items():
            ours, peer = worker(OURS, task, call, warm_up), worker(PEER, task, call, warm_up)
            if ours["heat"] != peer["heat"]:
                raise SystemExit(f"{task} {count}: the two sides played different calls")
            figures[count].append((ours["value"], peer["value"]))
            told = f"{task} {count}, {number} of {ROUNDS[task]}: {ours['value']:,.0f} to {peer['value']:,.0f}"
            print(told, file=sys.stderr)
    return {count: medians(values) for count, values in figures.items()}


def worker(command: list[str], task: str, call: Path, warm_up: Path) -> dict[str, float]:
    """Take one measurement in a fresh process."""
    run = subprocess.run(
        [*command, task, str(call), str(warm_up)], cwd=HERE.parent, stdout=subprocess.PIPE, check=True
    )
    answer: dict[str, float] = json.loads(run.stdout)
    return answer


def install_peer() -> None:
    """Install what package-lock.json names, unless that has been done."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not shutil.which("node") or not shutil.which("npm"):
        raise SystemExit("The benchmarks need node and npm. On Debian or Ubuntu: apt install nodejs npm")
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE, stdout=sys.stderr, check=True)


if __name__ == "__main__":
    main()
