"""The rules of the rehearsal: which replies are open, what each leads to, and what is heard and seen then.

Pure functions of a case and a position. The state machine, the solver and the review all call these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from simulator.call.case.case import BEYOND_AUTHORITY, COST, Case, Change, Ending, Move, Position
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .illegal import IllegalMove


class BeyondAuthority(Refusal):
    """A move that takes a higher level of authority than the agent has."""

    def __init__(self, needed: int, held: int) -> None:
        super().__init__(
            Message(
                "That takes authority level {needed}; yours is {held}. Say what you can do instead.",
                needed=needed,
                held=held,
            )
        )


class OverBudget(Refusal):
    """A move that costs more than the agent may still spend in this call."""

    def __init__(self, cost: int, left: int) -> None:
        super().__init__(
            Message(
                "That costs {cost} yuan; you have {left} left in this call. Say what you can do instead.",
                cost=cost,
                left=left,
            )
        )


class Spoken(NamedTuple):
    """A reply of the call, with the position before it and after it."""

    before: Position
    move: Move
    after: Position


@dataclass(frozen=True, slots=True)
class CallMoment:
    """What is said, by whom and in what manner, and what the agent's screen shows."""

    customer: str
    cue: str | None
    screen: str | None
    mood: str | None = None
    speaker: str | None = None
    """What people call who says it; None for the customer."""
    on_hold: bool = False
    """Whether the customer waits meanwhile."""
    time: str | None = None
    """The time of day, as 14:05, in a case that has a clock."""


def opening(case: Case, persona: int) -> Position:
    """The position in which the call begins, with the persona at this place of `Case.personas`."""
    scene = case.opening
    return _arrived(case, Position(scene.id, persona, case.personas[persona].starts, 0), scene.id)


def ending(case: Case, position: Position) -> Ending | None:
    """The ending that the call has come to, if it has."""
    return case.endings.get(position.scene)


def replies(case: Case, position: Position) -> list[Move]:
    """The moves that the agent sees, as they are now: guards hold and they are not used up.

    Some may be beyond authority.
    """
    scene = case.scenes.get(position.scene)
    return [move.at(position) for move in scene.moves.values() if _open(move, position)] if scene else []


def legal_replies(case: Case, position: Position) -> list[Move]:
    """The replies that can be said: those within authority, or all if a breach is a critical error here."""
    recorded = BEYOND_AUTHORITY in case.critical
    return [move for move in replies(case, position) if recorded or breach(case, position, move) is None]


def find_reply(case: Case, position: Position, name: str) -> Move:
    """The reply of this name, if it can be said now. Raises IllegalMove, BeyondAuthority or OverBudget."""
    scene = case.scenes[position.scene]
    move = scene.moves.get(name)
    if move is None:
        known = ", ".join(reply.id for reply in replies(case, position))
        raise IllegalMove(
            Message("There is no move “{name}” here; there are: {known}.", name=name, known=known)
        )
    if not _open(move, position):
        raise IllegalMove(Message("“{name}” is not open to you now.", name=name))
    move = move.at(position)
    if move.authority > case.authority or move.cost:
        refused = breach(case, position, move)
        if refused is not None and BEYOND_AUTHORITY not in case.critical:
            raise refused
    return move


def breach(case: Case, position: Position, move: Move) -> Refusal | None:
    """Why a move is more than this agent may do, if it is."""
    if move.authority > case.authority:
        return BeyondAuthority(move.authority, case.authority)
    if move.cost:
        left = case.budget - position.gauges[COST]
        if move.cost > left:
            return OverBudget(move.cost, left)
    return None


def reply(case: Case, position: Position, move: Move) -> Position:
    """The position after a legal reply: its effects, where it leads, what that does, and who hangs up.

    What varies in the reply is taken as it is before the reply, where it leads as it stands after its
    effects. All amounts are added before the gauges are held in their range, once for the reply and once for
    the scene or ending that it leads to.
    """
    move = move.at(position)
    persona = position.persona
    flags = position.flags | move.sets
    if (move.authority > case.authority or move.cost) and breach(case, position, move) is not None:
        flags |= case.critical[BEYOND_AUTHORITY].flag
    gauges = _changed(case, position.gauges, move.changes[persona])
    after = Position(position.scene, persona, gauges, flags)
    after = _arrived(case, after, move.to.at(after) if move.to.cases else move.to.otherwise)
    if case.interruptions and after.scene not in case.endings:
        for interruption in case.interruptions:
            if interruption.when is not None and interruption.when(after):
                return _arrived(case, after, interruption.id)
    return after


def spoken(case: Case, position: Position, replies: Iterable[str]) -> Iterator[Spoken]:
    """The replies of these names, said one after the other from a position on. Each must be legal there."""
    for name in replies:
        move = case.scenes[position.scene].moves[name].at(position)
        after = reply(case, position, move)
        yield Spoken(position, move, after)
        position = after


def moment(case: Case, position: Position) -> CallMoment:
    """What there is to hear and to see at a position of a call that goes on."""
    scene = case.scenes[position.scene]
    return CallMoment(
        scene.customer.at(position),
        scene.cue.at(position) if scene.cue else None,
        scene.screen.at(position) if scene.screen else None,
        scene.mood.at(position) if scene.mood else None,
        scene.speaker,
        scene.on_hold,
        time_of_day(case, position),
    )


def time_of_day(case: Case, position: Position) -> str | None:
    """What the clock shows at a position, as 14:05; None in a case without one."""
    if case.clock is None:
        return None
    minutes = position.gauges[case.clock] // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def last_words(case: Case, position: Position) -> str | None:
    """What the customer says at the end of a call, if the ending has words."""
    ending = case.endings[position.scene]
    return ending.customer.at(position) if ending.customer else None


def critical_errors(case: Case, position: Position) -> list[str]:
    """The critical errors made up to a position, in the case's order."""
    return [error.id for error in case.critical.values() if position.flags & error.flag]


def _open(move: Move, position: Position) -> bool:
    if move.once & position.flags:
        return False
    return move.when is None or bool(move.when(position))


def _arrived(case: Case, position: Position, target: str) -> Position:
    place = case.scenes.get(target) or case.endings[target]
    change = place.changes.at(position)[position.persona]
    gauges = _changed(case, position.gauges, change) if change else position.gauges
    flags = position.flags | place.sets if isinstance(place, Ending) else position.flags
    return Position(target, position.persona, gauges, flags)


def _changed(case: Case, gauges: tuple[int, ...], change: Change) -> tuple[int, ...]:
    values = list(gauges)
    for place, amount in change:
        least, most = case.ranges[place]
        value = values[place] + amount
        values[place] = least if value < least else most if value > most else value
    return tuple(values)
