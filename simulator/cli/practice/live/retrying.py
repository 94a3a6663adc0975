"""Learning from one's mistakes at the terminal: back to before each, until a reply loses nothing."""

from collections.abc import Sequence

from simulator.call.case.case import Move
from simulator.call.play import rehearsal as call
from simulator.call.report.moment import exchanges
from simulator.call.report.review import answer_at, not_it
from simulator.call.report.wording import KINDS
from simulator.call.review.comparing import Hint, hints, summary
from simulator.call.review.review import Fault
from simulator.call.solver.judging import Judgement
from simulator.cli.terminal import words
from simulator.text.message import Message
from simulator.text.refusal import Refusal

from .rehearsal import YOU, put_again, put_heard, put_moment, put_replies, put_said
from .session import Keys, Leave, TerminalPlay

HINT = ("h", "hint", "提示")
SHOW = ("s", "show", "答案")
AGAIN = ("", "l", "t", "重看")

KEYS: Keys = {
    "2": Message("says the second reply"),
    "h": Message("gives a hint: what kind of reply, then its first words"),
    "s": Message("shows what would have been better, and goes on"),
    "l": Message("shows the call so far"),
    "q": Message("leaves"),
}


def retry(session: TerminalPlay, faults: Sequence[Fault]) -> None:
    """Go through mendable faults of the session's call, and to before each of them."""
    found = alone = 0
    try:
        for place, fault in enumerate(faults, 1):
            session.screen.heading(
                session.t(
                    "Mistake {place} of {count}: reply {number}",
                    place=place,
                    count=len(faults),
                    number=fault.decision.number,
                )
            )
            tries = _retried(session, fault)
            found += tries > 0
            alone += tries == 1
    except Leave:
        session.screen.put()
    session.screen.put()
    session.note(summary(found, alone, len(faults)), style="heading")


def _retried(session: TerminalPlay, fault: Fault) -> int:
    """Ask until a reply loses nothing; return how many replies and hints it took, 0 if it was shown."""
    position, decision = fault.decision.before, fault.decision
    session.note(
        Message("You said then: “{said}”", said=decision.move.say),
        style="",
    )
    put_moment(session, position)
    put_replies(session, position)
    assert fault.better is not None  # it is mendable
    left = list(hints(fault.better))
    tries = 0
    while True:
        line = session.ask(KEYS)
        if line in HINT:
            _put_hint(session, left.pop(0) if left else None)
            tries += 1
        elif line in SHOW:
            _put_found(session, fault, fault.better.reply)
            return 0
        elif line in AGAIN:
            so_far = exchanges(session.play)[: decision.number - 1] if line else None
            put_again(session, position, so_far)
        else:
            move = _chosen(session, fault, line)
            if move is not None:
                tries += 1
                judged = decision.judgements[move.id]
                if judged.recommendable:
                    _put_found(session, fault, move)
                    return tries
                _put_wrong(session, fault, move, judged)


def _chosen(session: TerminalPlay, fault: Fault, line: str) -> Move | None:
    """The reply that was typed, by number or name; None where there is none, which is then said."""
    position = fault.decision.before
    replies = call.replies(session.case, position)
    name = line
    if line.isdecimal() and len(line) < 4 and 1 <= int(line) <= len(replies):
        name = replies[int(line) - 1].id
    if name not in {move.id for move in replies}:
        session.note(
            Message("Type a number from 1 to {count}; “?” shows all keys.", count=len(replies)), "refusal"
        )
        return None
    try:
        return call.find_reply(session.case, position, name)
    except Refusal as refusal:
        session.note(refusal.message, "refusal")
        return None


def _put_wrong(session: TerminalPlay, fault: Fault, move: Move, judged: Judgement) -> None:
    again = move.id == fault.decision.move.id
    session.note(Message("That is what you said then. Try another.") if again else not_it(judged), "refusal")
    session.screen.put(words(("> ", "key"), move.why.at(fault.decision.before)))


def _put_found(session: TerminalPlay, fault: Fault, move: Move) -> None:
    """The reply that loses nothing, its feedback, and the customer's answer as the engine plays it."""
    position = fault.decision.before
    answer, voice = answer_at(session.case, call.reply(session.case, position, move), session.t)
    session.screen.put()
    put_said(session, session.t(YOU), move.say, "agent")
    session.note(Message("Nothing would have been better."), "right")
    session.screen.put(words(("> ", "key"), move.why.at(position)))
    put_heard(session, answer, voice)


def _put_hint(session: TerminalPlay, hint: Hint | None) -> None:
    t = session.t
    if hint is None:
        session.note(Message("There are no more hints; “s” shows the reply."))
    elif hint.kinds:
        kinds = t(", ").join(t(KINDS[kind]) for kind in hint.kinds)
        session.note(Message("Look for a reply that does this: {kinds}.", kinds=kinds), "key")
    else:
        session.note(Message("It begins: “{words}…”", words=hint.begins), "key")
