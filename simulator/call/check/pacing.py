"""How long replies take, from the length of their words: written into a case, for its author to change."""

from simulator.call.case.document import Document, MovePart, SharedReplyPart
from simulator.call.case.timing import STEP
from simulator.source.reading import Location, Source

from .wording import seconds

LOOKED_UP, HELD = 30, 60
"""Seconds that a look-up, and a hold, take besides the words."""


def paced(source: Source, document: Document) -> tuple[str, int]:
    """The text of a case in which every reply says how long it takes, and for how many that is new.

    Everything else stays as it is, character by character.
    """
    moves: list[tuple[Location, MovePart]] = [
        (("rehearsal", scene, "moves", name), move)
        for scene, part in document.rehearsal.items()
        for name, move in part.moves.items()
    ]
    moves += [(("replies", name), reply) for name, reply in document.replies.items()]
    text, new = source.text, [(where, move) for where, move in moves if move.takes is None]
    for begin, inline, move in sorted(
        ((*source.entry((*where, "say"))[::2], move) for where, move in new),
        key=lambda one: one[0],
        reverse=True,
    ):
        indent = begin - text.rfind("\n", 0, begin) - 1
        after = ", " if inline else "\n" + " " * indent
        text = f"{text[:begin]}takes: {time_of(move)}{after}{text[begin:]}"
    return text, len(new)


def time_of(move: MovePart) -> str:
    """How long a reply takes to say: the longest of its wordings, and what is done meanwhile."""
    words = move.say.values() if isinstance(move.say, dict) else [move.say]
    kinds = (move.kind,) if isinstance(move.kind, str) else tuple(move.kind)
    looks = "check" in kinds or (isinstance(move, SharedReplyPart) and move.shows is not None)
    takes = max(map(seconds, words)) + LOOKED_UP * looks + HELD * ("hold" in kinds)
    return f"{-(-takes // STEP) * STEP or STEP} s"
