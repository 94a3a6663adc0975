"""The rehearsal in the browser: what is said, what can be said, and what an agent has before them.

Replies go by tokens and not by their ids: those are an author's, and often say what a reply is worth.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from simulator.call.case.case import Case, Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.play import Play
from simulator.call.report.moment import control, exchanges, findable, found_out, needs
from simulator.call.report.voice import Voice, voice_of
from simulator.text.language import Translator
from simulator.text.message import Message

from .composing import StrangeForm

TOKEN = 12  # hexadecimal digits
CONTROL_NAMES = {"hold": Message("Hold"), "escalate": Message("Transfer")}
"""The keys of the telephone, by kind of reply."""
_ON_THE_LINE, _BACK, _WAITS = Message("On the line"), Message("Back from hold"), Message("Customer on hold")


@dataclass(frozen=True, slots=True)
class OpenReply:
    """A reply that is open. `needs` are what it takes, `beyond` when that is more than the agent has.

    `control` is hold, escalate or None, and `control_name` the word for it.
    """

    number: int
    token: str
    say: str
    needs: str
    beyond: bool
    control: str | None
    control_name: str


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A reply and what is said to it. The opening words, number 0, answer no reply.

    `customer` is None where an ending has no words.
    """

    number: int
    say: str | None
    control: str | None
    control_name: str
    customer: str | None
    voice: Voice
    screen: str | None
    time: str | None = None

    @property
    def speaker(self) -> str | None:
        """Who says it, in the language of the case; None for the customer."""
        return self.voice.speaker

    @property
    def on_hold(self) -> bool:
        """Whether the customer waits meanwhile."""
        return self.voice.on_hold

    @property
    def mood(self) -> str | None:
        """How it sounds, by the word's id."""
        return self.voice.mood

    @property
    def cue(self) -> str | None:
        """How it is said, in the author's words."""
        return self.voice.cue


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """The telephone line: its state in words, whether the customer is or was on hold, whether it ended.

    `began` is when the call began by the clock (ISO 8601), `clock` what that makes now.
    """

    state: str
    held: bool
    over: bool
    began: str
    ended: str | None
    clock: str


@dataclass(frozen=True, slots=True)
class RehearsalPart:
    """What changes with every reply. `said` is the turn that is new, `taken_back` the number of one to go.

    `known` is what was found out by now; None where the case has nothing to find out. `latest` is the turn
    that the call has come to, and `screen` what the agent's screen shows by then, by entries.
    """

    line: PhoneLine
    latest: ShownTurn
    replies: tuple[OpenReply, ...]
    may_undo: bool
    left: int
    budget: int
    known: tuple[str, ...] | None
    screen: tuple[str, ...] = ()
    screen_changed: bool = True
    said: ShownTurn | None = None
    taken_back: int | None = None


@dataclass(frozen=True, slots=True)
class CallScreen:
    """The whole call so far, and what stays: the agent's limits, and what customers of this case want."""

    turns: tuple[ShownTurn, ...]
    authority: int
    budget: int
    wishes: tuple[str, ...]


def call_desk(play: Play, t: Translator) -> CallScreen:
    """The call so far, worked out by replaying it."""
    case, position = play.case, _position(play)
    said = exchanges(play)
    # an exchange is a moment and the reply to it; a turn is a reply and the moment that follows
    replies: list[tuple[str | None, str | None]] = [(None, None)]
    replies += [(exchange.say, exchange.control) for exchange in said]
    turns = [
        _heard(number, say, pressed, exchange.moment, t)
        for number, ((say, pressed), exchange) in enumerate(zip(replies, said, strict=False))
    ]
    turns.append(_turn(case, len(said), *replies[-1], position, t))
    return CallScreen(
        tuple(turns),
        case.authority,
        case.budget,
        tuple(dict.fromkeys(persona.expects for persona in case.personas)),
    )


