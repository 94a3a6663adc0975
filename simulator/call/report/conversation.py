"""The rehearsed call as it went, with the feedback on each reply."""

from dataclasses import dataclass

from simulator.call.case.case import Case
from simulator.call.case.position import Position
from simulator.call.play.play import Play
from simulator.call.play.rehearsal import Spoken, last_words, moment
from simulator.text.language import Translator

from .wording import KINDS, gauge_name


@dataclass(frozen=True, slots=True)
class Shift:
    """How a reply moved one gauge."""

    gauge: str
    name: str
    before: int
    after: int

    @property
    def amount(self) -> int:
        """What was added; below zero where the gauge fell."""
        return self.after - self.before

    @property
    def signed(self) -> str:
        """What was added, with its sign."""
        return f"{self.amount:+d}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the agent and what it did. `critical` says what is so bad about it, where it is an error."""

    id: str
    say: str
    kinds: tuple[str, ...]
    why: str
    shifts: tuple[Shift, ...]
    learned: tuple[str, ...]
    critical: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What the customer said, and the agent's reply; None where the play ended before it."""

    number: int
    customer: str
    cue: str | None
    screen: str | None
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The rehearsed call. `last_words` are the customer's, if the ending has any."""

    turns: tuple[Turn, ...]
    last_words: str | None


def conversation(play: Play, spoken: tuple[Spoken, ...], t: Translator) -> Conversation:
    """The rehearsed call, which must have begun; its last turn has no reply if the call was broken off."""
    case, position = play.case, play.progress.call
    assert position is not None
    turns = [
        _turn(case, number, entry.before, _reply(case, entry, t)) for number, entry in enumerate(spoken, 1)
    ]
    if play.over:
        return Conversation(tuple(turns), last_words(case, position))
    turns.append(_turn(case, len(turns) + 1, position, None))
    return Conversation(tuple(turns), None)


def _turn(case: Case, number: int, position: Position, reply: Reply | None) -> Turn:
    now = moment(case, position)
    return Turn(number, now.customer, now.cue, now.screen, reply)


def _reply(case: Case, spoken: Spoken, t: Translator) -> Reply:
    before, move, after = spoken.before, spoken.move, spoken.after
    new = after.flags & ~before.flags
    return Reply(
        move.id,
        move.say,
        tuple(t(KINDS[kind]) for kind in move.kinds),
        move.why.at(before),
        tuple(
            Shift(gauge.id, gauge_name(gauge, t), was, now)
            for gauge, was, now in zip(case.gauges, before.gauges, after.gauges, strict=True)
            if was != now
        ),
        tuple(text for fact, text in case.facts.items() if new & case.flags[fact]),
        tuple(error.text for error in case.critical.values() if (new | move.sets) & error.flag),
    )
