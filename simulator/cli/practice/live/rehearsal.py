"""The rehearsal at the terminal: the customer speaks, the agent answers from what is open."""

from collections.abc import Sequence

from simulator.call.case.case import Move, Position
from simulator.call.play import rehearsal as call
from simulator.call.play.play import Play
from simulator.call.report.moment import SaidAndAnswered, exchanges, needs
from simulator.call.report.voice import CUSTOMER, Voice, voice_of
from simulator.cli.terminal import words
from simulator.cli.wrapping import width_of
from simulator.text.message import Message

from .levels import put_levels
from .replay import put_manner
from .session import Keys, TerminalPlay

UNDO = ("u", "undo", "撤销")
HINT = ("h", "hint", "提示")
AGAIN = ("", "l", "t", "重看")

YOU, SCREEN = Message("You"), Message("Screen")
CUSTOMERS = Voice()

KEYS: Keys = {
    "2": Message("says the second reply"),
    "u": Message("takes your last reply back, in training"),
    "h": Message("reminds you of what the customer could want"),
    "l": Message("shows the call so far"),
    "q": Message("leaves; you can go on later"),
}


def rehearse(session: TerminalPlay) -> None:
    """Play the rehearsal until the call has ended."""
    screen, t, case = session.screen, session.t, session.case
    screen.heading(t("Rehearsal: take the call"))
    if session.resumed_here():
        put_so_far(session, exchanges(session.play))
    else:
        screen.put(
            t("The same opening words, but you do not know who is on the line. Listen for what they want.")
        )
        if case.authority or case.budget:
            screen.put(
                t(
                    "Your authority is level {level}; you may spend {budget} yuan in this call.",
                    level=case.authority,
                    budget=case.budget,
                )
            )
        screen.put(t("Type the number of what you say. “?” shows all keys."), "note")
        if session.gauges:
            screen.put()
            put_levels(screen, case, _position(session.play), _position(session.play))
    while not session.play.over:
        position = _position(session.play)
        put_moment(session, position)
        put_replies(session, position)
        while session.play.progress.rehearsal is position:
            _answer(session, position, session.ask(KEYS))
    _put_ending(session)


def _position(play: Play) -> Position:
    position = play.progress.rehearsal
    assert position is not None  # the rehearsal has begun
    return position


def put_said(session: TerminalPlay, speaker: str, text: str, style: str, voice: Voice = CUSTOMERS) -> None:
    """Write what somebody says, or what the screen shows."""
    t = session.t
    column = 2 + max(width_of(name) for name in (t(CUSTOMER), t(YOU), t(SCREEN), speaker)) + 2
    parts = words(*put_manner(voice, session.screen), (text, style))
    session.screen.put(parts, label=words("  ", (speaker, style)), indent=column)


def put_heard(session: TerminalPlay, text: str, voice: Voice) -> None:
    """Write what is said to the agent, by the customer or by somebody else."""
    put_said(session, voice.who(session.t), text, "customer", voice)


def put_moment(session: TerminalPlay, position: Position) -> None:
    """Write what the customer says at a position, and what is on the screen."""
    _put_heard(session, call.moment(session.case, position))


def _put_heard(session: TerminalPlay, heard: call.CallMoment) -> None:
    session.screen.put(heard.time or "", "note")
    if heard.screen is not None:
        put_said(session, session.t(SCREEN), heard.screen, "screen")
    put_heard(session, heard.customer, voice_of(heard, session.t))


def put_replies(session: TerminalPlay, position: Position) -> None:
    """Write the numbered replies that are open at a position."""
    session.screen.put()
    for place, move in enumerate(call.replies(session.case, position), 1):
        takes = "; ".join(needs(session.case, position, move, session.t).words)
        text = words(move.say, " ", (f"[{takes}]", "note")) if takes else words(move.say)
        session.screen.put(text, label=words((f"{place:>3}", "number"), "  "), indent=5)


def _answer(session: TerminalPlay, position: Position, line: str) -> None:
    replies = call.replies(session.case, position)
    known = {move.id: move for move in replies}
    if line.isdecimal() and len(line) < 4 and 1 <= int(line) <= len(replies):
        _say(session, replies[int(line) - 1])
    elif line in known:
        _say(session, known[line])
    elif line in UNDO:
        _undo(session)
    elif line in HINT:
        _put_hint(session)
    elif line in AGAIN:
        put_again(session, position, exchanges(session.play) if line else None)
    else:
        session.note(
            Message("Type a number from 1 to {count}; “?” shows all keys.", count=len(replies)), "refusal"
        )


def _say(session: TerminalPlay, move: Move) -> None:
    before = _position(session.play)
    if session.push(move.id):
        session.screen.put()
        put_said(session, session.t(YOU), move.say, "agent")
        if session.gauges:
            put_levels(session.screen, session.case, before, _position(session.play), indent=2)


def _undo(session: TerminalPlay) -> None:
    if len(session.play.moves) == session.play.before_call:
        session.note(Message("There is nothing to take back in this call yet."))
        return
    session.pop()
    session.note(Message("Taken back. The call stands here again:"), style="")


def _put_hint(session: TerminalPlay) -> None:
    session.screen.put(
        session.t("The customers of this case want different things. Which of these fits the words?")
    )
    for persona in session.case.personas:
        session.screen.put(persona.expects, label="  - ", indent=4)


def put_again(session: TerminalPlay, position: Position, so_far: Sequence[SaidAndAnswered] | None) -> None:
    """Write the open replies once more; the call up to now before them, if it is given."""
    if so_far is not None:
        put_so_far(session, so_far)
        put_moment(session, position)
    put_replies(session, position)


def put_so_far(session: TerminalPlay, so_far: Sequence[SaidAndAnswered]) -> None:
    """Write the call up to now: what was said on both sides."""
    for exchange in so_far:
        _put_heard(session, exchange.moment)
        session.screen.put()
        put_said(session, session.t(YOU), exchange.say, "agent")


def _put_ending(session: TerminalPlay) -> None:
    session.screen.put()
    farewell = call.last_words(session.case, _position(session.play))
    if farewell is not None:
        put_heard(session, farewell, CUSTOMERS)
        session.screen.put()
    session.note(Message("The call is over."), style="heading")