def on_screen(turns: Sequence[ShownTurn]) -> tuple[str, ...]:
    """What the agent's screen shows after these turns, by entries: what was looked up last."""
    shown = next((turn.screen for turn in reversed(turns) if turn.screen), "")
    entries = (part.strip() for line in shown.splitlines() for part in line.split(" · "))
    return tuple(entry for entry in entries if entry)


def turn_after(
    case: Case, number: int, before: Position, name: str, after: Position, t: Translator
) -> ShownTurn:
    """The reply of this name and its result."""
    move = case.scenes[before.scene].moves[name].at(before)
    return _turn(case, number, move.say, control(move), after, t)


def open_replies(case: Case, position: Position, t: Translator) -> tuple[OpenReply, ...]:
    """The replies that are open at a position, in the author's order."""
    tokens = _tokens(case).by_move
    return tuple(
        _reply(case, position, number, tokens[position.scene, move.id], move, t)
        for number, move in enumerate(call.replies(case, position), 1)
    )


def known_by_now(case: Case, position: Position) -> tuple[str, ...] | None:
    """What was found out in a call; None where the case has nothing to find out."""
    return found_out(case, position) if findable(case) else None


def state_of_line(pressed: str | None, over: bool, waits: bool, t: Translator) -> str:
    """How the telephone line stands after a reply that pressed a key, or none; `waits` while on hold."""
    if over:
        return t("The call is over.")
    return t(_WAITS if waits else _BACK if pressed == "hold" else _ON_THE_LINE)


def reply_of(case: Case, token: str) -> tuple[str, str]:
    """The scene and the move that a token means. Raises StrangeForm."""
    found = _tokens(case).by_token.get(token)
    if found is None:
        raise StrangeForm
    return found


def check_open(play: Play, scene: str, move: str) -> None:
    """Raise StrangeForm where a reply is not open: the refusal of the rules would name those that are."""
    position = play.progress.rehearsal
    if position is None or position.scene != scene:
        raise StrangeForm
    if all(reply.id != move for reply in call.replies(play.case, position)):
        raise StrangeForm


def _position(play: Play) -> Position:
    position = play.progress.rehearsal
    assert position is not None  # the rehearsal has begun
    return position


def _turn(
    case: Case, number: int, say: str | None, pressed: str | None, position: Position, t: Translator
) -> ShownTurn:
    if position.scene in case.endings:
        farewell = call.last_words(case, position)
        return ShownTurn(number, say, pressed, _name(pressed, t), farewell, Voice(), None)
    return _heard(number, say, pressed, call.moment(case, position), t)


def _heard(
    number: int, say: str | None, pressed: str | None, now: call.CallMoment, t: Translator
) -> ShownTurn:
    voice = voice_of(now, t)
    return ShownTurn(number, say, pressed, _name(pressed, t), now.customer, voice, now.screen, now.time)


def _reply(case: Case, position: Position, number: int, token: str, move: Move, t: Translator) -> OpenReply:
    takes = needs(case, position, move, t)
    pressed = control(move)
    return OpenReply(
        number, token, move.say, "; ".join(takes.words), takes.beyond, pressed, _name(pressed, t)
    )


def _name(pressed: str | None, t: Translator) -> str:
    return t(CONTROL_NAMES[pressed]) if pressed else ""


class _Tokens:
    """The tokens of a case's replies, both ways."""

    def __init__(self, case: Case) -> None:
        self.by_move = {
            (scene.id, move): _token(case.digest, scene.id, move)
            for scene in case.scenes.values()
            for move in scene.moves
        }
        self.by_token = {token: reply for reply, token in self.by_move.items()}


def _token(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:TOKEN]


def _tokens(case: Case) -> _Tokens:
    tokens = _known.get(case)
    if tokens is None:
        tokens = _known[case] = _Tokens(case)
    return tokens


_known: "WeakKeyDictionary[Case, _Tokens]" = WeakKeyDictionary()
