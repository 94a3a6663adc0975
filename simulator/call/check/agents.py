"""Agents who do not think: each follows one habit through the whole call, whatever the customer says.

A case that rewards one of them can be won without listening. They know what a trainee sees - the replies
and their wording - and go by the kind of a reply where a trainee would recognise it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from simulator.call.case.case import Case, Move
from simulator.call.play.play import Play
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


def take_last(offer: Offer) -> Move:
    """Says what stands last."""
    return offer.moves[-1]


def take_longest(offer: Offer) -> Move:
    """Says what has most letters."""
    return max(offer.moves, key=lambda move: len(offer.said(move)))


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
    Agent("last", Message("always says what stands last"), take_last),
    Agent("longest", Message("always says what is longest"), take_longest, reads=True),
    Agent("politest", Message("always says what is politest"), take_politest, reads=True),
    Agent("close", Message("closes the call as soon as possible"), close_at_once),
    Agent("refuse", Message("refuses everything"), refuse_all),
    Agent("concede", Message("concedes everything"), concede_all),
)
"""All but the one who says anything at random: what that achieves is worked out, not tried."""

AT_RANDOM = Message("says anything at random (on average)")


def call_by(agent: Agent, case: Case, persona: str, words: Sayings, language: str) -> AgentCall:
    """The call of an agent with a persona, made move by move through the engine."""
    play = Play.start(case, persona, "rehearsal")
    been = set()
    while not play.over:
        position = play.progress.rehearsal
        names = play.legal_moves()
        if position is None or position in been or not names:
            return AgentCall(
                tuple(play.moves), None
            )  # it would go round for ever, or has nothing left to say
        been.add(position)
        moves = case.scenes[position.scene].moves
        offer = Offer(case, position.scene, tuple(moves[name] for name in names), words, language)
        play.push(agent.choose(offer).id)
    achieved = play.outcome()
    return AgentCall(tuple(play.moves), achieved.score if achieved else None)
