"""Agents who do not think: each follows one habit through the whole call, whatever the customer says.

A case that rewards one of them can be won without listening. They know what a trainee sees - the replies
and their wording - and go by the kind of a reply where a trainee would recognise it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

from simulator.call.case.case import Case, Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.outcome import outcome
from simulator.text.message import Message

from .giveaway import Sayings, politeness


class Offer(NamedTuple):
    """What an agent chooses from: the replies open in a scene, as they are worded in a language."""

    case: Case
    scene: str
    moves: tuple[Move, ...]
    words: Sayings
    language: str

    def said(self, move: Move) -> str:
        """The words of a reply."""
        return self.words[self.scene, move.id]


@dataclass(frozen=True, slots=True)
class Agent:
    """A habit: how it goes on, as a clause that follows “an agent who”, and what it chooses."""

    id: str
    does: Message
    choose: Callable[[Offer], Move]
    reads: bool = False
    """Whether it depends on the wording, so that it may act differently in each language."""


class AgentCall(NamedTuple):
    """A call that an agent made; `score` is None where it would never have ended."""

    moves: tuple[str, ...]
    score: int | None


def close_at_once(offer: Offer) -> Move:
    """Says goodbye, or whatever else may end the call; where nothing does, what may refuse or hold."""

    def rank(move: Move) -> int:
        if "close" in move.kinds:
            return 3
        if any(target in offer.case.endings for target in move.to.values()):
            return 2
        return 1 if {"refuse", "hold"} & set(move.kinds) else 0

    return max(offer.moves, key=rank)


def refuse_all(offer: Offer) -> Move:
    """Refuses; where there is nothing to refuse, explains why things are as they are."""
    return _by_kind(offer, "refuse", "explain", "warn")


def concede_all(offer: Offer) -> Move:
    """Gives whatever can be given, the costliest first; else promises, escalates, apologises."""
    costly = max(offer.moves, key=lambda move: move.cost)
    return costly if costly.cost else _by_kind(offer, "offer", "promise", "escalate", "apologise")


def take_first(offer: Offer) -> Move:
    """Says what stands first."""
    return offer.moves[0]


def take_second(offer: Offer) -> Move:
    """Says what stands second; where there is one reply only, that one."""
    return offer.moves[min(1, len(offer.moves) - 1)]


def take_last(offer: Offer) -> Move:
    """Says what stands last."""
    return offer.moves[-1]


def take_longest(offer: Offer) -> Move:
    """Says what has most letters."""
    return max(offer.moves, key=lambda move: len(offer.said(move)))


def take_shortest(offer: Offer) -> Move:
    """Says what has fewest letters."""
    return min(offer.moves, key=lambda move: len(offer.said(move)))


def take_politest(offer: Offer) -> Move:
    """Says what has most polite turns of phrase."""
    return max(offer.moves, key=lambda move: politeness(offer.said(move), offer.language))


def _by_kind(offer: Offer, *kinds: str) -> Move:
    """The first reply of the first kind that there is; else the first reply."""
    for kind in kinds:
        for move in offer.moves:
            if kind in move.kinds:
                return move
    return offer.moves[0]


AGENTS = (
    Agent("first", Message("always says what stands first"), take_first),
    Agent("second", Message("always says what stands second"), take_second),
    Agent("last", Message("always says what stands last"), take_last),
    Agent("longest", Message("always says what is longest"), take_longest, reads=True),
    Agent("shortest", Message("always says what is shortest"), take_shortest, reads=True),
    Agent("politest", Message("always says what is politest"), take_politest, reads=True),
    Agent("close", Message("closes the call as soon as possible"), close_at_once),
    Agent("refuse", Message("refuses everything"), refuse_all),
    Agent("concede", Message("concedes everything"), concede_all),
)
"""All but the one who says anything at random, whose mean is worked out, and the one with an order of kinds,
which `best_order` looks for."""

AT_RANDOM = Message("says anything at random (on average)")


class CallsWith:
    """The calls with one persona; every position is worked out once, however many agents come there."""

    def __init__(self, case: Case, persona: int) -> None:
        self.case = case
        self.persona = persona
        self._ways: dict[Position, dict[str, tuple[Move, Position | None]]] = {}

    def legal(self, position: Position) -> tuple[Move, ...]:
        """The replies that can be said at a position."""
        return tuple(move for move, _ in self._at(position).values())

    def after(self, position: Position, move: Move) -> Position:
        """The position after a legal reply."""
        ways = self._at(position)
        after = ways[move.id][1]
        if after is None:
            after = call.reply(self.case, position, move)
            ways[move.id] = move, after
        return after

    def _at(self, position: Position) -> dict[str, tuple[Move, Position | None]]:
        ways = self._ways.get(position)
        if ways is None:
            ways = {move.id: (move, None) for move in call.legal_replies(self.case, position)}
            self._ways[position] = ways
        return ways


def call_by(agent: Agent, calls: CallsWith, words: Sayings, language: str) -> AgentCall:
    """The call of an agent with a persona, made reply by reply."""
    case = calls.case
    position = call.opening(case, calls.persona)
    said: list[str] = []
    been = set()
    while position.scene in case.scenes:
        moves = calls.legal(position)
        if position in been or not moves:
            return AgentCall(tuple(said), None)  # it would go round for ever, or has nothing left to say
        been.add(position)
        move = agent.choose(Offer(case, position.scene, moves, words, language))
        said.append(move.id)
        position = calls.after(position, move)
    achieved = outcome(case, position)
    return AgentCall(tuple(said), achieved.score if achieved else None)


def by_order(kinds: Sequence[str]) -> Agent:
    """The agent who says the first reply of the first of these kinds that there is; else the first reply."""
    return Agent(
        "order",
        Message("always goes by one order of kinds ({kinds})", kinds=", ".join(kinds)),
        lambda offer: _by_kind(offer, *kinds),
    )


def best_order(callers: Sequence[CallsWith]) -> Agent | None:
    """The agent whose order of one or two kinds gets the highest mean score, over all callers by weight.

    None where no reply has a kind. A longer order would know the script: three kinds spell out most calls.
    """
    case = callers[0].case
    kinds = sorted({k for scene in case.scenes.values() for move in scene.moves.values() for k in move.kinds})
    agents = [by_order(order) for count in (1, 2) for order in permutations(kinds, count)]

    def score(agent: Agent) -> int:
        made = ((calls.persona, call_by(agent, calls, {}, case.language).score or 0) for calls in callers)
        return sum(case.personas[persona].weight * points for persona, points in made)

    return max(agents, key=score, default=None)
