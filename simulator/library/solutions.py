"""Solved rehearsals, kept from one run to the next, because reading one is faster than working it out again.

A file holds the solution for one persona: plain arrays in NumPy's `.npz` form, without pickles, so that
reading one cannot run anything. It is found by what it is the solution of: the case's digest, the persona,
and the program's own rules. A file that is damaged, foreign or of other rules is as good as none. This is a
cache: whatever goes wrong with it, the solution is worked out anew.
"""

import hashlib
import os
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case
from simulator.call.solver import judging
from simulator.call.solver.expanding import Moves, ReachedPositions
from simulator.call.solver.judging import Judge
from simulator.call.solver.numbering import Numbering
from simulator.call.solver.packing import packing_for
from simulator.call.solver.solving import Solution, solve

FORMAT = 1
PAYS_FROM = 20_000  # positions: fewer are solved about as fast as they are read
MOST_BYTES = 512 * 1024 * 1024  # of all files together; the ones unused for longest go first
LARGEST = MOST_BYTES // 2  # of one file, so that it cannot drive out everything else
ABANDONED = 3600  # seconds after which a half-written file is nobody's any more

_PACKAGE = Path(__file__).resolve().parent.parent
_RULES = ("source", "call/case", "call/play", "call/solver")  # the rooms that decide what a solution is
_VALUES = ("ended", "scores", "wins", "best", "worst", "winnable")
Arrays = Mapping[str, NDArray[Any]]


def solved(case: Case, persona: int, budget: int, store: "SolutionStore | None") -> Solution:
    """The solution of a case for the persona at a place: kept, or new and kept from now on."""
    kept = store.find(case, persona, budget) if store else None
    if kept is not None:
        return kept
    solution = solve(case, persona, budget)
    if store:
        store.keep(solution)
    return solution


def judge_of(case: Case, budget: int, store: "SolutionStore | None") -> Judge | None:
    """Who judges the replies of a case; None where it has more positions than the budget, for a persona."""
    return judging.judge_of(case, budget, partial(solved, store=store))


class SolutionStore:
    """The solutions in a cache folder. Nothing it does raises: without it, everything is only slower."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, pays_from: int | None = None) -> None:
        self.folder = folder / "solutions"
        self.most_bytes = most_bytes
        self.pays_from = PAYS_FROM if pays_from is None else pays_from

    def find(self, case: Case, persona: int, budget: int) -> Solution | None:
        """The kept solution of a case for a persona, if there is one within the budget of positions."""
        file = self._file(case, persona)
        try:
            with file.open("rb") as stream, numpy.load(stream, allow_pickle=False) as arrays:
                if _text(arrays["key"]) != file.stem or int(arrays["count"]) > budget:
                    return None
                found = _solution(case, persona, arrays)
            os.utime(file)  # used just now
        except Exception:  # whatever a damaged file may bring about, down to the depths of zip
            return None
        return found

    def keep(self, solution: Solution) -> None:
        """Keep a solution, if that is worth it and there is room for it."""
        if not solution.reached.complete or len(solution.ended) < self.pays_from:
            return
        file = self._file(solution.case, solution.persona)
        arrays = _arrays(solution) | {"key": numpy.frombuffer(file.stem.encode(), dtype=numpy.uint8)}
        if sum(array.nbytes for array in arrays.values()) > min(LARGEST, self.most_bytes):
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(file, arrays)
            self._make_room()

    def _write(self, file: Path, arrays: Arrays) -> None:
        part = file.with_name(f".{file.stem}.{secrets.token_hex(6)}.part")
        try:
            # into place only when it is whole; and as every member has its checksum, it need not be synced
            with part.open("xb") as stream:
                numpy.savez(stream, **arrays)  # type: ignore[arg-type]
            os.replace(part, file)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise

    def _make_room(self) -> None:
        """Remove the files that were unused for longest, until the rest is within bounds."""
        for part in self.folder.glob(".*.part"):
            with suppress(OSError):
                if time.time() - part.stat().st_mtime > ABANDONED:
                    part.unlink()
        used = []
        for file in self.folder.glob("*.npz"):
            with suppress(OSError):
                state = file.stat()
                used.append((state.st_mtime_ns, state.st_size, file))
        left = sum(size for _, size, _ in used)
        for _, size, file in sorted(used):
            if left <= self.most_bytes:
                return
            with suppress(OSError):
                file.unlink()
                left -= size

    def _file(self, case: Case, persona: int) -> Path:
        what = f"{FORMAT} {rules_digest()} {case.digest} {persona}"
        return self.folder / f"{hashlib.sha256(what.encode()).hexdigest()}.npz"


@cache
def rules_digest(package: Path = _PACKAGE) -> str:
    """A digest of the program that makes solutions: of other rules, or other arrays, nothing may be read."""
    digest = hashlib.sha256(f"{sys.byteorder} {numpy.__version__}".encode())
    for room in _RULES:
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.name.encode())
            with suppress(OSError):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _arrays(solution: Solution) -> dict[str, NDArray[Any]]:
    layers = solution.reached.layers
    arrays: dict[str, NDArray[Any]] = {
        "count": numpy.array(len(solution.ended)),
        "words": solution.reached.words,
        "sizes": numpy.array([len(layer.source) for layer in layers], dtype=numpy.int64),
    }
    for field, kind in (("source", numpy.int32), ("move", numpy.int16), ("target", numpy.int32)):
        of_layers = [getattr(layer, field) for layer in layers]
        arrays[field] = numpy.concatenate([numpy.empty(0, dtype=kind), *of_layers])
    for field in ("first", "beyond"):
        arrays[field] = numpy.array([getattr(layer, field) for layer in layers], dtype=numpy.int64)
    return arrays | {name: getattr(solution, name) for name in _VALUES}


def _solution(case: Case, persona: int, arrays: Arrays) -> Solution:
    """The solution in these arrays. Raises ValueError where they do not fit together."""
    packing = packing_for(case, persona)
    count = int(arrays["count"])
    words = arrays["words"]
    values = {name: arrays[name] for name in _VALUES}
    bounds = numpy.concatenate([[0], numpy.cumsum(arrays["sizes"])])
    source, move, target = arrays["source"], arrays["move"], arrays["target"]
    if words.shape != (packing.width, count) or {len(value) for value in values.values()} != {count}:
        raise ValueError("not as many positions as there should be")
    if {len(source), len(move), len(target)} != {int(bounds[-1])}:
        raise ValueError("not as many moves as there should be")
    layers = [
        Moves(source[start:end], move[start:end], target[start:end], int(first), int(beyond))
        for start, end, first, beyond in zip(
            bounds, bounds[1:], arrays["first"], arrays["beyond"], strict=False
        )
    ]
    reached = ReachedPositions(packing, Numbering.of(words), layers, complete=True)
    return Solution(case, persona, reached, **values)


def _text(array: NDArray[Any]) -> str:
    return array.tobytes().decode("ascii", "replace")
