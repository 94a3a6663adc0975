"""What a trainee may see of a rehearsed call under way: the terminal and the desk show this and nothing else.

Who is on the line, the gauges, what a reply does and what it is worth are left out; the debrief has them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from simulator.call.case.case import COST, Case, Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.play import Play
from simulator.call.play.rehearsal import CallMoment, moment
from simulator.text.language import Translator

CONTROLS = ("hold", "escalate")
"""The kinds of reply that are keys of a real telephone, so that everybody can see them."""
FINDING_OUT = frozenset({"ask", "probe", "check"})
"""The kinds of reply that find something out."""


@dataclass(frozen=True, slots=True)
class SaidAndAnswered:
    """A reply, and the moment that it was given in. `control` is one of CONTROLS, or None."""

    moment: CallMoment
    say: str
    control: str | None


@dataclass(frozen=True, slots=True)
class MoveNeeds:
    """What a reply takes, in words; `beyond` when that is more than the agent has."""

    words: tuple[str, ...]
    beyond: bool


def control(move: Move) -> str | None:
    """The key of the telephone that a reply presses, if it does."""
    return next((kind for kind in CONTROLS if kind in move.kinds), None)


def findable(case: Case) -> Mapping[str, str]:
    """The facts of a case that a reply can find out, with their words.

    The others are what the agent has said or done, and their words often tell what that was worth.
    """
    known = _findable.get(case)
    if known is None:
        asking = [
            move
            for scene in case.scenes.values()
            for move in scene.moves.values()
            if FINDING_OUT & {*move.kinds}
        ]
        known = _findable[case] = {
            fact: words
            for fact, words in case.facts.items()
            if any(move.sets & case.flags[fact] for move in asking)
        }
    return known


_findable: "WeakKeyDictionary[Case, Mapping[str, str]]" = WeakKeyDictionary()


def found_out(case: Case, position: Position) -> tuple[str, ...]:
    """What the trainee knows by now, of what can be found out, in the author's order."""
    return tuple(words for fact, words in findable(case).items() if position.flags & case.flags[fact])


def found_out_by(case: Case, move: Move, new: int) -> Iterator[str]:
    """What a reply has found out, of the facts whose flags are new after it.

    What it told, offered or promised is no news to the agent, though the same might be found out otherwise.
    """
    if FINDING_OUT & {*move.kinds}:
        yield from (words for fact, words in findable(case).items() if new & case.flags[fact])


def exchanges(play: Play) -> tuple[SaidAndAnswered, ...]:
    """The call up to now without the present moment."""
    return tuple(
        SaidAndAnswered(moment(play.case, said.before), said.move.say, control(said.move))
        for said in play.spoken()
    )


def needs(case: Case, position: Position, move: Move, t: Translator) -> MoveNeeds:
    """What a reply takes: its cost and its level, and where that is more than the agent has."""
    words = []
    if move.cost:
        left = left_to_spend(case, position)
        words.append(
            t("{cost} yuan, you have {left} left", cost=move.cost, left=left)
            if move.cost <= left
            else t("{cost} yuan, more than the {left} you have left", cost=move.cost, left=left)
        )
    if move.authority > case.authority:
        words.append(
            t(
                "requires authority level {needed}, yours is {held}",
                needed=move.authority,
                held=case.authority,
            )
        )
    elif move.authority:
        words.append(t("requires authority level {needed}", needed=move.authority))
    return MoveNeeds(tuple(words), call.breach(case, position, move) is not None)


def left_to_spend(case: Case, position: Position) -> int:
    """The yuan that the agent may still spend in this call."""
    return case.budget - position.gauges[COST]
