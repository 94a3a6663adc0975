"""Who calls next: the persona of the next rehearsal, drawn so that everybody gets their turn."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from simulator.call.case.case import Case, Persona

SEEDS = 2**31
"""Seeds run from 0 to one less than this: short enough to be read out and typed in again."""


def next_persona(case: Case, met: Sequence[str], seed: int) -> str:
    """The id of the persona to meet after those in `met`, in the order of meeting.

    Whoever was met last waits, unless nobody else is there. Of the others, those with the fewest meetings for
    their weight are drawn from, by weight: over time a persona of weight 2 comes up twice as often as one of
    weight 1. The same case, history and seed give the same persona.
    """
    waiting = [persona for persona in case.personas if not met or persona.id != met[-1]] or list(
        case.personas
    )
    turns = {persona.id: Fraction(met.count(persona.id), persona.weight) for persona in waiting}
    fewest = min(turns.values())
    return _drawn([persona for persona in waiting if turns[persona.id] == fewest], Random(seed)).id


def _drawn(candidates: Sequence[Persona], random: Random) -> Persona:
    # random() alone is the same in every version of Python; choices() need not be
    point = random.random() * sum(candidate.weight for candidate in candidates)
    for candidate in candidates:
        point -= candidate.weight
        if point < 0:
            return candidate
    return candidates[-1]
