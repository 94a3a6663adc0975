"""What a trainee hears and sees at every position: two positions that differ in nothing of it look alike."""

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import Move, Scene, Varied
from simulator.call.case.defaults import BEYOND_AUTHORITY, COST

from .expanding import truths
from .numbering import Words
from .packing import Packing
from .reach import Reached

Codes = NDArray[numpy.int64]


def observed(reached: Reached) -> Codes:
    """A number for what is heard and seen at each position; equal numbers look alike, across personas too.

    That is the scene or ending, the customer's words and cue, the screen, the replies shown, and which of
    them are beyond the agent's authority.
    """
    packing, words = reached.packing, reached.words
    scenes = packing.scenes(words)
    codes = numpy.zeros(words.shape[1], dtype=numpy.int64)
    order = numpy.argsort(scenes.astype(numpy.int16), kind="stable")
    bounds = numpy.searchsorted(scenes[order], numpy.arange(len(packing.names) + 1))
    for place, name in enumerate(packing.names):
        rows = order[bounds[place] : bounds[place + 1]]
        if len(rows):
            codes[rows] = _looks(packing, words[:, rows], name) * len(packing.names) + place
    return codes


def _looks(packing: Packing, here: Words, name: str) -> Codes:
    """Positions of one scene or ending, told apart by what is heard and seen there."""
    case = packing.case
    codes = numpy.zeros(here.shape[1], dtype=numpy.int64)
    place = case.scenes.get(name) or case.endings[name]
    texts = [place.customer, place.cue, place.screen] if isinstance(place, Scene) else [place.customer]
    for text in texts:
        if text is not None and text.cases:
            codes = codes * len(text.values()) + _variant(packing, here, text)
    if isinstance(place, Scene):
        for move in place.moves.values():
            codes = codes * 3 + _offer(packing, here, move)
    return codes


def _variant(packing: Packing, here: Words, text: Varied[str]) -> Codes:
    """Which of its texts counts; the same text under two conditions is one."""
    values = text.values()
    numbers = [values.index(value) for value in values]
    seen = packing.seen(here)
    chosen = numpy.full(here.shape[1], numbers[-1], dtype=numpy.int64)
    for (guard, _), number in reversed(list(zip(text.cases, numbers, strict=False))):
        chosen = numpy.where(guard(seen), number, chosen)
    return chosen


def _offer(packing: Packing, here: Words, move: Move) -> Codes:
    """0 where a move is not shown, 1 where it is shown and refused, 2 where it can be said."""
    case, count = packing.case, here.shape[1]
    seen = packing.seen(here)
    shown = numpy.ones(count, dtype=bool)
    if move.when is not None:
        shown &= truths(move.when(seen), count)
    if move.once:
        shown &= truths((seen.flags & move.once) == 0, count)
    legal = shown.copy()
    if BEYOND_AUTHORITY not in case.critical:
        if move.authority > case.authority:
            legal[:] = False
        if move.cost:
            legal &= truths(packing.gauge(here, COST) + move.cost <= case.budget, count)
    return shown.astype(numpy.int64) + legal
