"""What a trainee hears and sees at every position: two positions that differ in nothing of it look alike.

Only what is heard and seen counts: the customer's words, the manner and the mood they are said in, who speaks
instead, and whether the customer is on hold; the screen, the replies on offer, the time of day, how the call
ended. The ids of scenes, moves and endings are heard by nobody. The words are those of the case's source
language, so that a call is worth the same in every language. The time of day is left out where replies in the
same words take the same time: then it says nothing that was not heard.
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
MOST = 2**40


class Heard(NamedTuple):
    """Everything that is heard and seen at one position, in words."""

    customer: str
    cue: str
    screen: str
    offers: tuple[tuple[str, bool], ...]
    """The replies shown, in the order of their words, and whether each may be said."""
    ended: str
    """The title of the ending that the call has come to; empty while it goes on."""
    mood: str = ""
    speaker: str = ""
    """What people call who speaks; empty for the customer."""
    on_hold: bool = False
    time: str = ""
    """The time of day, where it may say more than the words before it; empty at the end."""


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
        _words(scene.mood, position),
        scene.speaker or "",
        scene.on_hold,
        (call.time_of_day(case, position) or "") if case.timed else "",
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
    texts = [place.customer]
    if isinstance(place, Scene):
        texts += [place.cue, place.mood, place.screen]
    for text in texts:
        if text is not None and text.cases:
            codes = _joined(codes, packing.place_of(here, text))
    if isinstance(place, Scene):
        for move in place.moves.values():
            codes = _joined(codes, _offer(packing, here, move))
        if case.timed and case.clock is not None:
            codes = _joined(codes, numpy.broadcast_to(packing.gauge(here, case.clock) // 60, codes.shape))
    return codes


def _joined(codes: Codes, more: Codes) -> Codes:
    """A number for each pair of numbers. Small ones, so that no number of texts lets them overflow."""
    if not more.any():
        return codes
    joined = codes * (int(more.max()) + 1) + more
    if int(joined.max()) > MOST:
        joined = numpy.unique(joined, return_inverse=True)[1]
    return joined


def _offer(packing: Packing, here: Words, move: Move) -> Codes:
    """0 where a move is not shown; where it is, a number for its words and for whether it can be said."""
    case, count = packing.case, here.shape[1]
    seen = packing.seen(here)
    shown = numpy.ones(count, dtype=bool)
    if move.when is not None:
        shown &= truths(move.when(seen), count)
    if move.once:
        shown &= truths((seen.flags & move.once) == 0, count)
    form = packing.form_of(here, move.forms.parts) if move.forms else numpy.zeros(count, dtype=numpy.int64)
    words: dict[str, int] = {}
    offer = numpy.zeros(count, dtype=numpy.int64)
    for number, one in enumerate(move.all_forms):
        legal = shown & (form == number)
        offer[legal] = 1 + 2 * words.setdefault(one.say, len(words))
        if BEYOND_AUTHORITY not in case.critical:
            if one.authority > case.authority:
                continue
            if one.cost:
                legal &= truths(packing.gauge(here, COST) + one.cost <= case.budget, count)
        offer[legal] += 1
    return offer
