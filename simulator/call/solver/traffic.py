"""How calls move through a case: how often each scene is passed by chance, and what each move loses there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Case
from simulator.call.play.outcome import Verdict

from .habits import VERDICTS, at_random, verdicts_of
from .solving import Solution

Values = NDArray[numpy.float64]
Step = tuple[str, str, str]
"""A scene, one of its moves, and the scene or ending that it leads to."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a move loses, in points of the best score that can still be reached: with hindsight, 0-100.

    The mean is taken over random play, as far as anything can still be lost there: where every reply is as
    good as every other, none is a mistake.
    """

    mean: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """Random play through a case, over its personas by their weights."""

    case: Case
    passes: dict[str, float]
    """How often each scene is passed in a call; for an ending, the chance that a call ends there (0-1)."""
    losses: dict[Step, Loss]
    """Those moves that somewhere matter."""
    verdicts: dict[str, dict[Verdict, float]]
    """For each ending the chance that a call ends there with a verdict (0-1)."""


def traffic_of(solutions: Sequence[Solution]) -> Traffic:
    """The traffic of a case with one persona or with several; all must be solved completely."""
    case = solutions[0].case
    names = solutions[0].reached.packing.names
    weights = numpy.array([case.personas[solution.persona].weight for solution in solutions], dtype=float)
    weights /= weights.sum()
    passes = dict.fromkeys(names, 0.0)
    verdicts = {ending: dict.fromkeys(VERDICTS, 0.0) for ending in case.endings}
    counting = _Counting(case, names)
    for weight, solution in zip(weights.tolist(), solutions, strict=True):
        calls = at_random(solution)
        for name, times in calls.places().items():
            passes[name] += weight * times
        ended = solution.ended
        places = solution.reached.packing.scenes(solution.reached.words[:, ended])
        codes = places * len(VERDICTS) + verdicts_of(solution)
        chances = numpy.bincount(
            codes, weights=calls.passes[ended], minlength=len(names) * len(VERDICTS)
        ).reshape(len(names), len(VERDICTS))
        for ending, by_verdict in verdicts.items():
            for place, verdict in enumerate(VERDICTS):
                by_verdict[verdict] += weight * float(chances[names.index(ending), place])
        counting.add(solution, weight * calls.passes)
    return Traffic(case, passes, counting.losses(), verdicts)


def reply_losses(solution: Solution) -> dict[tuple[str, str], Loss]:
    """By scene and move, what each reply that somewhere matters loses with one persona, wherever it leads."""
    counting = _Counting(solution.case, solution.reached.packing.names)
    counting.add(solution, at_random(solution).passes)
    return counting.of_replies()


class _Counting:
    """The losses of all moves, summed up over layers and personas."""

    def __init__(self, case: Case, names: tuple[str, ...]) -> None:
        self.case = case
        self.names = names
        self.moves = max(len(scene.moves) for scene in case.scenes.values())
        size = len(names) * self.moves * len(names)
        self.passes, self.lost = numpy.zeros(size), numpy.zeros(size)
        self.least = numpy.full(size, 101, dtype=numpy.int16)
        self.most = numpy.full(size, -1, dtype=numpy.int16)

    def add(self, solution: Solution, passes: Values) -> None:
        best = numpy.maximum(solution.best, 0)
        scenes = solution.reached.packing.scenes(solution.reached.words)
        for layer in solution.reached.layers:
            if not len(layer.source):
                continue
            source = layer.source - layer.first
            loss = numpy.maximum(best[layer.source] - best[layer.target], 0)  # a trap may promise more
            options = numpy.bincount(source)
            matters = (numpy.bincount(source, weights=loss) > 0)[source]
            rows = numpy.flatnonzero(matters)
            begins, ends = layer.source[rows], layer.target[rows]
            key = (scenes[begins] * self.moves + layer.move[rows]) * len(self.names) + scenes[ends]
            share = passes[begins] / options[source[rows]]
            self.passes += numpy.bincount(key, weights=share, minlength=len(self.passes))
            self.lost += numpy.bincount(key, weights=share * loss[rows], minlength=len(self.lost))
            numpy.minimum.at(self.least, key, loss[rows])
            numpy.maximum.at(self.most, key, loss[rows])

    def of_replies(self) -> dict[tuple[str, str], Loss]:
        passes, lost, least, most = (
            of.reshape(-1, len(self.names)) for of in (self.passes, self.lost, self.least, self.most)
        )
        passes, lost, least, most = passes.sum(1), lost.sum(1), least.min(1), most.max(1)
        return {
            self._reply(key): Loss(float(lost[key] / passes[key]), int(least[key]), int(most[key]))
            for key in numpy.flatnonzero(passes).tolist()
        }

    def _reply(self, key: int) -> tuple[str, str]:
        scene, move = divmod(key, self.moves)
        return self.names[scene], list(self.case.scenes[self.names[scene]].moves)[move]

    def losses(self) -> dict[Step, Loss]:
        found = {}
        for key in numpy.flatnonzero(self.passes).tolist():
            reply, target = divmod(key, len(self.names))
            step = *self._reply(reply), self.names[target]
            mean = float(self.lost[key] / self.passes[key])
            found[step] = Loss(mean, int(self.least[key]), int(self.most[key]))
        return found
