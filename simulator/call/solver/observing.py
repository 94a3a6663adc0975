"""What a trainee hears and sees at every position: two positions that differ in nothing of it look alike.

Only words count: the customer's, the manner of speaking, the screen, the replies on offer, how the call
ended. The ids of scenes, moves and endings are heard by nobody. The words are those of the case's source
language, so that a call is worth the same in every language.
"""

from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from simulator.call.case.case import BEYOND_AUTHORITY, COST, Case, Move, Position, Scene, Varied
from simulator.call.play import rehearsal as call

from .expanding import ReachedPositions, truths
from .numbering import Words
from .packing import Packing

Codes = NDArray[numpy.int64]


class Heard(NamedTuple):
    """Everything that is heard and seen at one position, in words."""

    customer: str
    cue: str
    screen: str
    offers: tuple[tuple[str, bool], ...]
    """The replies shown, in the order of their words, and whether each may be said."""
    ended: str
    """The title of the ending that the call has come to; empty while it goes on."""


def heard(case: Case, position: Position) -> Heard:
    """What is heard and seen at a position, in the source language of the case."""
    case = case.original or case
    scene = case.scenes.get(position.scene)
    if scene is None:
        ending = case.endings[position.scene]
        return Heard(_words(ending.customer, position), "", "", (), ending.title)
    legal = {move.id for move in call.legal_replies(case, position)}
    shown = sorted((move.say, move.id in legal) for move in call.replies(case, position))
    return Heard(
        _words(scene.customer, position),
        _words(scene.cue, position),
        _words(scene.screen, position),
        tuple(shown),
        "",
    )


def observed(reached: ReachedPositions, known: dict[Heard, int]) -> Codes:
    """A number for what is heard and seen at each position; equal numbers look alike.

    `known` numbers what was heard so far, over all personas of a case; new things are added to it.
    """
    packing, words = reached.packing, reached.words
    scenes = packing.scenes(words)
    codes = numpy.zeros(words.shape[1], dtype=numpy.int64)
    order = numpy.argsort(scenes.astype(numpy.int16), kind="stable")
    bounds = numpy.searchsorted(scenes[order], numpy.arange(len(packing.names) + 1))
    for place, name in enumerate(packing.names):
        rows = order[bounds[place] : bounds[place + 1]]
        if not len(rows):
            continue
        variants = _variants(packing, words[:, rows], name)
        _, firsts, which = numpy.unique(variants, return_index=True, return_inverse=True)
        positions = (reached.position(int(rows[first])) for first in firsts)
        numbers = [known.setdefault(heard(packing.case, position), len(known)) for position in positions]
        codes[rows] = numpy.array(numbers, dtype=numpy.int64)[which]
    return codes


def _words(text: Varied[str] | None, position: Position) -> str:
    return "" if text is None else text.at(position)


def _variants(packing: Packing, here: Words, name: str) -> Codes:
    """Positions of one scene or ending, told apart by the conditions that decide what is heard there."""
    case = packing.case.original or packing.case
    codes = numpy.zeros(here.shape[1], dtype=numpy.int64)
    place = case.scenes.get(name) or case.endings[name]
    texts = [place.customer, place.cue, place.screen] if isinstance(place, Scene) else [place.customer]
    for text in texts:
        if text is not None and text.cases:
            codes = codes * len(text.values()) + variant(packing, here, text)
    if isinstance(place, Scene):
        for move in place.moves.values():
            codes = codes * 3 + _offer(packing, here, move)
    return codes


def variant(packing: Packing, here: Words, text: Varied[str]) -> Codes:
    """Which of its texts counts, as a place among its values."""
    seen = packing.seen(here)
    chosen = numpy.full(here.shape[1], len(text.cases), dtype=numpy.int64)
    for number, (guard, _) in reversed(list(enumerate(text.cases))):
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
