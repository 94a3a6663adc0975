"""One list of replies that is as good as the best for every persona: nobody needs to hear who it is."""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.survey import Survey
from simulator.text.message import Message

AS_GOOD = 3
"""Points that the list may stay behind a persona's best. Fewer than the five from which on the review speaks
of an inaccuracy: a trainee would be told that there was nothing to do better."""
MOST = 200_000
"""Positions of all personas together that are looked at in one layer; beyond, the rule keeps silent."""

Numbers = NDArray[numpy.int64]


def check(study: Study) -> Iterator[Remark]:
    """Walk all personas' rehearsals together, along replies that keep everybody's best within reach."""
    if len(study.case.personas) < 2 or any(solution.best[0] < 0 for solution in study.solutions):
        return
    moves = _common_plan(study)
    if moves is not None:
        yield Remark(
            study.place("personas", key=True),
            Message(
                "One list of replies does for all personas what can be done: {moves}. Let something in it be"
                " wrong for somebody, so that listening pays.",
                moves=", ".join(moves),
            ),
            Witness(study.case.personas[0].id, tuple(moves)),
        )


class _Ways:
    """The replies of one persona that stay within AS_GOOD of its best, found by position and name."""

    def __init__(self, survey: Survey, names: dict[str, int]) -> None:
        solution = survey.solution
        good = solution.best >= solution.best[0] - AS_GOOD
        self.ended = solution.ended
        moves = [(scene, move) for scene in solution.case.scenes.values() for move in scene.moves.values()]
        sound = numpy.zeros(len(good), dtype=bool)  # where something else than a trap can be said
        for scene, move in moves:
            if not move.trap:
                sound[survey.replies(scene, move).source] = True
        keys, targets = [], []
        for scene, move in moves:
            replies = survey.replies(scene, move)
            kept = good[replies.source] & good[replies.target]
            if move.trap:
                kept &= ~sound[replies.source]
            keys.append(replies.source[kept].astype(numpy.int64) * len(names) + names[move.id])
            targets.append(replies.target[kept])
        key = numpy.concatenate(keys)
        order = numpy.argsort(key)
        self.keys, self.targets = key[order], numpy.concatenate(targets)[order].astype(numpy.int64)
        self.count = len(names)

    def all_from(self, sources: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Every reply from some positions: the row of its position, its name, its target."""
        first = numpy.searchsorted(self.keys, sources * self.count)
        many = numpy.searchsorted(self.keys, (sources + 1) * self.count) - first
        rows = numpy.repeat(numpy.arange(len(sources)), many)
        at = numpy.arange(len(rows)) - numpy.repeat(numpy.cumsum(many) - many, many) + first[rows]
        return rows, self.keys[at] % self.count, self.targets[at]

    def along(self, sources: Numbers, names: Numbers) -> Numbers:
        """Where these replies lead from these positions; -1 where there is no such reply."""
        wanted = sources * self.count + names
        at = numpy.minimum(numpy.searchsorted(self.keys, wanted), max(0, len(self.keys) - 1))
        if not len(self.keys):
            return numpy.full(len(sources), -1)
        return numpy.where(self.keys[at] == wanted, self.targets[at], -1)


def _common_plan(study: Study) -> list[str] | None:
    """A shortest list of moves with which every persona's call ends as well as it can, or nearly."""
    scenes = study.case.scenes.values()
    names = {name: place for place, name in enumerate({move: 0 for scene in scenes for move in scene.moves})}
    ways = [_Ways(survey, names) for survey in study.surveys]
    layer = numpy.zeros((len(ways), 1), dtype=numpy.int64)
    came: list[tuple[Numbers, Numbers]] = []
    seen: set[bytes] = set()
    while layer.shape[1] and layer.shape[1] <= MOST:
        over = numpy.logical_and.reduce([way.ended[row] for way, row in zip(ways, layer, strict=True)])
        if over.any():
            return _traced(came, int(over.argmax()), list(names))
        rows, said, first = ways[0].all_from(layer[0])
        following = [
            first,
            *(way.along(row[rows], said) for way, row in zip(ways[1:], layer[1:], strict=True)),
        ]
        after = numpy.stack(following)
        kept = (after >= 0).all(axis=0)
        after, rows, said = after[:, kept], rows[kept], said[kept]
        layer, once = numpy.unique(after, axis=1, return_index=True)
        new = numpy.array([column.tobytes() not in seen for column in layer.T], dtype=bool)
        layer, once = layer[:, new], once[new]
        seen.update(column.tobytes() for column in layer.T)
        came.append((rows[once], said[once]))
    return None


def _traced(came: list[tuple[Numbers, Numbers]], at: int, names: list[str]) -> list[str]:
    """The names of the moves that led to a place in the last layer."""
    moves = []
    for rows, said in reversed(came):
        moves.append(names[said[at]])
        at = int(rows[at])
    return moves[::-1]


RULE = CaseRule("same-best-plan", check, about_play=True)
